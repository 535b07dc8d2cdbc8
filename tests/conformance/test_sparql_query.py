"""The W3C SPARQL 1.1 query tests (evaluation, result formats, syntax), asked over HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize

from serving import Server

from .sparql_manifests import OUT_OF_SCOPE, SUITE, Case, cases, expected, quads, read, same

CASES = list(cases()) if SUITE.is_dir() else []
EVALUATION = [case for case in CASES if case.kind in ("QueryEvaluationTest", "CSVResultFormatTest")]
SYNTAX = [case for case in CASES if case.kind in ("PositiveSyntaxTest11", "NegativeSyntaxTest11")]
WITH_GRAPHS = [case for case in EVALUATION if case.graphs or "FROM" in case.text]

ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}

_ENGINE = "the engine (Oxigraph 0.5.13) answers otherwise: "
SKIPPED = {
    "aggregates/agg-empty-group-count-graph": _ENGINE
    + "an aggregate inside GRAPH ?g counts over all graphs at once",
    "aggregates/agg-groupconcat-04": _ENGINE
    + "GROUP_CONCAT keeps a common language tag, as SPARQL 1.2 drafts do",
    "aggregates/agg-groupconcat-06": _ENGINE
    + "GROUP_CONCAT keeps a common language tag, as SPARQL 1.2 drafts do",
    "bindings/graph": _ENGINE + "VALUES inside GRAPH does not bind the variable of GRAPH",
    "csv-tsv-res/csv03": _ENGINE + "numbers are stored by value, so 1.0E6 is written 1000000",
    "csv-tsv-res/tsv03": _ENGINE + "xsd:negativeInteger is stored as xsd:integer",
    "functions/bnode01": _ENGINE
    + 'BNODE("x") is one blank node for the whole query instead of one per solution',
    "negation/graph-minus": _ENGINE + "the variable of GRAPH counts as shared by both sides of MINUS",
    "property-path/zero_or_more_set_end": _ENGINE
    + "a path of length zero finds only terms that are in the graph",
    "property-path/zero_or_more_set_start": _ENGINE
    + "a path of length zero finds only terms that are in the graph",
    "property-path/zero_or_one_set_end": _ENGINE
    + "a path of length zero finds only terms that are in the graph",
    "property-path/zero_or_one_set_start": _ENGINE
    + "a path of length zero finds only terms that are in the graph",
}
"""Test → why it is not run."""

EMPTY = "urn:example:no-such-graph"

pytestmark = pytest.mark.skipif(not CASES, reason="../shared/conformance/sparql11 is not beside the project")


def check(
    server: Server, case: Case, default: list[str] | None = None, named: list[str] | None = None
) -> None:
    """Ask one evaluation test in the format of its expected result and compare."""
    if case.name in SKIPPED:
        pytest.skip(SKIPPED[case.name])
    assert case.result is not None
    is_graph = any(word in case.query.read_text().upper() for word in ("CONSTRUCT", "DESCRIBE"))
    suffix = ".ttl" if is_graph else case.result.suffix if case.result.suffix in ACCEPT else ".srj"
    reply = server.query(case.text, ACCEPT.get(suffix, "text/turtle"), default, named)
    assert reply.status == 200, reply.text
    wanted, found = expected(case.result), read(reply.body, suffix)
    assert same(wanted, found), f"expected {wanted}\nfound {found}"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with every data file of the suite as a named graph, for requests that name a dataset."""
    files = {file for case in EVALUATION for file in (*case.data, *case.graphs)}
    target = tmp_path_factory.mktemp("conformance") / "all.nq"
    found = [quad for file in sorted(files) for quad in quads(file, NamedNode(file.as_uri()))]
    serialize(found, target, RdfFormat.N_QUADS)
    with Server("--rdf", target) as server:
        yield server


@pytest.mark.parametrize("case", EVALUATION, ids=lambda case: case.name)
def test_answers_over_a_dataset_named_in_the_request(everything: Server, case: Case) -> None:
    if "FROM" in case.text:
        check(everything, case)
    else:
        default = [file.as_uri() for file in case.data] or [EMPTY]
        check(everything, case, default, [file.as_uri() for file in case.graphs])


@pytest.mark.parametrize("case", WITH_GRAPHS, ids=lambda case: case.name)
def test_answers_over_the_dataset_of_served_files(tmp_path: Path, case: Case) -> None:
    """Without a dataset in the request the default graph is the unnamed one, not the union."""
    found: list[Quad] = []
    for file in case.data:
        found += quads(file, DefaultGraph())
    for file in case.graphs:
        found += quads(file, NamedNode(file.as_uri()))
    target = tmp_path / "data.nq"
    serialize(found, target, RdfFormat.N_QUADS)
    with Server("--rdf", target, "--workers", "1") as server:
        check(server, case)


@pytest.mark.parametrize("case", SYNTAX, ids=lambda case: case.name)
def test_syntax(everything: Server, case: Case) -> None:
    if case.name in SKIPPED:
        pytest.skip(SKIPPED[case.name])
    reply = everything.query(case.query.read_text(encoding="utf-8"), accept="*/*")
    problem = json.loads(reply.body)["type"].rpartition("/")[2] if reply.status == 400 else ""
    if case.kind == "PositiveSyntaxTest11":
        # A graph or function that does not exist is no matter of syntax: the query was read.
        assert reply.status == 200 or problem in ("unknown-graph", "unknown-function"), reply.text
    else:
        assert reply.status == 400
        assert problem not in ("unknown-graph", "unknown-function")


@pytest.mark.parametrize(("folder", "reason"), sorted(OUT_OF_SCOPE.items()))
def test_out_of_scope(folder: str, reason: str) -> None:
    pytest.skip(f"{folder}: {reason}")
