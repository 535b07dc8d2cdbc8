"""The ranking of investments and the best set within a budget, as a table."""

from typing import Any

from akkuri.analysis.gaps.asking import Asked
from akkuri.analysis.gaps.change_views import change_row
from akkuri.analysis.gaps.investments import Candidate, Plan, candidates, plan_within
from akkuri.analysis.view import View
from akkuri.texts import text

__all__ = ["investments_view"]

COLUMNS = (
    "target",
    "name",
    "group",
    "group_name",
    "kind",
    "status",
    "status_name",
    "amount_eur",
    "removed",
    "per_million",
    "chosen",
    "cells",
    "investments",
)
SHOWN = ("name", "group_name", "status_name", "amount_eur", "removed", "per_million", "cells")


def investments_view(asked: Asked) -> View:
    """Rank what is planned and proposed; with a budget, mark the best set and list the cells it changes."""
    found = candidates(asked.model, asked.parameters, asked.area)
    budget = asked.request.budget
    plan = None
    if budget is not None:
        plan = plan_within(asked.model, asked.parameters, asked.area, budget, found)
    chosen = {item.target for item in plan.chosen} if plan else set()
    rows = [_row(asked, item, item.target in chosen if plan else None) for item in found]
    notes = [text(asked.lang, "analysis.note_assumed")]
    totals: dict[str, Any] = {"candidates": len(found)}
    if plan:
        rows.sort(key=lambda row: not row["chosen"])
        totals |= _plan_totals(plan) | {"changes": [change_row(asked, change) for change in plan.changes]}
        notes.insert(0, text(asked.lang, "analysis.note_plan", **_words(plan)))
    shown = ("chosen", *SHOWN) if plan else SHOWN
    return View("investments", COLUMNS, shown, rows, tuple(notes), totals)


def _row(asked: Asked, item: Candidate, chosen: bool | None) -> dict[str, Any]:
    group = "decided" if item.decided else "ranked" if item.amount else "unpriced"
    scheme = "investment-status" if item.investments else "status"
    name = asked.model.label(item.target, asked.lang)
    return {
        "target": item.target,
        "name": name,
        "group": group,
        "group_name": text(asked.lang, f"analysis.group_{group}"),
        "kind": item.kind,
        "status": item.status,
        "status_name": asked.model.concept_label(scheme, item.status, asked.lang) if item.status else "",
        "amount_eur": item.amount,
        "removed": item.removed,
        "per_million": item.per_million,
        "chosen": chosen,
        "cells": [f"{c.key[1]}/{c.key[2]}" for c in item.changes],
        "investments": list(item.investments),
    }


def _plan_totals(plan: Plan) -> dict[str, Any]:
    return {
        "budget_eur": plan.budget,
        "cost_eur": plan.cost,
        "removed": plan.removed,
        "optimality_gap": plan.gap,
        "chosen": [item.target for item in plan.chosen],
    }


def _words(plan: Plan) -> dict[str, Any]:
    return {
        "count": len(plan.chosen),
        "cost": f"{plan.cost:,.0f}".replace(",", " "),
        "budget": f"{plan.budget:,.0f}".replace(",", " "),
        "removed": f"{plan.removed:.2f}",
        "gap": f"{plan.gap:.4f}",
    }
