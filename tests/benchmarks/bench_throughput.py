"""Answers a second at 1, 8 and 64 connections, and memory at rest: Akkuri, `oxigraph serve`, rdflib-endpoint.

Run as `PYTHONPATH=tests python -m benchmarks.bench_throughput [seconds]` on a quiet machine that has wrk and
nginx, which stands before Akkuri with the lines of OPERATING.md for some of the rows.
Prints a Markdown table: one tiny question repeated, tiny questions that are all new, and pages, over the
national graph; refused requests (503) do not count. rdflib-endpoint is what one would install instead; it is
fetched into an environment of its own.
"""

import os
import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import RdfFormat, parse, serialize

from akkuri.release.build import build_release
from akkuri.settings import Settings
from benchmarks.bench_endpoint import free_port, server
from nginx_server import Nginx

CONNECTIONS = (1, 8, 64)
RECORD = "facility/aalto-hydrometallurgy"
TINY = f"SELECT ?p ?o WHERE {{ <https://w3id.org/akkuri/id/{RECORD}> ?p ?o }} LIMIT "
PAGES = {"start page": "/", "gap matrix": "/gaps", "record": f"/doc/{RECORD}"}
DOCUMENT = {"record as Turtle": f"/doc/{RECORD}.ttl", "named question": "/api/queries/gaps/single-operator"}
CHEAPEST = quote("ASK {}")
NEW = """local n = 10 + math.random(1000000) * 1000
request = function() n = n + 1; return wrk.format("GET", "%s" .. n) end"""
PEER = ("rdflib-endpoint[cli]>=0.6", "uvicorn")
Row = tuple[str, list[float]]


def rate(url: str, connections: int, seconds: float, script: Path | None = None) -> float:
    """Return the answers with status 2xx or 3xx a second."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-H", "Accept-Encoding: gzip"]
    command += ["-H", "Accept: application/sparql-results+json, text/html;q=0.9"]
    command += ["-s", str(script)] if script else []
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    told = {key.strip(): value for key, _, value in (line.partition(":") for line in said.splitlines())}
    refused = float(told.get("Non-2xx or 3xx responses", 0))
    return float(told["Requests/sec"]) - refused / seconds


def rates(url: str, seconds: float, script: Path | None = None) -> list[float]:
    """Return the answers a second at each number of connections, after one answer to warm up."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()
    return [rate(url, connections, seconds, script) for connections in CONNECTIONS]


def memory(port: int) -> float:
    """Return the MiB of whoever listens on a port, with all processes below it, shared pages counted once."""
    said = subprocess.run(["ss", "-ltnpH", f"sport = :{port}"], capture_output=True, text=True, check=True)
    listening = {int(part.split(",")[0]) for part in said.stdout.split("pid=")[1:]}
    total = 0
    for pid in set().union(*map(family, listening)):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(rollup.split("Pss:")[1].split()[0])
    return total / 1024


def family(pid: int) -> set[int]:
    """Return a process and all below it."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= family(child)
    return found


def peer(folder: Path) -> Path:
    """Install rdflib-endpoint and return its program."""
    venv.create(folder, with_pip=True)
    install = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *PEER]
    subprocess.run(list(map(str, install)), check=True)
    return folder / "bin" / "rdflib-endpoint"


def measured(name: str, port: int, path: str, seconds: float, folder: Path) -> Iterator[Row]:
    """Give the rows of one endpoint."""
    address = f"http://127.0.0.1:{port}"
    question = f"{path}?query={quote(TINY)}"
    script = folder / f"{port}.lua"
    script.write_text(NEW % question)
    held = memory(port)
    yield f"{name}: tiny question, repeated", rates(f"{address}{question}9", seconds)
    if name != "Akkuri":
        yield f"{name}: cheapest question, repeated", rates(f"{address}{path}?query={CHEAPEST}", seconds)
    yield f"{name}: tiny questions, all new", rates(f"{address}{question}9", seconds, script)
    if name == "Akkuri":
        for page, where in PAGES.items():
            yield f"{name}: {page}", rates(f"{address}{where}", seconds)
        outer = free_port()
        (folder / "nginx").mkdir()
        nginx = Nginx(folder / "nginx", port, outer, "/")
        for page, where in (PAGES | DOCUMENT).items():
            yield f"{name} behind nginx: {page}", rates(f"http://127.0.0.1:{outer}{where}", seconds)
        nginx.stop()
    yield f"{name}: MiB at rest", [held]


def main(seconds: float) -> None:
    """Measure the three in one run and print the table."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release = build_release(Settings(), out=folder / "release")
        triples = folder / "graph.nt"
        quads = parse(path=release.graph_path, format=RdfFormat.N_QUADS)
        serialize((quad.triple for quad in quads), str(triples), RdfFormat.N_TRIPLES)
        rows: list[Row] = []
        akkuri, oxigraph, rdflib = (free_port() for _ in range(3))
        with ExitStack() as held:
            command = [sys.executable, "-m", "akkuri", "serve", "--release", str(release.folder)]
            held.enter_context(
                server([*command, "--port", str(akkuri)], f"http://127.0.0.1:{akkuri}/sparql", {})
            )
            rows += measured("Akkuri", akkuri, "/sparql", seconds, folder)
        with ExitStack() as held:
            program = str(Path(sys.executable).parent / "oxigraph")
            address = f"http://127.0.0.1:{oxigraph}"
            command = [program, "serve", "--union-default-graph", "--bind", f"127.0.0.1:{oxigraph}"]
            held.enter_context(server(command, f"{address}/query"))
            body = release.graph_path.read_bytes()
            head = {"Content-Type": "application/n-quads"}
            urllib.request.urlopen(urllib.request.Request(f"{address}/store", body, head)).close()
            rows += measured("oxigraph serve", oxigraph, "/query", seconds, folder)
        with ExitStack() as held:
            command = [str(peer(folder / "peer")), "serve", "--port", str(rdflib), str(triples)]
            held.enter_context(server(command, f"http://127.0.0.1:{rdflib}/"))
            rows += measured("rdflib-endpoint", rdflib, "/", seconds, folder)
    after = os.getloadavg()[0]
    loads = f"load {load:.1f} before, {after:.1f} with it"
    print(f"{date.today()}, {os.cpu_count()} cores, {seconds:g} s each, {loads}\n")
    print("| answers a second | 1 connection | 8 | 64 |\n|---|--:|--:|--:|")
    for what, figures in rows:
        cells = [f"{figure:,.0f}" for figure in figures] + [""] * (len(CONNECTIONS) - len(figures))
        print(f"| {what} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 4)
