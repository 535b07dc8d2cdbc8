"""The release's description of itself: `graph/void`, `graph/release`, and the served documents."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from akkuri.graph.jsonld_context import CONTEXT_FILE, build_context
from akkuri.namespaces import PREFIXES, Names
from akkuri.publish.about.dataset import About, about
from akkuri.publish.about.dcat import describe_catalog, describe_file
from akkuri.publish.about.prov import describe_build
from akkuri.publish.about.statements import EXTRA_PREFIXES, Statements
from akkuri.publish.about.statistics import Statistics
from akkuri.publish.about.void import describe_void
from akkuri.publish.edition import Edition
from akkuri.publish.formats import find_format, held_by

__all__ = ["CATALOG_FILE", "VOID_FILE", "about_edition", "describe_release", "documents", "with_files"]

VOID_FILE: Final = "void.ttl"
CATALOG_FILE: Final = "catalog.ttl"
_KNOWN: Final = frozenset(
    PREFIXES["dct"] + name
    for name in ("title", "description", "creator", "publisher", "license", "issued", "modified")
)
"""What each document says of the data set, whatever graph it stands in."""


def describe_release(
    quads: Iterable[Quad],
    metadata: Mapping[str, Any],
    names: Names,
    rows: Mapping[str, int],
    rules: Iterable[str],
    states: Callable[[str], bool] = lambda _property: True,
) -> list[Quad]:
    """Return VoID, DCAT and PROV of a graph, for the graph itself.

    `quads`, which are read twice, are the graph without its description; the counts are those of both.
    `metadata` is the JSON of tables.json, `rows` the rows of each table, `rules` the derivation rules;
    `states` says whether the graph has a property, so that no empty file is offered.
    The version, which comes from the graph's checksum, stands in the served documents only.
    """
    facts = about(metadata, names)
    found = list(
        dict.fromkeys((*describe_catalog(facts, held_by(names, states)), *describe_build(facts, rows, rules)))
    )
    return [*found, *_void(facts, quads, found)]


def _void(facts: About, quads: Iterable[Quad], described: list[Quad]) -> list[Quad]:
    """Return the statistics of a graph that itself holds them: counted again until nothing changes."""
    stats = Statistics(facts.names)
    found = list(dict.fromkeys(describe_void(facts, stats)))
    for part in (quads, described, found):
        stats.learn(part)
    for part in (quads, described):
        stats.add(part)
    while True:
        counted = list(dict.fromkeys(describe_void(facts, stats.with_more(found))))
        if counted == found:
            return found
        found = counted


def about_edition(edition: Edition) -> About:
    """Return what an edition says about itself, its version included; raises UsageError."""
    return about(edition.metadata, edition.names, edition.version)


def documents(described: Iterable[Quad], edition: Edition) -> dict[str, bytes]:
    """Return the files that are served: VoID and the catalogue as Turtle, and the JSON-LD context.

    `described` is what `describe_release` gave; here the version and the checksum of the graph join it.
    """
    quads = [*described, *_versioned(edition)]
    prefixes = edition.names.prefixes | EXTRA_PREFIXES
    found = {}
    dataset = NamedNode(about_edition(edition).dataset)
    known = {quad.triple for quad in quads if quad.subject == dataset and quad.predicate.value in _KNOWN}
    for file, graph in ((VOID_FILE, "void"), (CATALOG_FILE, "release")):
        name = NamedNode(edition.names.graph(graph))
        triples = sorted(known | {quad.triple for quad in quads if quad.graph_name == name}, key=str)
        found[file] = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    context = {"@context": build_context(edition.quads("asserted", edition.names.ak), edition.names)}
    found[CONTEXT_FILE] = json.dumps(context, ensure_ascii=False, indent=1).encode() + b"\n"
    return found


def with_files(catalogue: bytes, edition: Edition, files: Mapping[str, tuple[int, str]]) -> bytes:
    """Return a catalogue (Turtle) with the size and SHA-256 of the files that were made: format → both."""
    facts, triples = about_edition(edition), {quad.triple for quad in parse(catalogue, RdfFormat.TURTLE)}
    for name, (size, checksum) in files.items():
        triples.update(quad.triple for quad in describe_file(facts, find_format(name), size, checksum))
    prefixes = edition.names.prefixes | EXTRA_PREFIXES
    return serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def _versioned(edition: Edition) -> list[Quad]:
    """Return the statements that name this very version."""
    facts = about_edition(edition)
    out = Statements(edition.names, edition.names.graph("release"))
    out.add(facts.dataset, dcat_version=edition.version, dct_bibliographicCitation=facts.citation)
    checksum = edition.facts.get("sha256", {}).get(edition.graph.name)
    if checksum:
        out.quads += describe_file(facts, find_format("nquads"), edition.graph.stat().st_size, checksum)
    return out.quads
