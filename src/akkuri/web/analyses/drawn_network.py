"""A network ready to be written as SVG: where its actors stand, what they are, what the colours say."""

from collections.abc import Sequence
from dataclasses import dataclass

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.graph import Network
from akkuri.web.analyses.network_colours import NetworkColours
from akkuri.web.analyses.network_layout import DESK, PHONE, Layout, Sheet, lay_out
from akkuri.web.page.values import PageView, Value

__all__ = ["DrawnActor", "DrawnNetwork", "draw_network"]


@dataclass(frozen=True, slots=True)
class DrawnActor:
    """One actor in the picture and in the table: its link, what it is, its ties and its colour."""

    name: Value
    kind: str
    country: str
    partners: int
    strength: float
    colour: str


@dataclass(frozen=True, slots=True)
class DrawnNetwork:
    """The picture, another for narrow screens where it is large, and what stands beside it."""

    layout: Layout
    narrow: Layout | None
    actors: list[DrawnActor]
    """Those of the layout, in its order."""
    legend: list[tuple[str, str, int]]
    total: int
    """Actors that might be drawn: all within the filters, or partners with their centre."""
    partners: int | None
    """Partners of the one it is drawn around."""
    narrow_legend: list[tuple[str, str, int]]
    """What the colours of the narrow picture say, which has fewer actors."""


def draw_network(
    asked: NetworkAsked,
    network: Network,
    drawn: Sequence[str],
    colours: NetworkColours,
    shown: PageView,
    *,
    sheet: Sheet = DESK,
    around: str | None = None,
) -> DrawnNetwork:
    """Draw some actors of a network, the strongest first; `around` is the one whose partners are told."""
    drawn = drawn[: sheet.most]
    actors = asked.model.organisations
    rows = []
    for iri in drawn:
        kind, code = actors[iri].type, actors[iri].country
        rows.append(
            DrawnActor(
                Value(asked.name(iri), shown.href(iri)),
                asked.type_name(kind) if kind else "",
                shown.language.country(code) if code else "",
                len(network.neighbours(iri)),
                round(network.weights[iri], 1),
                colours.of(iri),
            )
        )
    layout = lay_out(network, drawn, asked.name, sheet)
    narrow = lay_out(network, drawn, asked.name, PHONE) if sheet is DESK else None
    few = colours.legend(drawn[: len(narrow.spots)]) if narrow else []
    partners = len(network.neighbours(around)) if around else None
    total = len(network) if partners is None else partners + 1
    return DrawnNetwork(layout, narrow, rows, colours.legend(drawn), total, partners, few)
