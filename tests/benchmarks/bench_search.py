"""How long a search takes, beside a look through all names with SPARQL in Oxigraph's memory.

Run as `PYTHONPATH=tests python -m benchmarks.bench_search [national|200k|2m]`. A generated graph is served as
a release with the kept files of the search; `national` is the national release. Every search is asked of
`/api/search` with the answers kept ready switched off, once as the first that the server has had of it, and
in turns after that. Prints milliseconds by the clock and of computing in the server's processes, how many
are found, and the time of the scan; then the median and the slowest of all.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pyoxigraph import RdfFormat, Store

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.files import checksum
from akkuri.graph.vocabularies import load_vocabularies
from akkuri.namespaces import Names
from akkuri.naming.resolver import Resolver
from akkuri.release.build import build_release
from akkuri.release.integrity import seal
from akkuri.release.layout import FORMAT
from akkuri.search.content import gather
from akkuri.search.kept import write_content
from akkuri.search.own_words.candidates import candidates, named_groups
from akkuri.search.own_words.kept import NAMES as CALLED
from akkuri.search.own_words.kept import gather_names, write_names
from akkuri.search.values import VALUES, Values
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from benchmarks.bench_endpoint import median_ms
from benchmarks.bench_first_visits import PAST_KEPT, settle, visit
from benchmarks.generate import LABEL, write
from serving import Server, children

ROUNDS: Final = 7
SEARCHES: Final = (
    "energy",
    "laboratory",
    "advanced materials laboratory",
    "nordic power",
    "mobilty works",
    "kokkola",
    "kokkola laboratorio",
    "closed facilities in kokkola",
    "oulu pilotti",
    "300 kW",
    "over 100 kW",
    "-25 °C",
    "yli 100 miljoonan investointi",
    "hydrometallurgy",
    "hydrometallurgia",
    "elektrokemi",
    "materiaalitestaus",
    "open access pilot",
    "qwxzqwxz",
    "where can I test at 300 kW in Finland",
)
"""One word, several, misspelt, places, values with unit, concepts in three languages, nothing, a sentence."""


def release_with_search(size: str, folder: Path) -> Path:
    """Make a release of a generated graph with the vocabularies and the kept files of its search."""
    names, generated = Names(), folder / "generated.nq"
    write(size, generated)
    store = Store()
    store.bulk_load(path=str(generated), format=RdfFormat.N_QUADS)
    store.extend(load_vocabularies(resources.vocabularies(), names).quads)
    release = folder / "release"
    release.mkdir()
    store.dump(str(release / "graph.nq"), format=RdfFormat.N_QUADS)
    select = EmbeddedStore(store, union=True).select
    catalogue = Catalogue.load([resources.queries()], names)
    started = time.perf_counter()
    write_content(gather(select, names, catalogue), catalogue, release)
    groups = named_groups(candidates(catalogue), names.kinds)
    write_names(gather_names(Resolver.over(select, names), groups), release / CALLED)
    Values(select, names).write(release / VALUES)
    print(f"{len(store):,} triples; the search gathered and written in {time.perf_counter() - started:.0f} s")
    files = [file for file in release.rglob("*") if file.is_file()]
    facts = {
        "format": FORMAT,
        "version": "bench",
        "triples": len(store),
        "sha256": {str(file.relative_to(release)): checksum(file) for file in files},
    }
    (release / "manifest.json").write_text(json.dumps(seal(facts)))
    return release


def scan(store: Store, search: str) -> int:
    """Look for the names that contain every word, as somebody without a search would."""
    words = " && ".join(f'CONTAINS(LCASE(STR(?name)), "{word.lower()}")' for word in search.split())
    query = f"SELECT DISTINCT ?thing {{ ?thing {LABEL} ?name FILTER({words}) }}"
    return len(list(store.query(query, use_default_graph_as_union=True)))


def main(size: str) -> None:
    """Serve, search, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if size == "national":
            release = build_release(Settings(), out=folder).folder
        else:
            release = release_with_search(size, folder)
        store = Store()
        store.bulk_load(path=str(release / "graph.nq"), format=RdfFormat.N_QUADS)
        with Server("--release", release) as server:
            settle(server)
            web = max(children(server.process.pid), key=lambda pid: len(os.listdir(f"/proc/{pid}/task")))
            print(f"load {os.getloadavg()[0]:.1f}\n\n| search | found | first | later | computing | scan |")
            print("|---|--:|--:|--:|--:|--:|", flush=True)
            firsts, laters = [], []
            for search in SEARCHES:
                address = f"/api/search?q={quote(search)}"
                first = visit(server, web, address, PAST_KEPT)
                later = [visit(server, web, address, PAST_KEPT) for _ in range(ROUNDS)]
                found = json.loads(server.request("GET", address).body)["total"]
                scanned = median_ms(partial(scan, store, search), 3)
                firsts.append(first.clock)
                laters.append(statistics.median(each.clock for each in later))
                computing = statistics.median(each.web + each.others for each in later)
                times = f"{firsts[-1]:.0f} | {laters[-1]:.1f} | {computing:.1f} | {scanned:.0f}"
                print(f"| {search} | {found:,} | {times} |", flush=True)
            told = [f"{statistics.median(each):.1f} ms, slowest {max(each):.0f}" for each in (firsts, laters)]
            print(f"\nFirst: median {told[0]}; later: {told[1]}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "national")
