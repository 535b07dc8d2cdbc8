"""Akkuri's endpoint beside `oxigraph serve` (memory, disk) and rdflib: same data, same questions, one run.

Akkuri stands twice in it: as installed, with mimalloc, and with the C library's allocator (`oxigraph serve`
brings an allocator of its own).

Run as `PYTHONPATH=tests python -m benchmarks.bench_endpoint [200k]`. Prints a Markdown table of medians in
milliseconds from the query string to the whole JSON answer, checks that the answers agree, and gives
the geometric means of the ratios over the questions that take Oxigraph in memory more than 5 ms.
"""

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from socket import socket

from rdflib import Dataset

from akkuri.files import checksum
from akkuri.release.integrity import seal
from akkuri.release.layout import FORMAT
from benchmarks.generate import write

QUESTIONS = Path(__file__).parent / "questions"
ROUNDS = 9
PLAIN = {"LD_PRELOAD": ""}
TINY = "SELECT ?p ?o WHERE { <https://w3id.org/akkuri/id/facility/n11> ?p ?o }"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(url: str, query: str) -> bytes:
    """Send a query by POST and return the whole answer."""
    accept = "application/n-triples" if "DESCRIBE" in query else "application/sparql-results+json"
    request = urllib.request.Request(
        url, query.encode(), {"Content-Type": "application/sparql-query", "Accept": accept}
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return bytes(answer.read())


@contextmanager
def server(command: list[str], url: str, env: dict[str, str] | None = None) -> Iterator[str]:
    """Run a server until the block ends; waits until it answers."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | (env or {})
    )
    try:
        while process.poll() is None:
            try:
                ask(url, "ASK {}")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait()


def release_of(graph: Path, folder: Path) -> Path:
    """Make a release folder around a graph, with the least a manifest says."""
    folder.mkdir()
    (folder / "graph.nq").hardlink_to(graph)
    with graph.open("rb") as file:
        triples = sum(1 for _ in file)
    facts = {
        "format": FORMAT,
        "version": "bench",
        "triples": triples,
        "sha256": {"graph.nq": checksum(graph)},
    }
    (folder / "manifest.json").write_text(json.dumps(seal(facts)))
    return folder


def ask_rdflib(graph: Dataset, query: str) -> bytes | None:
    """Ask rdflib in this process, to the complete bytes."""
    return graph.query(query).serialize(format="nt" if "DESCRIBE" in query else "json")


def shape(answer: bytes) -> object:
    """Reduce an answer to what must agree: the set of rows, or of triples."""
    if not answer.startswith(b"{"):
        return frozenset(answer.splitlines())
    document = json.loads(answer)
    if "boolean" in document:
        return document["boolean"]
    rows = document["results"]["bindings"]
    return frozenset(tuple(sorted((k, v["value"]) for k, v in row.items())) for row in rows)


def median_ms(run: Callable[[], object], rounds: int) -> float:
    """Return the median time of a call in milliseconds, after one warm-up."""
    run()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main(size: str) -> None:
    """Run everything and print the table."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder)
        graph = root / "graph.nq"
        write(size, graph)
        disk = root / "disk"
        subprocess.run(
            ["oxigraph", "load", "-l", str(disk), "-f", str(graph)], check=True, capture_output=True
        )
        ports = [free_port() for _ in range(4)]
        release = str(release_of(graph, root / "rel"))
        akkuri, plain = (
            stack.enter_context(
                server(
                    ["akkuri", "serve", "--release", release, "--port", str(port)],
                    f"http://127.0.0.1:{port}/sparql",
                    {"AKKURI_CACHE_BYTES": "0", **more},
                )
            )
            for port, more in ((ports[0], {}), (ports[3], PLAIN))
        )
        union = ["--union-default-graph", "--bind"]
        memory = f"http://127.0.0.1:{ports[1]}"
        stack.enter_context(server(["oxigraph", "serve", *union, memory[7:]], f"{memory}/query"))
        load = urllib.request.Request(
            f"{memory}/store", graph.read_bytes(), {"Content-Type": "application/n-quads"}
        )
        urllib.request.urlopen(load).close()
        on_disk = f"http://127.0.0.1:{ports[2]}/query"
        stack.enter_context(
            server(["oxigraph", "serve-read-only", "-l", str(disk), *union, on_disk[7:-6]], on_disk)
        )
        reference = None
        if size in ("20k", "200k"):
            reference = Dataset(default_union=True)
            reference.parse(graph, format="nquads")
        compare((akkuri, plain, f"{memory}/query", on_disk), reference)


def compare(urls: tuple[str, str, str, str], reference: Dataset | None) -> None:
    """Ask every question of every engine and print the table."""
    print("| question | rows | Akkuri | Akkuri, glibc | oxigraph memory | oxigraph disk | rdflib | answers |")
    print("|---|--:|--:|--:|--:|--:|--:|---|")
    ratios: list[tuple[float, float, float, float | None]] = []
    for file in sorted(QUESTIONS.glob("*.rq")):
        query = file.read_text(encoding="utf-8")
        answers = [shape(ask(url, query)) for url in urls]
        limited = file.stem == "q13_many_rows"  # any 100,000 rows are a right answer
        agree = limited or all(answer == answers[0] for answer in answers)
        times = [math.inf] * 4
        for _ in range(3):  # engines in turn, so that a slow moment of the machine hits all
            for position, url in enumerate(urls):
                times[position] = min(times[position], median_ms(partial(ask, url, query), ROUNDS // 3))
        slow = None if reference is None else median_ms(partial(ask_rdflib, reference, query), 1)
        count = len(answers[0]) if isinstance(answers[0], frozenset) else 1
        slow_text = f"{slow:,.0f}" if slow is not None else "–"
        cells = [file.stem[4:].replace("_", " "), f"{count:,}", *(f"{ms:.1f}" for ms in times), slow_text]
        print("|", " | ".join([*cells, "same" if agree else "DIFFERENT"]), "|", flush=True)
        own, plain, memory, disk = times
        if memory > 5:
            ratios.append((own / memory, plain / memory, own / disk, slow / own if slow else None))
    print(f"\nOver {len(ratios)} questions above 5 ms in Oxigraph's memory, geometric means:")
    print(f"Akkuri / Oxigraph in memory {geometric([row[0] for row in ratios]):.2f}")
    print(f"Akkuri with glibc's allocator / Oxigraph in memory {geometric([row[1] for row in ratios]):.2f}")
    print(f"Akkuri / Oxigraph on disk {geometric([row[2] for row in ratios]):.2f}")
    if reference is not None:
        print(f"rdflib / Akkuri {geometric([row[3] for row in ratios if row[3]]):.0f}")
    names = ("Akkuri", "Akkuri with glibc's allocator", "Oxigraph in memory")
    tiny = [
        f"{name} {median_ms(partial(ask, url, TINY), 200):.2f} ms"
        for name, url in zip(names, urls, strict=False)
    ]
    print("Tiny question:", ", ".join(tiny))


def geometric(values: list[float]) -> float:
    """Return the geometric mean."""
    return math.exp(statistics.fmean(math.log(value) for value in values))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "200k")
