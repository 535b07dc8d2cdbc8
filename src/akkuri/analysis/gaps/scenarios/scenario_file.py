"""A scenario as it is written: steps that add, remove or change facilities and offerings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.analysis.gaps.scenarios.faults import wrong
from akkuri.analysis.gaps.scenarios.reading import rows_of
from akkuri.errors import Faults
from akkuri.naming.did_you_mean import nearest
from akkuri.naming.numbers import read_euros
from akkuri.naming.spelling import same
from akkuri.texts import LANGUAGES, Wording, text

__all__ = ["ACTIONS", "COLUMNS", "Scenario", "ScenarioStep", "parse_scenario"]

ACTIONS: Final = ("add", "remove", "status")
COLUMNS: Final = (
    "action",
    "facility",
    "capability",
    "stages",
    "status",
    "operators",
    "country",
    "region",
    "scale",
    "access",
    "trl_min",
    "trl_max",
    "amount_eur",
)
"""Columns of a scenario; the first two are always needed; with a capability the row is about an offering."""
_LISTS: Final = ("stages", "operators")
_LEVELS: Final = frozenset("123456789")
_QUOTED: Final = 100
"""Characters of a wrong value that a message quotes."""
_HIGHEST: Final = 1e15


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One row: `place` says where it stands, for messages; names are those that were written."""

    place: Wording
    action: str
    facility: str
    capability: str = ""
    stages: tuple[str, ...] = ()
    status: str = ""
    operators: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    scale: str = ""
    access: str = ""
    trl_min: int | None = None
    trl_max: int | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """The steps in their order."""

    steps: tuple[ScenarioStep, ...]


def parse_scenario(content: bytes | str) -> Scenario:
    """Read a scenario from JSON (a list of steps, or an object with `changes`), CSV or a workbook.

    Raises UsageError naming every row or step that is wrong and what was expected.
    """
    rows = rows_of(content)
    if not rows:
        raise wrong("empty")
    faults = Faults()
    steps = [faults.take(_step, place, row, faults) for place, row in rows]
    faults.check()
    return Scenario(tuple(step for step in steps if step is not None))


def _step(place: Wording, row: Mapping[Any, Any], faults: Faults) -> ScenarioStep:
    """Read one row; what is wrong with single cells is told in `faults`, the rest raises UsageError."""
    if None in row:
        raise wrong("long_row", place=place)
    named = {str(name).strip().casefold(): value for name, value in row.items()}
    for name in named:
        if name not in COLUMNS:
            known = ", ".join(nearest(name, COLUMNS, 1) or COLUMNS)
            raise wrong("column", place=place, name=name, known=known)

    def cell(name: str) -> str:
        return faults.take(_text, place, named, name) or ""

    def cells(name: str) -> tuple[str, ...]:
        return faults.take(_several, place, named, name) or ()

    low = faults.take(_level, place, "trl_min", cell("trl_min"))
    high = faults.take(_level, place, "trl_max", cell("trl_max"))
    if low and high and low > high:
        raise wrong("trl", place=place, low=low, high=high)
    return ScenarioStep(
        place,
        faults.take(_action, place, cell("action")) or "",
        faults.take(_needed, place, named) or "",
        cell("capability"),
        cells("stages"),
        cell("status"),
        cells("operators"),
        cell("country"),
        cell("region"),
        cell("scale"),
        cell("access"),
        low,
        high,
        faults.take(_amount, place, cell("amount_eur")),
    )


def _action(place: Wording, value: str) -> str:
    """Return the action that a word in any language means."""
    for action in ACTIONS:
        if same(value) in (action, *(text(lang, f"analysis.action_{action}") for lang in LANGUAGES)):
            return action
    known = ", ".join(ACTIONS)
    raise wrong("word", place=place, name="action", value=value[:_QUOTED], known=known)


def _needed(place: Wording, row: Mapping[str, Any]) -> str:
    facility = _text(place, row, "facility")
    if not facility:
        raise wrong("no_facility_named", place=place)
    return facility


def _text(place: Wording, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, list | dict):
        raise wrong("one_value", place=place, name=name)
    return str(value).strip() if value is not None else ""


def _several(place: Wording, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or ()
    parts = value.split(";") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise wrong("several", place=place, name=name)
    return tuple(part.strip() for part in parts if part.strip())


def _level(place: Wording, name: str, value: str) -> int | None:
    level = value.upper().removeprefix("TRL").strip()
    if level and level not in _LEVELS:
        raise wrong("level", place=place, name=name, value=value[:_QUOTED])
    return int(level) if level else None


def _amount(place: Wording, value: str) -> float | None:
    if not value:
        return None
    amount = read_euros(value)
    if amount is None or not 0 <= amount < _HIGHEST:
        raise wrong("amount", place=place, value=value[:_QUOTED])
    return amount
