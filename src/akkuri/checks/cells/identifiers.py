"""Identifiers and codes as people copy them, and as their columns have them."""

import re
from collections.abc import Iterator
from typing import Final

from akkuri.checks.cells.codes import code_named
from akkuri.tables.schema import Column

__all__ = ["meant_form"]

_EDGES: Final = re.compile(r"[\s\u00a0-]+")


def meant_form(column: Column, value: str) -> str | None:
    """Return the one form of a value that fits the pattern of its column; None where none or several do.

    An address loses what stands before the identifier or gets it, digits lose their spaces and hyphens or get
    the hyphen of a business id, what is named becomes its code.
    """
    pattern = re.compile(column.pattern or "")
    named = code_named(column, value)
    fitting = {form for form in (named, *_forms(value.strip())) if form and pattern.fullmatch(form)}
    bare = "".join(value.split())
    if bare in fitting:  # as it was written, but for spaces
        return bare
    return fitting.pop() if len(fitting) == 1 else None


def _forms(value: str) -> Iterator[str]:
    bare = value.partition("?")[0].rstrip("/").rpartition("/")[2]
    yield from (bare, f"https://ror.org/{bare.lower()}", value.upper(), value.lower())
    yield re.sub(r"(?i)^[a-z]+[:\s]\s*", "", bare)  # ISNI 0000…, wikidata:Q1
    yield re.sub(r"(?i)^https?://[^/?#]+", lambda start: start[0].lower(), value)
    yield "".join(value.split())
    yield re.sub(r"(?i)\s*[(\[{]at[)\]}]\s*", "@", value)
    yield from re.findall(r"<([^<>\s]+)>", value)
    joined = _EDGES.sub("", bare).upper()
    yield joined
    yield joined.removeprefix("ISNI").lstrip(":")
    digits = joined.removeprefix("FI")
    if digits.isdigit():
        yield f"{digits[:-1]}-{digits[-1:]}"
