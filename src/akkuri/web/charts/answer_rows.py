"""The rows of an answer as a chart reads them."""

from collections.abc import Collection

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.json_rows import NUMBERS, plain
from akkuri.web.charts.drawing import ChartRow
from akkuri.web.page.answers import Result
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["answer_rows"]


def answer_rows(result: Result, read: Collection[str], shown: PageView) -> list[ChartRow]:
    """Return the rows with the columns that are read: numbers as such, all else as people read it."""
    site().labels.need(term.value for row in result.rows for term in row if isinstance(term, NamedNode))
    found = []
    for row in result.rows:
        texts, numbers = {}, {}
        for name, term in zip(result.columns, row, strict=True):
            if term is None:
                continue
            value = plain(term) if isinstance(term, Literal) and term.datatype.value in NUMBERS else None
            if isinstance(value, int | float):
                numbers[name] = value
                texts[name] = str(value)
            elif name in read:
                texts[name] = shown.value(term).text
        found.append(ChartRow(texts, numbers))
    return found
