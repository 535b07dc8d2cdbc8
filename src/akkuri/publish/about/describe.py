"""The release's description of itself: `graph/void`, `graph/release`, and the served documents."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from akkuri.namespaces import Names
from akkuri.publish.about.dataset import About, about
from akkuri.publish.about.dcat import describe_catalog
from akkuri.publish.about.prov import describe_build
from akkuri.publish.about.statements import XSD, Statements
from akkuri.publish.about.statistics import count
from akkuri.publish.about.void import describe_void
from akkuri.publish.edition import Edition
from akkuri.publish.graphs.jsonld_context import CONTEXT_FILE, build_context

__all__ = ["CATALOG_FILE", "VOID_FILE", "about_edition", "describe_release", "documents"]

VOID_FILE: Final = "void.ttl"
CATALOG_FILE: Final = "catalog.ttl"


def describe_release(
    quads: Iterable[Quad],
    metadata: Mapping[str, Any],
    names: Names,
    rows: Mapping[str, int],
    rules: Iterable[str],
) -> list[Quad]:
    """Return VoID, DCAT and PROV of a graph, for the graph itself.

    `metadata` is the JSON of tables.json, `rows` the rows of each table, `rules` the derivation rules.
    The version, which comes from the graph's checksum, stands in the served documents only.
    """
    facts = about(metadata, names)
    found = (
        *describe_void(facts, count(quads, names)),
        *describe_catalog(facts),
        *describe_build(facts, rows, rules),
    )
    return list(dict.fromkeys(found))


def about_edition(edition: Edition) -> About:
    """Return what an edition says about itself, its version included; raises UsageError."""
    return about(edition.metadata, edition.names, edition.version)


def documents(described: Iterable[Quad], edition: Edition) -> dict[str, bytes]:
    """Return the files that are served: VoID and the catalogue as Turtle, and the JSON-LD context.

    `described` is what `describe_release` gave; here the version and the checksum of the graph join it.
    """
    quads = [*described, *_versioned(edition)]
    prefixes = edition.names.prefixes | {"spdx": "http://spdx.org/rdf/terms#"}
    found = {}
    for file, graph in ((VOID_FILE, "void"), (CATALOG_FILE, "release")):
        name = NamedNode(edition.names.graph(graph))
        triples = sorted({quad.triple for quad in quads if quad.graph_name == name}, key=str)
        found[file] = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    context = {"@context": build_context(edition.quads("asserted", edition.names.ak), edition.names)}
    found[CONTEXT_FILE] = json.dumps(context, ensure_ascii=False, indent=1).encode() + b"\n"
    return found


def _versioned(edition: Edition) -> list[Quad]:
    """Return the statements that name this very version."""
    facts = about_edition(edition)
    out = Statements(edition.names, edition.names.graph("release"))
    out.add(facts.dataset, dcat_version=edition.version, dct_bibliographicCitation=facts.citation)
    checksum = edition.facts.get("sha256", {}).get(edition.graph.name)
    if checksum:
        place = f"{facts.catalog}#nquads-checksum"
        out.add(f"{facts.catalog}#nquads", spdx_checksum=NamedNode(place))
        out.add(
            place,
            a=out.iri("spdx:Checksum"),
            spdx_algorithm=out.iri("spdx:checksumAlgorithm_sha256"),
            spdx_checksumValue=Literal(checksum, datatype=NamedNode(f"{XSD}hexBinary")),
        )
        out.add("http://spdx.org/rdf/terms#checksumAlgorithm_sha256", a=out.iri("spdx:ChecksumAlgorithm"))
    return out.quads
