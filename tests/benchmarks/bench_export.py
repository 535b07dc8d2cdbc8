"""How fast dumps of a large graph are written, beside `oxigraph dump` of the same graph, and in what memory.

Run as `PYTHONPATH=tests python -m benchmarks.bench_export 2m FOLDER [FORMAT…]`; FOLDER is made and kept.
Prints one line a format: seconds, triples a second, peak memory in MiB; then the ratio for N-Quads.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from akkuri import resources
from akkuri.files import checksum
from akkuri.publish.edition import TABLES
from akkuri.release.integrity import seal
from akkuri.release.layout import FORMAT
from akkuri.tables.about import load_description
from benchmarks.generate import write

ROUNDS = 2
STREAMED = (
    "nquads",
    "ntriples",
    "trig",
    "turtle",
    "jsonld",
    "rdfxml",
    "geojson",
    "graphml",
    "csv",
    "parquet",
)


def prepare(size: str, folder: Path) -> int:
    """Make a release of a generated graph, and the same graph as a store of Oxigraph; return its triples."""
    release, store = folder / "release", folder / "store"
    release.mkdir(parents=True, exist_ok=True)
    graph = release / "graph.nq"
    if not graph.exists():
        unsorted = folder / "unsorted.nq"
        write(size, unsorted)
        environment = os.environ | {"LC_ALL": "C"}
        subprocess.run(["sort", "-u", "-o", str(graph), str(unsorted)], check=True, env=environment)
        unsorted.unlink()
    (release / TABLES).write_text(json.dumps(load_description(resources.data())), encoding="utf-8")
    with graph.open("rb") as file:
        triples = sum(1 for _ in file)
    manifest = {"version": f"bench-{size}", "issued": "2026-11-24", "base": "https://w3id.org/akkuri/"}
    sums = {name: checksum(release / name) for name in ("graph.nq", TABLES)}
    facts = manifest | {"format": FORMAT, "triples": triples, "sha256": sums}
    (release / "manifest.json").write_text(json.dumps(seal(facts)))
    if not store.exists():
        subprocess.run(["oxigraph", "load", "--location", store, "--file", graph], check=True)
    return triples


def measure(command: list[str], target: Path) -> tuple[float, int]:
    """Return the best of some runs in seconds, and the peak memory of the last in MiB."""
    best, peak = float("inf"), 0
    for _ in range(ROUNDS):
        target.unlink(missing_ok=True)
        started = time.perf_counter()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        best = min(best, time.perf_counter() - started)
        peak = usage.ru_maxrss // 1024
        if status:
            raise SystemExit(f"{' '.join(command)} failed")
    return best, peak


def main(size: str, folder: Path, forms: tuple[str, ...]) -> None:
    """Measure `oxigraph dump` and the exports."""
    triples = prepare(size, folder)
    target = folder / "dump.nq"
    dump = ["oxigraph", "dump", "--location", str(folder / "store"), "--file", str(target)]
    reference, memory = measure(dump, target)
    print(f"oxigraph dump  {reference:7.2f} s  {triples / reference:10,.0f} triples/s  {memory:5} MiB")
    for form in forms:
        target = folder / f"out.{'zip' if form in ('csv', 'parquet') else form}"
        command = ["akkuri", "export", form, "--release", str(folder / "release"), "--out", str(target)]
        seconds, memory = measure(command, target)
        ratio = f"  {reference / seconds:5.2f} × oxigraph" if form == "nquads" else ""
        print(f"{form:13}  {seconds:7.2f} s  {triples / seconds:10,.0f} triples/s  {memory:5} MiB{ratio}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(sys.argv[1], Path(sys.argv[2]), tuple(sys.argv[3:]) or STREAMED)
