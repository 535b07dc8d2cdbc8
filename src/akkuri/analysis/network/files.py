"""GraphML and GEXF files of a network, for Gephi and other programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.graph import Network
from akkuri.analysis.network.measures import Measures
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.xml import Element, add, document, element, plain

__all__ = ["FORMATS", "network_file"]

FORMATS: Final = ("graphml", "gexf")

Value = str | bool | int | float

_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_GEXF: Final = "http://www.gexf.net/1.2draft"
_KINDS: Final = {str: "string", bool: "boolean", int: "long", float: "double"}
"""Python type → what GraphML and GEXF both call it."""
_OWN: Final = frozenset({"label", "weight"})
"""What GEXF says in attributes of its own."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a file says: the nodes, and the edges by their two ends, each with its attributes."""

    nodes: Mapping[str, Mapping[str, Value]]
    edges: Mapping[tuple[str, str], Mapping[str, Value]]


def network_file(
    network: Network, model: Model, form: str, lang: str = "en", measures: Measures | None = None
) -> bytes:
    """Return the network with labels, types, places and, when given, measures, as GraphML or GEXF.

    Raises UsageError for another format.
    """
    if form not in FORMATS:
        raise UsageError(text(lang, "analysis.bad_format", value=form, known=", ".join(FORMATS)))
    drawn = _drawn(network, model, lang, measures)
    return document(_graphml(drawn) if form == "graphml" else _gexf(drawn))


def _drawn(network: Network, model: Model, lang: str, measures: Measures | None) -> _Drawn:
    rows = {row.actor: row for row in measures.rows} if measures else {}
    nodes: dict[str, dict[str, Value]] = {}
    for actor in network.graph.nodes():
        record = model.organisations[actor]
        nodes[actor] = {
            "label": model.label(actor, lang),
            "type": record.type or "",
            "country": record.country or "",
            "network": record.network,
        }
        if row := rows.get(actor):
            nodes[actor] |= {
                "degree": row.degree,
                "strength": round(row.strength, 6),
                "betweenness": round(row.betweenness, 6),
                "community": row.community,
            }
    edges: dict[tuple[str, str], dict[str, Value]] = {}
    for one, other, edge in network.edges():
        edges[one, other] = {
            "weight": round(edge.weight, 6),
            "kinds": " ".join(edge.kinds),
            "shared_projects": sum(tie.projects for tie in edge.ties),
        }
        years = [tie.first for tie in edge.ties if tie.first is not None]
        if years:
            edges[one, other]["first_year"] = min(years)
    return _Drawn(nodes, edges)


def _graphml(drawn: _Drawn) -> Element:
    root = element(_GRAPHML, "graphml")
    for what, name, kind in _attributes(drawn):
        about = {"id": f"{what}-{name}", "for": what, "attr.name": name, "attr.type": kind}
        add(root, "key", **about)
    graph = add(root, "graph", edgedefault="undirected")
    for actor, values in drawn.nodes.items():
        node = add(graph, "node", id=actor)
        for name, value in values.items():
            add(node, "data", _written(value), key=f"node-{name}")
    for (one, other), values in drawn.edges.items():
        edge = add(graph, "edge", source=one, target=other)
        for name, value in values.items():
            add(edge, "data", _written(value), key=f"edge-{name}")
    return root


def _gexf(drawn: _Drawn) -> Element:
    """Write GEXF without the day of writing, so that the same network gives the same bytes."""
    root = element(_GEXF, "gexf", version="1.2")
    graph = add(root, "graph", defaultedgetype="undirected", mode="static")
    declared = {what: add(graph, "attributes", **{"class": what}) for what in ("node", "edge")}
    for what, name, kind in _attributes(drawn):
        if name not in _OWN:
            add(declared[what], "attribute", id=name, title=name, type=kind)
    nodes = add(graph, "nodes")
    for actor, values in drawn.nodes.items():
        _values(add(nodes, "node", id=actor, label=_written(values["label"])), values)
    edges = add(graph, "edges")
    for number, ((one, other), values) in enumerate(drawn.edges.items()):
        about = {"id": str(number), "source": one, "target": other, "weight": _written(values["weight"])}
        _values(add(edges, "edge", **about), values)
    return root


def _values(parent: Element, values: Mapping[str, Value]) -> None:
    held = add(parent, "attvalues")
    for name, value in values.items():
        if name not in _OWN:
            add(held, "attvalue", **{"for": name, "value": _written(value)})


def _attributes(drawn: _Drawn) -> Iterator[tuple[str, str, str]]:
    """Give what has an attribute (node, edge), the attribute, and its type."""
    for what, things in (("node", drawn.nodes.values()), ("edge", drawn.edges.values())):
        found = {name: _KINDS[type(value)] for thing in things for name, value in thing.items()}
        yield from ((what, name, kind) for name, kind in found.items())


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else plain(str(value))
