"""Answers as plain values, for JSON that people read in a program without RDF."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from akkuri.naming.numbers import finite
from akkuri.store import Term

__all__ = ["NUMBERS", "plain", "plain_rows"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = frozenset({f"{_XSD}integer", f"{_XSD}int", f"{_XSD}long", f"{_XSD}nonNegativeInteger"})
_DIGITS: Final = re.compile(r"[+-]?[0-9]{1,1000}")
_BROKEN: Final = frozenset({f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float"})
NUMBERS: Final = _WHOLE | _BROKEN
"""The datatypes of which `plain` makes numbers."""


def plain(term: Term | None) -> str | int | float | bool | None:
    """Return a term as a JSON value: numbers and booleans as such, IRIs, dates and texts as text.

    A literal that is no number of its datatype is given as it is written.
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, Literal):
        kind = term.datatype.value
        if kind in _WHOLE and _DIGITS.fullmatch(term.value):
            return int(term.value)
        if kind in _BROKEN:
            number = finite(term.value)
            return term.value if number is None else number
        return term.value == "true" if kind == f"{_XSD}boolean" else term.value
    return str(term)


def plain_rows(columns: Iterable[str], rows: Iterable[Mapping[str, Term]]) -> list[dict[str, Any]]:
    """Return rows as objects in which every column has a key."""
    names = list(columns)
    return [{name: plain(row.get(name)) for name in names} for row in rows]
