"""The filters of the network analysis."""

from typing import TYPE_CHECKING, Any, Final

from akkuri.analysis.lookup import find_actor, find_concept, find_country, find_facility
from akkuri.analysis.network.graph import kinds_of
from akkuri.analysis.views.filters import STAGE, YEAR_OF, Choice, Filter, year
from akkuri.naming.choosing import choice, chosen
from akkuri.naming.things import concepts
from akkuri.texts import LANGUAGES, text

if TYPE_CHECKING:
    from akkuri.analysis.network.asked import NetworkAsked

__all__ = [
    "COUNTRY",
    "FACILITY",
    "FROM",
    "KIND",
    "NODES",
    "ORGANISATION",
    "SCOPE",
    "SINCE",
    "TO",
    "TYPE",
    "UNTIL",
    "WITHOUT",
    "YEAR",
]

_TYPES: Final = {"organisation": "organisation-type", "facility": "facility-kind"}
"""Who may be the nodes → the scheme of their types."""
_TIES: Final = concepts("tie-kind", "collaboration-kind")
_YEARS: Final = {"type": "integer", "minimum": 1000, "maximum": 9999}


def type_scheme(asked: "NetworkAsked") -> str:
    """Return the scheme of the types of whoever is connected."""
    return _TYPES[asked[NODES] or "organisation"]


def _nodes(asked: "NetworkAsked", given: str) -> str:
    names = asked.basis.model.names  # the model itself depends on who the nodes are
    among = [
        choice(
            name,
            [(lang, text(lang, f"views.nodes_{name}")) for lang in LANGUAGES],
            [
                (lang, called(lang))
                for lang in LANGUAGES
                for called in (names.kinds[name].one, names.kinds[name].many)
            ],
        )
        for name in _TYPES
    ]
    return chosen(given, among, asked.called("nodes"), names, asked.lang).id


def _node_choices(asked: "NetworkAsked") -> list[Choice]:
    return [(name, text(asked.lang, f"views.nodes_{name}")) for name in _TYPES]


def _kinds(asked: "NetworkAsked", given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(asked.model.resolver.find(kind, _TIES, asked.lang).id for kind in given)


def _kind_choices(asked: "NetworkAsked") -> list[Choice]:
    return [(kind, asked.kind_name(kind)) for kind in kinds_of(asked.ties)]


def _country(asked: "NetworkAsked", given: str) -> str:
    return find_country(asked.model, given, asked.lang)


def _countries(asked: "NetworkAsked") -> list[str]:
    return sorted({actor.country for actor in asked.model.organisations.values() if actor.country})


def _country_choices(asked: "NetworkAsked") -> list[Choice]:
    return [(code, code) for code in _countries(asked)]


def _type(asked: "NetworkAsked", given: str) -> str:
    return find_concept(asked.model, type_scheme(asked), given, asked.lang)


def _type_choices(asked: "NetworkAsked") -> list[Choice]:
    used = {actor.type for actor in asked.model.organisations.values() if actor.type}
    return [
        (kind, asked.type_name(kind)) for kind in asked.model.concepts(type_scheme(asked)) if kind in used
    ]


def _actor(asked: "NetworkAsked", given: str) -> str:
    return find_actor(asked.model, given, asked.lang)


def _facility(asked: "NetworkAsked", given: str) -> str:
    return find_facility(asked.model, given, asked.lang)


def _actor_filter(name: str) -> Filter[str]:
    return Filter(name, _actor, actors=True)


NODES: Final = Filter(
    "nodes", _nodes, {"type": "string", "enum": list(_TYPES)}, choices=_node_choices, default="organisation"
)
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
