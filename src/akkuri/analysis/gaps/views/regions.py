"""How much of the chain each region has."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.overview import regions
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import REGION
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    rows = [
        {
            "region": item.region,
            "region_name": asked.concept("region", item.region),
            "expected": item.expected,
            "recorded": item.recorded,
            "open": item.open,
            "share": round(item.recorded / item.expected, 4) if item.expected else 0.0,
            "industry_only": list(item.industry_only),
            "industry_only_names": [asked.stage_name(stage) for stage in item.industry_only],
        }
        for item in regions(asked.model, asked.parameters)
        if asked[REGION] in (None, item.region)
    ]
    return ViewRows(rows)


VIEW: Final = View(
    name="regions",
    order=30,
    rows=_rows,
    columns=(
        *plain("region", "region_name", "expected", "recorded", "open"),
        ViewColumn("share", Holds.SHARE),
        *plain("industry_only", "industry_only_names"),
    ),
    shown=("region_name", "expected", "recorded", "open", "share", "industry_only_names"),
    filters=(REGION,),
    page=ViewPage("chain"),
    chart=ChartDeclaration("bar", ("region_name",), ("expected",), part="recorded"),
    questions=("gaps/industry-without-research",),
)
