"""Literals as they were written, in a store that keeps their values and forgets how they were written.

Such a store answers "1.5" for "1.50" and rounds coordinates. What it would change is given a datatype that it
does not know; what it keeps stays as it is, for those who ask that store themselves.
"""

import re
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.store.base import Term

__all__ = ["kept", "written"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_MARK: Final = "urn:akkuri:as-written:"
_SAFE: Final = {
    f"{_XSD}string": re.compile(r".*", re.DOTALL),
    f"{_XSD}integer": re.compile(r"0|-?[1-9]\d{0,14}"),
    f"{_XSD}decimal": re.compile(r"-?(?:0|[1-9]\d{0,6})\.\d{0,6}[1-9]"),
    f"{_XSD}date": re.compile(r"[12]\d{3}-\d\d-\d\d"),
    f"{_XSD}boolean": re.compile(r"true|false"),
    f"{_XSD}anyURI": re.compile(r".*", re.DOTALL),
}
"""Datatypes, and what of them comes back as it was."""
_BOOLEANS: Final = {"1": "true", "0": "false"}


def kept(term: Term) -> Term:
    """Return a term as such a store keeps it unchanged."""
    if not isinstance(term, Literal) or term.language is not None:
        return term
    safe = _SAFE.get(term.datatype.value)
    if safe is not None and safe.fullmatch(term.value):
        return term
    return Literal(term.value, datatype=NamedNode(f"{_MARK}{term.datatype.value}"))


def written(term: Term) -> Term:
    """Return a term that such a store gave as it was before `kept`."""
    if not isinstance(term, Literal) or term.language is not None:
        return term
    datatype = term.datatype.value
    if datatype == f"{_XSD}boolean":
        return Literal(_BOOLEANS.get(term.value, term.value), datatype=term.datatype)
    if not datatype.startswith(_MARK):
        return term
    return Literal(term.value, datatype=NamedNode(datatype.removeprefix(_MARK)))
