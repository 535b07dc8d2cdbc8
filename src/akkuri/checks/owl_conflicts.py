"""What the OWL reasoner finds, told as findings: classes that nothing can be in, records that contradict."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import Quad

from akkuri.checks.owl_consistency import check_consistency, conflicting_graphs
from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.graph.mapping import StatementOrigin
from akkuri.namespaces import Names

__all__ = ["UNSEEN", "by_graph", "check_owl", "record_of"]

UNSEEN = "owl-dates"
"""The code of the finding that says how much the reasoner was not shown."""

_ONTOLOGY = "akkuri.ttl"


def by_graph(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Return the statements by the IRI of their graph; the empty string is the default graph."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[getattr(quad.graph_name, "value", "")].append(quad)
    return dict(found)


def record_of(graph: str, names: Names) -> str:
    """Return the IRI of the record that a document describes; another graph's IRI as it is."""
    documents, records = f"{names.base}doc/", f"{names.base}id/"
    return graph.replace(documents, records, 1) if graph.startswith(documents) else graph


def check_owl(
    ontology: Sequence[Quad], graphs: Mapping[str, Sequence[Quad]], locate: Callable[[str], StatementOrigin]
) -> list[Finding]:
    """Return the findings of HermiT about an ontology and the graphs that use it.

    `locate` says at which file and row a graph stands. Of several conflicts one smallest set of graphs is
    told; the next shows once it is mended. Costs some seconds where all is well and minutes where it is
    not. An info tells how many dates it was not shown: OWL 2 does not know them. Raises OutsideError when
    Java is missing or the reasoner fails.
    """
    whole = check_consistency([*ontology, *(quad for quads in graphs.values() for quad in quads)])
    found = []
    if whole.dates:
        found = [table_finding(UNSEEN, _ONTOLOGY, severity=Severity.INFO, count=whole.dates)]
    if whole.sound:
        return found
    alone = check_consistency(ontology)
    if not alone.consistent:
        return [*found, table_finding("owl-ontology", _ONTOLOGY)]
    found += [
        table_finding("owl-class", _ONTOLOGY, value=iri.rpartition("#")[2]) for iri in alone.unsatisfiable
    ]
    cells = {graph: locate(graph) for graph in conflicting_graphs(ontology, graphs)}
    for graph, cell in cells.items():
        others = ", ".join(_place(cells[other]) for other in cells if other != graph)
        code = "owl-conflict" if others else "owl-conflict-alone"
        found.append(table_finding(code, cell.file, cell.row or None, others=others))
    return found


def _place(cell: StatementOrigin) -> str:
    return f"{cell.file}:{cell.row}" if cell.row else cell.file
