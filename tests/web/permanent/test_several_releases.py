"""Several releases side by side: opened on demand, bounded, closed when idle; each failure a sentence."""

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from akkuri.release.pruning import prune
from history import History
from serving import Reply, Server, children

PATHS = (
    "/",
    "/gaps",
    "/api/gaps?show=cells",
    "/api/queries/gaps/open-by-stage",
    "/doc/facility/electrolyser-lab.ttl",
)
COUNT = "SELECT ?name { <https://w3id.org/akkuri/id/facility/electrolyser-lab> skos:prefLabel ?name }"


@pytest.fixture(scope="module")
def server(history: History) -> Iterator[Server]:
    with Server("--release", history.root, workers=2, open_releases=1, open_release_seconds=2) as running:
        yield running


def get(server: Server, path: str) -> Reply:
    return server.request("GET", path, headers={"Accept": "*/*"})


def name(server: Server, path: str) -> str:
    query = "/sparql?query=" + COUNT.replace(" ", "%20").replace("?", "%3F").replace("<", "%3C").replace(
        ">", "%3E"
    )
    found = server.request(
        "GET", path + query.replace("skos:prefLabel", "%3Chttp://www.w3.org/2004/02/skos/core%23prefLabel%3E")
    )
    return str(json.loads(found.body)["results"]["bindings"][0]["name"]["value"])


def test_each_release_answers_for_itself(server: Server, history: History) -> None:
    names = [name(server, f"/release/{each.version}") for each in history.releases]
    assert names == ["Electrolyser laboratory 0"] * 3
    first = get(server, f"/release/{history.releases[0].version}/").text
    assert "2026-09-01" in first
    assert first != get(server, f"/release/{history.releases[1].version}/").text


def test_an_answer_is_the_same_before_and_after_its_release_was_in_use(history: History) -> None:
    """What the release in use answers at its permanent address is what it answers there later on."""
    old = history.releases[1].version
    with Server("--release", history.root, workers=1, public_address="https://example.org/a/") as now:
        later = [get(now, f"/a/release/{old}{path}") for path in PATHS]
    (history.root / "next").symlink_to(old)
    (history.root / "next").replace(history.root / "current")
    try:
        with Server("--release", history.root, workers=1, public_address="https://example.org/a/") as then:
            assert json.loads(get(then, "/health/ready").body)["version"] == old
            before = [get(then, f"/a/release/{old}{path}") for path in PATHS]
    finally:
        (history.root / "next").symlink_to(history.releases[-1].version)
        (history.root / "next").replace(history.root / "current")
    assert [reply.status for reply in before] == [200] * len(PATHS)
    assert [reply.body for reply in before] == [reply.body for reply in later]


def test_no_more_are_open_than_may_be_and_idle_ones_are_closed(history: History) -> None:
    limits = {"workers": 1, "open_releases": 1, "open_release_seconds": 1}
    with Server("--release", history.root, **limits) as server:
        assert get(server, "/health/ready").status == 200
        rest = children(server.process.pid)
        first = f"/release/{history.releases[0].version}/api/gaps?show=cells"
        assert get(server, first).status == 200
        opened = children(server.process.pid) - rest
        assert len(opened) >= 3
        assert (
            get(server, first.replace(history.releases[0].version, history.releases[1].version)).status == 200
        )
        assert len(children(server.process.pid) - rest) <= 2 * len(opened)
        limit = time.monotonic() + 60
        while left := children(server.process.pid) - rest:
            assert time.monotonic() < limit, f"{len(left)} processes are still there"
        assert get(server, f"{first}&lang=fi").status == 200


def test_what_opens_releases_is_started_again_when_it_ends(history: History) -> None:
    with Server("--release", history.root, workers=1) as server:
        path = f"/release/{history.releases[0].version}/doc/facility/electrolyser-lab.ttl"
        assert get(server, "/health/ready").status == 200
        (keeper,) = below(server.process.pid)
        for process in below(keeper):
            if not below(process):  # gunicorn has a child; when it ends, all are started anew
                os.kill(process, signal.SIGKILL)
        limit = time.monotonic() + 20
        while get(server, path).status != 200:
            assert time.monotonic() < limit, "other releases are opened no more"
        code, errors = server.stop()
    assert code == 0
    assert "ended" not in errors


def below(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_many_at_once_get_their_answer_or_a_sentence(server: Server, history: History) -> None:
    asked = [f"/release/{history.releases[n % 2].version}/api/gaps?n={n}" for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda path: get(server, path), asked))
    assert {reply.status for reply in found} <= {200, 400, 503}
    for reply in found:
        assert reply.status != 503 or reply.headers["retry-after"]


def test_a_damaged_release_is_a_sentence(server: Server, history: History) -> None:
    version = "2026-08-01-000000000000"
    copy = history.root / version
    shutil.copytree(history.releases[0].folder, copy)
    (copy / "manifest.json").write_text(
        (copy / "manifest.json").read_text().replace(history.releases[0].version, version)
    )
    try:
        reply = get(server, f"/release/{version}/gaps")
    finally:
        shutil.rmtree(copy)
    assert reply.status == 503
    assert json.loads(reply.body)["detail"].startswith(f"Release {version} is damaged on this server")
    assert str(history.root) not in reply.text


def test_an_unknown_release_is_a_sentence(server: Server) -> None:
    reply = get(server, "/release/2026-01-01-0123456789ab/gaps?lang=fi")
    assert (reply.status, json.loads(reply.body)["title"]) == (404, "Julkaisua ei ole")


def test_a_removed_release_is_gone_and_names_its_tag(server: Server, history: History) -> None:
    oldest = history.releases[0]
    kept = history.root.parent / "kept"
    shutil.copytree(oldest.folder, kept)
    try:
        prune(history.root, 2)
        reply = get(server, f"/release/{oldest.version}/gaps")
        assert reply.status == 410
        assert "data-2026-09-01" in json.loads(reply.body)["detail"]
    finally:
        shutil.move(kept, oldest.folder)
    assert get(server, f"/release/{oldest.version}/gaps").status == 200
