"""How much is told of the facilities of each stage: which of the fields they should have are filled."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.model.filled import FilledField, field_label, filled_fields
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import REGION, STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration
from akkuri.texts import text

__all__ = ["VIEW"]

_KIND: Final = "facility"


def _rows(asked: GapsAsked) -> ViewRows:
    model = asked.model
    kind = model.names.kinds.get(_KIND)
    fields = filled_fields(model, kind) if kind is not None else ()
    rows = []
    for stage in sorted(model.stages, key=lambda each: (model.stages[each], each)):
        if not asked.wants(stage):
            continue
        here = [
            iri
            for iri in model.at_stage(stage)
            if asked.area in (model.facilities[iri].country, model.facilities[iri].region)
        ]
        rows.append(_row(asked, stage, fields, here))
    return ViewRows(rows, (text(asked.lang, "analysis.note_all_statuses"),))


def _row(asked: GapsAsked, stage: str, fields: tuple[FilledField, ...], here: list[str]) -> dict[str, Any]:
    counts = [(field, sum(1 for iri in here if iri in field.records)) for field in fields]
    every, filled = len(here) * len(fields), sum(count for _, count in counts)
    return {
        "stage": stage,
        "stage_name": asked.stage_name(stage),
        "recorded_here": len(here),
        "told_of": [f"{field_label(asked.model, field, asked.lang)}: {count}" for field, count in counts],
        "fields": every,
        "fields_filled": filled,
        "filled_share": round(filled / every, 4) if every else None,
    }


VIEW: Final = View(
    name="filled",
    order=87,
    rows=_rows,
    columns=(
        *plain("stage", "stage_name", "recorded_here", "told_of", "fields", "fields_filled"),
        ViewColumn("filled_share", Holds.SHARE),
    ),
    shown=("stage_name", "recorded_here", "told_of", "filled_share"),
    filters=(REGION, STAGE),
    page=ViewPage("chain"),
    chart=ChartDeclaration("bar", ("stage_name",), ("fields",), part="fields_filled"),
)
