"""Filters that several analyses have, and how what is given for one is read."""

import re
from collections.abc import Callable
from typing import Any, Final

from akkuri.analysis.lookup import find_area, find_concept
from akkuri.analysis.model.groups import BREADTHS
from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.filter import Choice, Filter
from akkuri.errors import UsageError
from akkuri.naming.choosing import chosen, worded
from akkuri.naming.dates import read_year
from akkuri.naming.numbers import euro_readings
from akkuri.texts import text
from akkuri.texts.two_ways import two_numbers

__all__ = [
    "EUROS",
    "GROUPS",
    "REGION",
    "STAGE",
    "TOP",
    "YEAR_OF",
    "concept",
    "euros",
    "labelled",
    "most",
    "not_expected",
    "read_sum",
    "year",
]

_HIGHEST: Final = 1e15
EUROS: Final = "queries.expects_euros"
"""What is expected of a sum."""
YEAR_OF: Final = "views.expects_year"
"""What is expected of a year."""


def concept(scheme: str) -> Callable[[Asked, str], str]:
    """Return the reader of a concept of a scheme, by id or label."""

    def read(asked: Asked, given: str) -> str:
        return find_concept(asked.model, scheme, given, asked.lang)

    return read


def labelled(scheme: str, ids: Callable[[Any], list[str]]) -> Callable[[Asked], list[Choice]]:
    """Return the choices of concepts of a scheme, each with its label."""

    def choices(asked: Asked) -> list[Choice]:
        return [(each, asked.concept(scheme, each)) for each in ids(asked.model)]

    return choices


def euros(item: str) -> Callable[[Asked, str], float]:
    """Return the reader of a sum as people write it (`read_sum`)."""

    def read(asked: Asked, given: str) -> float:
        return read_sum(given, asked.called(item), asked.lang)

    return read


def read_sum(given: str, called: str, lang: str) -> float:
    """Read a sum of at most 15 digits: `20 000 000`, `20 M€`, `2e7`. Raises UsageError."""
    found = euro_readings(given, by_hand=True)
    named = {"name": called, "value": given[:50]}
    if len(found) > 1:
        both = two_numbers([f"{amount:.15g}" for amount in found], lang)
        raise UsageError(text(lang, "queries.two_ways", **named, **both))
    if not found:
        raise not_expected(called, given, EUROS, lang)
    if not abs(found[0]) < _HIGHEST:
        raise UsageError(text(lang, "analysis.sum_too_large", **named))
    return found[0]


def year(item: str) -> Callable[[Asked, str], int]:
    """Return the reader of a year of four digits."""

    def read(asked: Asked, given: str) -> int:
        found = read_year(given)
        if found is None:
            raise not_expected(asked.called(item), given, YEAR_OF, asked.lang)
        return found

    return read


def not_expected(called: str, given: str, expects: str, lang: str) -> UsageError:
    """Return the refusal of what was given for a field: what it is called, what was found and expected."""
    told = {"name": called, "value": given[:50], "expected": text(lang, expects)}
    return UsageError(text(lang, "queries.not_expected", **told))


def _area(asked: Asked, given: str) -> str:
    return find_area(asked.model, given, asked.lang)


def _stages(model: Any) -> list[str]:
    return sorted(model.stages, key=lambda stage: (model.stages[stage], stage))


def _count(asked: Asked, given: str) -> int:
    found = int(given) if re.fullmatch("[0-9]{1,11}", given) else 0
    if found < 1:
        raise not_expected("top", given, "views.expects_count", asked.lang)
    return found


def _groups(asked: Asked, given: str) -> str:
    among = worded(BREADTHS, "views.groups")
    return chosen(given, among, asked.called("groups"), asked.model.names, asked.lang).id


def _group_choices(asked: Asked) -> list[Choice]:
    return [(name, text(asked.lang, f"views.groups_{name}")) for name in BREADTHS]


GROUPS: Final = Filter(
    "groups", _groups, {"type": "string", "enum": list(BREADTHS)}, choices=_group_choices, default="own"
)
STAGE: Final = Filter("stage", concept("value-chain-stage"), choices=labelled("value-chain-stage", _stages))
REGION: Final = Filter(
    "region", _area, choices=labelled("region", lambda model: list(model.regions)), countries=True
)
TOP: Final = Filter("top", _count, {"type": "integer", "minimum": 1}, field=False)


def most(asked: Asked, default: int | None) -> int | None:
    """Return how many rows are wanted; all for None."""
    return None if asked.request.whole else asked[TOP] or default
