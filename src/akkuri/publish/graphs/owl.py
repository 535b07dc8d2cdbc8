"""OWL: ontology, vocabularies and records as one ontology that a reasoner loads."""

from collections import Counter
from collections.abc import Iterator
from typing import IO, Final, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from akkuri.graph.owl import foreign_datatype
from akkuri.namespaces import PREFIXES
from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink

__all__ = ["FORMAT", "write"]

_COMMENT: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_IMPORTS: Final = "http://www.w3.org/2002/07/owl#imports"
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ONTOLOGY: Final = NamedNode("http://www.w3.org/2002/07/owl#Ontology")
_INDIVIDUAL: Final = NamedNode("http://www.w3.org/2002/07/owl#NamedIndividual")
_OF_TERMS: Final = tuple(PREFIXES[each] for each in ("owl", "rdf", "rdfs"))
"""How the classes begin of what are terms of the ontology and no individuals."""


def write(edition: Edition, sink: Sink, part: str = "asserted") -> None:
    """Write what sources and the ontology state, as RDF/XML; raises UsageError for an unreadable graph.

    Literals of datatypes that OWL 2 does not have, such as dates, are left out, and so are imports: what
    they name is not needed. A comment on the ontology says how many statements are missing for it.
    """
    triples = _statements(edition, part)
    serialize(triples, cast("IO[bytes]", sink), RdfFormat.RDF_XML, prefixes=edition.names.prefixes)


def _statements(edition: Edition, part: str) -> Iterator[Triple]:
    names, left_out = edition.names, Counter[str]()
    terms = {names.graph("ontology"), names.graph("vocabulary")}
    whole = NamedNode(f"{names.base}ontology")
    declared = set[object]()
    for quad in edition.quads(part):
        graph = getattr(quad.graph_name, "value", "")
        if not (graph in terms or graph.startswith(f"{names.base}doc/")):
            continue
        if datatype := foreign_datatype(quad):
            left_out[datatype.rpartition("#")[2]] += 1
        elif quad.predicate.value != _IMPORTS and (quad.object != _ONTOLOGY or quad.subject == whole):
            yield quad.triple
            if quad.subject not in declared and _is_individual(quad):
                declared.add(quad.subject)
                yield Triple(quad.subject, _TYPE, _INDIVIDUAL)
    counted = ", ".join(f"{count} of {name}" for name, count in sorted(left_out.items()))
    said = f"Left out, since OWL 2 has no such datatypes: {counted or 'nothing'}."
    yield Triple(whole, _COMMENT, Literal(said, language="en"))


def _is_individual(quad: Quad) -> bool:
    """Say whether a statement gives a class of the graph to something with a name."""
    return (
        quad.predicate == _TYPE
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and not quad.object.value.startswith(_OF_TERMS)
    )


FORMAT: Final = ExportFormat(
    "owl",
    write,
    order=65,
    extension="owl",
    media_type="application/rdf+xml",
    file_type="OWL",
)
