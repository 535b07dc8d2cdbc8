"""The tables of a cluster as they stand: read, mapped and looked through once for any number of additions."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Final

from pyoxigraph import Quad

from akkuri.checks.cells.table_names import TableNames
from akkuri.checks.cluster import Cluster
from akkuri.checks.report.finding import Finding
from akkuri.checks.run import asserted, check_tables, shapes_of
from akkuri.checks.shacl.incremental import ShapeChecker
from akkuri.checks.submissions.settling import key_of
from akkuri.graph.mapping import MappedGraph, StatementOrigin, map_tables
from akkuri.naming.resolver import Resolver
from akkuri.tables.rows import Row, Table, Tables, read_folder

__all__ = ["BESIDE", "Standing"]

BESIDE: Final = "\x00"
"""Marks rows of the data folder that only stand beside the files under check."""


class Standing:
    """Each part is made when it is first asked for."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._concerned: dict[date, set[tuple[str, int]]] = {}
        """Day → the rows of which something is said then, whatever is given."""

    def prepare(self, day: date) -> None:
        """Make what checks of few rows on a day ask for, before the first of many."""
        if day in self._concerned:
            return
        beside = Tables(self.cluster.schema, list(self._beside), submitted=True)
        told = check_tables(beside, self.cluster.vocabularies, self.cluster.names, day, alone=())
        self._concerned[day] = {(each.file, each.row) for each in told if each.row}
        for _made in (self.checker, self.by_document, self.places, self._naming):
            pass

    @cached_property
    def tables(self) -> Tables:
        """The tables of the folder."""
        return read_folder(self.cluster.folder, self.cluster.schema)

    @cached_property
    def mapped(self) -> MappedGraph:
        """Their statements."""
        return map_tables(self.tables, self.cluster.vocabularies, self.cluster.names)

    @cached_property
    def by_document(self) -> dict[str, list[Quad]]:
        """IRI of a document → what stands in it."""
        found: defaultdict[str, list[Quad]] = defaultdict(list)
        for quad in self.mapped.quads:
            found[getattr(quad.graph_name, "value", "")].append(quad)
        return dict(found)

    @cached_property
    def places(self) -> dict[str, StatementOrigin]:
        """IRI of a record, dependant or document → its row, marked as one beside."""
        rows = self.mapped.rows.items()
        return {iri: StatementOrigin(BESIDE + at.file, at.row, at.column) for iri, at in rows}

    @cached_property
    def resolver(self) -> Resolver:
        """Who understands the names in the tables."""
        cluster = self.cluster
        return Resolver(TableNames(self.tables, cluster.vocabularies, cluster.names), cluster.names)

    @cached_property
    def checker(self) -> ShapeChecker:
        """The shapes of the cluster over all that its tables, vocabularies and ontology state."""
        cluster = self.cluster
        quads = [*self.mapped.quads, *cluster.vocabularies.quads, *cluster.ontology]
        shapes = shapes_of(cluster.names, cluster.folder)
        return ShapeChecker((quad.triple for quad in asserted(quads, cluster.names)), shapes.ntriples)

    def with_others(self, given: Tables) -> Tables:
        """Return rows of files together with those of the folder that they do not replace."""
        found = Tables(given.schema, list(given.tables), given.problems, given.submitted, given.table_of)
        for table in self._beside:
            keys = {key_of(row, table.schema) for row in given.named(table.schema.name)}
            rows = (
                [row for row in table.rows if key_of(row, table.schema) not in keys] if keys else table.rows
            )
            found.tables.append(Table(table.schema, table.file, rows))
        return found

    def cells(self, given: Tables, together: Tables, day: date) -> list[Finding]:
        """Return what the table checks say of given rows and of those that stand beside them in `together`.

        Where much is prepared, of the latter those are looked at that name a given record, and those of which
        something is said without the given rows: no id goes, so of the others nothing new can be said.
        """
        names, vocabularies, files = (
            self.cluster.names,
            self.cluster.vocabularies,
            {each.file for each in given},
        )
        if day not in self._concerned:
            return list(check_tables(together, vocabularies, names, day, files))
        ids = {row[each.schema.key[0]] for each in given for row in each.rows if each.schema.is_record}
        near = self._concerned[day].union(*(self._naming.get(each, ()) for each in ids))
        looked = Tables(together.schema)
        for table in together:
            own = not table.file.startswith(BESIDE)
            rows = table.rows if own else [row for row in table.rows if (row.file, row.number) in near]
            looked.tables.append(Table(table.schema, table.file, rows, table.header))
        return list(check_tables(together, vocabularies, names, day, files, looked))

    @cached_property
    def _beside(self) -> list[Table]:
        return [
            Table(
                table.schema,
                BESIDE + table.file,
                [Row(BESIDE + row.file, row.number, row.cells) for row in table.rows],
            )
            for table in self.tables
        ]

    @cached_property
    def _naming(self) -> dict[str, set[tuple[str, int]]]:
        """Id → the rows that name it."""
        found: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
        for table in self._beside:
            for column in [column for column in table.schema.columns if column.refers_to]:
                for row in table.rows:
                    for value in column.values(row[column.name].strip()):
                        found[value.strip()].add((row.file, row.number))
        return dict(found)
