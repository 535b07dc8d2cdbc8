"""Reading a scenario: a small CSV or JSON file of facilities and offerings to add, remove or change."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.analysis.refusals import AnalysisError, Place

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
_LEVELS: Final = frozenset("123456789")
_QUOTED: Final = 100
"""Characters of a wrong value that a message quotes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row: `place` says where it stands, for messages."""

    place: Place
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

    Raises AnalysisError naming the row or step and what was expected.
    """
    rows = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)
    if not rows:
        raise AnalysisError("scenario_empty")
    return Scenario(tuple(_step(place, row) for place, row in rows))


def _json_rows(text: str) -> list[tuple[Place, dict[str, Any]]]:
    try:
        document = json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise AnalysisError("scenario_broken_json", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise AnalysisError("scenario_shape") from error
    steps = document.get("changes") if isinstance(document, dict) else document
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise AnalysisError("scenario_shape")
    return [(Place("step", number), step) for number, step in enumerate(steps, start=1)]


def _csv_rows(text: str) -> list[tuple[Place, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        return [(Place("row", number), row) for number, row in enumerate(reader, start=2)]
    except csv.Error as error:
        raise AnalysisError("scenario_broken_csv", line=reader.reader.line_num) from error


def _step(place: Place, row: Mapping[str, Any]) -> Step:
    for name in row:
        if name is None:
            raise AnalysisError("scenario_long_row", place=place)
        if name not in COLUMNS:
            raise AnalysisError("scenario_column", place=place, name=name, known=", ".join(COLUMNS))
    cells = {name: _text(place, row, name) for name in COLUMNS if name not in _LISTS}
    if cells["action"] not in ACTIONS:
        raise AnalysisError(
            "scenario_word",
            place=place,
            name="action",
            value=cells["action"][:_QUOTED],
            known=", ".join(ACTIONS),
        )
    if not cells["facility"]:
        raise AnalysisError("scenario_no_facility_named", place=place)
    low, high = _level(place, "trl_min", cells["trl_min"]), _level(place, "trl_max", cells["trl_max"])
    if low and high and low > high:
        raise AnalysisError("scenario_trl", place=place, low=low, high=high)
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


def _text(place: Place, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, list | dict):
        raise AnalysisError("scenario_one_value", place=place, name=name)
    return str(value).strip() if value is not None else ""


def _several(place: Place, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or ()
    parts = value.split(";") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise AnalysisError("scenario_several", place=place, name=name)
    return tuple(part.strip() for part in parts if part.strip())


def _level(place: Place, name: str, value: str) -> int | None:
    if value and value not in _LEVELS:
        raise AnalysisError("scenario_level", place=place, name=name, value=value[:_QUOTED])
    return int(value) if value else None


def _amount(place: Place, value: str) -> float | None:
    if not value:
        return None
    try:
        amount = float(value)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < 1e15:
        raise AnalysisError("scenario_amount", place=place, value=value[:_QUOTED])
    return amount
