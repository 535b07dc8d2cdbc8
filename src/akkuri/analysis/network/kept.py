"""The measures of the whole networks as a file of a release: computing them takes a second."""

import json
from collections.abc import Mapping
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, Final

from akkuri.analysis.network.measures import ActorRow, Community, Measures

__all__ = ["MEASURES", "read_measures", "write_measures"]

MEASURES: Final = "measures.json"
"""The file of a release that holds the measures of its networks."""
_FORM: Final = 1
"""Raised whenever a measure is computed or written in another way."""
_DIGITS: Final = 12
"""Decimals that are kept: what is left of a sum depends on the machine."""


def write_measures(measured: Mapping[str, Measures], file: Path) -> None:
    """Write the measures of networks, by what their nodes are."""
    document = {"form": _FORM, "fields": _fields(), "networks": {}}
    document["networks"] = {nodes: _facts(found) for nodes, found in sorted(measured.items())}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def read_measures(folder: Path | None) -> dict[str, Measures]:
    """Return the measures that a release keeps; none where it is an earlier one, or measured otherwise."""
    file = folder / MEASURES if folder else None
    if file is None or not file.is_file():
        return {}
    document = json.loads(file.read_bytes())
    if document["form"] != _FORM or document["fields"] != _fields():
        return {}
    return {nodes: _measures(facts) for nodes, facts in document["networks"].items()}


def _facts(found: Measures) -> dict[str, Any]:
    return {
        "rows": [[_rounded(value) for value in astuple(row)] for row in found.rows],
        "communities": [[each.number, each.members, each.lead] for each in found.communities],
        "exact": found.exact,
        "settings": found.settings,
        "sector_index": _rounded(found.sector_index),
        "border_index": _rounded(found.border_index),
    }


def _measures(facts: dict[str, Any]) -> Measures:
    return Measures(
        tuple(ActorRow(*row) for row in facts["rows"]),
        tuple(Community(number, tuple(members), lead) for number, members, lead in facts["communities"]),
        facts["exact"],
        facts["settings"],
        facts["sector_index"],
        facts["border_index"],
    )


def _rounded(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else value


def _fields() -> list[str]:
    """Return the names of the measures: a program that knows others computes them."""
    return [field.name for field in fields(ActorRow)]
