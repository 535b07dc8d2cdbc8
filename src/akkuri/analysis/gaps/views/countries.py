"""Facilities in use by stage and country, as far as recorded: other countries are not complete."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.overview import StageCoverage, coverage
from akkuri.analysis.model.values import Facility
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    model, parameters = asked.model, asked.parameters
    countries = sorted({f.country for f in model.facilities.values() if f.country})
    countries.sort(key=lambda code: code != model.home)
    present = [facility for facility in model.facilities.values() if parameters.in_use(facility)]
    at_stage = {stage: model.at_stage(stage) for stage in model.stages}
    rows: list[dict[str, Any]] = []
    for code in countries:
        for item in coverage(model, parameters, code):
            here = [each for each in present if each.country == code and each.iri in at_stage[item.stage]]
            if asked.wants(item.stage) and (here or code == model.home):
                rows.append(_row(asked, code, item, here))
    return ViewRows(rows, (text(asked.lang, "analysis.note_countries"),))


def _row(asked: GapsAsked, country: str, item: StageCoverage, here: list[Facility]) -> dict[str, Any]:
    return {
        "country": country,
        "stage": item.stage,
        "stage_name": asked.stage_name(item.stage),
        "facilities": len(here),
        "operators": len({operator for facility in here for operator in facility.operators}),
        "expected": item.expected,
        "recorded": item.recorded,
        "open": item.open,
    }


VIEW: Final = View(
    name="countries",
    order=100,
    rows=_rows,
    columns=(
        ViewColumn("country", Holds.COUNTRY),
        *plain("stage", "stage_name", "facilities", "operators", "expected", "recorded", "open"),
    ),
    shown=("country", "stage_name", "facilities", "operators", "expected", "recorded", "open"),
    filters=(STAGE,),
    page=ViewPage("chain"),
    chart=ChartDeclaration("matrix", ("stage_name",), ("recorded",), column="country"),
    questions=("gaps/countries",),
)
