"""Writing small releases by hand, for the tests that need one that is what its manifest says."""

import json
from pathlib import Path

from akkuri.files import checksum
from akkuri.release.integrity import seal
from akkuri.release.layout import FORMAT, GRAPH, MANIFEST

__all__ = ["write_release"]


def write_release(folder: Path, version: str, graph: str, **facts: object) -> Path:
    """Write a folder with a graph (N-Quads) and its manifest; `facts` are further entries."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GRAPH).write_text(graph, encoding="utf-8")
    manifest = {
        "format": FORMAT,
        "version": version,
        "title": "A graph",
        "triples": graph.count("\n"),
        "sha256": {GRAPH: checksum(folder / GRAPH)},
    }
    (folder / MANIFEST).write_text(json.dumps(seal(manifest | facts)), encoding="utf-8")
    return folder
