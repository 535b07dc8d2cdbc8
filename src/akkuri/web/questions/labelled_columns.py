"""The rows of an answer for a workbook: beside each column of codes or IRIs one with what they are called."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.json_rows import plain
from akkuri.store import Term
from akkuri.tables.answer_workbook import AnswerSheet
from akkuri.texts import text
from akkuri.texts.units import symbol
from akkuri.web.page.rendering import view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["labelled_sheet"]

_UNIT: Final = "unitCode"
_LISTED: Final = "; "
"""What parts the values of one cell."""


def labelled_sheet(
    title: str,
    columns: Sequence[str],
    headings: Sequence[str],
    rows: Sequence[Mapping[str, Term | None]],
    *,
    coded: bool,
) -> AnswerSheet:
    """Return rows with their terms as they are, and beside those that are not words what a page shows.

    Records and concepts whose name stands in a column of its own have no second one. `coded` tells that the
    names of columns say what they hold, as in a named question: codes of countries, languages and units.
    """
    shown = view()
    site().labels.need({term.value for row in rows for term in row.values() if isinstance(term, NamedNode)})
    told: list[str] = []
    found: list[list[Any]] = [[] for _ in rows]
    for column, heading in zip(columns, headings, strict=True):
        terms = [row.get(column) for row in rows]
        told.append(heading)
        called = [] if f"{column}Name" in columns else [_called(column, each, shown, coded) for each in terms]
        for place, term in enumerate(terms):
            found[place].append(plain(term))
        if any(called):
            told.append(text(shown.lang, "answers.called", column=heading))
            for place, name in enumerate(called):
                found[place].append(name)
    return AnswerSheet(title, told, found)


def _called(column: str, term: Term | None, shown: PageView, coded: bool) -> str | None:
    """Return what a code or an IRI is called; None for what is a word itself."""
    if isinstance(term, NamedNode):
        return shown.label(term.value).value
    if not coded or not isinstance(term, Literal) or term.language:
        return None
    if column == _UNIT:
        return symbol(term.value)
    name, words = column.lower(), shown.language
    if not name.endswith(("country", "language", "languages")):
        return None
    told = words.country if name.endswith("country") else words.language_name
    return _LISTED.join(told(code) for code in term.value.split(_LISTED) if code)
