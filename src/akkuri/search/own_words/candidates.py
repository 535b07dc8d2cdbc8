"""What a sentence may ask for: the named questions and the views of the analyses, with what they take."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.gaps.scenarios.new_facility import CAPABILITY, OFFERED, WHAT_IF
from akkuri.analysis.subjects import SUBJECTS
from akkuri.ask.named.parameters import Parameter
from akkuri.ask.named.question import NamedQuery
from akkuri.kinds import Kinds
from akkuri.naming.things import COUNTRIES
from akkuri.search.own_words.bounds import AT_LEAST, AT_MOST, FIRST_FEW
from akkuri.search.own_words.times import BEFORE, UNTIL, YEAR
from akkuri.texts import LANGUAGES, text

__all__ = ["LEVEL", "SentenceCandidate", "Takeable", "candidates", "named_groups"]

_FILTERS: Mapping[str, tuple[str, ...]] = {
    "region": ("region",),
    "stage": ("value-chain-stage",),
    "capability": ("capability",),
    "state": ("cell-state",),
    "budget": ("money",),
    "country": ("country",),
    "type": ("organisation-type",),
    "organisation": ("organisation", "network"),
    "without": ("organisation", "network"),
    "from": ("organisation", "network"),
    "to": ("organisation", "network"),
    "facility": ("facility",),
    "since": ("year",),
    "year": ("year",),
    "top": (FIRST_FEW,),
}
"""Filters of the analyses and the sorts of things that they take."""
_SORTS: Mapping[str, str] = {
    "nuts3": "region",
    "country": "country",
    "kind": "kind",
    "text": "text",
    "boolean": "set",
    "choice": "set",
}
"""Types of parameters and the sort of thing that each takes."""

_TIMES: Mapping[str, tuple[str, ...]] = {
    "until": (UNTIL, BEFORE),
    "before": (BEFORE, UNTIL, YEAR),
    "by": (UNTIL, BEFORE, YEAR),
}
"""Parameters for times and the sides of a time that each takes; others take a time from which on."""
LEVEL: Final = "level"
"""A whole number that is said behind the name of a parameter: TRL 6."""
_BOUNDS: Mapping[str, str] = {"min": AT_LEAST, "max": AT_MOST}
"""Parameters for numbers of things and the bounds that each takes."""
_PLAIN: Final = frozenset(
    {
        "country",
        YEAR,
        BEFORE,
        UNTIL,
        AT_LEAST,
        AT_MOST,
        FIRST_FEW,
        "text",
        "set",
        "kind",
        "km",
        "money",
        "quantity",
    }
)
"""Sorts that are no group of things with names of their own, or one that is always named."""


@dataclass(frozen=True, slots=True)
class Takeable:
    """One parameter: the sorts of things it takes, and whether there is no answer without it."""

    sorts: tuple[str, ...]
    needed: bool = False
    unit: str | None = None
    surely: bool = False
    """Only what the sentence says for sure: a place that is to open is not said to be open."""
    narrow: bool = False
    """Only what does not gather narrower concepts."""
    beside: str = ""
    """Not where this parameter is told: of a place in a region, a country says something else."""


@dataclass(frozen=True, slots=True)
class SentenceCandidate:
    """A question or a view; `name` is `group/name`, `gaps:show` or `network:show`."""

    name: str
    titles: Mapping[str, str]
    takes: Mapping[str, Takeable]
    query: NamedQuery | None = None


def candidates(queries: Iterable[NamedQuery]) -> Iterator[SentenceCandidate]:
    """Give every question, then every view that can be asked by parameters, and a what-if."""
    for query in queries:
        takes = {name: taken for name, param in query.params.items() if (taken := _takes(param, query))}
        yield SentenceCandidate(query.path, query.titles, takes, query)
    for subject in SUBJECTS:
        for view in subject.views:
            if view.over_http:
                needs = {item.name for item in view.needs}
                filters = {
                    item.name: Takeable(_FILTERS[item.name], item.name in needs)
                    for item in view.parameters
                    if item.name in _FILTERS
                }
                titles = {lang: text(lang, f"views.view_{view.name}") for lang in LANGUAGES}
                yield SentenceCandidate(f"{subject.name}:{view.name}", titles, filters)
    yield _what_if()


def _what_if() -> SentenceCandidate:
    """Return the one view that needs a file: a facility that is not there is told by parameters too."""
    takes = {
        name: Takeable((scheme,), name == CAPABILITY, surely=name == "access", narrow=name == CAPABILITY)
        for name, scheme in OFFERED.items()
    }
    takes |= {
        "region": Takeable(("region", "municipality")),
        "country": Takeable(("country",), beside="region"),
        "amount_eur": Takeable(("money",), surely=True),
    }
    titles = {lang: text(lang, "analysis_pages.what_if_title") for lang in LANGUAGES}
    return SentenceCandidate(WHAT_IF, titles, takes)


def named_groups(found: Iterable[SentenceCandidate], kinds: Kinds) -> list[str]:
    """Return the groups of things that sentences may name, as some candidates take them."""
    sorts = {sort for each in found for taken in each.takes.values() for sort in taken.sorts} - _PLAIN
    schemes = [f"concept/{sort}" for sort in sorted(sorts) if sort not in kinds]
    return [*schemes, *(f"id/{sort}" for sort in sorted(sorts) if sort in kinds), COUNTRIES]


def _takes(param: Parameter, query: NamedQuery) -> Takeable | None:
    """Return what a parameter takes; None for what no sentence names."""
    if param.type == "date":
        return Takeable(_TIMES.get(param.name, (YEAR,)))
    if param.type == "integer":
        return Takeable((_BOUNDS.get(param.name, LEVEL),))
    if param.type in _SORTS:
        return Takeable((_SORTS[param.type],), param.example and param.type == "text")
    match param.type:
        case "concept":
            return Takeable((param.scheme or "",))
        case "record":
            return Takeable(tuple(param.kinds), param.example)
        case "number" if param.unit:
            sort = {"km": "km", "EUR": "money"}.get(param.unit, "quantity")
            return Takeable((sort,), unit=param.unit)
        case "number" if any(each.type == "unit" for each in query.params.values()):
            return Takeable(("quantity",)) if param.name == "min" else None
    return None
