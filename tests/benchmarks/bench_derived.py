"""What deriving once is worth: four questions of the derived graph through HTTP, and of the asserted data.

Run as `PYTHONPATH=tests python -m benchmarks.bench_derived [200k]`. The asserted data are asked of
Oxigraph in memory in this process, without HTTP: the fastest engine whose answers are right. Prints
milliseconds, rows and the ratio, and how long the derivation took. Answers must agree, except for the
bridges: betweenness cannot be said in SPARQL, so the asserted question counts partners across the line
between research and industry.
"""

import io
import json
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from akkuri import resources
from akkuri.analysis.derive.steps import derive_all
from akkuri.namespaces import Names
from benchmarks.bench_endpoint import ask, free_port, median_ms, release_of, server, shape
from benchmarks.generate import write

QUESTIONS: Final = Path(__file__).parent / "derived"
DIFFERENT: Final = {"bridges"}


def ask_asserted(store: Store, query: str) -> bytes:
    """Ask the asserted data in this process, to the complete bytes."""
    out = io.BytesIO()
    store.query(query, use_default_graph_as_union=True).serialize(out, QueryResultsFormat.JSON)  # type: ignore[union-attr]
    return out.getvalue()


def numbers(answer: bytes) -> frozenset[tuple[str, ...]]:
    """The rows without the names of their columns."""
    rows = json.loads(answer)["results"]["bindings"]
    return frozenset(tuple(sorted(v["value"] for v in row.values())) for row in rows)


def main(size: str) -> None:
    """Generate, derive, serve, ask."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        plain, full = root / "plain.nq", root / "graph.nq"
        write(size, plain)
        store = Store()
        store.bulk_load(path=str(plain), format=RdfFormat.N_QUADS)
        asserted = {
            file.name.partition(".")[0]: file.read_text(encoding="utf-8")
            for file in sorted(QUESTIONS.glob("*.asserted.rq"))
        }
        before = {name: ask_asserted(store, query) for name, query in asserted.items()}
        slow = {name: median_ms(partial(ask_asserted, store, q), 3) for name, q in asserted.items()}
        triples = len(store)
        started = time.perf_counter()
        derive_all(store, resources.queries() / "derive", resources.data(), Names(), "2026-11-24")
        seconds = time.perf_counter() - started
        print(f"{triples:,} triples; derivation {seconds:.1f} s; {len(store) - triples:,} derived triples\n")
        store.dump(str(full), RdfFormat.N_QUADS)
        del store
        port = free_port()
        command = ["akkuri", "serve", "--release", str(release_of(full, root / "rel")), "--port", str(port)]
        url = f"http://127.0.0.1:{port}/sparql"
        print("| question | rows | asserted | derived, HTTP | ratio | answers |\n|---|--:|--:|--:|--:|---|")
        with server(command, url, {"AKKURI_CACHE_BYTES": "0"}):
            for name in asserted:
                query = (QUESTIONS / f"{name}.derived.rq").read_text(encoding="utf-8")
                answer = ask(url, query)
                fast = median_ms(partial(ask, url, query), 25)
                same = numbers(answer) == numbers(before[name])
                verdict = "other measure" if name in DIFFERENT else "same" if same else "DIFFERENT"
                rows = len(shape(answer))  # type: ignore[arg-type]
                ratio = f"{slow[name] / fast:.0f}"
                print(f"| {name} | {rows:,} | {slow[name]:,.1f} | {fast:.1f} | {ratio} | {verdict} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "200k")
