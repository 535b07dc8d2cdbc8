"""Checks across rows: keys that stand twice, concepts and records that are not there."""

from collections.abc import Iterator

from akkuri.checks.closest import Closest
from akkuri.checks.finding import UNREADABLE, Finding, table_finding
from akkuri.graph.vocabularies import Vocabularies
from akkuri.tables.reading import Row, Tables
from akkuri.tables.schema import Column

__all__ = ["check_keys", "check_references"]


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


def check_references(tables: Tables, vocabularies: Vocabularies) -> Iterator[Finding]:
    """Yield every cell that names a concept or a record that is not there, with the closest one."""
    lookup = _Lookup(tables, vocabularies)
    for table in tables:
        columns = [column for column in table.schema.columns if column.scheme or column.refers_to]
        for row in table.rows:
            for column in columns:
                for value in dict.fromkeys(column.values(row[column.name])):
                    if value.strip():
                        yield from lookup.check(row, column, value)


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
        self._unread: set[str] = set()
        for problem in tables.problems:
            name = _table_of(problem.file, self._ids)
            if problem.code in UNREADABLE or (problem.code == "column-missing" and problem.column == "id"):
                self._unread.add(name)
            elif problem.code == "row-ragged":
                self._ids[name].add(problem.value)

    def check(self, row: Row, column: Column, value: str) -> Iterator[Finding]:
        """Yield the finding about one value, if any."""
        place = (row.file, row.number, column.name, value)
        if column.scheme:
            known = self._concepts(column)
            if value not in known:
                closest = self._suggest((column.scheme, str(column.match_notation)), known, value)
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
        closest = self._suggest(column.refers_to, ids, value)
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

    def _suggest(self, key: tuple[str, ...], known: set[str], value: str) -> str | None:
        if key not in self._closest:
            self._closest[key] = Closest(known)
        return self._closest[key].to(value)


def _table_of(file: str, names: dict[str, set[str]]) -> str:
    """The table a file holds, by the start of its name (`facilities.csv`, `book.xlsx!facilities`)."""
    stem = file.rpartition("!")[2].removesuffix(".csv")
    return next((name for name in sorted(names, key=len, reverse=True) if stem.startswith(name)), stem)
