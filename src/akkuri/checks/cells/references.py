"""Checks across rows: keys that stand twice, concepts and records that are not there."""

from collections.abc import Iterator
from itertools import pairwise

from akkuri.checks.cells.characters import is_formula
from akkuri.checks.did_you_mean import Closest
from akkuri.checks.report.finding import UNREADABLE, Finding, Severity, table_finding
from akkuri.graph.vocabularies import Vocabularies
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column

__all__ = ["check_keys", "check_order", "check_references", "lost_rows", "unread_tables"]


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
    """Yield, once a file, the first row that should stand before the row above it."""
    for table in tables:
        keys = [(row, [row[column] for column in table.schema.key]) for row in table.rows]
        for (_, above), (row, key) in pairwise(keys):
            if key < above and all(key):
                column = table.schema.key[0]
                yield table_finding("row-order", row.file, row.number, column, "", Severity.INFO)
                break


def check_references(tables: Tables, vocabularies: Vocabularies) -> Iterator[Finding]:
    """Yield every cell that names a concept or a record that is not there, with the closest one."""
    lookup = _Lookup(tables, vocabularies)
    for table in tables:
        columns = [column for column in table.schema.columns if column.scheme or column.refers_to]
        for row in table.rows:
            for column in columns:
                for value in dict.fromkeys(column.values(row[column.name].strip())):
                    commas = column.separator and "," in value
                    if value.strip() and not commas and not is_formula(value):
                        yield from lookup.check(row, column, value.strip())


class _Lookup:
    """The ids that rows may name, with a finder of the closest for each kind of reference."""

    def __init__(self, tables: Tables, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._ids: dict[str, set[str]] = {schema.name: set() for schema in tables.schema}
        self._closest: dict[tuple[str, ...], Closest] = {}
        self._known_concepts: dict[tuple[str, bool], set[str]] = {}
        self._known_records: dict[tuple[str, ...], tuple[list[str], set[str]]] = {}
        self._schema = tables.schema
        for schema in tables.schema:
            if schema.is_record:
                self._ids[schema.name] = {row[schema.key[0]] for row in tables.named(schema.name)}
        self._named: dict[tuple[str, ...], dict[str, str]] = {}
        self._tables = tables
        self._unread = unread_tables(tables)
        for name, lost in lost_rows(tables):
            self._ids[name].add(lost)

    def check(self, row: Row, column: Column, value: str) -> Iterator[Finding]:
        """Yield the finding about one value, if any."""
        place = (row.file, row.number, column.name, value)
        if column.scheme:
            known = self._concepts(column)
            if value not in known:
                key = (column.scheme, str(column.match_notation))
                closest = self._suggest(key, known, value, self._concept_names(column))
                code = "concept-unknown-closest" if closest else "concept-unknown"
                yield table_finding(code, *place, scheme=column.scheme, closest=closest or "")
            return
        tables, ids = self._records(column.refers_to)
        if value in ids or self._unread.intersection(tables):
            return
        if any(value in others for others in self._ids.values()):
            prefixes = ", ".join(f"{prefix}-" for prefix in column.refers_to)
            yield table_finding("reference-kind", *place, prefixes=prefixes)
            return
        closest = self._suggest(column.refers_to, ids, value, self._record_names(tables))
        code = "reference-unknown-closest" if closest else "reference-unknown"
        names = ", ".join(f"{table}.csv" for table in tables)
        yield table_finding(code, *place, tables=names, closest=closest or "")

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

    def _suggest(
        self, key: tuple[str, ...], known: set[str], value: str, names: dict[str, str]
    ) -> str | None:
        """Suggest what is called so in some language, else the id that is written most like it."""
        if key not in self._closest:
            self._closest[key] = Closest(known)
        return names.get(value.casefold()) or self._closest[key].to(value)

    def _concept_names(self, column: Column) -> dict[str, str]:
        """The labels of a scheme in every language, in small letters, and the id (or notation) of each."""
        key = (column.scheme or "", str(column.match_notation))
        if key not in self._named:
            self._named[key] = {
                label.casefold(): (concept.notation or concept.id) if column.match_notation else concept.id
                for concept in self._vocabularies.concepts(column.scheme or "").values()
                for label in concept.labels.values()
            }
        return self._named[key]

    def _record_names(self, tables: list[str]) -> dict[str, str]:
        """The names of the records in some tables, in small letters, and their ids."""
        if tuple(tables) not in self._named:
            names: dict[str, str] = {}
            for schema in self._schema:
                columns = [column.name for column in schema.columns if column.property == "skos:prefLabel"]
                for row in self._tables.named(schema.name) if schema.name in tables else ():
                    for column in columns:
                        names.setdefault(row[column].casefold(), row[schema.key[0]])
            self._named[tuple(tables)] = names
        return self._named[tuple(tables)]


def unread_tables(tables: Tables) -> set[str]:
    """Return the tables of which a file could not be read, or has no ids."""
    names = [schema.name for schema in tables.schema]
    return {
        _table_of(problem.file, names)
        for problem in tables.problems
        if problem.code in UNREADABLE | {"file-missing"}
        or (problem.code == "column-missing" and problem.column == "id")
    }


def lost_rows(tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield table and id of each row that was left out because it has another length than the header."""
    names = [schema.name for schema in tables.schema]
    for problem in tables.problems:
        if problem.code == "row-ragged":
            yield _table_of(problem.file, names), problem.value


def _table_of(file: str, names: list[str]) -> str:
    """The table a file holds, by the start of its name (`facilities.csv`, `book.xlsx!facilities`)."""
    stem = file.rpartition("!")[2].removesuffix(".csv")
    return next((name for name in sorted(names, key=len, reverse=True) if stem.startswith(name)), stem)
