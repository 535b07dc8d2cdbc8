"""2,000 names against a ROR snapshot: time and memory from reading the file to the last probability.

    PYTHONPATH=tests python -m benchmarks.bench_link_tables SNAPSHOT [--engine duckdb|spark]

The names are a seeded sample of the snapshot's own records, made worse as tables make them: another of their
names, a slip of the keyboard, the country or the city lacking; so that the right answer is known.
"""

import argparse
import random
import resource
import time
from dataclasses import replace
from pathlib import Path

from akkuri.garbage import uncollected
from akkuri.link.registries import registry
from akkuri.link.registries.base import Entry, Name, follow_successors
from akkuri.link.tables.pairs import candidate_pairs
from akkuri.link.tables.scoring import score
from akkuri.link.text.index import NameIndex

RECORDS = 2_000
SEED = 20261124


def worsened(entry: Entry, chance: random.Random) -> Entry:
    """Return a record as a table might have it."""
    name = chance.choice([item for item in entry.names if item.kind != "acronym"] or list(entry.names)).text
    if chance.random() < 0.3 and len(name) > 6:
        place = chance.randrange(1, len(name) - 2)
        name = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return Entry(
        id=entry.id,
        names=(Name(name),),
        country=entry.country if chance.random() < 0.8 else "",
        city=entry.city if chance.random() < 0.4 else "",
        links=entry.links if chance.random() < 0.3 else (),
        types=entry.types,
    )


def main() -> None:
    """Measure and print one line per step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--engine", default="duckdb")
    options = parser.parse_args()
    chance = random.Random(SEED)
    started, busy = time.perf_counter(), time.process_time()

    def said(what: str) -> None:
        wall, cpu = time.perf_counter() - started, time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{what:12} {wall:6.2f} s wall {cpu:6.2f} s processor {peak:6.0f} MiB", flush=True)

    with uncollected():
        entries = follow_successors(registry("ror").read(options.snapshot))
        said("read")
        index = NameIndex(entries)
        said("index")
        truth = chance.sample([entry for entry in index.entries if entry.status == "active"], RECORDS)
        records = [replace(worsened(entry, chance), id=f"r{row}") for row, entry in enumerate(truth)]
        pairs = candidate_pairs(index, records)
        said("candidates")
        scored = score(records, index.entries, pairs, "ror", options.engine)
        said("scores")
    best = {item.record: item for item in reversed(scored)}
    right = {row for row, item in best.items() if index.entries[item.entry].id == truth[row].id}
    sure = [row for row, item in best.items() if item.probability >= 0.95]
    good = len(right & set(sure)) / max(len(sure), 1)
    print(f"{len(entries)} entries, {RECORDS} records, {len(pairs)} pairs")
    print(f"first right {len(right) / RECORDS:.3f}; {len(sure)} at 0.95 or more, right {good:.4f}")


if __name__ == "__main__":
    main()
