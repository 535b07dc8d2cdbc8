"""The rows of an answer as a page shows them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.question import NamedQuery
from akkuri.naming.dates import is_date
from akkuri.texts.units import symbol
from akkuri.web.charts.drawing import ORDER
from akkuri.web.page.answers import Result
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value

__all__ = ["ShownAnswer", "answer_table"]

_UNIT: Final = "unitCode"
_COMPARATOR: Final = "comparator"
_MANY: Final = 8
"""So many columns have no room for whole addresses and the longest of words."""
_LONG_WORD: Final = re.compile(r"[^\s-]{18}")
_IRI: Final = " (IRI)"
"""What the title of a column ends with in files; on a page its things stand under their names."""
_LISTED: Final = "; "
"""What parts the values of one cell."""
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_STRING: Final = f"{_XSD}string"
_NUMBERS: Final = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_COMPARED: Final = {"about": "≈", "<=": "≤", ">=": "≥", "range": "–"}
"""How people write what the tables write as codes; between two bounds stands a dash."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as the template shows it."""

    headings: list[str]
    kinds: list[str]
    """The class of each column for the style: `num` for numbers that are compared, `long` for long words."""
    rows: list[list[Value]]
    more: bool
    truth: bool | None
    text: str | None
    blank: tuple[str, ...] = ()
    """Headings of columns that are left out, as no row has anything in them."""


def answer_table(result: Result, shown: PageView, item: NamedQuery | None = None) -> ShownAnswer:
    """Return an answer as cells: IRIs under their labels, in a named query names linked to what they name.

    Of a named query it leaves out by what rows are sorted, and names apart columns that no row fills.
    """
    site().labels.need(term.value for row in result.rows for term in row if isinstance(term, NamedNode))
    named = {
        name.removesuffix("Name"): place for place, name in enumerate(result.columns) if name.endswith("Name")
    }
    hidden = (
        {place: named[name] for place, name in enumerate(result.columns) if name in named} if item else {}
    )
    links = {name_place: place for place, name_place in hidden.items()}
    kept = [place for place in range(len(result.columns)) if place not in hidden]
    titles = {one.name: one.title(shown.lang).removesuffix(_IRI) for one in item.columns} if item else {}
    blank: list[int] = []
    if item:
        kept = [place for place in kept if result.columns[place] != ORDER]
        blank = [] if result.more else [place for place in kept if _blank(result, place, links.get(place))]
        kept = [place for place in kept if place not in blank]
    of_column = {place: _by_column(result.columns[place], shown, item is not None) for place in kept}
    columns = [_column(result.rows, place, links.get(place), of_column[place], shown, item) for place in kept]
    kinds = ["" if of_column[place] else _kind(row[place] for row in result.rows) for place in kept]
    if len(kept) >= _MANY:
        columns = [list(map(_site_alone, column)) for column in columns]
        kinds = [kind or _long(column) for kind, column in zip(kinds, columns, strict=True)]
    rows = [list(cells) for cells in zip(*columns, strict=True)] if columns else [[] for _ in result.rows]
    headings = [titles.get(result.columns[place], result.columns[place]) for place in kept]
    left_out = tuple(titles.get(result.columns[place], result.columns[place]) for place in blank)
    return ShownAnswer(headings, kinds, rows, result.more, result.truth, result.text, left_out)


def _blank(result: Result, place: int, link: int | None) -> bool:
    """Say whether no row has anything in a column, nor a thing that would be named there."""
    return bool(result.rows) and not any(
        (row[place] is not None and str(getattr(row[place], "value", "")))
        or (link is not None and row[link] is not None)
        for row in result.rows
    )


def _column(
    rows: Sequence[Sequence[object]],
    place: int,
    link: int | None,
    write: Callable[[str], Value] | None,
    shown: PageView,
    item: NamedQuery | None,
) -> list[Value]:
    """Return the cells of a column; what stands in many of them is written once."""

    @cache
    def cell(term: object, names: object) -> Value:
        if write and isinstance(term, Literal) and not term.language:
            return write(term.value)
        return _cell(term, shown, names, item is not None)

    return [cell(row[place], None if link is None else row[link]) for row in rows]


def _site_alone(cell: Value) -> Value:
    """Return a foreign address as the name of its site: a whole one breaks into a dozen lines there."""
    return replace(cell, text=cell.text.partition("/")[0]) if cell.foreign else cell


def _long(column: Iterable[Value]) -> str:
    """Return the class of a column with words that may be broken, lest one of them makes it wide."""
    return "long" if any(not cell.foreign and _LONG_WORD.search(cell.text) for cell in column) else ""


def _by_column(column: str, shown: PageView, named: bool) -> Callable[[str], Value] | None:
    """Return how to write the texts of a column by its name; None for others.

    A year has no separator of thousands; a unit is written as people do, its UCUM code is in the files; a
    named question answers with codes of countries, languages and comparisons, which have names or signs.
    """
    name = column.lower()
    if name.endswith("year"):
        return Value
    if named and column == _COMPARATOR:
        return lambda code: Value(_COMPARED.get(code, code), title=code)
    if column == _UNIT:
        return lambda code: Value(symbol(code), title=code)
    if named and name.endswith(("country", "language", "languages")):
        called = shown.language.country if name.endswith("country") else shown.language.language_name
        return lambda codes: Value(", ".join(called(code) for code in codes.split(_LISTED) if code))
    return None


def _kind(terms: Iterable[object]) -> str:
    """Return the class of a column with these terms."""
    known = [term for term in terms if term is not None]
    numbers = all(isinstance(term, Literal) and term.datatype.value in _NUMBERS for term in known)
    return "num" if known and numbers else ""


def _cell(term: object, shown: PageView, names: object = None, named: bool = False) -> Value:
    """Return one cell; a name links to the IRI in the column it names.

    Named questions answer with dates as their source states them, which are texts: 2026-11.
    """
    href = shown.href(names.value) if isinstance(names, NamedNode) else None
    if term is None:
        return shown.link(names.value) if isinstance(names, NamedNode) else Value("")
    if isinstance(term, Literal):
        if term.language or term.datatype.value != _STRING:
            return Value(shown.language.literal(term), href, shown.other(term.language))
        return Value(shown.language.date(term.value) if named and is_date(term.value) else term.value, href)
    if isinstance(term, NamedNode):
        return replace(shown.link(term.value), title=term.value)
    return Value(str(term))
