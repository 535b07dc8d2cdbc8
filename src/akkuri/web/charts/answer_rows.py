"""The rows of an answer as a chart reads them."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.json_rows import NUMBERS, plain
from akkuri.store import Term
from akkuri.texts.units import symbol
from akkuri.web.charts.drawing import ORDER, ChartRow
from akkuri.web.page.answers import Result
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["answer_rows"]

_NAME: Final = "Name"
_COUNTRY: Final = "country"
_UNIT: Final = "unitCode"


def answer_rows(result: Result, read: Collection[str], shown: PageView) -> list[ChartRow]:
    """Return the columns of the rows that are read: numbers as such, all else as people read it.

    As in the table of the answer, a country has its name, a record without one what its page is called.
    """
    site().labels.need(term.value for row in result.rows for term in row if isinstance(term, NamedNode))
    at = {name: place for place, name in enumerate(result.columns)}
    places = [(place, name) for place, name in enumerate(result.columns) if name in read or name == ORDER]

    def cell(row: Sequence[Term | None], name: str) -> str:
        term = row[at[name]] if name in at else None
        if term is None:
            named = row[at[of]] if (of := name.removesuffix(_NAME)) != name and of in at else None
            return shown.link(named.value).text if isinstance(named, NamedNode) else ""
        if (number := _number(term)) is not None:
            return str(number)
        if isinstance(term, Literal) and name == _UNIT:
            return symbol(term.value)
        if isinstance(term, Literal) and name.lower().endswith(_COUNTRY):
            return shown.language.country(term.value)
        return shown.value(term).text

    return [
        ChartRow(
            partial(cell, row),
            {name: number for place, name in places if (number := _number(row[place])) is not None},
        )
        for row in result.rows
    ]


def _number(term: Term | None) -> int | float | None:
    value = plain(term) if isinstance(term, Literal) and term.datatype.value in NUMBERS else None
    return value if isinstance(value, int | float) else None
