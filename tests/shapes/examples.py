"""The passing world and its failing variants: a shape's example changes the world in one place."""

import tomllib
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from akkuri.graph.ontology import load_ontology
from akkuri.namespaces import Names

HERE = Path(__file__).parent
WORLD = (HERE / "world.ttl").read_text(encoding="utf-8")
PREFIXES = "".join(line + "\n" for line in WORLD.splitlines() if line.startswith("@prefix"))
FAILING: dict[str, list[str]] = tomllib.loads((HERE / "failing.toml").read_text(encoding="utf-8"))

SUBCLASSES = [
    Quad(quad.subject, quad.predicate, quad.object)
    for quad in load_ontology(Names())
    if quad.predicate.value.endswith("#subClassOf")
]
"""Shapes about records target their common class; a check has the ontology beside the data as well."""


def world(changes: list[str] = ()) -> list[Quad]:
    """Return the world after changes: `- s p` takes values out, `+ s p o` adds, `= s p o` does both."""
    store = Store()
    store.extend(_quads(WORLD))
    store.extend(SUBCLASSES)
    for change in changes:
        kind, _, rest = change.partition(" ")
        if kind in "-=":
            first = rest.split(" ")
            probe = _quads(f"{PREFIXES} {first[0]} {first[1]} 0 .")[0]
            for quad in list(store.quads_for_pattern(probe.subject, probe.predicate, None)):
                store.remove(quad)
        if kind in "+=":
            store.extend(_quads(f"{PREFIXES} {rest} ."))
    return sorted(store, key=str)


def _quads(turtle: str) -> list[Quad]:
    return [
        Quad(triple.subject, triple.predicate, triple.object)
        for triple in parse(turtle, format=RdfFormat.TURTLE)
    ]
