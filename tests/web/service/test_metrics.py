"""Numbers for operators: every kind of request by its status, the release, memory and threads."""

import errno
import fcntl
import re
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from prometheus_client import Counter

from akkuri.web.service.going_on import GoingOn
from akkuri.web.service.handover import Handover
from serving import Server

OPERATING = Path(__file__).parents[3] / "OPERATING.md"


def test_every_kind_of_request_is_counted(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("<x:s> <x:p> <x:o> .\n" + "".join(f"<x:s> <x:q> <x:{n}> .\n" for n in range(600)))
    pairs = "SELECT (COUNT(*) AS ?n) { ?a <x:q> ?b . ?c <x:q> ?d }"  # takes longer than is tried at once
    with Server("--workers", "1", "--rdf", data) as server:
        for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=oops", "/nowhere", "/health/live"):
            server.request("GET", path)
        assert "360000" in server.query(pairs).text
        lines = server.request("GET", "/metrics").text.splitlines()
    for kind, status in (("sparql", 400), ("page", 404), ("health", 200)):
        assert f'akkuri_requests_total{{kind="{kind}",status="{status}"}} 1.0' in lines
    assert 'akkuri_requests_total{kind="sparql",status="200"} 2.0' in lines
    assert 'akkuri_queries_total{outcome="ok"} 2.0' in lines
    found = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(found["akkuri_web_memory_bytes"]) > 1e7
    assert float(found["akkuri_web_threads"]) > 1
    assert float(found["akkuri_release_served_seconds"]) >= 0
    assert any(name.startswith("akkuri_release_info{version=") for name in found)
    described = set(re.findall(r"`(akkuri_\w+)`", OPERATING.read_text()))
    assert {
        line.split()[2] for line in lines if line.startswith("# TYPE") and "_created" not in line
    } == described


def test_what_was_read_never_falls_and_nothing_that_was_counted_is_lost() -> None:
    """Two processes one after another, the first killed after it was read; a third counts beside."""
    with TemporaryFile() as file:
        counters = [Counter("x", "X", ["of"], registry=None) for _ in range(4)]
        going_on = [GoingOn([each]) for each in counters]
        first, second, third, last = (Handover(file.fileno(), each) for each in going_on)
        first.take()
        counters[0].labels("a").inc(5)
        first.tell()
        counters[0].labels("a").inc()  # nobody has read this
        second.take()
        counters[1].labels("a").inc(2)
        second.give()
        third.take()
        counters[2].labels("b").inc(3)
        counters[1].labels("a").inc(4)  # cut at its end
        second.end()
        third.tell()
        assert totals(going_on[2]) == {"a": 11, "b": 3}
        last.take()
        assert totals(going_on[3]) == {"a": 11, "b": 3}


def test_without_locks_each_counts_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "lockf", none_left)
    counter = Counter("x", "X", ["of"], registry=None)
    going_on = GoingOn([counter])
    with TemporaryFile() as file:
        alone = Handover(file.fileno(), going_on)
        alone.take()
        counter.labels("a").inc(5)
        alone.tell()
        assert totals(going_on) == {"a": 5}
        alone.give()
        alone.end()


def totals(counted: GoingOn) -> dict[str, float]:
    (metric,) = counted.collect()
    return {sample.labels["of"]: sample.value for sample in metric.samples if sample.name == "x_total"}
