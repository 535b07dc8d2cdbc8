"""Facilities in use by stage and country, as far as recorded: other countries are not complete."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.overview import coverage
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    model, parameters = asked.model, asked.parameters
    countries = sorted({f.country for f in model.facilities.values() if f.country})
    countries.sort(key=lambda code: code != model.home)
    rows: list[dict[str, Any]] = [
        {
            "country": code,
            "stage": item.stage,
            "stage_name": asked.stage_name(item.stage),
            "expected": item.expected,
            "recorded": item.recorded,
            "open": item.open,
        }
        for code in countries
        for item in coverage(model, parameters, code)
        if asked.wants(item.stage) and (item.recorded or code == model.home)
    ]
    return ViewRows(rows, (text(asked.lang, "analysis.note_countries"),))


VIEW: Final = View(
    name="countries",
    order=100,
    rows=_rows,
    columns=(
        ViewColumn("country", Holds.COUNTRY),
        *plain("stage", "stage_name", "expected", "recorded", "open"),
    ),
    shown=("country", "stage_name", "expected", "recorded", "open"),
    filters=(STAGE,),
    page=ViewPage("chain"),
)
