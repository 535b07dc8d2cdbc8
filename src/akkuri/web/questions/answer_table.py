"""The rows of an answer as a page shows them."""

from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.question import NamedQuery
from akkuri.naming.dates import is_date
from akkuri.web.page.answers import Result
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value, symbol

__all__ = ["ShownAnswer", "answer_table"]

_UNIT: Final = "unitCode"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as the template shows it."""

    headings: list[str]
    rows: list[list[Value]]
    more: bool
    truth: bool | None
    text: str | None


def answer_table(result: Result, shown: PageView, item: NamedQuery | None = None) -> ShownAnswer:
    """Return an answer as cells: IRIs under their labels, in a named query names linked to what they name."""
    iris = {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}
    site().labels.need(iris)
    named = {
        name.removesuffix("Name"): place for place, name in enumerate(result.columns) if name.endswith("Name")
    }
    hidden = (
        {place: named[name] for place, name in enumerate(result.columns) if name in named} if item else {}
    )
    links = {name_place: place for place, name_place in hidden.items()}
    kept = [place for place in range(len(result.columns)) if place not in hidden]
    titles = {column.name: column.title(shown.lang) for column in item.columns} if item else {}
    rows = [
        [
            _year(row[place])
            if result.columns[place].lower().endswith("year")
            else _unit(row[place])
            if result.columns[place] == _UNIT
            else _cell(row[place], shown, row[links[place]] if place in links else None, item is not None)
            for place in kept
        ]
        for row in result.rows
    ]
    headings = [titles.get(result.columns[place], result.columns[place]) for place in kept]
    return ShownAnswer(headings, rows, result.more, result.truth, result.text)


def _year(term: object) -> Value:
    """Return a year: it has no separator of thousands."""
    return Value(term.value) if isinstance(term, Literal) else Value("")


def _unit(term: object) -> Value:
    """Return a unit as people write it; its UCUM code is in the files."""
    return Value(symbol(term.value), title=term.value) if isinstance(term, Literal) else Value("")


def _cell(term: object, shown: PageView, names: object = None, named: bool = False) -> Value:
    """Return one cell; a name links to the IRI in the column it names.

    Named questions answer with dates as their source states them, which are texts: 2026-11.
    """
    href = shown.href(names.value) if isinstance(names, NamedNode) else None
    if term is None:
        return shown.link(names.value) if isinstance(names, NamedNode) else Value("")
    if isinstance(term, Literal):
        dated = named and term.datatype.value == _STRING and is_date(term.value)
        text = shown.language.date(term.value) if dated else shown.language.literal(term)
        return Value(text, href, shown.other(term.language))
    if isinstance(term, NamedNode):
        return replace(shown.link(term.value), title=term.value)
    return Value(str(term))
