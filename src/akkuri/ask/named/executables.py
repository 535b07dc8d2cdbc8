"""The named queries as data: each a sh:SPARQLExecutable, which editors and crawlers find in the store."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.ask.named.parameters import Context
from akkuri.ask.named.question import NamedQuery
from akkuri.namespaces import Names

__all__ = ["executables"]


def executables(queries: Iterable[NamedQuery], names: Names) -> list[Quad]:
    """Describe queries in the graph `graph/queries`: label, comment, text with its defaults, keywords.

    The form is that of the SPARQL examples of the SIB (sh:SPARQLSelectExecutable, sh:select), whose editor
    lists a query once for each rdfs:comment: that is English, other languages are dct:description.
    """
    prefixes = names.prefixes
    graph = NamedNode(names.graph("queries"))

    def node(name: str) -> NamedNode:
        prefix, _, local = name.partition(":")
        return NamedNode(prefixes[prefix] + local)

    quads: list[Quad] = []
    for query in queries:
        subject = NamedNode(f"{graph.value}/{query.path}")
        values: list[tuple[str, NamedNode | Literal]] = [
            ("rdf:type", node("sh:SPARQLExecutable")),
            ("rdf:type", node("sh:SPARQLSelectExecutable")),
            ("sh:select", Literal(query.bind({}, Context(names)).strip() + "\n")),
            ("schema:target", NamedNode(f"{names.base}sparql")),
            *(("rdfs:label", Literal(text, language=lang)) for lang, text in query.titles.items()),
            *(
                ("rdfs:comment" if lang == "en" else "dct:description", Literal(text, language=lang))
                for lang, text in query.summaries.items()
            ),
            ("sh:prefixes", NamedNode(f"{names.base}catalog#dataset")),
            *(("schema:keywords", Literal(tag)) for tag in query.tags),
        ]
        quads += [Quad(subject, node(predicate), value, graph) for predicate, value in values]
    return quads
