"""The manifest of a release: counts, checksums and versions."""

from collections import Counter
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from akkuri import __version__
from akkuri.checks.report.finding import Severity
from akkuri.files import checksum
from akkuri.namespaces import Names
from akkuri.release.assembly import Graph
from akkuri.release.layout import FORMAT, GRAPH, LOG, MANIFEST
from akkuri.release.origin import code_digest, engine
from akkuri.settings import Settings

__all__ = ["describe"]


def describe(graph: Graph, folder: Path, settings: Settings, commit: str | None) -> dict[str, Any]:
    """Return the manifest of a release whose other files are written in `folder`.

    Nothing in it depends on when or where it was built; `commit` is that of its tables.
    """
    checksums = {
        str(file.relative_to(folder)): checksum(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in (MANIFEST, LOG)
    }
    issued = graph.tables.schema.issued
    return {
        "format": FORMAT,
        "title": graph.tables.schema.title,
        "version": f"{issued}-{checksums[GRAPH][:12]}",
        "issued": issued,
        "data_version": graph.tables.schema.version,
        "akkuri_version": __version__,
        "code": code_digest(),
        "engine": engine(),
        "commit": commit,
        "base": settings.base,
        "triples": len(graph.store),
        "triples_by_part": _parts(graph.store, settings),
        "rows": {table.name: len(graph.tables.named(table.name)) for table in graph.tables.schema},
        "records": dict(sorted(graph.mapped.records.items())),
        "standing": _standing(graph.store, settings.names),
        "derived": {result.rule: result.triples for result in graph.derived.rules},
        "findings": {
            severity.key: sum(finding.severity is severity for finding in graph.findings)
            for severity in Severity
        },
        "sha256": checksums,
    }


def _standing(store: Store, names: Names) -> dict[str, int]:
    """Count the records of each kind that were neither withdrawn nor taken over, as pages list them."""
    gone = {
        quad.subject
        for name in ("dct:isReplacedBy", "ak:withdrawn")
        for quad in store.quads_for_pattern(None, NamedNode(names.expand(name)), None)
    }
    is_a, found = NamedNode(names.expand("rdf:type")), {}
    for kind in names.kinds:
        of_kind = store.quads_for_pattern(None, is_a, NamedNode(names.expand(kind.cls)))
        found[kind.name] = len({quad.subject for quad in of_kind} - gone)
    return found


def _parts(store: Store, settings: Settings) -> dict[str, int]:
    """Count the triples of the records, the vocabularies, the derivations and so on."""
    counts: Counter[str] = Counter()
    documents, others = settings.names.doc("", "").removesuffix("/"), settings.names.graph("")
    for quad in store:
        graph = getattr(quad.graph_name, "value", "")
        if graph.startswith(documents):
            counts["records"] += 1
        else:
            counts[graph.removeprefix(others).partition("/")[0]] += 1
    return dict(sorted(counts.items()))
