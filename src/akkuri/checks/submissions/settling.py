"""Rows that people sent, settled: names and addresses become ids, new records and cited pages get theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from akkuri.checks.cells.codes import code_named
from akkuri.checks.cells.table_names import TableNames
from akkuri.checks.cells.wanted import wanted_in
from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.checks.submissions.ends import Ends
from akkuri.checks.submissions.fitting import Fitting
from akkuri.checks.submissions.former import moved_rows
from akkuri.checks.submissions.ids import lacking_for_id, new_id
from akkuri.checks.submissions.localities import COUNTRY, Localities
from akkuri.checks.submissions.new_pages import NewPages
from akkuri.checks.submissions.pages import address_column, is_address, whole_address
from akkuri.checks.submissions.twins import named_by, twins_in
from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.answers import Candidates, Found, How
from akkuri.naming.resolver import Resolver
from akkuri.naming.spelling import same
from akkuri.naming.things import Wanted, countries
from akkuri.tables.rows import Fault, Row, Table, Tables
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["Settled", "key_of", "settle"]


@dataclass(slots=True)
class Settled:
    """What people sent as the tables would have it, and what was understood on the way."""

    tables: Tables
    findings: list[Finding] = field(default_factory=list)
    """Advice about every value that was taken for an id, and violations where that cannot be."""


def settle(
    given: Tables, there: Tables, vocabularies: Vocabularies, names: Names, known: Resolver
) -> Settled:
    """Settle the rows of files over the tables that are there; places stay those of the files.

    `known` understands the names in the tables that are there.

    A row without an id is a new record and gets one. A row whose key is there is a correction: columns that
    its file does not have keep what stands there.
    """
    return _Settling(given, there, vocabularies, names, known).settle()


def key_of(row: Row, schema: TableSchema) -> tuple[str, ...]:
    """Return what tells a row from the others of its table: its key, else all its cells."""
    return tuple(row[column] for column in schema.key or schema.header)


class _Settling:
    def __init__(
        self, given: Tables, there: Tables, vocabularies: Vocabularies, names: Names, known: Resolver
    ) -> None:
        self._given, self._there, self._names = given, there, names
        self._schema = given.schema
        self._vocabularies = vocabularies
        self._found: list[Finding] = []
        self._told: set[tuple[str, str, str]] = set()
        self._ids = {
            table.name: {row[table.key[0]] for each in (there, given) for row in each.named(table.name)}
            for table in self._schema
            if table.is_record
        }
        self._first: dict[tuple[str, str], str] = {}
        self._twins: dict[str, str] = {}
        """Id of a new record → that of the first new one with its name."""
        self._localities = Localities(vocabularies, names)
        self._fitting = Fitting(vocabularies, names)
        self._ends = Ends(vocabularies, names)
        self._pages = NewPages(there, vocabularies, self._ids, self._found)
        self._there_known = self._resolver = known
        self._known = lru_cache(maxsize=4096)(self._resolver.known)

    def _over(self, tables: list[Table]) -> Resolver:
        """Return who understands the names in the tables that are there and in those given."""
        joined = TableNames(Tables(self._schema, [*self._there, *tables]), self._vocabularies, self._names)
        given = {table.schema.name for table in tables if table.rows}
        groups = {f"id/{kind.name}" for kind in self._names.kinds if kind.table in given}
        return self._there_known.over_others(joined, groups)

    def settle(self) -> Settled:
        """Give ids where all that an id is made of is known, resolve names, and give the rest.

        What got its id last may be named by others too, as equipment is by its parameters.
        """
        tables = [*self._given.tables, *moved_rows(self._given)]
        tables = self._named([self._identified(table, first=True) for table in tables])
        last = [self._identified(table, first=False) for table in tables]
        if any(one.rows != other.rows for one, other in zip(tables, last, strict=True)):
            last = self._named(last)
        tables = [self._completed(table) for table in last]
        tables += self._pages.tables()
        problems = [problem for problem in self._given.problems if not _is_kept(problem, tables)]
        settled = Tables(self._schema, tables, problems, True, self._given.table_of)
        return Settled(settled, self._found)

    def _named(self, tables: list[Table]) -> list[Table]:
        """Return rows with names of what has an id by now, there or among them, as ids."""
        self._resolver = self._over(tables)
        self._known = lru_cache(maxsize=4096)(self._resolver.known)
        return [self._resolved(table) for table in tables]

    def _identified(self, table: Table, first: bool) -> Table:
        """Give new records their ids: first those made of their own words, then those made of references."""
        schema = table.schema
        if not schema.is_record:
            return table
        rests = any(schema.column(name).refers_to for template in schema.id_from for name in _parts(template))
        if rests == first:
            return table
        return replace(table, rows=[self._with_id(row, table) for row in table.rows])

    def _with_id(self, row: Row, table: Table) -> Row:
        key, ids = table.schema.key[0], self._ids[table.schema.name]
        if row[key].strip():
            return row
        cells = {name: cell.strip() for name, cell in row.cells.items()}
        address = address_column(table.schema)
        made = self._pages.known(cells[address.name]) if address and address.name in cells else None
        if made is None:
            self._tell_namesakes(row, table)
            made = new_id(table.schema, cells, ids)
        if made is None:
            if not self._waits(cells, table.schema):
                lacks = lacking_for_id(table.schema, cells)
                self._found.append(table_finding("id-unmade", row.file, row.number, key, lacks=lacks))
            return row
        ids.add(made)
        if (named := named_by(table.schema)) and (name := same(cells.get(named, ""))):
            self._twins[made] = self._first.setdefault((table.file, name), made)
        return Row(row.file, row.number, {**row.cells, key: made})

    @staticmethod
    def _waits(cells: Mapping[str, str], schema: TableSchema) -> bool:
        """Tell whether only a name that nobody knows, which is told at its cell, keeps a row from its id."""
        parts = [_parts(template) for template in schema.id_from]
        return any(
            all(cells.get(name) for name in names) and any(schema.column(name).refers_to for name in names)
            for names in parts
        )

    def _tell_namesakes(self, row: Row, table: Table) -> None:
        """Tell a row without an id whose name a record has already: nobody knows which is meant."""
        kind = self._names.kinds.by_table.get(table.schema.name)
        if kind is None:
            return
        for column in table.schema.columns:
            name = row[column.name].strip()
            if not name or column.property not in kind.names or not column.required:
                continue
            things = self._resolver.index(f"id/{kind.name}").at(How.NAME, name)  # others are no namesakes
            if len(things) == 1:
                twin = things[0].written
                place = (row.file, row.number, column.name, name)
                self._found.append(table_finding("name-there", *place, twin=twin))

    def _resolved(self, table: Table) -> Table:
        columns = [column for column in table.schema.columns if self._wanted(column) is not None]
        others = [
            column
            for column in table.schema.columns
            if column not in columns and (column.separator or column.pattern)
        ]
        rows = []
        for row in table.rows:
            cells = dict(row.cells)
            for column in (each for each in others if each.name in cells):
                values = _parted(column, cells[column.name])
                coded = [self._coded(row, column, value) for value in values]
                if column.separator or coded != values:
                    cells[column.name] = _joined(column, coded)
            for column in (each for each in columns if each.name in cells):
                values = _parted(column, cells.get(column.name, ""))
                cells[column.name] = _joined(
                    column, [self._meant(row, column, value, table.schema, cells) for value in values]
                )
            self._found += list(self._localities.understood(row, table.schema, cells, self._meant))
            self._ends.put_in_order(table.schema, cells)
            rows.append(Row(row.file, row.number, cells))
        return replace(table, rows=rows)

    def _meant(
        self,
        row: Row,
        column: Column,
        value: str,
        schema: TableSchema | None = None,
        cells: Mapping[str, str] | None = None,
    ) -> str:
        """Return the id that a value means; the value itself where it means none.

        Where several units are called so, what is measured decides.
        """
        if self._is_id(column, value):
            return value
        wanted = self._wanted(column)
        if wanted is None:
            return value
        if self._pages.are_cited_in(column):
            value = whole_address(value)
        fits = (
            self._fitting.unit(value, column, schema, cells, self._resolver.known)
            if schema and cells
            else None
        )
        answer = fits or self._answer(value, wanted)
        if isinstance(answer, Found) and (fits or answer.how is not How.HIDDEN):
            thing = answer.thing
            meant = thing.codes[0] if column.match_notation and thing.codes else thing.written
            shown = Phrase({lang: thing.shown(lang) for lang in LANGUAGES})
            return self._taken(row, column, value, meant, shown)
        return self._pages.id_of(column, value, row) or value

    def _coded(self, row: Row, column: Column, value: str) -> str:
        """Return the code that a value names in a closed list, or among languages and currencies."""
        if not column.pattern or re.fullmatch(column.pattern, value):
            return value
        code = code_named(column, value)
        if code is None:
            return value
        return self._taken(row, column, value, code, code)

    def _taken(self, row: Row, column: Column, value: str, meant: str, shown: str | Phrase) -> str:
        """Advise once what a value is taken as, and return it."""
        if meant != value and (row.file, column.name, value) not in self._told:
            self._told.add((row.file, column.name, value))
            place = (row.file, row.number, column.name, value)
            advice = table_finding("name-taken", *place, Severity.INFO, proposal=meant, meant=shown)
            self._found.append(advice)
        return meant

    def _answer(self, value: str, wanted: Wanted) -> Found | Candidates | None:
        answer = self._known(value, wanted)
        if not isinstance(answer, Found) and is_address(value):  # the address of a registry's page
            code = value.partition("?")[0].rstrip("/").rpartition("/")[2]
            by_code = self._known(code, wanted) if code else answer
            if isinstance(by_code, Found) and code in by_code.thing.codes:
                return by_code
        if isinstance(answer, Candidates):  # that two new rows have one name is told at their names
            firsts = {self._twins.get(thing.written, thing.written) for thing in answer.things}
            first = [thing for thing in answer.things if thing.written in firsts]
            if len(first) == 1:
                return Found(first[0], How.NAME)
        return answer

    def _is_id(self, column: Column, value: str) -> bool:
        if column.scheme:
            known = self._vocabularies
            found = (
                known.by_notation(column.scheme) if column.match_notation else known.concepts(column.scheme)
            )
            return value in found
        tables = (self._schema.by_prefix.get(prefix) for prefix in column.refers_to)
        return any(value in self._ids[table.name] for table in tables if table)

    def _wanted(self, column: Column) -> Wanted | None:
        return countries() if column.property == COUNTRY else wanted_in(column, self._names)

    def _completed(self, table: Table) -> Table:
        """Let corrections keep what their file has no column for; tell a record that stands twice."""
        known = {key_of(row, table.schema): row for row in self._there.named(table.schema.name)}
        rows = []
        for row in table.rows:
            old = known.get(key_of(row, table.schema)) if table.schema.key else None
            kept = {name: cell for name, cell in old.cells.items() if name not in row.cells} if old else {}
            cells = {**row.cells, **kept}
            self._found += self._localities.coded(row, table.schema, cells)
            self._found += self._localities.completed(row, table.schema, cells)
            rows.append(Row(row.file, row.number, cells))
        self._found += twins_in(replace(table, rows=rows))
        return replace(table, rows=rows)


def _is_kept(problem: Fault, tables: list[Table]) -> bool:
    """Tell whether a column that a file lacks has its cells from what the rows of the file correct."""
    return problem.code == "column-missing" and any(
        table.file == problem.file and table.rows and all(row[problem.column or ""] for row in table.rows)
        for table in tables
    )


def _parts(template: str) -> list[str]:
    return [part.strip("{+#}") for part in template.replace("}-{", "} {").split()]


def _parted(column: Column, cell: str) -> list[str]:
    if column.separator == " ":
        return cell.split()
    cell = cell.strip()
    if column.separator and len(parts := re.split(r"[\s,;]+", cell)) > 1 and all(map(is_address, parts)):
        return parts
    if column.separator:  # in a cell with several lines each is a value
        cell = re.sub(r"\s*\n\s*", column.separator, cell)
    values = [value.strip() for value in column.values(cell)]
    return [value for value in values if value] or ([cell] if cell else [])


def _joined(column: Column, values: list[str]) -> str:
    return (column.separator or "").join(dict.fromkeys(values)) if column.separator else "".join(values)
