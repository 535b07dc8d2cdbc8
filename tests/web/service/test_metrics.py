"""Numbers for operators: every kind of request by its status, the release, memory and threads."""

from pathlib import Path

from serving import Server


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
