"""What the colours of a network's picture say: type, country, community or betweenness of its actors."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.graph import Network
from akkuri.analysis.network.nodes import NODES
from akkuri.naming.choosing import choice, chosen
from akkuri.texts import LANGUAGES, text
from akkuri.web.map.picture import OTHER, colouring
from akkuri.web.page.values import PageView

__all__ = ["COLOURED", "NetworkColours", "chosen_colour", "colour_choices", "network_colours"]

_STEPS: Final = ((10, "#8c1d04"), (30, "#d55e00"), (100, "#e69f00"))
"""How many actors are coloured so, those first through whom most shortest paths pass."""


@dataclass(frozen=True, slots=True)
class NetworkColours:
    """The colour of each actor by the group that it is in; who is in none has the colour of others."""

    group: Callable[[str], str | None]
    """IRI of an actor → its group."""
    colours: Mapping[str, str]
    """Group → colour, in the order of the legend."""
    named: Callable[[str], str]
    """Group → what the legend calls it."""
    others: str
    """What the legend calls those in none."""

    def of(self, actor: str) -> str:
        """Return the colour of an actor."""
        return self.colours.get(self.group(actor) or "", OTHER)

    def legend(self, actors: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return colour, name and number of each group among some actors, the others last."""
        counted = Counter(group if (group := self.group(actor)) in self.colours else "" for actor in actors)
        found = [
            (colour, self.named(group), counted[group])
            for group, colour in self.colours.items()
            if counted[group]
        ]
        return [*found, (OTHER, self.others, counted[""])] if counted[""] else found


def network_colours(asked: NetworkAsked, network: Network, shown: PageView, by: str = "") -> NetworkColours:
    """Return the colours of a network, the same in each picture of it; `by` is one of COLOURED."""
    return COLOURED[by or next(iter(COLOURED))](asked, network, shown)


def _other(shown: PageView) -> str:
    return text(shown.lang, "map.other")


def _most(
    asked: NetworkAsked, network: Network, by: str, group: Callable[[str], str | None]
) -> dict[str, str]:
    """Return the colours of the groups with the strongest ties, which make the largest circles.

    Those of the whole network are the same for every picture.
    """

    def found() -> dict[str, str]:
        weights: dict[str | None, float] = defaultdict(float)
        for actor, weight in network.weights.items():
            weights[group(actor)] += weight
        return colouring(weights)

    return asked.basis.once(("colours", by, asked[NODES]), found) if asked.scope.empty else found()


def _types(asked: NetworkAsked, network: Network, shown: PageView) -> NetworkColours:
    actors = asked.model.organisations
    colours = _most(asked, network, "type", lambda iri: actors[iri].type)
    return NetworkColours(lambda iri: actors[iri].type, colours, asked.type_name, _other(shown))


def _countries(asked: NetworkAsked, network: Network, shown: PageView) -> NetworkColours:
    actors = asked.model.organisations
    colours = _most(asked, network, "country", lambda iri: actors[iri].country)
    return NetworkColours(lambda iri: actors[iri].country, colours, shown.language.country, _other(shown))


def _communities(asked: NetworkAsked, network: Network, shown: PageView) -> NetworkColours:
    """Colour the largest communities, each called by its strongest member."""
    found = asked.measures().communities
    of = {actor: str(group.number) for group in found for actor in group.members}
    leads = {str(group.number): asked.name(group.lead) for group in found}

    def named(group: str) -> str:
        return text(shown.lang, "analysis_pages.colour_around", number=group, name=leads[group])

    return NetworkColours(
        of.get, colouring(Counter(of.values())), named, text(shown.lang, "analysis_pages.colour_rest")
    )


def _betweenness(asked: NetworkAsked, network: Network, shown: PageView) -> NetworkColours:
    """Colour by rank: the darker, the more shortest paths pass through an actor."""
    ranked = [row for row in asked.measures().ranked() if row.betweenness > 0]
    of: dict[str, str] = {}
    names: dict[str, str] = {}
    colours: dict[str, str] = {}
    first = 0
    for most, colour in _STEPS:
        group = str(most)
        colours[group] = colour
        of |= {row.actor: group for row in ranked[first:most]}
        names[group] = text(shown.lang, "analysis_pages.colour_ranks", first=first + 1, last=most)
        first = most
    return NetworkColours(of.get, colours, names.__getitem__, text(shown.lang, "analysis_pages.colour_rest"))


COLOURED: Final[Mapping[str, Callable[[NetworkAsked, Network, PageView], NetworkColours]]] = {
    "type": _types,
    "country": _countries,
    "community": _communities,
    "betweenness": _betweenness,
}
"""What colours can say; the first is what they say unless asked."""
_LABELS: Final = {"type": "col_type_name"}


def _called(by: str, lang: str) -> str:
    return text(lang, f"views.{_LABELS.get(by, f'col_{by}')}")


def colour_choices(lang: str) -> tuple[tuple[str, str], ...]:
    """Return what colours can say, for a form."""
    return tuple((by, _called(by, lang)) for by in COLOURED)


def chosen_colour(asked: NetworkAsked, written: str, lang: str) -> str:
    """Understand what colours shall say; raises UsageError naming the choices."""
    if not written:
        return ""
    among = [choice(by, [(each, _called(by, each)) for each in LANGUAGES], []) for by in COLOURED]
    return chosen(written, among, "colour", asked.basis.model.names, lang).id
