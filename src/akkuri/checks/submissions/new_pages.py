"""Pages that are cited by their address: those that are there, and new ones, which get a row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.checks.submissions.former import beside
from akkuri.checks.submissions.ids import new_id
from akkuri.checks.submissions.pages import Hosts, address_column, is_address, said_of_page
from akkuri.graph.vocabularies import Vocabularies
from akkuri.tables.recognised import called
from akkuri.tables.rows import Row, Table, Tables
from akkuri.tables.schema import Column

__all__ = ["NewPages"]


class NewPages:
    """Gathers the rows of new pages; their ids join `ids`, and what is told of them joins `findings`."""

    def __init__(
        self,
        there: Tables,
        vocabularies: Vocabularies,
        ids: Mapping[str, set[str]],
        findings: list[Finding],
    ) -> None:
        self._there, self._schema, self._vocabularies = there, there.schema, vocabularies
        self._ids, self._findings = ids, findings
        self._rows: dict[str, Row] = {}
        self._hosts: dict[str, Hosts] = {}

    def known(self, address: str) -> str | None:
        """Return the id of a page that is there."""
        return self._page_ids.get(address.rstrip("/")) if address else None

    def are_cited_in(self, column: Column) -> bool:
        """Tell whether a column names pages, so that an address is meant by what looks like one."""
        tables = (self._schema.by_prefix.get(prefix) for prefix in column.refers_to)
        return any(table is not None and address_column(table) is not None for table in tables)

    def id_of(self, column: Column, value: str, row: Row) -> str | None:
        """Return the id of a page that is cited by its address and is not there yet; it gets a row."""
        if not is_address(value):
            return None
        for prefix in column.refers_to:
            table = self._schema.by_prefix.get(prefix)
            address = address_column(table) if table else None
            if table is None or address is None:
                continue
            if table.name not in self._hosts:
                self._hosts[table.name] = Hosts(table, address, self._there.named(table.name))
            hosts = self._hosts[table.name]
            place = (row.file, row.number, column.name, value)
            cells = hosts.page(value)
            made = new_id(table, cells, ())
            if made is None:
                continue
            if not hosts.knows(value):
                self._findings.append(table_finding("page-new", *place, table=called(table)))
            elif value not in self._rows:
                others = {name: cell for name, cell in cells.items() if name != address.name}
                said = said_of_page(table, others, self._vocabularies)
                self._findings.append(table_finding("page-taken", *place, Severity.INFO, said=said))
                self._rows[value] = Row(beside(row.file, table), row.number, {table.key[0]: made, **cells})
                self._ids[table.name].add(made)
            return made
        return None

    def tables(self) -> Iterator[Table]:
        """Give the rows of new pages, by file."""
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._rows.values():
            rows[row.file].append(row)
        for file, found in rows.items():
            yield Table(self._schema.by_name[file.rpartition("!")[2]], file, found)

    @cached_property
    def _page_ids(self) -> dict[str, str]:
        return {
            row[address.name].rstrip("/"): row[table.key[0]]
            for table in self._schema
            if (address := address_column(table))
            for row in self._there.named(table.name)
        }
