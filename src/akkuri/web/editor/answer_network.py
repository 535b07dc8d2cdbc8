"""The network of any answer: two columns with records are the ends of lines."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from akkuri.analysis.network.graph import Edge, Network
from akkuri.web.analyses.network_layout import DESK, PHONE, Layout, lay_out, strongest
from akkuri.web.map.picture import COLOURS
from akkuri.web.page.answers import Result
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value

__all__ = ["AnswerNetwork", "answer_network"]

_ENDS: Final = 2


@dataclass(frozen=True, slots=True)
class AnswerNode:
    """One record in the picture."""

    name: Value
    colour: str = COLOURS[0]
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class AnswerNetwork:
    """The picture, in the form of that of the network of actors, and how many there are to draw."""

    layout: Layout
    narrow: Layout
    """The picture for narrow screens."""
    actors: list[AnswerNode]
    total: int
    legend: tuple[tuple[str, str, int], ...] = ()


def answer_network(result: Result, shown: PageView) -> AnswerNetwork | None:
    """Draw the first two columns that hold records, a row as a tie; None where there are no two."""
    import rustworkx as rx  # only where somebody asks for it: it is large

    base = f"{site().names.base}id/"
    columns = [
        place for place in range(len(result.columns)) if any(_record(row[place], base) for row in result.rows)
    ][:_ENDS]
    if len(columns) < _ENDS:
        return None
    edges: dict[tuple[str, str], Edge] = {}
    for row in result.rows:
        one, other = (_record(row[place], base) for place in columns)
        if one and other and one != other:
            edges.setdefault((min(one, other), max(one, other)), Edge()).weight += 1
    if not edges:
        return None
    nodes = sorted({end for pair in edges for end in pair})
    graph: rx.PyGraph[str, Edge] = rx.PyGraph(multigraph=False)
    index = dict(zip(nodes, graph.add_nodes_from(nodes), strict=True))
    graph.add_edges_from([(index[one], index[other], edges[one, other]) for one, other in sorted(edges)])
    network = Network(graph, index)
    site().labels.need(nodes)
    drawn = strongest(network)
    layout, narrow = (
        lay_out(network, drawn, lambda iri: shown.label(iri).value, sheet) for sheet in (DESK, PHONE)
    )
    return AnswerNetwork(layout, narrow, [AnswerNode(shown.link(iri)) for iri in drawn], len(nodes))


def _record(term: object, base: str) -> str:
    """Return the IRI of a record; empty for anything else."""
    return term.value if isinstance(term, NamedNode) and term.value.startswith(base) else ""
