"""Cells before and after: what a scenario, an investment or time changes, as tables."""

from typing import Any, Final

from akkuri.analysis.gaps.asking import Asked, GapRequest, resolve
from akkuri.analysis.gaps.changes import Change, removed
from akkuri.analysis.gaps.robustness import trend
from akkuri.analysis.gaps.scenario import what_if
from akkuri.analysis.gaps.scenario_file import parse_scenario
from akkuri.analysis.model.values import Model
from akkuri.analysis.refusals import worded
from akkuri.analysis.view import View
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["change_row", "scenario_view", "trend_view"]


def trend_view(asked: Asked) -> View:
    """Show the cells that changed since an earlier release. Raises UsageError when none is given."""
    if asked.request.before is None:
        raise UsageError(text(asked.lang, "analysis.no_before"))
    found = trend(asked.request.before, asked.model, asked.parameters, asked.area)
    return changes_view("trend", asked, found)


CHANGE_COLUMNS: Final = (
    "stage",
    "stage_name",
    "capability",
    "capability_name",
    "before",
    "before_name",
    "after",
    "after_name",
    "severity_before",
    "severity_after",
    "removed",
    "evidence",
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


def changes_view(name: str, asked: Asked, changes: list[Change], **more: Any) -> View:
    """Show changed cells, before and after, with the severity removed."""
    listed = [c for c in changes if asked.wants(c.key[1], c.key[2])]
    totals = {"cells": len(listed), "removed": removed(listed), **more.pop("totals", {})}
    rows = [change_row(asked, change) for change in listed]
    return View(name, CHANGE_COLUMNS, CHANGE_SHOWN, rows, totals=totals, **more)


def change_row(asked: Asked, change: Change) -> dict[str, Any]:
    """One changed cell."""
    _, stage, capability = change.key
    before, after = change.before, change.after
    return {
        "stage": stage,
        "stage_name": asked.stage_name(stage),
        "capability": capability,
        "capability_name": asked.capability_name(capability),
        "before": before.state if before else None,
        "before_name": asked.state_name(before.state) if before else None,
        "after": after.state if after else None,
        "after_name": asked.state_name(after.state) if after else None,
        "severity_before": before.severity if before else None,
        "severity_after": after.severity if after else None,
        "removed": change.removed,
        "evidence": sorted({*(before.evidence if before else ()), *(after.evidence if after else ())}),
    }


def scenario_view(model: Model, parameters: Parameters, content: str, request: GapRequest) -> View:
    """Return the cells that a scenario (CSV or JSON) changes, with severity removed and money.

    Raises UsageError for a scenario that cannot be read or contradicts the graph or itself.
    """
    asked = resolve(model, parameters, request)
    with worded(asked.lang):
        outcome = what_if(model, parameters, parse_scenario(content), asked.area)
    notes = []
    if outcome.unpriced:
        names = ", ".join(asked.names(outcome.unpriced))
        notes.append(text(asked.lang, "analysis.note_unpriced", names=names))
    totals = {
        "amount_eur": outcome.amount,
        "unpriced": list(outcome.unpriced),
        "investments": list(outcome.investments),
    }
    return changes_view("what-if", asked, list(outcome.changes), notes=tuple(notes), totals=totals)
