"""A table on the pages of records, as its declaration has it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.kinds.entries import (
    ListColumn,
    columns,
    flag,
    known_keys,
    matching,
    number,
    optional,
    phrase,
    shown,
    texts,
)
from akkuri.kinds.malformed import MalformedError, said
from akkuri.kinds.shown import Shown

__all__ = ["CITED", "CITING", "PAGE", "Section", "section_of"]

PAGE: Final = 100
"""Rows of a table on a page; further ones are on its next pages."""
CITED: Final = "cited"
"""Rows are what the document of the record cites."""
CITING: Final = "citing"
"""Rows are the records whose documents cite the record."""

_CLASS: Final = re.compile(r"[a-z0-9]+:[A-Za-z][A-Za-z0-9]*|https?://\S+")
_PROPERTY: Final = _CLASS
_KEYS: Final = frozenset(
    {
        "title",
        "class",
        "by",
        "rows",
        "columns",
        "sort",
        "newest_first",
        "most_first",
        "size",
        "also_on",
        "counts",
        "says",
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """A table of things that belong to a record."""

    key: str
    titles: Mapping[str, str]
    """Language → its title."""
    cls: str | None
    """The class of its rows."""
    by: Shown | None
    """The path from a row to the record."""
    rows: str | None
    """`CITED` or `CITING`, where rows are found through documents."""
    columns: tuple[ListColumn, ...]
    sort: Shown | None
    """What the rows of a page are sorted by; their labels when None."""
    backwards: bool
    """The largest first: the newest of dates."""
    most_first: str | None
    """A property of every row with a number; rows with the largest come first, before pages are cut."""
    counts: str | None
    """A property of every row: its heading counts the different things there, not the rows."""
    size: int
    """Rows on a page."""
    also_on: tuple[str, ...]
    """Kinds on whose pages the table stands although their declarations do not name it."""
    says: Mapping[str, str]
    """Language → what stands above its rows: what they leave out; empty where there is nothing to say."""

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.titles.get(lang, self.titles["en"])


def section_of(key: str, document: object) -> Section:
    """Read the declaration of a section; raises MalformedError saying what is wrong, and where in it."""
    entries = known_keys(document, _KEYS)
    rows = optional(entries, "rows", re.compile(f"{CITED}|{CITING}"), "cited-or-citing")
    if (rows is None) is ("by" not in entries):
        raise MalformedError.worded("by-or-rows")
    by = shown(entries["by"], "by") if "by" in entries else None
    if by is not None and by.function is not None:
        raise MalformedError.worded("wrong", "by", key="by", value=by.text, expected=said("a-path"))
    found = columns(entries, "columns")
    if not found:
        raise MalformedError.worded("no-columns")
    return Section(
        key=key,
        titles=phrase(entries, "title"),
        cls=optional(entries, "class", _CLASS, "a-class"),
        by=by,
        rows=rows,
        columns=found,
        sort=shown(entries["sort"], "sort") if "sort" in entries else None,
        backwards=flag(entries, "newest_first") or "most_first" in entries,
        most_first=matching(entries, "most_first", _PROPERTY, "a-property")
        if "most_first" in entries
        else None,
        counts=matching(entries, "counts", _PROPERTY, "a-property") if "counts" in entries else None,
        size=number(entries, "size", PAGE),
        also_on=texts(entries, "also_on"),
        says=phrase(entries, "says") if "says" in entries else {},
    )
