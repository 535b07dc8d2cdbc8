"""GraphML and GEXF files of a network, for Gephi and other programs."""

import io
from typing import Any

import networkx as nx

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.graph import Network
from akkuri.analysis.network.measures import Measures
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["FORMATS", "network_file"]

FORMATS = ("graphml", "gexf")


def network_file(
    network: Network, model: Model, form: str, lang: str = "en", measures: Measures | None = None
) -> bytes:
    """Return the network with labels, types, places and, when given, measures, as GraphML or GEXF.

    Raises UsageError for another format.
    """
    graph = nx.Graph()
    rows = {row.actor: row for row in measures.rows} if measures else {}
    for actor in network.graph.nodes():
        record = model.organisations[actor]
        about: dict[str, Any] = {
            "label": model.label(actor, lang),
            "type": record.type or "",
            "country": record.country or "",
            "network": record.network,
        }
        if row := rows.get(actor):
            about |= {
                "degree": row.degree,
                "strength": round(row.strength, 6),
                "betweenness": round(row.betweenness, 6),
                "community": row.community,
            }
        graph.add_node(actor, **about)
    for one, other, edge in network.edges():
        years = [tie.first for tie in edge.ties if tie.first is not None]
        about = {
            "weight": round(edge.weight, 6),
            "kinds": " ".join(edge.kinds),
            "shared_projects": sum(tie.projects for tie in edge.ties),
        }
        graph.add_edge(one, other, **(about | ({"first_year": min(years)} if years else {})))
    out = io.BytesIO()
    if form == "graphml":
        nx.write_graphml(graph, out, encoding="utf-8")
    elif form == "gexf":
        _write_gexf(graph, out)
    else:
        raise UsageError(text(lang, "analysis.bad_format", value=form, known=", ".join(FORMATS)))
    return out.getvalue()


def _write_gexf(graph: "nx.Graph[str]", out: io.BytesIO) -> None:
    """Write GEXF without the day of writing, so that the same network gives the same bytes."""
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.findall("meta"):
        writer.xml.remove(meta)
    writer.write(out)
