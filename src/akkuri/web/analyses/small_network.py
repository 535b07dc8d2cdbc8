"""The network in small beside other things of a page: the partners of one, or who works together."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.graph import Network
from akkuri.analysis.network.nodes import NODES
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import ViewRequest
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.drawn_network import DrawnNetwork, draw_network
from akkuri.web.analyses.network_colours import network_colours
from akkuri.web.analyses.network_layout import SMALL, strongest
from akkuri.web.analyses.network_picture import PATH
from akkuri.web.map.small_map import SmallMap
from akkuri.web.page.addresses import with_params
from akkuri.web.page.taken import TakenPicture
from akkuri.web.page.values import PageView

__all__ = [
    "FACILITY_NODES",
    "SmallNetwork",
    "network_among",
    "network_around",
    "network_whole",
    "small_taken",
]

FACILITY_NODES: Final = "facility"


@dataclass(frozen=True, slots=True)
class SmallNetwork:
    """A picture of a few actors, what it says in words, and where the whole of it is."""

    picture: DrawnNetwork
    title: str
    told: str
    href: str

    @property
    def taken(self) -> TakenPicture:
        """It as a file of its own."""
        sheet = self.picture.layout.sheet
        box = f"0 0 {sheet.width:g} {sheet.height:g}"
        return TakenPicture(self.title, box, [self.told], self.picture.legend, network=self.picture)


def network_around(iri: str, name: str, shown: PageView, nodes: str = "") -> SmallNetwork | None:
    """Draw an actor, or a facility (`FACILITY_NODES`), with its strongest partners; None where it has none.

    `name` is what addresses call it.
    """
    asked, network = _whole(shown, nodes)
    if network is None or iri not in network.index:
        return None
    partners = len(network.neighbours(iri))
    drawn = strongest(network, iri)
    picture = draw_network(asked, network, drawn, network_colours(asked, network, shown), shown, sheet=SMALL)
    return SmallNetwork(
        picture,
        text(shown.lang, "pictures.around"),
        _told("partners", len(picture.actors) - 1, partners, shown),
        shown.local(with_params(PATH, around=name, nodes=nodes or None)),
    )


def network_among(iris: Collection[str], shown: PageView) -> SmallNetwork | None:
    """Draw those of some actors that work with each other; None where no two of them do."""
    asked, network = _whole(shown, "")
    if network is None:
        return None
    weight: dict[str, float] = {}
    for one, other, edge in network.edges_among(iris):
        weight[one] = weight.get(one, 0.0) + edge.weight
        weight[other] = weight.get(other, 0.0) + edge.weight
    if not weight:
        return None
    drawn = sorted(weight, key=lambda iri: (-weight[iri], iri))
    picture = draw_network(asked, network, drawn, network_colours(asked, network, shown), shown, sheet=SMALL)
    return SmallNetwork(
        picture,
        text(shown.lang, "pictures.among"),
        _told("together", len(picture.actors), len(weight), shown),
        shown.local(PATH),
    )


def small_taken(map_: SmallMap | None, network: SmallNetwork | None, lang: str) -> dict[str, TakenPicture]:
    """Return both pictures of a page as files, by the name that addresses have for them."""
    found = {"map": map_.taken(lang) if map_ else None, "network": network.taken if network else None}
    return {name: picture for name, picture in found.items() if picture}


def network_whole(shown: PageView) -> SmallNetwork | None:
    """Draw the strongest of the whole network; None where nobody works with anybody."""
    asked, network = _whole(shown, "")
    if network is None:
        return None
    drawn = strongest(network)
    picture = draw_network(asked, network, drawn, network_colours(asked, network, shown), shown, sheet=SMALL)
    count = len(picture.actors)
    told = text(shown.lang, "analysis_pages.picture_shown", count=count, total=len(network))
    return SmallNetwork(picture, text(shown.lang, "pictures.among"), told, shown.local(PATH))


def _told(key: str, count: int, total: int, shown: PageView) -> str:
    """Say how many of how many are drawn."""
    if count == total:
        return text(shown.lang, f"pictures.{key}_all", count=count)
    return text(shown.lang, f"pictures.{key}", count=count, total=total)


def _whole(shown: PageView, nodes: str) -> tuple[NetworkAsked, Network | None]:
    """Return the whole network; None where there are no ties."""
    request = ViewRequest("", {NODES.name: nodes} if nodes else {}, shown.lang, form=True)
    asked = NETWORK.asked(served_basis(), request, (NODES,))
    try:
        return asked, asked.network()
    except UsageError:
        return asked, None
