"""Checks across rows: keys that stand twice, concepts and records that are not there."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from akkuri.checks.cells.characters import is_formula
from akkuri.checks.cells.table_names import TableNames
from akkuri.checks.cells.wanted import wanted_in
from akkuri.checks.report.finding import UNREADABLE, Finding, Severity, table_finding
from akkuri.checks.submissions.pages import is_cited
from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.answers import Answer, Candidates, Found, How, Unknown
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing, Wanted, records
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column
from akkuri.texts import LANGUAGES, Phrase
from akkuri.texts.listing import one_of

__all__ = ["check_keys", "check_order", "check_references", "lost_rows", "unread_tables"]

Place = tuple[str, int, str, str]
"""File, row, column and value."""
_OFFERED: Final = 3
_BETWEEN: Final = tuple(map(re.compile, (r"[;\n]", ",", r"[;,\n]|\s[/+&]\s|\s(?:ja|och|and)\s")))
"""What people write between values."""


def check_keys(tables: Tables) -> Iterator[Finding]:
    """Yield every row whose key an earlier row has, over all files of a table."""
    for schema in tables.schema:
        first: dict[tuple[str, ...], Row] = {}
        for row in tables.named(schema.name):
            key = tuple(row[column] for column in schema.key) or tuple(
                row[column] for column in schema.header
            )
            if not any(key):
                continue
            known = first.setdefault(key, row)
            if known is not row:
                column = schema.key[0] if schema.key else None
                yield table_finding(
                    "key-twice",
                    row.file,
                    row.number,
                    column,
                    " + ".join(key) if schema.key else "",
                    first=f"{known.file}:{known.number}",
                    key=f" ({' + '.join(key)})" if schema.key else "",
                )


def check_order(tables: Tables) -> Iterator[Finding]:
    """Yield, once a file, the first row that should stand before the row above it.

    What people send may stand in any order: taking it in sorts it.
    """
    for table in () if tables.submitted else tables:
        keys = [(row, [row[column] for column in table.schema.key]) for row in table.rows]
        for (_, above), (row, key) in pairwise(keys):
            if key < above and all(key):
                column = table.schema.key[0]
                yield table_finding("row-order", row.file, row.number, column, "", Severity.INFO)
                break


def check_references(
    tables: Tables, vocabularies: Vocabularies, names: Names, looked: Tables
) -> Iterator[Finding]:
    """Yield every cell that names a concept or a record that is not there, with what was probably meant.

    The cells of `looked` are asked, the records are those of `tables`.
    """
    lookup = _Lookup(tables, vocabularies, names)
    for table in looked:
        columns = [column for column in table.schema.columns if column.scheme or column.refers_to]
        for row in table.rows:
            for column in columns:
                if not row[column.name]:
                    continue
                for value in dict.fromkeys(column.values(row[column.name].strip())):
                    if value.strip() and not is_formula(value):
                        yield from lookup.check(row, column, value.strip())


class _Lookup:
    """The ids that rows may name, and who understands what else stands there."""

    def __init__(self, tables: Tables, vocabularies: Vocabularies, names: Names) -> None:
        self._vocabularies = vocabularies
        self._names = names
        self._known_names = TableNames(tables, vocabularies, names)
        self._resolver = Resolver(self._known_names, names)
        self._resolve = lru_cache(maxsize=4096)(self._resolver.resolve)
        self._ids: dict[str, set[str]] = {schema.name: set() for schema in tables.schema}
        self._known_concepts: dict[tuple[str, bool], set[str]] = {}
        self._known_records: dict[tuple[str, ...], tuple[list[str], set[str]]] = {}
        self._schema = tables.schema
        self._submitted = tables.submitted
        self._titles: dict[str, Phrase] = {}
        for schema in tables.schema:
            if schema.is_record:
                self._ids[schema.name] = {row[schema.key[0]] for row in tables.named(schema.name)}
        self._unread = unread_tables(tables)
        for name, lost in lost_rows(tables):
            self._ids[name].add(lost)

    def check(self, row: Row, column: Column, value: str) -> Iterator[Finding]:
        """Yield the finding about one value, if any."""
        place = (row.file, row.number, column.name, value)
        wanted = wanted_in(column, self._names) or records()
        if column.scheme:
            if value not in self._concepts(column):
                if several := self._several(place, column, wanted):
                    yield several
                    return
                answer = self._resolve(value, wanted)
                scheme = self._title(column.scheme)
                yield self._finding("concept-unknown", place, column, answer, scheme=scheme)
            return
        tables, ids = self._records(column.refers_to)
        if value in ids or self._unread.intersection(tables):
            return
        if any(value in others for others in self._ids.values()):
            prefixes = ", ".join(f"{prefix}-" for prefix in column.refers_to)
            yield table_finding("reference-kind", *place, prefixes=prefixes)
            return
        if several := self._several(place, column, wanted):
            yield several
            return
        if self._submitted and value not in ids and is_cited(column, self._schema):
            yield table_finding("page-none", *place)
            return
        answer = self._resolve(value, wanted)
        yield self._finding("reference-unknown", place, column, answer, tables=self._listed(tables))

    def _several(self, place: Place, column: Column, wanted: Wanted) -> Finding | None:
        """Return the finding about several values where a column takes one, or parted by a wrong sign."""
        for between in _BETWEEN:
            parts = [part for part in map(str.strip, between.split(place[3])) if part]
            if parts[1:] and all(isinstance(self._resolve(part, wanted), Found) for part in parts):
                if column.separator:
                    return table_finding("value-commas", *place, proposal=column.separator.join(parts))
                return table_finding("value-one", *place)
        return table_finding("value-commas", *place) if column.separator and "," in place[3] else None

    def _concepts(self, column: Column) -> set[str]:
        """The ids (or notations) that a column of a scheme may hold."""
        scheme = column.scheme or ""
        key = (scheme, column.match_notation)
        if key not in self._known_concepts:
            found = self._vocabularies
            self._known_concepts[key] = set(
                found.by_notation(scheme) if column.match_notation else found.concepts(scheme)
            )
        return self._known_concepts[key]

    def _records(self, prefixes: tuple[str, ...]) -> tuple[list[str], set[str]]:
        """The tables that a column with these id prefixes may point to, and the ids in them."""
        if prefixes not in self._known_records:
            by_prefix = self._schema.by_prefix
            tables = list(dict.fromkeys(by_prefix[p].name for p in prefixes if p in by_prefix))
            self._known_records[prefixes] = (tables, set().union(*(self._ids[name] for name in tables)))
        return self._known_records[prefixes]

    def _title(self, scheme: str) -> str | Phrase:
        """Return what a vocabulary is called: by its name, and for those who send files its title too."""
        if not self._submitted:
            return scheme
        if scheme not in self._titles:
            titles = {lang: self._known_names.title(f"concept/{scheme}", lang) for lang in LANGUAGES}
            self._titles[scheme] = Phrase(
                {lang: f"{title} ({scheme})" if title else scheme for lang, title in titles.items()}
            )
        return self._titles[scheme]

    def _listed(self, tables: Sequence[str]) -> Phrase:
        """Return what tables are called: by their files, and for those who send files their titles too."""
        if not self._submitted:
            return Phrase({lang: one_of(lang, (f"{table}.csv" for table in tables)) for lang in LANGUAGES})
        titles = [self._schema.by_name[table].titles for table in tables]
        return Phrase(
            {
                lang: one_of(
                    lang,
                    (
                        f"{Phrase(title).words(lang)} ({name})"
                        for title, name in zip(titles, tables, strict=True)
                    ),
                )
                for lang in LANGUAGES
            }
        )

    def _things(self, things: Sequence[Thing], column: Column) -> Phrase:
        """Return what may be written, and for those who send files what it is called."""

        def shown(lang: str) -> list[str]:
            return [thing.shown(lang) if self._submitted else _written(thing, column) for thing in things]

        return Phrase({lang: one_of(lang, shown(lang)) for lang in LANGUAGES})

    def _finding(self, code: str, place: Place, column: Column, answer: Answer, **params: Any) -> Finding:
        """Make the finding about a value that is no id: what is meant, may be meant, or is like it."""
        match answer:
            case Found(thing, How.HIDDEN):  # what only searches know is no name that a table is taken at
                closest = self._things([thing], column)
                return table_finding(f"{code}-closest", *place, closest=closest, **params)
            case Found(thing):
                meant = _written(thing, column)
                return table_finding("name-for-id", *place, proposal=meant, meant=meant)
            case Candidates(things):
                return table_finding("name-of-several", *place, things=self._things(things, column))
            case Unknown(nearest, all=True) if column.scheme:
                return table_finding(f"{code}-few", *place, known=self._things(nearest, column), **params)
            case Unknown(nearest, all=False) if nearest:
                written = {_written(thing, column) for thing in nearest}
                same = [each for each in written if each.casefold() == place[3].casefold()]
                if len(same) == 1:
                    params["proposal"] = same[0]  # but for capitals, which only one of them has so
                closest = self._things(nearest[:_OFFERED], column)
                return table_finding(f"{code}-closest", *place, closest=closest, **params)
        return table_finding(code, *place, **params)


def _written(thing: Thing, column: Column) -> str:
    return thing.codes[0] if column.match_notation and thing.codes else thing.written


def unread_tables(tables: Tables) -> set[str]:
    """Return the tables of which a file could not be read, or has no ids."""
    return {
        _table_of(problem.file, tables)
        for problem in tables.problems
        if problem.code in UNREADABLE or (problem.code == "column-missing" and problem.column == "id")
    }


def lost_rows(tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield table and id of each row that was left out because it has another length than the header."""
    for problem in tables.problems:
        if problem.code == "row-ragged":
            yield _table_of(problem.file, tables), problem.value


def _table_of(file: str, tables: Tables) -> str:
    """The table a file holds: as it was read, else by the start of its name (`facilities.csv`)."""
    if file in tables.table_of:
        return tables.table_of[file]
    names = [schema.name for schema in tables.schema]
    stem = file.rpartition("!")[2].removesuffix(".csv")
    return next((name for name in sorted(names, key=len, reverse=True) if stem.startswith(name)), stem)
