"""Cells, alone and before and after a change, as rows of a view."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.changes import Change, removed
from akkuri.analysis.gaps.filters import CAPABILITY
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import REGION, STAGE

__all__ = [
    "CELL",
    "CELL_COLUMNS",
    "CHANGE_COLUMNS",
    "CHANGE_SHOWN",
    "WITHIN",
    "cell_row",
    "change_row",
    "change_rows",
    "change_totals",
]

WITHIN: Final = (REGION, STAGE, CAPABILITY)
"""The filters that pick cells."""
CELL: Final = (
    *plain("stage", "stage_name", "capability"),
    ViewColumn("capability_name", Holds.CAPABILITY),
)
CELL_COLUMNS: Final = (
    *CELL,
    *plain("area", "state"),
    ViewColumn("state_name", Holds.STATE, "state"),
    *plain("severity", "facilities", "operators", "open", "pilot", "in_house", "planned"),
    *plain("unknown_status", "former", "needs", "trl"),
    *plain("sole_operator", "sole_operator_name", "sole_facility", "evidence"),
    ViewColumn("shortcomings", Holds.CONCEPTS, "cell-state"),
    *plain("through"),
    ViewColumn("through_names", Holds.RECORDS, "through"),
)
CHANGE_COLUMNS: Final = (
    *CELL,
    *plain("area", "before"),
    ViewColumn("before_name", Holds.STATE, "before"),
    *plain("after"),
    ViewColumn("after_name", Holds.STATE, "after"),
    *plain("severity_before", "severity_after", "removed", "evidence"),
)
CHANGE_SHOWN: Final = (
    "stage_name",
    "capability_name",
    "before_name",
    "after_name",
    "severity_before",
    "severity_after",
    "removed",
)


def cell_row(asked: GapsAsked, cell: Cell) -> dict[str, Any]:
    """Return a cell with its counts."""
    sole = cell.sole_operator
    return {
        "stage": cell.stage,
        "stage_name": asked.stage_name(cell.stage),
        "capability": cell.capability,
        "capability_name": asked.capability_name(cell.capability),
        "area": cell.area,
        "state": cell.state,
        "state_name": asked.state_name(cell.state),
        "severity": cell.severity,
        "facilities": len(cell.facilities),
        "operators": len(cell.operators),
        "open": len(cell.open),
        "pilot": len(cell.pilot),
        "in_house": len(cell.in_house),
        "planned": len(cell.planned),
        "unknown_status": len(cell.unknown),
        "former": len(cell.former),
        "needs": len(cell.needs),
        "trl": list(cell.trl),
        "sole_operator": sole,
        "sole_operator_name": asked.name(sole) if sole else None,
        "sole_facility": cell.sole_facility,
        "evidence": list(cell.evidence),
        "shortcomings": list(cell.shortcomings),
        "through": [actor for _, actor in cell.through],
        "through_names": asked.names([actor for _, actor in cell.through]),
    }


def change_rows(asked: GapsAsked, changes: list[Change]) -> list[dict[str, Any]]:
    """Return the changed cells within the filters."""
    return [change_row(asked, change) for change in _wanted(asked, changes)]


def change_totals(asked: GapsAsked, changes: list[Change]) -> dict[str, Any]:
    """Return how many cells change within the filters, and the severity removed."""
    wanted = _wanted(asked, changes)
    return {"cells": len(wanted), "removed": removed(wanted)}


def change_row(asked: GapsAsked, change: Change) -> dict[str, Any]:
    """Return one changed cell, before and after."""
    _, stage, capability = change.key
    before, after = change.before, change.after
    return {
        "stage": stage,
        "stage_name": asked.stage_name(stage),
        "capability": capability,
        "capability_name": asked.capability_name(capability),
        "area": each.area if (each := after or before) else None,
        "before": before.state if before else None,
        "before_name": asked.state_name(before.state) if before else None,
        "after": after.state if after else None,
        "after_name": asked.state_name(after.state) if after else None,
        "severity_before": before.severity if before else None,
        "severity_after": after.severity if after else None,
        "removed": change.removed,
        "evidence": sorted({*(before.evidence if before else ()), *(after.evidence if after else ())}),
    }


def _wanted(asked: GapsAsked, changes: list[Change]) -> list[Change]:
    return [change for change in changes if asked.wants(change.key[1], change.key[2])]
