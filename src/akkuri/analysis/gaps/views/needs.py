"""Stated needs and what came of them."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.filters import CAPABILITY, OUTCOME
from akkuri.analysis.gaps.needs import OUTCOMES, stated_needs
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    rows: list[dict[str, Any]] = []
    stage = asked[STAGE]
    counts: dict[str, int] = {}
    for need in stated_needs(asked.model, asked.parameters):
        gap = need.gap
        if stage is not None and stage not in gap.stages:
            continue
        if asked.capabilities is not None and not asked.capabilities & set(gap.capabilities):
            continue
        counts[need.outcome] = counts.get(need.outcome, 0) + 1
        if asked[OUTCOME] not in (None, need.outcome):
            continue
        rows.append(
            {
                "gap": gap.iri,
                "outcome": need.outcome,
                "outcome_name": text(asked.lang, f"analysis.outcome_{need.outcome}"),
                "kind": gap.kind,
                "kind_name": asked.concept("gap-kind", gap.kind),
                "origin": gap.origin,
                "stages": list(gap.stages),
                "capabilities": list(gap.capabilities),
                "answers": list(need.answers),
                "answer_names": asked.names(need.answers),
                "cells": [f"{c.stage}/{c.capability}: {c.state}" for c in need.cells],
            }
        )
    return ViewRows(rows, totals=counts, summary=_summary(counts, asked.lang))


def _summary(counts: dict[str, int], lang: str) -> str:
    """Say what came of how many needs, those that are open first, before any outcome is chosen."""
    told = [
        f"{text(lang, f'analysis.outcome_{name}')} {counts[name]}"
        for name in reversed(OUTCOMES)
        if counts.get(name)
    ]
    return text(lang, "views.told_needs", count=sum(counts.values()), told=", ".join(told)) if told else ""


VIEW: Final = View(
    name="needs",
    order=60,
    rows=_rows,
    columns=(
        ViewColumn("gap", Holds.RECORD, "gap"),
        *plain("outcome", "outcome_name", "kind", "kind_name", "origin"),
        ViewColumn("stages", Holds.CONCEPTS, "value-chain-stage"),
        ViewColumn("capabilities", Holds.CONCEPTS, "capability"),
        *plain("answers"),
        ViewColumn("answer_names", Holds.RECORDS, "answers"),
        ViewColumn("cells", Holds.CELLS, "cells"),
    ),
    shown=("gap", "outcome_name", "kind_name", "origin", "stages", "capabilities", "answer_names"),
    filters=(STAGE, CAPABILITY, OUTCOME),
    page=ViewPage("change"),
    questions=("gaps/stated-needs", "gaps/by-origin"),
)
