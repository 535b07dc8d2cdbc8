"""What the OWL reasoner finds, told as findings: classes that nothing can be in, records that contradict."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import Quad

from akkuri.checks.owl_consistency import check_consistency, conflicting_graphs
from akkuri.checks.report.finding import Finding, table_finding
from akkuri.graph.mapping import StatementOrigin
from akkuri.namespaces import Names

__all__ = ["by_graph", "check_owl", "record_of"]

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
    not. Raises OutsideError when Java is missing or the reasoner fails.
    """
    if check_consistency([*ontology, *(quad for quads in graphs.values() for quad in quads)]).sound:
        return []
    alone = check_consistency(ontology)
    if not alone.consistent:
        return [table_finding("owl-ontology", _ONTOLOGY)]
    found = [
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
