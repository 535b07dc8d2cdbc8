"""What every document in RDF says of itself: its licence, its publisher, the data set that it belongs to."""

from pyoxigraph import NamedNode, Triple

from akkuri.web.page.site import site

__all__ = ["licensing"]


def licensing(path: str) -> list[Triple]:
    """Return the statements about the document at a path, as the release has them of its data set.

    None where nothing is stated about the data set.
    """
    names = site().names
    document = NamedNode(f"{names.base}{path.removeprefix('/')}")
    dataset = NamedNode(f"{names.base}catalog#dataset")

    def node(name: str) -> NamedNode:
        return NamedNode(names.expand(name))

    found = []
    for row in site().reader.select(_query(names.graph("release"), dataset.value)):
        licence, publisher, name = row["licence"], row["publisher"], row["name"]
        found += [
            Triple(document, node("dct:license"), licence),
            Triple(document, node("dct:publisher"), publisher),
            Triple(document, node("void:inDataset"), dataset),
        ]
        if isinstance(publisher, NamedNode):
            found.append(Triple(publisher, node("foaf:name"), name))
    return found


def _query(graph: str, dataset: str) -> str:
    return f"""PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        SELECT ?licence ?publisher ?name {{ GRAPH <{graph}> {{
          <{dataset}> dct:license ?licence ; dct:publisher ?publisher . ?publisher foaf:name ?name }} }}"""
