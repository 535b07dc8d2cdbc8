"""The SIB's sparql-editor fills its completion and its list of examples with three queries."""

import json
from urllib.parse import quote

from serving import Server

AK = "https://w3id.org/akkuri/ontology#"

PREFIX_QUERY = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""

VOID_QUERY = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp . ?pp void:property ?prop .
    OPTIONAL { { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] } } }
  UNION { ?ls void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
    void:objectsTarget [ void:class ?objectClass ] } }"""

EXAMPLE_QUERY = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
  sh:select|sh:ask|sh:construct|sh:describe ?query } ORDER BY ?sq"""


def ask(served: Server, query: str) -> list[dict[str, str]]:
    """Ask as the editor does: GET, with a parameter of its own."""
    path = f"/sparql?ac=1&query={quote(query)}"
    reply = served.request("GET", path, headers={"Accept": "application/sparql-results+json"})
    assert reply.status == 200
    rows = json.loads(reply.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def test_its_prefixes_are_ours(served: Server) -> None:
    found = {row["prefix"]: row["namespace"] for row in ask(served, PREFIX_QUERY)}
    assert found["ak"] == AK
    assert found["skos"] == "http://www.w3.org/2004/02/skos/core#"


def test_it_completes_by_class(served: Server) -> None:
    rows = ask(served, VOID_QUERY)
    values = {row.get("objectClass") for row in rows if row["subjectClass"] == f"{AK}Facility"}
    assert f"{AK}Organisation" in values
    stated = {row["prop"] for row in rows if row["subjectClass"] == f"{AK}Facility"}
    counted = f"SELECT DISTINCT ?prop {{ ?s a <{AK}Facility> ; ?prop ?o }}"
    assert stated == {row["prop"] for row in ask(served, counted)}
    dates = {row.get("objectDatatype") for row in rows if row["prop"] == "http://purl.org/dc/terms/issued"}
    assert "http://www.w3.org/2001/XMLSchema#date" in dates


def test_it_lists_every_example_once(served: Server) -> None:
    rows = ask(served, EXAMPLE_QUERY)
    catalogue = json.loads(served.request("GET", "/api/queries").body)
    listed = {f"https://w3id.org/akkuri/graph/queries/{entry['query']}" for entry in catalogue["queries"]}
    assert sorted(row["sq"] for row in rows) == sorted(listed)
    for row in rows:
        ask(served, row["query"])
