"""Comparing the header row of a file with the columns that its table has."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from akkuri.naming.did_you_mean import nearest
from akkuri.tables.faults import Fault
from akkuri.tables.schema import TableSchema
from akkuri.texts import LANGUAGES, Phrase, text

__all__ = [
    "HEADER_WITHIN",
    "column_named",
    "header_place",
    "header_problems",
    "is_header",
    "is_turned",
    "separator_problem",
]

HEADER_WITHIN: Final = 10
"""Rows in which the header is looked for: titles and blanks may stand above it."""
_PLAINLY: Final = 2
"""So many columns more name a row that is the header although the first one names some."""
_OFFERED: Final = 5
"""Missing columns that are named; more help nobody."""
_SEPARATORS = {";": "csv-semicolons", "\t": "csv-tabs"}


def column_named(name: str, schema: TableSchema) -> str:
    """Return the column that has a title, in any language, or was once called so; else the name itself."""
    if name in schema.header:
        return name
    wanted = _folded(name)
    for column in schema.columns:
        if name in column.formerly or wanted in map(_folded, column.titles.values()):
            return column.name
    return name


@lru_cache(maxsize=4096)
def _folded(title: str) -> str:
    """Return a title but for capitals, and for hyphens and signs that tell it must be filled in."""
    return " ".join(re.split(r"[\s_\u2010\u2013-]+", title.strip().rstrip("*:").strip())).casefold()


def is_turned(lines: Sequence[Sequence[str]], schema: TableSchema) -> bool:
    """Tell whether the names of the columns stand below each other, in the first cells of the rows."""
    first = [line[0].strip() for line in lines if line and line[0].strip()]
    below = sum(column_named(cell, schema) in schema.header for cell in first)
    across = max(
        (sum(column_named(cell.strip(), schema) in schema.header for cell in line) for line in lines),
        default=0,
    )
    return across <= 1 and below > _PLAINLY and below > len(first) / 2


def is_header(header: Sequence[str], schema: TableSchema) -> bool:
    """Tell whether a row names at least one column of the table, as written or nearly so."""
    return any(name in schema.header or _nearly(name, schema, schema.header) for name in header if name)


def header_place(lines: Sequence[Sequence[str]], schema: TableSchema) -> int:
    """Return the place of the row that names most columns of the table.

    It is the first where that names one, or nearly, and no other is plainly the header: above it groups of
    columns may stand.
    """
    known = [
        sum(column_named(cell.strip(), schema) in schema.header for cell in line)
        for line in lines[:HEADER_WITHIN]
    ]
    best = known.index(max(known)) if known else 0
    first = bool(lines) and is_header([cell.strip() for cell in lines[0]], schema)
    return best if known and (not first or known[best] > known[0] + _PLAINLY) else 0


def separator_problem(file: str, first_line: str, schema: TableSchema) -> Fault | None:
    """Return the problem of a file whose columns are separated by something else than commas."""
    for separator, code in _SEPARATORS.items():
        names = [name.strip().strip('"') for name in first_line.split(separator)]
        if len(names) > 1 and sum(name in schema.header for name in names) > len(names) / 2:
            return Fault(code, file, row=1)
    return None


def header_problems(
    file: str, header: Sequence[str], schema: TableSchema, submitted: bool = False
) -> list[Fault]:
    """Return the columns that are missing, twice, too many, or only called otherwise.

    A column that may be empty may be absent. A column without a name is left out: only what stands in it
    is a problem, and that is seen later. In what people
    `submitted` identifiers may be lacking, and columns stand that a table once had.
    """
    found: list[Fault] = []
    missing = [name for name in schema.header if name not in header]
    extra = []
    for position, name in enumerate(header):
        if name in schema.header and name in header[:position]:
            found.append(Fault("column-twice", file, row=1, column=name))
        elif name and name not in schema.header and not (submitted and name in schema.former):
            meant = _meant(name, schema, missing)
            if meant:
                missing.remove(meant)
                said = _titled([meant], schema) if submitted else meant
                params = {"closest": meant, "meant": said}
                found.append(Fault("column-renamed", file, row=1, column=name, params=params))
            else:
                extra.append(name)
    for name in extra:
        short = 0 < len(missing) <= _OFFERED
        known = _titled(missing, schema) if submitted else ", ".join(missing)
        code = "column-extra-missing" if short else "column-extra"
        found.append(Fault(code, file, row=1, column=name, params={"known": known}))
    made = schema.key if submitted and schema.is_record else ()
    needed = [
        name for name in missing if (schema.column(name).required or name in schema.key) and name not in made
    ]
    return [Fault("column-missing", file, row=1, column=name) for name in needed] + found


def _titled(columns: Sequence[str], schema: TableSchema) -> Phrase:
    """Return what columns are called for people: by title and name."""
    titles = {name: Phrase(schema.column(name).titles) for name in columns}
    return Phrase(
        {
            lang: ", ".join(
                text(lang, "checks.heading-and-name", heading=title.words(lang), column=name)
                for name, title in titles.items()
            )
            for lang in LANGUAGES
        }
    )


def _meant(name: str, schema: TableSchema, among: Sequence[str]) -> str | None:
    """Return the column that a wrong name means: nearly its name, else nearly its title."""
    return _nearly(name, schema, among) or next(iter(_by_title(name, schema, among)), None)


def _nearly(name: str, schema: TableSchema, among: Sequence[str]) -> str | None:
    """Return the column that has a name as its title in any language, or nearly as its own name."""
    titled = column_named(name, schema)
    if titled in among:
        return titled
    close = nearest(name.casefold(), among, 1)
    return close[0] if close else None


def _by_title(name: str, schema: TableSchema, among: Sequence[str]) -> list[str]:
    """Return the column whose title is nearly so, or the only one that has the word as its last."""
    wanted = " ".join(name.split()).casefold()
    titles = [
        (title.casefold(), column.name)
        for column in schema.columns
        if column.name in among
        for title in column.titles.values()
    ]
    ending = {column for title, column in titles if title.rpartition(" ")[2] == wanted.rpartition(" ")[2]}
    if len(ending) == 1:
        return list(ending)
    close = nearest(wanted, dict(titles), 1)
    return [dict(titles)[close[0]]] if close else []
