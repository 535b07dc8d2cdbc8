"""Reading a scenario: a small CSV or JSON file of facilities and offerings to add, remove or change."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.errors import UsageError

__all__ = ["COLUMNS", "Scenario", "Step", "parse_scenario"]

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


@dataclass(frozen=True, slots=True)
class Step:
    """One row: `place` says where it stands, for messages."""

    place: str
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

    steps: tuple[Step, ...]


def parse_scenario(text: str) -> Scenario:
    """Read a scenario from JSON (a list of steps, or an object with `changes`) or CSV with a header.

    Raises UsageError naming the row or step and what was expected.
    """
    try:
        rows = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)
    except (ValueError, csv.Error) as error:
        raise UsageError(f"The scenario can be read neither as JSON nor as CSV ({error}).") from error
    if not rows:
        raise UsageError("The scenario has no rows; expected at least one with an action and a facility.")
    return Scenario(tuple(_step(place, row) for place, row in rows))


def _json_rows(text: str) -> list[tuple[str, dict[str, Any]]]:
    document = json.loads(text)
    steps = document.get("changes") if isinstance(document, dict) else document
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise UsageError("The scenario's JSON must be a list of steps or an object with a list `changes`.")
    return [(f"step {number}", step) for number, step in enumerate(steps, start=1)]


def _csv_rows(text: str) -> list[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    return [(f"row {number}", row) for number, row in enumerate(reader, start=2)]


def _step(place: str, row: Mapping[str, Any]) -> Step:
    for name in row:
        if name not in COLUMNS:
            raise UsageError(f"Scenario {place}: unknown column {name!r}; expected {', '.join(COLUMNS)}.")
    cells = {name: _text(place, row, name) for name in COLUMNS if name not in _LISTS}
    if cells["action"] not in ACTIONS:
        raise UsageError(
            f"Scenario {place}: action is {cells['action']!r}; expected one of {', '.join(ACTIONS)}."
        )
    if not cells["facility"]:
        raise UsageError(f"Scenario {place}: names no facility; expected an id such as fac-name.")
    low, high = _level(place, "trl_min", cells["trl_min"]), _level(place, "trl_max", cells["trl_max"])
    if low and high and low > high:
        raise UsageError(f"Scenario {place}: trl_min {low} is above trl_max {high}.")
    return Step(
        place,
        cells["action"],
        cells["facility"],
        cells["capability"],
        _several(place, row, "stages"),
        cells["status"],
        _several(place, row, "operators"),
        cells["country"],
        cells["region"],
        cells["scale"],
        cells["access"],
        low,
        high,
        _amount(place, cells["amount_eur"]),
    )


def _text(place: str, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, list | dict):
        raise UsageError(f"Scenario {place}: {name} must be one value, not {value!r}.")
    return str(value).strip() if value is not None else ""


def _several(place: str, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or ()
    parts = value.split(";") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise UsageError(f"Scenario {place}: {name} must be texts separated by ';' or a list of texts.")
    return tuple(part.strip() for part in parts if part.strip())


def _level(place: str, name: str, value: str) -> int | None:
    if value and (not value.isdecimal() or not 1 <= int(value) <= 9):
        raise UsageError(f"Scenario {place}: {name} is {value!r}; expected a whole number from 1 to 9.")
    return int(value) if value else None


def _amount(place: str, value: str) -> float | None:
    if not value:
        return None
    try:
        amount = float(value)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < 1e15:
        raise UsageError(f"Scenario {place}: amount_eur is {value!r}; expected a sum of zero or more euros.")
    return amount
