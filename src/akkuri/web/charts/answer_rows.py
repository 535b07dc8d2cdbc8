"""The rows of an answer as a chart reads them."""

from collections.abc import Collection

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.json_rows import NUMBERS, plain
from akkuri.web.charts.drawing import ORDER, ChartRow
from akkuri.web.page.answers import Result
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["answer_rows"]


def answer_rows(result: Result, read: Collection[str], shown: PageView) -> list[ChartRow]:
    """Return the columns of the rows that are read: numbers as such, all else as people read it."""
    site().labels.need(term.value for row in result.rows for term in row if isinstance(term, NamedNode))
    places = [(place, name) for place, name in enumerate(result.columns) if name in read or name == ORDER]
    found = []
    for row in result.rows:
        texts, numbers = {}, {}
        for place, name in places:
            term = row[place]
            if term is None:
                continue
            value = plain(term) if isinstance(term, Literal) and term.datatype.value in NUMBERS else None
            if isinstance(value, int | float):
                numbers[name] = value
                texts[name] = str(value)
            else:
                texts[name] = shown.value(term).text
        found.append(ChartRow(texts, numbers))
    return found
