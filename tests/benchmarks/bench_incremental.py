"""What checking one changed record costs: the national graph, and generated ones of the same shape.

Run as `PYTHONPATH=tests python -m benchmarks.bench_incremental [2m]` for seconds of processor time, or with
`edits 1000` for the findings after random edits of the national graph, which must be those of the whole
check: compared after every twenty, with `edits 100 1` after each, with `edits 1000 1 FOLDER` of another
cluster.
`reference` tells the seconds of pySHACL, for a tenth of the records of the national graph and for all.
"""

import random
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.checks.run import shapes_of, union
from akkuri.checks.shacl.engines import validate
from akkuri.checks.shacl.incremental import ShapeChecker
from akkuri.graph.mapping import map_tables
from akkuri.namespaces import Names
from benchmarks.generate import write as generate
from checks.shacl.test_incremental import Edited

RECORDS = 60
FRESH = 50
"""Edits after which the cluster is opened anew."""


def edits(count: int, every: int = 20, folder: Path | None = None) -> int:
    """Compare the findings after so many random edits of a cluster; return the differences."""
    edited, wrong = Edited(folder or resources.data(), 1000), 0
    for number in range(1, count + 1):
        if number % FRESH == 0:  # what removes records would leave nothing to find of a small cluster
            edited = Edited(folder or resources.data(), 1000 + number)
        edited.edit()
        if number % every == 0 or number == count:
            wrong += len(edited.found ^ set(edited.everything()))
            if number % 20 == 0 or wrong:
                print(f"{number} edits, {len(edited.found)} findings, {wrong} differences", flush=True)
    return wrong


def reference(quads: list[Quad], others: list[Quad], shapes: str) -> None:
    """Print the seconds of processor time of pySHACL for a tenth of the records, and for all."""
    names = sorted({quad.graph_name.value for quad in quads})
    tenth = set(random.Random(1).sample(names, len(names) // 10))
    for name, part in (
        ("a tenth of the records", [quad for quad in quads if quad.graph_name.value in tenth]),
        ("all records", quads),
    ):
        started = time.process_time()
        found = validate(union([*part, *others]), shapes, "pyshacl")
        seconds = time.process_time() - started
        print(f"pySHACL, {name}: {len(part):,} statements, {len(found)} results, {seconds:.0f} s", flush=True)


def measure(name: str, quads: list[Quad], records: dict[str, list[Triple]], shapes: str, seed: int) -> float:
    """Print and return the median seconds of processor time of a change of one record."""
    started = time.process_time()
    checker = ShapeChecker((quad.triple for quad in quads), shapes)
    opened = time.process_time() - started
    chosen, seconds = random.Random(seed), []
    values = defaultdict(list)
    for triples in records.values():
        for triple in triples:
            values[triple.predicate].append(triple.object)
    for triples in records.values():
        place = chosen.randrange(len(triples))
        new = list(triples)
        subject, predicate = new[place].subject, new[place].predicate
        new[place] = Triple(subject, predicate, chosen.choice(values[predicate]))
        started = time.process_time()
        checker.edit(triples, new)
        seconds.append(time.process_time() - started)
    seconds.sort()
    started = time.process_time()
    validate(union(quads), shapes)
    whole = time.process_time() - started
    median = seconds[len(seconds) // 2]
    print(
        f"{name}: {len(quads):,} statements, opened in {opened:.1f} s; one record {median:.3f} s (median), "
        f"{seconds[-1]:.3f} s (slowest of {len(seconds)}); everything {whole:.1f} s",
        flush=True,
    )
    return median


def records_of(quads: list[Quad], seed: int) -> dict[str, list[Triple]]:
    """Choose some records and return their statements."""
    names = sorted(
        {quad.graph_name.value for quad in quads if "/doc/" in getattr(quad.graph_name, "value", "")}
    )
    chosen = set(random.Random(seed).sample(names, RECORDS))
    found: dict[str, list[Triple]] = {name: [] for name in sorted(chosen)}
    for quad in quads:
        if getattr(quad.graph_name, "value", "") in chosen:
            found[quad.graph_name.value].append(quad.triple)
    return found


def main(arguments: list[str]) -> int:
    """Run what is asked for; 1 where findings differ or the cost grows with the graph."""
    if arguments[:1] == ["edits"]:
        count, every, *folder = [*arguments[1:], "20"] if len(arguments) == 2 else arguments[1:]
        return 1 if edits(int(count), int(every), *map(Path, folder)) else 0
    cluster = open_cluster(resources.data(), Names())
    mapped = map_tables(cluster.read(), cluster.vocabularies, cluster.names)
    shapes = shapes_of(cluster.names, cluster.folder).ntriples
    others = [*cluster.vocabularies.quads, *cluster.ontology]
    if arguments[:1] == ["reference"]:
        reference(mapped.quads, others, shapes)
        return 0
    quads = [*mapped.quads, *others]
    small = measure("national", quads, records_of(quads, 1), shapes, 1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nq"
        generate(arguments[0] if arguments else "2m", file)
        large = [*parse(path=str(file), format=RdfFormat.N_QUADS), *cluster.ontology]
    grown = measure("generated", large, records_of(large, 1), shapes, 1)
    print(f"ratio {grown / small:.2f}")
    return 0 if grown < 1.5 * small else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
