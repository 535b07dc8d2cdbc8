"""One release, its triples in memory, on disk or in a store outside: the same pages and the same answers.

The store outside is Oxigraph on every commit, Virtuoso besides with AKKURI_LONG."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from akkuri.ask.named.catalogue import Catalogue
from akkuri.release.layout import DISK
from akkuri.release.opening import Release
from akkuri.resources import questions
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from oxigraph_server import oxigraph
from program import akkuri
from serving import Server
from virtuoso_server import virtuoso

pytestmark = pytest.mark.timeout(1500 if "AKKURI_LONG" in os.environ else 300)  # loading Virtuoso is slow

PAGES = (
    "/",
    "/gaps",
    "/gaps/cells",
    "/gaps/resilience",
    "/network",
    "/network/bridges",
    "/browse",
    "/browse/facility",
    "/browse/organisation",
    "/search?q=battery",
    "/search?q=akkulaboratorio&lang=fi",
    "/map",
    "/data",
    "/ontology",
    "/api/gaps?show=cells",
    "/api/network?show=measures",
    "/api/openapi.json",
    "/sitemap.xml",
)


@pytest.fixture(scope="module")
def outside(national_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Addresses of stores that hold the release."""
    with ExitStack() as held:
        addresses = [held.enter_context(oxigraph("", "--union-default-graph")) + "/query"]
        if "AKKURI_LONG" in os.environ:
            addresses.append(held.enter_context(virtuoso(tmp_path_factory.mktemp("virtuoso"))))
        for address in addresses:
            done = akkuri("load", national_release.folder, address)
            assert done.returncode == 0, done.stderr
        yield addresses


@pytest.fixture(scope="module")
def servers(
    national_release: Release, outside: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Server]]:
    """The release served in each way: memory, which the others are measured by, disk, outside."""
    on_disk = tmp_path_factory.mktemp("disk") / "release"
    shutil.copytree(national_release.folder, on_disk)
    EmbeddedStore.create_on_disk(on_disk / DISK, [on_disk / "graph.nq"])
    with ExitStack() as held:
        places: list[list[str | Path]] = [["--release", national_release.folder], ["--release", on_disk]]
        places += [["--release", national_release.folder, "--store", address] for address in outside]
        # What touches everything takes Virtuoso a dozen seconds the first time, more beside other work.
        limits = {"query_seconds": 120} if "AKKURI_LONG" in os.environ else {}
        yield [held.enter_context(Server(*place, "--workers", "1", **limits)) for place in places]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_the_same(servers: list[Server], path: str) -> None:
    memory, *others = (server.request("GET", path) for server in servers)
    assert memory.status == 200
    for other in others:
        assert other.status == 200
        assert without_port(other.text, servers) == without_port(memory.text, servers)


def without_port(text: str, servers: list[Server]) -> str:
    for server in servers:
        text = text.replace(f"127.0.0.1:{server.port}", "here")
    return text


def test_records_say_the_same(servers: list[Server], national_release: Release) -> None:
    topic = "<http://xmlns.com/foaf/0.1/primaryTopic>"
    asked = f"SELECT DISTINCT ?r {{ ?d {topic} ?r FILTER(CONTAINS(STR(?r), '/id/')) }} ORDER BY ?r"
    found = servers[0].query(asked, accept="text/csv")
    records = found.text.split()[1::200]
    assert len(records) >= 5
    for record in records:
        path = record.replace(str(national_release.manifest["base"]), "/").replace("/id/", "/doc/")
        for ending in (".html", ".nt"):
            answers = [server.request("GET", path + ending) for server in servers]
            assert answers[0].status == 200
            # How to cite a page names the address of its server.
            memory, *others = (
                sorted(answer.text.replace(server.address, "").splitlines())
                for server, answer in zip(servers, answers, strict=True)
            )
            for other in others:
                assert other == memory


def test_every_question_has_the_same_answer(servers: list[Server], national_release: Release) -> None:
    names = national_release.settled(Settings()).names
    paths = [query.path for query in Catalogue.load(questions(national_release.cluster), names)]
    assert len(paths) > 20
    for path in paths:
        memory, *others = (server.request("GET", f"/api/queries/{path}?format=csv") for server in servers)
        for other in others:
            assert other.status == memory.status, path
            if memory.status == 200:
                assert sorted(other.text.splitlines()) == sorted(memory.text.splitlines()), path


def test_health_knows_the_release_and_its_size(servers: list[Server], national_release: Release) -> None:
    for server in servers:
        ready = json.loads(server.request("GET", "/health/ready").body)
        assert ready["version"] == national_release.version
        assert ready["quads"] == national_release.manifest["triples"]


PREFIXES = (
    "PREFIX ak: <https://w3id.org/akkuri/ontology#> PREFIX geo: <http://www.opengis.net/ont/geosparql#> "
)
ALONE = (
    "SELECT ?f (COUNT(?r) AS ?n) { ?f a ak:Facility OPTIONAL { ?f ak:region ?r } } GROUP BY ?f",
    "SELECT ?geometry ?point { ?geometry geo:asWKT ?point }",
    "SELECT ?s ?o { VALUES ?o { true false } ?s ak:ofCluster ?o }",
)
"""What Virtuoso answers otherwise than SPARQL says."""


def test_a_store_without_a_release_answers_as_sparql_says(servers: list[Server], outside: list[str]) -> None:
    for address in outside:
        with Server("--store", address, "--workers", "1") as alone:
            for text in ALONE:
                said, known = (each.query(PREFIXES + text, accept="text/csv") for each in (alone, servers[0]))
                assert known.status == said.status == 200, said.text
                assert len(known.text.splitlines()) > 10, text
                assert sorted(said.text.splitlines()) == sorted(known.text.splitlines()), text
