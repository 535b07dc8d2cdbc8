"""The W3C SHACL core and SHACL-SPARQL suites, run by the engine in use and by the reference engine."""

import re
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import RdfFormat, Triple, parse, serialize
from rdflib.namespace import RDF

from akkuri.checks.shacl.engines import ValidationResult, validate
from shared_material import SHACL

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
SUITE = SHACL.folder
ENGINES = ("shacl-rust", "pyshacl")

SKIPPED: dict[tuple[str, str], str] = {
    ("shacl-rust", "sparql/pre-binding/unsupported-sparql-002"): "does not refuse a query with VALUES",
    ("shacl-rust", "sparql/pre-binding/unsupported-sparql-006"): "does not refuse an ASK that binds ?value",
    (
        "shacl-rust",
        "sparql/node/sparql-003",
    ): "gives no value for a node whose query names ?path but no ?value",
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "has no access to the shapes graph ($shapesGraph)",
    ("pyshacl", "sparql/node/prefixes-001"): "does not follow owl:imports of the sh:prefixes node",
    ("pyshacl", "core/property/uniqueLang-002"): 'takes "1"^^xsd:boolean for true',
}
"""(engine, test) → why the engine cannot pass it; printed at the end of a run with -s."""


def files_of(manifest: Path) -> list[Path]:
    """Follow mf:include down to the files with tests."""
    graph = rdflib.Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    found: list[Path] = []
    for part in graph.objects(None, MF.include):
        found += files_of(Path(str(part).removeprefix("file://")))
    if (None, MF.entries, None) in graph:
        found.append(manifest)
    return sorted(found)


def name(file: Path) -> str:
    """Name a test by its place in the suite (`core/node/and-001`)."""
    return str(file.relative_to(SUITE).with_suffix(""))


TESTS = files_of(SUITE / "manifest.ttl") if SUITE.is_dir() else []


def expected(graph: rdflib.Graph, entry: Any) -> Counter[tuple[str, ...]] | None:
    """The results that the suite wants, or None where it wants a failure."""
    wanted = graph.value(entry, MF.result)
    if wanted == SHT.Failure:
        return None
    return Counter(
        key(
            graph.value(result, SH.focusNode),
            graph.value(result, SH.value),
            str(graph.value(result, SH.sourceConstraintComponent)),
        )
        for result in graph.objects(wanted, SH.result)
    )


def key(focus: Any, value: Any, component: str) -> tuple[str, ...]:
    """What is compared of a result; blank nodes are called `_`, for their names differ by engine."""
    return (_called(focus), _called(value), component)


def _called(term: Any) -> str:
    if isinstance(term, rdflib.BNode) or re.fullmatch(
        r"_:.*|n?[0-9a-f]{16,}b?[0-9]*|N[0-9a-f]{32}", str(term)
    ):
        return "_"
    return str(term)


def ntriples(file: Path) -> str:
    """Read a file of the suite."""
    triples = parse(path=str(file), format=RdfFormat.TURTLE, base_iri=file.as_uri())
    plain = [Triple(triple.subject, triple.predicate, triple.object) for triple in triples]
    return (serialize(plain, format=RdfFormat.N_TRIPLES) or b"").decode()


def found(results: list[ValidationResult]) -> Counter[tuple[str, ...]]:
    """The results of an engine, as the suite's are compared."""
    return Counter(key(result.focus, result.value, result.component) for result in results)


@pytest.fixture(autouse=True)
def _lexical_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Literals are compared as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.skipif(not TESTS, reason="../shared/conformance/shacl is not beside the project")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("file", TESTS, ids=name)
def test_w3c_suite(file: Path, engine: str) -> None:
    if (engine, name(file)) in SKIPPED:
        pytest.skip(SKIPPED[engine, name(file)])
    graph = rdflib.Graph().parse(file, format="turtle", publicID=file.as_uri())
    for entry in graph.subjects(RDF.type, SHT.Validate):
        action = graph.value(entry, MF.action)
        parts = [
            ntriples(Path(str(graph.value(action, part)).removeprefix("file://")))
            for part in (SHT.dataGraph, SHT.shapesGraph)
        ]
        wanted = expected(graph, entry)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if wanted is None:
                with pytest.raises(Exception, match=r"."):
                    validate(*parts, engine)
                continue
            got = validate(*parts, engine)
        assert found(got) == wanted


def test_what_is_skipped_is_a_test_and_has_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    if not TESTS:
        pytest.skip("../shared/conformance/shacl is not beside the project")
    names = {name(file) for file in TESTS}
    assert {test for _, test in SKIPPED} <= names
    with capsys.disabled():
        for (engine, test), reason in sorted(SKIPPED.items()):
            print(f"\nSHACL suite: {engine} skips {test}: {reason}", end="")
