"""The chart of any answer: bars of its numbers under its names, or lines over the years."""

from typing import Final

from akkuri.ask.named.chart import ChartDeclaration
from akkuri.ask.named.json_rows import plain
from akkuri.store import Term
from akkuri.web.charts.answer_rows import answer_rows
from akkuri.web.charts.chart import AnswerChart, draw_chart
from akkuri.web.charts.drawing import COLOURS, ChartTable
from akkuri.web.editor.answer_map import COORDINATES
from akkuri.web.page.answers import Result
from akkuri.web.page.values import PageView

__all__ = ["answer_chart"]

_YEARS: Final = range(1800, 2101)


def answer_chart(result: Result, title: str, file: str, shown: PageView) -> AnswerChart | None:
    """Draw an answer; None where its columns are not names (or years) with numbers."""
    chart = _declared(result)
    if chart is None:
        return None
    rows = answer_rows(result, chart.columns, shown)
    if chart.type == "line":
        rows.sort(key=lambda row: row.numbers.get(chart.label[0], 0))
    headings = {name: name for name in result.columns}
    table = ChartTable(rows, headings, lambda value: shown.language.number(round(value, 3)), chart)
    return draw_chart(table, title, file, shown.lang)


def _declared(result: Result) -> ChartDeclaration | None:
    """Return what the columns allow: the first that has no numbers, or has years, names the others."""
    columns = {name: [row[place] for row in result.rows] for place, name in enumerate(result.columns)}
    where = {name for pair in COORDINATES if {*pair} <= columns.keys() for name in pair}
    numbers = {
        name: found for name, terms in columns.items() if name not in where and (found := _numbers(terms))
    }
    names = [name for name in columns if name not in numbers and name not in where and any(columns[name])]
    over = [name for name, found in numbers.items() if all(value in _YEARS for value in found)]
    values = tuple(name for name in numbers if name not in over)[: len(COLOURS)]
    if not values:
        return None
    if over and not names:
        return ChartDeclaration("line", (over[0],), values)
    if not names:
        return None
    # A record and its name are two columns: the name is read.
    label = f"{names[0]}Name" if f"{names[0]}Name" in names else names[0]
    return ChartDeclaration("bar", (label,), values[:1])


def _numbers(terms: list[Term | None]) -> list[float]:
    """Return the numbers of a column; none where it holds anything else."""
    values = [plain(term) for term in terms if term is not None]
    found = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return found if len(found) == len(values) else []
