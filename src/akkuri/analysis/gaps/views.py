"""The gap analysis as tables, one function for each thing that can be shown."""

from collections.abc import Callable
from typing import Any, Final

from akkuri.analysis.evidence import proof
from akkuri.analysis.gaps.asking import Asked, GapRequest, resolve
from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.change_views import trend_view
from akkuri.analysis.gaps.changes import area_cells, removed
from akkuri.analysis.gaps.investment_views import investments_view
from akkuri.analysis.gaps.needs import stated_needs
from akkuri.analysis.gaps.overview import coverage, former, ladder, regions
from akkuri.analysis.gaps.resilience import losses
from akkuri.analysis.gaps.robustness import sensitivity
from akkuri.analysis.lookup import find_concept
from akkuri.analysis.model.values import Model
from akkuri.analysis.refusals import worded
from akkuri.analysis.view import View
from akkuri.analysis.weights import STATES, Parameters
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["SHOWS", "GapRequest", "cell_document", "gap_view"]


def gap_view(model: Model, parameters: Parameters, request: GapRequest) -> View:
    """Return one of the tables of SHOWS.

    Raises UsageError for a name that does not exist (with the nearest), a budget of zero or less, or an
    unknown table.
    """
    if request.show not in SHOWS:
        raise UsageError(text(request.lang, "analysis.no_view", name=request.show, known=", ".join(SHOWS)))
    with worded(request.lang):
        return SHOWS[request.show](resolve(model, parameters, request))


CELL_COLUMNS: Final = (
    "stage",
    "stage_name",
    "capability",
    "capability_name",
    "area",
    "state",
    "state_name",
    "severity",
    "facilities",
    "operators",
    "open",
    "pilot",
    "in_house",
    "planned",
    "unknown_status",
    "former",
    "needs",
    "trl",
    "sole_operator",
    "sole_operator_name",
    "sole_facility",
    "evidence",
)
CELL_SHOWN: Final = (
    "stage_name",
    "capability_name",
    "state_name",
    "severity",
    "facilities",
    "operators",
    "planned",
    "needs",
)


def _cells(asked: Asked) -> View:
    found = [
        cell
        for cell in area_cells(asked.model, asked.parameters, asked.area)
        if asked.wants(cell.stage, cell.capability) and asked.state in (None, cell.state)
    ]
    totals: dict[str, Any] = {"cells": len(found), "severity": round(sum(c.severity for c in found), 4)}
    totals |= {state: sum(c.state == state for c in found) for state in STATES}
    note = text(asked.lang, "analysis.note_none_recorded")
    return View("cells", CELL_COLUMNS, CELL_SHOWN, [_cell(asked, c) for c in found], (note,), totals)


def _cell(asked: Asked, cell: Cell) -> dict[str, Any]:
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
        "sole_operator_name": asked.model.label(sole, asked.lang) if sole else None,
        "sole_facility": cell.sole_facility,
        "evidence": list(cell.evidence),
    }


def _coverage(asked: Asked) -> View:
    rows = []
    found = coverage(asked.model, asked.parameters, asked.area)
    modes = list(dict.fromkeys([*asked.model.concepts("access-mode"), "production", "unknown"]))
    for item in found:
        if asked.wants(item.stage):
            access = [f"{mode}: {item.access[mode]}" for mode in modes if item.access[mode]]
            rows.append(
                {
                    "stage": item.stage,
                    "stage_name": asked.stage_name(item.stage),
                    "expected": item.expected,
                    "recorded": item.recorded,
                    "open": item.open,
                    "share": round(item.recorded / item.expected, 4),
                    "severity": item.severity,
                    "access": access,
                    "states": [f"{state}: {item.states[state]}" for state in STATES if item.states[state]],
                }
            )
    columns = ("stage", "stage_name", "expected", "recorded", "open", "share", "severity", "access", "states")
    return View("coverage", columns, columns[1:], rows)


def _regions(asked: Asked) -> View:
    rows = [
        {
            "region": item.region,
            "region_name": asked.model.concept_label("region", item.region, asked.lang),
            "expected": item.expected,
            "recorded": item.recorded,
            "open": item.open,
            "share": round(item.recorded / item.expected, 4) if item.expected else 0.0,
            "industry_only": list(item.industry_only),
            "industry_only_names": [asked.stage_name(stage) for stage in item.industry_only],
        }
        for item in regions(asked.model, asked.parameters)
        if asked.request.region is None or item.region == asked.area
    ]
    columns = (
        "region",
        "region_name",
        "expected",
        "recorded",
        "open",
        "share",
        "industry_only",
        "industry_only_names",
    )
    return View("regions", columns, (*columns[1:6], columns[7]), rows)


def _countries(asked: Asked) -> View:
    """Facilities in use by stage and country, as far as recorded: other countries are not complete."""
    model, parameters = asked.model, asked.parameters
    countries = sorted({f.country for f in model.facilities.values() if f.country})
    countries.sort(key=lambda code: code != model.home)
    rows = []
    for code in countries:
        for item in coverage(model, parameters, code):
            if asked.wants(item.stage) and (item.recorded or code == model.home):
                rows.append(
                    {
                        "country": code,
                        "stage": item.stage,
                        "stage_name": asked.stage_name(item.stage),
                        "expected": item.expected,
                        "recorded": item.recorded,
                        "open": item.open,
                    }
                )
    columns = ("country", "stage", "stage_name", "expected", "recorded", "open")
    note = text(asked.lang, "analysis.note_countries")
    return View("countries", columns, ("country", *columns[2:]), rows, (note,))


def _resilience(asked: Asked, by: str = "operator") -> View:
    rows = []
    for loss in losses(asked.model, asked.parameters, asked.area, by):
        changes = [c for c in loss.changes if asked.wants(c.key[1], c.key[2])]
        lost = [c for c in loss.lost if asked.wants(c.key[1], c.key[2])]
        if changes:
            rows.append(
                {
                    "record": loss.record,
                    "name": asked.model.label(loss.record, asked.lang),
                    "facilities": len(loss.facilities),
                    "cells_lost": len(lost),
                    "cells_worse": len(changes),
                    "severity_added": round(-removed(changes), 4),
                    "lost": [f"{c.key[1]}/{c.key[2]}" for c in lost],
                    "lost_names": [
                        f"{asked.stage_name(c.key[1])}: {asked.capability_name(c.key[2])}" for c in lost
                    ],
                }
            )
    columns = (
        "record",
        "name",
        "facilities",
        "cells_lost",
        "cells_worse",
        "severity_added",
        "lost",
        "lost_names",
    )
    name = "resilience" if by == "operator" else "resilience-facilities"
    return View(name, columns, (*columns[1:6], columns[7]), rows)


def _ladder(asked: Asked) -> View:
    levels = tuple(f"trl_{level}" for level in range(1, 10))
    rows = [
        {
            "stage": item.stage,
            "stage_name": asked.stage_name(item.stage),
            **{f"trl_{level}": count for level, count in item.levels.items()},
            "trl_told": item.told,
            "trl_untold": item.untold,
        }
        for item in ladder(asked.model, asked.parameters, asked.area)
        if asked.wants(item.stage)
    ]
    columns = ("stage", "stage_name", *levels, "trl_told", "trl_untold")
    return View("ladder", columns, columns[1:], rows, (text(asked.lang, "analysis.note_ladder"),))


def _needs(asked: Asked) -> View:
    rows = []
    counts: dict[str, int] = {}
    for need in stated_needs(asked.model, asked.parameters):
        gap = need.gap
        if asked.stage is not None and asked.stage not in gap.stages:
            continue
        if asked.capabilities is not None and not asked.capabilities & set(gap.capabilities):
            continue
        counts[need.outcome] = counts.get(need.outcome, 0) + 1
        rows.append(
            {
                "gap": gap.iri,
                "outcome": need.outcome,
                "outcome_name": text(asked.lang, f"analysis.outcome_{need.outcome}"),
                "kind": gap.kind,
                "kind_name": asked.model.concept_label("gap-kind", gap.kind or "", asked.lang),
                "origin": gap.origin,
                "stages": list(gap.stages),
                "capabilities": list(gap.capabilities),
                "answers": list(need.answers),
                "answer_names": asked.names(need.answers),
                "cells": [f"{c.stage}/{c.capability}: {c.state}" for c in need.cells],
            }
        )
    columns = (
        "gap",
        "outcome",
        "outcome_name",
        "kind",
        "kind_name",
        "origin",
        "stages",
        "capabilities",
        "answers",
        "answer_names",
        "cells",
    )
    shown = ("gap", "outcome_name", "kind_name", "origin", "stages", "capabilities", "answer_names")
    return View("needs", columns, shown, rows, totals=counts)


def _former(asked: Asked) -> View:
    rows = [
        _cell(asked, cell) | {"former_names": asked.names(cell.former)}
        for cell in former(asked.model, asked.parameters, asked.area)
        if asked.wants(cell.stage, cell.capability)
    ]
    columns = (*CELL_COLUMNS, "former_names")
    return View("former", columns, ("stage_name", "capability_name", "state_name", "former_names"), rows)


def _sensitivity(asked: Asked) -> View:
    rows = [
        {
            "weight": item.weight,
            "value": item.value,
            "changed": item.changed,
            "rank_correlation": item.rank_correlation,
            "top_kept": item.top_kept,
            "severity": item.total,
        }
        for item in sensitivity(asked.model, asked.parameters, asked.area)
    ]
    columns = ("weight", "value", "changed", "rank_correlation", "top_kept", "severity")
    return View("sensitivity", columns, columns, rows, (text(asked.lang, "analysis.note_sensitivity"),))


SHOWS: Final[dict[str, Callable[[Asked], View]]] = {
    "cells": _cells,
    "coverage": _coverage,
    "regions": _regions,
    "countries": _countries,
    "resilience": _resilience,
    "resilience-facilities": lambda asked: _resilience(asked, "facility"),
    "ladder": _ladder,
    "needs": _needs,
    "former": _former,
    "investments": investments_view,
    "sensitivity": _sensitivity,
    "trend": trend_view,
}
"""What can be shown, by the name that the command line and the API use."""


def cell_document(model: Model, parameters: Parameters, request: GapRequest) -> dict[str, Any]:
    """Return one cell with the facilities, operators, needs and sources behind each figure.

    Raises UsageError when the frame does not expect the capability at the stage.
    """
    asked = resolve(model, parameters, request)
    capability = find_concept(model, "capability", request.capability or "", asked.lang)
    for cell in area_cells(model, parameters, asked.area):
        if (cell.stage, cell.capability) == (asked.stage, capability):
            break
    else:
        raise UsageError(
            text(asked.lang, "analysis.not_expected", capability=capability, stage=asked.stage or "")
        )
    lists = {
        name: [{"record": iri, "name": model.label(iri, asked.lang)} for iri in getattr(cell, name)]
        for name in ("facilities", "operators", "open", "pilot", "in_house", "planned", "unknown", "former")
    }
    return {
        **_cell(asked, cell),
        **{f"{name}_list": listed for name, listed in lists.items()},
        "needs_list": list(cell.needs),
        "evidence": [proof(model, iri, asked.lang) for iri in cell.evidence],
    }
