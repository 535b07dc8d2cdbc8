"""Tables for templates: headings, cells, and links to the further pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import request

from akkuri.web.page.addresses import with_params
from akkuri.web.page.values import PageView, Value
from akkuri.web.records.sections import RecordSection

__all__ = ["PageTable", "Pager", "pager", "table"]


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows are shown of how many, and where the rows before and after them are."""

    first: int
    last: int
    total: int
    before: str | None
    after: str | None

    @property
    def needed(self) -> bool:
        """Say whether there is more than one page."""
        return bool(self.before or self.after)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as a template shows it; `anchors` are ids of rows, empty where rows have none."""

    key: str
    title: str
    headings: list[str]
    rows: list[list[list[Value]]]
    pager: Pager
    anchors: list[str] = field(default_factory=list)
    count: int = 0
    """What its heading counts."""
    note: str = ""
    """What its rows leave out."""


def pager(total: int, number: int, shown: int, size: int, name: str = "page", anchor: str = "") -> Pager:
    """Return the pager of a list whose page `number` is on this address."""
    first = (number - 1) * size + 1 if shown else 0
    last = first + shown - 1 if shown else 0
    if number == 1 and size >= total:  # most tables of a record
        return Pager(first, last, total, None, None)
    kept = {key: value for key, value in request.args.items() if key != name}

    def at(page: int) -> str:
        return with_params(request.path + anchor, **kept, **{name: page})

    return Pager(
        first,
        last,
        total,
        at(number - 1) if number > 1 else None,
        at(number + 1) if number * size < total else None,
    )


def table(
    shown: PageView,
    section: RecordSection,
    rows: Sequence[str],
    total: int,
    number: int,
    name: str | None = None,
    count: int | None = None,
) -> PageTable:
    """Return one table; columns that are empty in every row are left out.

    `name` is the parameter that holds the number of its page, its own key where there are several tables.
    `count` is what its heading counts, the rows where it is not given.
    """
    cells = [[column.show(shown, row) for column in section.columns] for row in rows]
    kept = [
        index
        for index in range(len(section.columns))
        if any(any(value.text for value in line[index]) for line in cells)
    ]
    anchors = []
    if shown.notes and section.numbered:
        anchors = [f"source-{shown.notes[row]}" for row in rows]
    else:
        anchors = [row.partition("#")[2] if row.startswith(f"{shown.this}#") else "" for row in rows]
    return PageTable(
        section.key,
        section.title(shown.lang),
        [section.columns[index].heading(shown) for index in kept],
        [[line[index] for index in kept] for line in cells],
        pager(total, number, len(rows), section.size, name or section.key, "" if name else f"#{section.key}"),
        anchors,
        total if count is None else count,
        section.note(shown.lang),
    )
