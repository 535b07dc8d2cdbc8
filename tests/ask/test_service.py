"""Asking inside the program: terms, bindings, the cache and its key."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from akkuri.ask.service import Ask
from akkuri.errors import Refusal
from akkuri.settings import Settings
from akkuri.store import Dataset, EmbeddedStore, by_name

EX = "http://example.org/"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    file = tmp_path / "data.nq"
    file.write_text(
        f'<{EX}a> <{EX}p> "1" <{EX}g> .\n'
        f'<{EX}b> <{EX}p> "quote\\" }}" <{EX}g> .\n'
        f'<{EX}c> <{EX}p> "3" <{EX}h> .\n'
    )
    return Ask.over(EmbeddedStore.in_memory([file], union=True))


def test_rows_are_dictionaries_of_terms(ask: Ask) -> None:
    assert ask.select(f"SELECT ?o ?nothing {{ <{EX}a> ?p ?o }}") == [{"o": Literal("1")}]


def test_bindings_are_terms_and_never_text(ask: Ask) -> None:
    query = f"SELECT ?s {{ ?s <{EX}p> ?o }}"
    assert ask.select(query, {"o": Literal('quote" }')}) == [{"s": NamedNode(f"{EX}b")}]
    assert ask.select(query, {"o": Literal('x") } # ')}) == []


def test_an_ask_is_a_boolean(ask: Ask) -> None:
    assert ask.ask(f"ASK {{ <{EX}a> ?p ?o }}") is True
    assert ask.ask("ASK { ?s ?p ?o }", {"s": NamedNode(f"{EX}zzz")}) is False


def test_describe(ask: Ask) -> None:
    assert b'"1"' in ask.describe(f"{EX}a", "ntriples")


def test_from_narrows_the_union(ask: Ask) -> None:
    assert len(ask.select("SELECT ?s { ?s ?p ?o }")) == 3
    assert len(ask.select(f"SELECT ?s FROM <{EX}h> {{ ?s ?p ?o }}")) == 1


def test_from_an_unknown_graph_is_refused(ask: Ask) -> None:
    with pytest.raises(Refusal) as caught:
        ask.select("SELECT ?s FROM <http://elsewhere.example/> { ?s ?p ?o }")
    assert caught.value.code == "unknown-graph"


def etag(ask: Ask, text: str, form: str = "json", dataset: Dataset | None = None) -> str | None:
    answer = ask.answer(text, lambda _: by_name(form), dataset or Dataset())
    answer.close()
    return answer.etag


def test_the_same_question_is_answered_from_the_cache(ask: Ask) -> None:
    ask.read("SELECT * { ?s ?p ?o }", "json")
    ask.read("SELECT  *  { ?s ?p ?o } # again", "json")
    assert ask.cache.hits == 1


def test_the_etag_tells_questions_formats_and_datasets_apart(ask: Ask) -> None:
    text = "SELECT * { ?s ?p ?o }"
    tags = {
        etag(ask, text),
        etag(ask, text, "csv"),
        etag(ask, text, dataset=Dataset(default=(f"{EX}g",))),
        etag(ask, text, dataset=Dataset(named=(f"{EX}g",))),
        etag(ask, text, dataset=Dataset(default=(f"{EX}g", f"{EX}h"))),
        etag(ask, "SELECT * { ?s ?p ?oo }"),
    }
    assert len(tags) == 6
    assert etag(ask, text) in tags


def test_a_volatile_answer_has_no_etag_and_is_not_kept(ask: Ask) -> None:
    assert etag(ask, "SELECT (NOW() AS ?t) {}") is None
    assert ask.cache.bytes == 0


def test_a_known_etag_runs_nothing(ask: Ask) -> None:
    answer = ask.answer("SELECT * { ?s ?p ?o }", lambda _: by_name("json"), known=lambda _: True)
    assert answer.unchanged
    assert b"".join(answer.body) == b""


ALLOWED = "PREFIX a: <http://allowed.example/> "


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://other.example/sparql> { ?s ?p ?o } }",
        "ASK { SERVICE ?where { ?s ?p ?o } }",
        "ASK { SERVICE SILENT <http://allowed.example.evil.example/> { ?s ?p ?o } }",
        "ASK { SERVICE <http://allowed.example/> { ?s ?p ?o } SERVICE <http://evil.example/> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <http://evil.example/> { ?s ?p ?o } } }",
        "ASK { SERVICE <http://allowed.example@evil.example/> { ?s ?p ?o } }",
        ALLOWED + "PREFIX service: <x:> ASK { ?s service:x ?o SERVICE a: { ?s ?p ?o } }",
    ],
)
def test_services_pass_only_to_allowed_hosts(text: str) -> None:
    ask = Ask.over(EmbeddedStore.in_memory(), Settings(service_hosts=("allowed.example",)))
    with pytest.raises(Refusal) as caught:
        ask.read(text, "json")
    assert caught.value.code == "service-refused"


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
        "PREFIX a: <http://127.0.0.1:9/> ASK { OPTIONAL { SERVICE SILENT a:sparql { ?s ?p ?o } } }",
    ],
)
def test_an_allowed_service_reaches_the_engine(text: str) -> None:
    ask = Ask.over(EmbeddedStore.in_memory(), Settings(service_hosts=("127.0.0.1",)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(10)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(ask.read, text.replace(":9/", f":{port}/"), "json")
            connection, _ = listener.accept()
            assert connection.recv(4096).startswith(b"POST /sparql ")
            connection.close()
            assert asked.exception(10) is None or isinstance(asked.exception(), Refusal)


def test_another_version_of_the_content_has_other_etags(tmp_path: Path) -> None:
    """Who kept the answer of a release must not be told that it is that of the next."""
    (file := tmp_path / "data.nq").write_text(f'<{EX}a> <{EX}p> "1" <{EX}g> .\n')
    stores = [EmbeddedStore.in_memory([file], union=True, version=version) for version in ("1", "2", "2")]
    first, second, again = (etag(Ask.over(store), "ASK { ?s ?p ?o }") for store in stores)
    assert first != second == again


def test_what_others_answer_is_not_kept() -> None:
    """Another endpoint may answer otherwise the next time, and nothing here would know."""
    ask = Ask.over(EmbeddedStore.in_memory(version="1"), Settings(service_hosts=("127.0.0.1",)))
    text = "ASK { SERVICE SILENT <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    assert etag(ask, text) is None
    assert ask.cache.bytes == 0
