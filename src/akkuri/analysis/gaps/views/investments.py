"""What is planned and proposed, ranked; with a budget the best set and the cells it changes."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import change_row
from akkuri.analysis.gaps.filters import BUDGET
from akkuri.analysis.gaps.plans.candidates import FRESH_YEARS, STANDINGS, Candidate
from akkuri.analysis.gaps.plans.investments import Plan, candidates, plan_within
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import REGION
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text
from akkuri.texts.numbers import decimal, rounded

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    found = candidates(asked.model, asked.parameters, asked.area)
    budget = asked[BUDGET]
    plan = None
    if budget is not None:
        plan = plan_within(asked.model, asked.parameters, asked.area, budget, found)
    chosen = {item.target for item in plan.chosen} if plan else set()
    rows = [_row(asked, item, item.target in chosen if plan else None) for item in found]
    counts = {name: sum(item.standing == name for item in found) for name in STANDINGS}
    notes = [_open_note(asked.lang, counts), text(asked.lang, "analysis.note_assumed")]
    if extensions := [item for item in found if item.standing == "in-use"]:
        notes.append(_extensions_note(asked, extensions))
    if counts["unpriced"]:
        notes.append(text(asked.lang, "analysis.note_plans_unpriced", count=counts["unpriced"]))
    totals: dict[str, Any] = {"candidates": len(found)}
    totals |= {name.replace("-", "_"): count for name, count in counts.items()}
    if plan:
        rows.sort(key=lambda row: not row["chosen"])
        totals |= _plan_totals(plan) | {"changes": [change_row(asked, change) for change in plan.changes]}
    summary = _summary(plan, asked.lang) if plan else ""
    hidden = frozenset() if plan else frozenset({"chosen"})
    return ViewRows(rows, tuple(notes), totals, summary=summary, hidden=hidden)


def _open_note(lang: str, counts: dict[str, int]) -> str:
    """Say first how many plans there are to choose among, and what became of the others."""
    words = {key.replace("-", "_"): count for key, count in counts.items()}
    key = "note_some_open" if counts["open"] else "note_none_open"
    return text(lang, f"analysis.{key}", years=FRESH_YEARS, **words)


def _extensions_note(asked: GapsAsked, items: list[Candidate]) -> str:
    """Name the plans left out because their facility is in use, with what is known of their money."""
    unknown = text(asked.lang, "analysis.group_unpriced")
    sums = (
        text(asked.lang, "analysis.euros", sum=rounded(asked.lang, item.amount)) if item.amount else unknown
        for item in items
    )
    named = (f"{asked.name(item.target)} ({told})" for item, told in zip(items, sums, strict=True))
    return text(asked.lang, "analysis.note_in_use", count=len(items), names="; ".join(named))


def _row(asked: GapsAsked, item: Candidate, chosen: bool | None) -> dict[str, Any]:
    scheme = "investment-status" if item.investments else "status"
    name = asked.name(item.target)
    return {
        "target": item.target,
        "name": name,
        "group": item.standing,
        "group_name": text(asked.lang, f"analysis.group_{item.standing.replace('-', '_')}"),
        "kind": item.kind,
        "status": item.status,
        "status_name": asked.concept(scheme, item.status),
        "told": item.told,
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


def _summary(plan: Plan, lang: str) -> str:
    """Say what the budget does best, and what no set could exceed where that is not proved the best."""
    words = {
        "count": len(plan.chosen),
        "cost": rounded(lang, plan.cost),
        "budget": rounded(lang, plan.budget),
        "removed": decimal(lang, f"{plan.removed:.2f}"),
    }
    if not plan.chosen:
        return text(lang, "analysis.note_plan_none", budget=words["budget"])
    most = f"{plan.removed * (1 + plan.gap):.2f}"
    if most == f"{plan.removed:.2f}":
        return text(lang, "analysis.note_plan", **words)
    return text(lang, "analysis.note_plan_open", most=decimal(lang, most), **words)


VIEW: Final = View(
    name="investments",
    order=70,
    rows=_rows,
    columns=(
        *plain("target"),
        ViewColumn("name", Holds.RECORD, "target"),
        *plain("group", "group_name", "kind", "status", "status_name"),
        ViewColumn("told", Holds.DATE),
        ViewColumn("amount_eur", Holds.EUROS),
        *plain("removed", "per_million", "chosen"),
        ViewColumn("cells", Holds.CELLS, "cells"),
        *plain("investments"),
    ),
    shown=(
        *("name", "chosen", "group_name", "status_name", "told"),
        *("amount_eur", "removed", "per_million", "cells"),
    ),
    filters=(REGION, BUDGET),
    chosen_by=(BUDGET,),
    page=ViewPage("change"),
    questions=("gaps/planned-investments",),
)
