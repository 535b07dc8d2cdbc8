"""One contract for every store: embedded in memory, embedded on disk, and remote endpoints (real servers)."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from akkuri.errors import OutsideError
from akkuri.store import GRAPHS, SOLUTIONS, Dataset, EmbeddedStore, SparqlQuery, Store, by_name
from akkuri.store.remote import RemoteStore
from oxigraph_server import free_port, oxigraph

EX = "http://example.org/"
DATA = f"""
<{EX}a> <{EX}p> "hei"@fi .
<{EX}a> <{EX}p> "hej"@sv <{EX}g1> .
<{EX}b> <{EX}p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> <{EX}g1> .
<{EX}c> <{EX}p> <{EX}a> <{EX}g2> .
"""
QUADS = {
    (f"{EX}a", '"hei"@fi', None),
    (f"{EX}a", '"hej"@sv', f"{EX}g1"),
    (f"{EX}b", '"2"^^<http://www.w3.org/2001/XMLSchema#integer>', f"{EX}g1"),
    (f"{EX}c", f"<{EX}a>", f"{EX}g2"),
}
KINDS = ("memory", "disk", "oxigraph")


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Each kind of store with the same four quads."""
    file = tmp_path_factory.mktemp("store") / "data.nq"
    file.write_text(DATA)
    if request.param == "memory":
        yield EmbeddedStore.in_memory([file])
    elif request.param == "disk":
        folder = file.parent / "disk"
        EmbeddedStore.create_on_disk(folder, [file])
        yield EmbeddedStore.on_disk(folder)
    else:
        with oxigraph(DATA) as address:
            yield RemoteStore(f"{address}/query", update_url=f"{address}/update")


def answer(
    store: Store, text: str, form: str, dataset: Dataset | None = None, base: str | None = None
) -> str:
    buffer = io.BytesIO()
    store.query(SparqlQuery(text, dataset, base), by_name(form), buffer)
    return buffer.getvalue().decode()


def test_select_rows_are_terms(store: Store) -> None:
    rows = store.select(f"SELECT ?o ?none {{ <{EX}a> ?p ?o }}")
    assert rows == [{"o": Literal("hei", language="fi")}]


def test_the_default_graph_is_not_the_union(store: Store) -> None:
    assert answer(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "csv").split() == ["n", "1"]


def test_named_graphs_are_seen_by_graph(store: Store) -> None:
    assert answer(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "csv").split() == ["n", "3"]


def test_a_request_names_its_default_graph(store: Store) -> None:
    dataset = Dataset(default=(f"{EX}g1", f"{EX}g2"))
    assert answer(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "csv", dataset).split() == ["n", "3"]
    assert answer(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "csv", dataset).split() == [
        "n",
        "0",
    ]


def test_a_request_names_its_named_graphs(store: Store) -> None:
    dataset = Dataset(named=(f"{EX}g1",))
    assert answer(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "csv", dataset).split() == ["n", "0"]
    assert answer(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "csv", dataset).split() == [
        "n",
        "2",
    ]


def test_from_in_the_query_names_the_default_graph(store: Store) -> None:
    assert answer(store, f"SELECT ?s FROM <{EX}g2> {{ ?s ?p ?o }}", "csv").split() == ["s", f"{EX}c"]


def test_relative_iris_are_resolved_against_the_base(store: Store) -> None:
    assert "true" in answer(store, "ASK { <a> <p> ?o }", "csv", base=EX)


@pytest.mark.parametrize("form", [item.name for item in SOLUTIONS])
def test_every_format_of_solutions(store: Store, form: str) -> None:
    text = answer(store, f"SELECT ?o {{ GRAPH <{EX}g1> {{ <{EX}b> ?p ?o }} }}", form)
    assert "2" in text
    assert "true" in answer(store, f"ASK {{ <{EX}a> ?p ?o }}", form)


@pytest.mark.parametrize("form", GRAPHS, ids=lambda item: item.name)
def test_every_format_of_graphs(store: Store, form: object) -> None:
    text = answer(store, f"CONSTRUCT {{ ?s <{EX}q> ?o }} WHERE {{ ?s ?p ?o }}", form.name)  # type: ignore[attr-defined]
    triples = [quad.triple for quad in parse(text, form.engine)]  # type: ignore[attr-defined]
    assert triples == [Triple(NamedNode(f"{EX}a"), NamedNode(f"{EX}q"), Literal("hei", language="fi"))]


def test_describe(store: Store) -> None:
    buffer = io.BytesIO()
    store.describe(f"{EX}a", by_name("ntriples"), buffer)
    assert f'<{EX}a> <{EX}p> "hei"@fi .' in buffer.getvalue().decode()


def test_describe_takes_no_query_text(store: Store) -> None:
    with pytest.raises(ValueError):
        store.describe("x> { ?s ?p ?o } #", by_name("ntriples"), io.BytesIO())


def test_dump_gives_every_quad_once(store: Store) -> None:
    buffer = io.BytesIO()
    store.dump(buffer)
    quads: list[Quad] = list(parse(buffer.getvalue(), RdfFormat.N_QUADS))
    found = [
        (quad.subject.value, str(quad.object), getattr(quad.graph_name, "value", None))  # type: ignore[union-attr]
        for quad in quads
    ]
    assert len(found) == 4
    assert set(found) == QUADS


def test_graphs_and_size(store: Store) -> None:
    assert set(store.graphs()) == {f"{EX}g1", f"{EX}g2"}
    assert len(store) == 4


@pytest.mark.parametrize(("iri", "there"), [(f"{EX}g1", True), (f"{EX}nothing", False), ("no iri", False)])
def test_has_graph(store: Store, iri: str, there: bool) -> None:
    assert store.has_graph(iri) is there


def test_a_syntax_error_is_a_syntax_error(store: Store) -> None:
    with pytest.raises(SyntaxError):
        answer(store, "SELECT WHERE {", "json")


def test_geographic_distance(store: Store) -> None:
    """Espoo to Tampere is about 160 km as the crow flies."""
    if isinstance(store, RemoteStore):
        pytest.skip("a remote store has the functions it has")
    text = """PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
    PREFIX geo: <http://www.opengis.net/ont/geosparql#>
    SELECT (geof:distance("POINT(24.66 60.21)"^^geo:wktLiteral, "POINT(23.76 61.50)"^^geo:wktLiteral,
      <http://www.opengis.net/def/uom/OGC/1.0/metre>) AS ?metres) {}"""
    metres = float(store.select(text)[0]["metres"].value)  # type: ignore[union-attr]
    assert 145_000 < metres < 155_000


@pytest.mark.parametrize("kind", ["memory", "oxigraph"])
def test_update_changes_what_is_asked(kind: str) -> None:
    with contextlib.ExitStack() as stack:
        if kind == "memory":
            fresh: Store = EmbeddedStore.in_memory()
        else:
            address = stack.enter_context(oxigraph())
            fresh = RemoteStore(f"{address}/query", update_url=f"{address}/update")
        fresh.update(f"INSERT DATA {{ <{EX}new> <{EX}p> 1 }}")
        assert "true" in answer(fresh, f"ASK {{ <{EX}new> <{EX}p> 1 }}", "csv")


def test_the_union_holds_every_graph(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    file.write_text(DATA)
    union = EmbeddedStore.in_memory([file], union=True)
    assert answer(union, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "csv").split() == ["n", "4"]


def test_versions_tell_contents_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "1.nq", tmp_path / "2.nq"
    first.write_text(DATA)
    second.write_text(DATA)
    versions = {EmbeddedStore.in_memory([file]).version for file in (first, second)}
    assert len(versions) == 2
    assert RemoteStore("http://127.0.0.1:1/").version is None


def test_a_remote_store_that_is_not_there_is_named() -> None:
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(OutsideError, match=address):
        answer(RemoteStore(address), "ASK {}", "json")


def test_a_disk_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="nowhere"):
        EmbeddedStore.on_disk(tmp_path / "nowhere")
