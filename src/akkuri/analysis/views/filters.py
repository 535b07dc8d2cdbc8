"""A filter of a view: one declaration gives the option, the API's parameter and the field of the form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from akkuri.analysis.lookup import find_area, find_concept
from akkuri.analysis.model.groups import BREADTHS
from akkuri.errors import UsageError
from akkuri.naming.choosing import chosen, worded
from akkuri.naming.dates import read_year
from akkuri.naming.numbers import euro_readings
from akkuri.texts import text
from akkuri.texts.two_ways import two_numbers

if TYPE_CHECKING:
    from akkuri.analysis.views.asking import Asked

__all__ = [
    "EUROS",
    "GROUPS",
    "REGION",
    "STAGE",
    "TOP",
    "YEAR_OF",
    "Choice",
    "Filter",
    "Takes",
    "concept",
    "euros",
    "labelled",
    "not_expected",
    "read_sum",
    "year",
]

_T = TypeVar("_T")

Choice = tuple[str, str]
"""A value that may be chosen, and its label."""
_HIGHEST: Final = 1e15
EUROS: Final = "queries.expects_euros"
"""What is expected of a sum."""
YEAR_OF: Final = "views.expects_year"
"""What is expected of a year."""


class Takes(Enum):
    """What is given for a filter."""

    TEXT = auto()
    """A text: an option, a parameter of the API, a field of the form."""
    FILE = auto()
    """The content of a file: a file on the command line, the body of a POST over HTTP."""
    RELEASE = auto()
    """The model of another release: a folder on the command line; not over HTTP."""


@dataclass(frozen=True, slots=True, eq=False)
class Filter(Generic[_T]):
    """What narrows a view, by the name that command line, API and Python use.

    Its texts are `views.param_<worded>` (what it does) and, with a field, `views.field_<worded>` (a label).
    """

    name: str
    read: Callable[[Any, Any], _T]
    """From what was asked so far and the text given (a tuple of texts where there may be many) to a value.

    Raises UsageError for what cannot be meant, with the nearest that can.
    """
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    """JSON Schema of one value."""
    choices: Callable[[Any], list[Choice]] | None = None
    """What the form offers, where that can be listed."""
    default: _T | None = None
    takes: Takes = Takes.TEXT
    many: bool = False
    """May be given more than once."""
    countries: bool = False
    """Its values may be country codes, which people read by their names."""
    actors: bool = False
    """The form offers the names of the actors while one writes."""
    field: bool = True
    """Has a field in forms."""
    expects: str = ""
    """The text that says what is written in its field, where that is no choice and no name."""
    texts: str = ""
    """What its texts are called by, where another filter has its name and means something else."""

    @property
    def worded(self) -> str:
        """What its texts are called by."""
        return self.texts or self.name

    @property
    def option(self) -> str:
        """The option of the command line."""
        return f"--{self.name}"

    @property
    def keyword(self) -> str:
        """The name as a Python keyword argument."""
        return self.name.replace("-", "_")


def concept(scheme: str) -> Callable[["Asked", str], str]:
    """Return the reader of a concept of a scheme, by id or label."""

    def read(asked: "Asked", given: str) -> str:
        return find_concept(asked.model, scheme, given, asked.lang)

    return read


def labelled(scheme: str, ids: Callable[[Any], list[str]]) -> Callable[["Asked"], list[Choice]]:
    """Return the choices of concepts of a scheme, each with its label."""

    def choices(asked: "Asked") -> list[Choice]:
        return [(each, asked.concept(scheme, each)) for each in ids(asked.model)]

    return choices


def euros(item: str) -> Callable[["Asked", str], float]:
    """Return the reader of a sum as people write it (`read_sum`)."""

    def read(asked: "Asked", given: str) -> float:
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


def year(item: str) -> Callable[["Asked", str], int]:
    """Return the reader of a year of four digits."""

    def read(asked: "Asked", given: str) -> int:
        found = read_year(given)
        if found is None:
            raise not_expected(asked.called(item), given, YEAR_OF, asked.lang)
        return found

    return read


def not_expected(called: str, given: str, expects: str, lang: str) -> UsageError:
    """Return the refusal of what was given for a field: what it is called, what was found and expected."""
    told = {"name": called, "value": given[:50], "expected": text(lang, expects)}
    return UsageError(text(lang, "queries.not_expected", **told))


def _area(asked: "Asked", given: str) -> str:
    return find_area(asked.model, given, asked.lang)


def _stages(model: Any) -> list[str]:
    return sorted(model.stages, key=lambda stage: (model.stages[stage], stage))


def _count(asked: "Asked", given: str) -> int:
    found = int(given) if re.fullmatch("[0-9]{1,11}", given) else 0
    if found < 1:
        raise not_expected("top", given, "views.expects_count", asked.lang)
    return found


def _groups(asked: "Asked", given: str) -> str:
    among = worded(BREADTHS, "views.groups")
    return chosen(given, among, asked.called("groups"), asked.model.names, asked.lang).id


def _group_choices(asked: "Asked") -> list[Choice]:
    return [(name, text(asked.lang, f"views.groups_{name}")) for name in BREADTHS]


GROUPS: Final = Filter(
    "groups", _groups, {"type": "string", "enum": list(BREADTHS)}, choices=_group_choices, default="own"
)
STAGE: Final = Filter("stage", concept("value-chain-stage"), choices=labelled("value-chain-stage", _stages))
REGION: Final = Filter(
    "region", _area, choices=labelled("region", lambda model: list(model.regions)), countries=True
)
TOP: Final = Filter("top", _count, {"type": "integer", "minimum": 1}, field=False)
