"""The filters of the network analysis."""

from typing import Any, Final

from akkuri.analysis.lookup import find_actor, find_concept, find_country, find_facility
from akkuri.analysis.network.graph import kinds_of
from akkuri.analysis.network.nodes import NODES, NodesAsked, type_scheme
from akkuri.analysis.views.filter import Choice, Filter
from akkuri.analysis.views.filters import STAGE, YEAR_OF, year
from akkuri.naming.things import concepts

__all__ = [
    "COUNTRY",
    "FACILITY",
    "FROM",
    "KIND",
    "ORGANISATION",
    "SCOPE",
    "SINCE",
    "TO",
    "TYPE",
    "UNTIL",
    "WITHOUT",
    "YEAR",
]

_TIES: Final = concepts("tie-kind", "collaboration-kind")
_YEARS: Final = {"type": "integer", "minimum": 1000, "maximum": 9999}


def _kinds(asked: NodesAsked, given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(asked.model.resolver.find(kind, _TIES, asked.lang).id for kind in given)


def _kind_choices(asked: NodesAsked) -> list[Choice]:
    return [(kind, asked.kind_name(kind)) for kind in kinds_of(asked.ties)]


def _country(asked: NodesAsked, given: str) -> str:
    return find_country(asked.model, given, asked.lang)


def _countries(asked: NodesAsked) -> list[str]:
    return sorted({actor.country for actor in asked.model.organisations.values() if actor.country})


def _country_choices(asked: NodesAsked) -> list[Choice]:
    return [(code, code) for code in _countries(asked)]


def _type(asked: NodesAsked, given: str) -> str:
    return find_concept(asked.model, type_scheme(asked), given, asked.lang)


def _type_choices(asked: NodesAsked) -> list[Choice]:
    used = {actor.type for actor in asked.model.organisations.values() if actor.type}
    return [
        (kind, asked.type_name(kind)) for kind in asked.model.concepts(type_scheme(asked)) if kind in used
    ]


def _actor(asked: NodesAsked, given: str) -> str:
    return find_actor(asked.model, given, asked.lang)


def _facility(asked: NodesAsked, given: str) -> str:
    return find_facility(asked.model, given, asked.lang)


def _actor_filter(name: str) -> Filter[str]:
    return Filter(name, _actor, actors=True)


SINCE: Final = Filter("since", year("since"), _YEARS, expects=YEAR_OF)
UNTIL: Final = Filter("until", year("until"), _YEARS, expects=YEAR_OF)
KIND: Final[Filter[tuple[str, ...]]] = Filter(
    "kind", _kinds, choices=_kind_choices, default=(), many=True, texts="tie-kind"
)
COUNTRY: Final = Filter("country", _country, choices=_country_choices, countries=True)
TYPE: Final = Filter("type", _type, choices=_type_choices)
ORGANISATION: Final = _actor_filter("organisation")
WITHOUT: Final = _actor_filter("without")
FROM: Final = _actor_filter("from")
TO: Final = _actor_filter("to")
FACILITY: Final = Filter("facility", _facility)
YEAR: Final = Filter("year", year("year"), _YEARS, expects=YEAR_OF)
SCOPE: Final[tuple[Filter[Any], ...]] = (SINCE, UNTIL, COUNTRY, TYPE, STAGE, KIND, NODES)
"""The filters that say which part of the network is looked at."""
