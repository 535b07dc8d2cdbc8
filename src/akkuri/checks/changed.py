"""Few rows checked by what they change: the shapes look at the records that they reach, and at no others."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import NamedNode

from akkuri.checks.cluster import Cluster
from akkuri.checks.report.finding import Finding, in_order
from akkuri.checks.run import check_tables, findings_among, shapes_of
from akkuri.checks.shacl.queries import split
from akkuri.checks.standing import Standing
from akkuri.graph.mapping import MappedGraph, map_tables
from akkuri.tables.rows import Row, Table, Tables

__all__ = ["FEW", "ChangedRows", "can_check_changed", "check_changed"]

FEW: Final = 60
"""Rows up to which it takes less time to look at each than at everything once."""
_UNASKED: Final = "<http://www.w3.org/ns/shacl#sparql>"


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """What was found in the tables with the changes, and how to find what they had without them."""

    findings: list[Finding]
    before: Callable[[], list[Finding]]


def can_check_changed(rows: int, cluster: Cluster) -> bool:
    """Tell whether so many rows are few, and every shape of the cluster can be asked about one record."""
    return rows <= FEW and _UNASKED not in split(shapes_of(cluster.names, cluster.folder).ntriples)[0]


def check_changed(given: Tables, together: Tables, standing: Standing, day: date) -> ChangedRows:
    """Check the few rows of `given`, which stand in `together` with those rows of the folder that stay.

    The findings are those of the whole check about these rows and all that they reach; what is said of
    other rows by themselves is left out, as the changes cannot have brought it about.
    """
    cluster, there, old = standing.cluster, standing.tables, standing.mapped
    names, vocabularies = cluster.names, cluster.vocabularies
    records = {_home(row, table) for table in given for row in table.rows}
    # An id that begins like no kind's has no document; the table checks say so of it.
    known = {record for record in records if record.partition("-")[0] in names.kinds.by_prefix}
    documents = {names.record_doc(record) for record in known if "-" in record}
    new = map_tables(_about(records, together), vocabularies, names)
    gone = [quad for document in documents for quad in standing.by_document.get(document, ())]
    shapes = shapes_of(names, cluster.folder)
    removed, added = [quad.triple for quad in gone], [quad.triple for quad in new.quads]
    reached, results = standing.checker.tried(removed, added, new.rows.keys())
    stays = {quad.subject.value for quad in gone if isinstance(quad.subject, NamedNode)}
    places = MappedGraph(rows={iri: at for iri, at in standing.places.items() if iri not in stays})
    places.rows |= new.rows
    cells = standing.cells(given, together, day)
    after = findings_among(results, cells, together, places, shapes, names, vocabularies)

    def before() -> list[Finding]:
        told = list(check_tables(there, vocabularies, names, day, alone=()))
        results = standing.checker.validate(reached)
        return findings_among(results, told, there, old, shapes, names, vocabularies)

    return ChangedRows(in_order(after), before)


def _home(row: Row, table: Table) -> str:
    """Return the id of the record in whose document a row stands."""
    return row[table.schema.key[0] if table.schema.is_record else table.schema.parent or ""]


def _about(records: AbstractSet[str], tables: Tables) -> Tables:
    """Return the rows that stand in the documents of some records."""
    found = Tables(tables.schema)
    for table in tables:
        rows = [row for row in table.rows if _home(row, table) in records]
        found.tables.append(Table(table.schema, table.file, rows, table.header))
    return found
