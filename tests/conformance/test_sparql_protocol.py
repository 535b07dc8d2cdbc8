"""The W3C SPARQL 1.1 Protocol query tests and the Service Description tests against a running server."""

from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, RdfFormat, parse_query_results, serialize
from rdflib import Graph, Namespace
from rdflib.collection import Collection

from serving import Server
from shared_material import NEEDED, SHARED

from .sparql_manifests import MF, SUITE, quads

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
M = Namespace(MF)
KASEI = "http://kasei.us/2009/09/sparql/data/"

NO_WRITING = "an update: the endpoint served here takes none"


def protocol_tests() -> list[tuple[str, list[dict[str, Any]]]]:
    """Name and requests of every protocol test."""
    if not SUITE.is_dir():
        return []
    file = SUITE / "protocol" / "manifest.ttl"
    graph = Graph().parse(file, format="turtle", publicID=file.as_uri())
    found = []
    for entries in graph.objects(None, M.entries):
        for test in Collection(graph, entries):
            action = graph.value(test, M.action)
            requests = [_request(graph, node) for node in Collection(graph, graph.value(action, HT.requests))]
            found.append((str(test).rpartition("#")[2], requests))
    return found


def _request(graph: Graph, node: Any) -> dict[str, Any]:
    headers = {}
    listed = graph.value(node, HT.headers)
    for header in Collection(graph, listed) if listed is not None else ():
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = graph.value(node, HT.body)
    content = None
    if body is not None:
        encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
        content = str(graph.value(body, CNT.chars)).encode(encoding)
    response = graph.value(node, HT.resp)
    return {
        "method": str(graph.value(node, HT.methodName)),
        "path": str(graph.value(node, HT.absolutePath)),
        "headers": headers,
        "body": content,
        "statuses": {
            str(status).rpartition("StatusCode")[2][0] for status in graph.objects(response, M.expectedStatus)
        },
        "format": str(graph.value(response, M.expectedFormat)),
        "boolean": graph.value(response, M.expectedBoolean),
    }


TESTS = protocol_tests()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the three graphs that the suite's tests name; the others need none of them."""
    target = tmp_path_factory.mktemp("protocol") / "data.nq"
    files = {file: NamedNode(f"{KASEI}{file.stem}.rdf") for file in SUITE.glob("protocol/data[123].nt")}
    assert len(files) == (3 if SUITE.is_dir() else 0)
    found = [quad for file, graph in files.items() for quad in quads(file, graph)]
    serialize(found, target, RdfFormat.N_QUADS)
    with Server("--rdf", target) as running:
        yield running


@pytest.mark.parametrize(("name", "requests"), TESTS, ids=[name for name, _ in TESTS])
def test_protocol(server: Server, name: str, requests: list[dict[str, Any]]) -> None:
    if name.startswith("update_"):
        pytest.skip(NO_WRITING)
    for request in requests:
        reply = server.request(request["method"], request["path"], request["body"], request["headers"])
        assert str(reply.status)[0] in request["statuses"], reply.text
        media_type = reply.headers["content-type"].partition(";")[0]
        if request["format"] == "boolean":
            answer: Any = parse_query_results(
                reply.body, format=QueryResultsFormat.from_media_type(media_type)
            )
            assert isinstance(answer, QueryBoolean)
            if request["boolean"] is not None:
                assert bool(answer) is request["boolean"].toPython()
        elif request["format"] == "tabular":
            assert QueryResultsFormat.from_media_type(media_type) is not None
        elif request["format"] == "RDF":
            assert RdfFormat.from_media_type(media_type) is not None


def description(server: Server) -> Graph:
    reply = server.request("GET", "/sparql", headers={"Accept": "text/turtle"})
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("text/turtle")
    return Graph().parse(data=reply.text, format="turtle")


def test_service_description_is_rdf(server: Server) -> None:
    assert len(description(server)) > 0


def test_service_description_names_the_endpoint(server: Server) -> None:
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert [str(item) for item in description(server).objects(None, sd.endpoint)] == [
        f"{server.address}/sparql"
    ]


def test_service_description_conforms_to_the_schema(server: Server) -> None:
    """Every term of sd: that is used is one the schema declares."""
    file = SHARED / "ontologies" / "sparql-service-description.ttl"
    if not file.is_file():
        pytest.skip(NEEDED)
    declared = {str(subject) for subject in Graph().parse(file, format="turtle").subjects()}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    used = {str(term) for triple in description(server) for term in triple if str(term).startswith(sd)}
    assert used
    assert used <= declared
