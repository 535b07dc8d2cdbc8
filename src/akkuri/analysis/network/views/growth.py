"""The network year by year."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import SINCE, UNTIL
from akkuri.analysis.network.growth import growth
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.view import Front, View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration
from akkuri.texts import text

__all__ = ["VIEW"]

_NOTES: Final = ("note_growth", "note_growth_beside")


def _rows(asked: NetworkAsked) -> ViewRows:
    since, until = asked[SINCE], asked[UNTIL]
    found = (
        asked.basis.once((VIEW.name,), lambda: growth(asked.model, asked.parameters))
        if since is None and until is None
        else growth(asked.model, asked.parameters, since, until)
    )
    rows = [
        {
            "year": item.year,
            "projects": item.projects,
            "actors_count": item.actors,
            "new_actors": item.new_actors,
            "pairs": item.pairs,
            "new_pairs": item.new_pairs,
            "density": item.density,
        }
        for item in found
    ]
    return ViewRows(rows, tuple(text(asked.lang, f"analysis.{note}") for note in _NOTES) + asked.notes)


VIEW: Final = View(
    name="growth",
    order=60,
    rows=_rows,
    columns=(
        ViewColumn("year", Holds.NUMERAL),
        *plain("projects", "actors_count", "new_actors", "pairs", "new_pairs", "density"),
    ),
    shown=("year", "projects", "actors_count", "new_actors", "pairs", "new_pairs", "density"),
    filters=(SINCE, UNTIL),
    page=ViewPage("future", Front()),
    chart=ChartDeclaration("line", ("year",), ("actors_count", "new_actors", "projects")),
    questions=("network/growth",),
)
