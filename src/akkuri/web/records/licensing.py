"""What every document in RDF says of itself: licence, creator, publisher, keywords, its data set."""

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
        agent = row["publisher"]
        found += [
            Triple(document, node("dct:license"), row["licence"]),
            Triple(document, node("dct:creator"), agent),
            Triple(document, node("dct:publisher"), agent),
            Triple(document, node("void:inDataset"), dataset),
        ]
        if isinstance(agent, NamedNode):
            found.append(Triple(agent, node("foaf:name"), row["name"]))
        if (keyword := row.get("keyword")) is not None:
            found.append(Triple(document, node("dcat:keyword"), keyword))
    return list(dict.fromkeys(found))


def _query(graph: str, dataset: str) -> str:
    return f"""PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        SELECT ?licence ?publisher ?name ?keyword {{ GRAPH <{graph}> {{
          <{dataset}> dct:license ?licence ; dct:publisher ?publisher . ?publisher foaf:name ?name
          OPTIONAL {{ <{dataset}> dcat:keyword ?keyword }} }} }}"""
