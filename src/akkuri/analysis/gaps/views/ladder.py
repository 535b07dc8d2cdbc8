"""How many facilities serve each technology readiness level, stage by stage."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.overview import ladder
from akkuri.analysis.views.columns import plain
from akkuri.analysis.views.filters import REGION, STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration
from akkuri.texts import text

__all__ = ["VIEW"]

_LEVELS: Final = tuple(f"trl_{level}" for level in range(1, 10))


def _rows(asked: GapsAsked) -> ViewRows:
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
    return ViewRows(rows, (text(asked.lang, "analysis.note_ladder"),))


VIEW: Final = View(
    name="ladder",
    order=80,
    rows=_rows,
    columns=plain("stage", "stage_name", *_LEVELS, "trl_told", "trl_untold"),
    shown=("stage_name", *_LEVELS, "trl_told", "trl_untold"),
    filters=(REGION, STAGE),
    page=ViewPage("chain"),
    chart=ChartDeclaration("matrix", ("stage_name",), _LEVELS),
)
