"""Few rows checked by what they change: the shapes look at the records that they reach, and at no others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Quad, Triple

from akkuri.checks.cluster import Cluster
from akkuri.checks.report.finding import Finding, in_order
from akkuri.checks.run import asserted, check_tables, findings_among, shapes_of
from akkuri.checks.shacl.incremental import ShapeChecker
from akkuri.checks.shacl.queries import split
from akkuri.graph.mapping import map_tables
from akkuri.tables.rows import Tables

__all__ = ["FEW", "ChangedRows", "can_check_changed", "check_changed"]

FEW: Final = 60
"""Rows up to which it takes less time to look at each than at everything once."""
_UNASKED: Final = "<http://www.w3.org/ns/shacl#sparql>"


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """What was found in the tables with the changes, and what the same records had without them."""

    findings: list[Finding]
    before: list[Finding]


def can_check_changed(rows: int, cluster: Cluster) -> bool:
    """Tell whether so many rows are few, and every shape of the cluster can be asked about one record."""
    return rows <= FEW and _UNASKED not in split(shapes_of(cluster.names, cluster.folder).ntriples)[0]


def check_changed(
    given: Tables, there: Tables, files: Iterable[str], cluster: Cluster, day: date
) -> ChangedRows:
    """Check tables that differ from those of the folder in a few rows, all of them in `files`.

    The findings are those of the whole check about the records in `files` and all that they reach.
    """
    names, vocabularies = cluster.names, cluster.vocabularies
    old, new = (map_tables(tables, vocabularies, names) for tables in (there, given))
    others = [*vocabularies.quads, *cluster.ontology]
    shapes = shapes_of(names, cluster.folder)
    checker = ShapeChecker(_triples([*old.quads, *others], cluster), shapes.ntriples)
    gone, come = set(_triples(old.quads, cluster)), set(_triples(new.quads, cluster))
    changed = checker.edit(gone - come, come - gone)
    sent = set(files)
    own = {iri for iri, origin in new.rows.items() if origin.file in sent} - changed.nodes
    results = [*changed.after, *checker.validate(own)]
    cells = list(check_tables(given, vocabularies, names, day))
    after = findings_among(results, cells, given, new, shapes, names, vocabularies)
    before = findings_among(changed.before, [], there, old, shapes, names, vocabularies)
    return ChangedRows(in_order(after), [*before, *check_tables(there, vocabularies, names, day)])


def _triples(quads: Iterable[Quad], cluster: Cluster) -> Iterable[Triple]:
    return (quad.triple for quad in asserted(quads, cluster.names))
