"""The SPARQL 1.1 Service Description of the endpoint."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from akkuri.namespaces import PREFIXES
from akkuri.publish.about.describe import VOID_FILE
from akkuri.store import GRAPHS, SOLUTIONS, Format
from akkuri.web.http.state import State

__all__ = ["describe"]

SD: Final = PREFIXES["sd"]
VOID: Final = PREFIXES["void"]
FORMATS: Final = "http://www.w3.org/ns/formats/"
_FORMAT_IRIS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
}
_RDF_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")


def describe(endpoint: str, here: State, form: Format) -> bytes:
    """Serialise the description of the service at an address."""
    service, dataset, graph = (NamedNode(f"{endpoint}#{part}") for part in ("service", "dataset", "default"))

    def sd(name: str) -> NamedNode:
        return NamedNode(SD + name)

    triples = [
        Triple(service, _RDF_TYPE, sd("Service")),
        Triple(service, sd("endpoint"), NamedNode(endpoint)),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("feature"), sd("EmptyGraphs")),
        Triple(service, sd("defaultEntailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple")),
        Triple(
            service,
            sd("extensionFunction"),
            NamedNode("http://www.opengis.net/def/function/geosparql/distance"),
        ),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, _RDF_TYPE, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, _RDF_TYPE, sd("Graph")),
    ]
    if here.release is not None:
        triples.append(Triple(service, sd("feature"), sd("UnionDefaultGraph")))
    quads = here.ask.runner.quads
    if quads is not None and here.release is not None:
        integer = NamedNode(PREFIXES["xsd"] + "integer")
        triples.append(Triple(graph, NamedNode(VOID + "triples"), Literal(str(quads), datatype=integer)))
    for item in (*SOLUTIONS, *GRAPHS):
        triples.append(Triple(service, sd("resultFormat"), NamedNode(FORMATS + _FORMAT_IRIS[item.name])))
    if here.release is not None:
        triples += _statistics(here.release.folder / VOID_FILE)
    engine = form.engine
    if not isinstance(engine, RdfFormat):
        raise TypeError(f"{form.media_type} holds no graph")
    written = serialize(triples, format=engine, prefixes=here.settings.names.prefixes)
    return written or b""


@lru_cache(maxsize=2)
def _statistics(file: Path) -> tuple[Triple, ...]:
    """Return the VoID of a release, by which clients plan queries and editors complete them."""
    return tuple(quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE)) if file.is_file() else ()
