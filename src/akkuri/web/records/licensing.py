"""What every document in RDF says of itself: licence, creator, publisher, keywords, its data set."""

from pyoxigraph import NamedNode, Triple

from akkuri.store import Term
from akkuri.web.page.site import site

__all__ = ["licensing"]


def licensing(path: str) -> list[Triple]:
    """Return the statements about the document at a path, as the release has them of its data set.

    None where nothing is stated about the data set.
    """
    document = NamedNode(f"{site().names.base}{path.removeprefix('/')}")
    of_document, besides = site().reader.once("licensing", _read)
    return [*(Triple(document, predicate, value) for predicate, value in of_document), *besides]


def _read() -> tuple[list[tuple[NamedNode, Term]], list[Triple]]:
    """Return what is stated about every document, by property, and about the agent that it names."""
    names = site().names
    dataset = NamedNode(f"{names.base}catalog#dataset")

    def node(name: str) -> NamedNode:
        return NamedNode(names.expand(name))

    found: list[tuple[NamedNode, Term]] = []
    besides = []
    for row in site().reader.select(_query(names.graph("release"), dataset.value)):
        agent = row["publisher"]
        found += [
            (node("dct:license"), row["licence"]),
            (node("dct:creator"), agent),
            (node("dct:publisher"), agent),
            (node("void:inDataset"), dataset),
        ]
        if isinstance(agent, NamedNode):
            besides.append(Triple(agent, node("foaf:name"), row["name"]))
        if (keyword := row.get("keyword")) is not None:
            found.append((node("dcat:keyword"), keyword))
    return list(dict.fromkeys(found)), list(dict.fromkeys(besides))


def _query(graph: str, dataset: str) -> str:
    return f"""PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        SELECT ?licence ?publisher ?name ?keyword {{ GRAPH <{graph}> {{
          <{dataset}> dct:license ?licence ; dct:publisher ?publisher . ?publisher foaf:name ?name
          OPTIONAL {{ <{dataset}> dcat:keyword ?keyword }} }} }}"""
