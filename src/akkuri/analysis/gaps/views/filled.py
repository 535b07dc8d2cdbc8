"""How much is told of the facilities of each stage: which of the fields they should have are filled."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.model.values import Facility
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import REGION, STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows

__all__ = ["VIEW"]

_TOLD: Final[Mapping[str, Callable[[Facility], bool]]] = {
    "with_operator": lambda facility: bool(facility.operators) or facility.orphaned,
    "with_status": lambda facility: facility.status is not None,
    "with_scale": lambda facility: facility.scale is not None,
    "with_access": lambda facility: bool(facility.access),
    "with_trl": lambda facility: facility.trl_min is not None or facility.trl_max is not None,
    "with_region": lambda facility: facility.region is not None,
}
"""Column → whether a facility tells it."""


def _rows(asked: GapsAsked) -> ViewRows:
    model = asked.model
    rows = []
    for stage in sorted(model.stages, key=lambda each: (model.stages[each], each)):
        if not asked.wants(stage):
            continue
        serving = {use.facility for use in model.uses if stage in use.stages}
        here = [
            facility
            for facility in model.facilities.values()
            if (stage in facility.stages or facility.iri in serving)
            and asked.area in (facility.country, facility.region)
        ]
        rows.append(_row(stage, asked.stage_name(stage), here))
    return ViewRows(rows)


def _row(stage: str, name: str, here: list[Facility]) -> dict[str, Any]:
    counts = {column: sum(1 for facility in here if told(facility)) for column, told in _TOLD.items()}
    fields = len(here) * len(_TOLD)
    return {
        "stage": stage,
        "stage_name": name,
        "recorded_here": len(here),
        **counts,
        "fields": fields,
        "fields_filled": sum(counts.values()),
        "filled_share": round(sum(counts.values()) / fields, 4) if fields else None,
    }


VIEW: Final = View(
    name="filled",
    order=87,
    rows=_rows,
    columns=(
        *plain("stage", "stage_name", "recorded_here", *_TOLD, "fields", "fields_filled"),
        ViewColumn("filled_share", Holds.SHARE),
    ),
    shown=("stage_name", "recorded_here", *_TOLD, "filled_share"),
    filters=(REGION, STAGE),
    page=ViewPage("chain"),
)
