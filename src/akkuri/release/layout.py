"""What a release on disk consists of."""

from typing import Final

__all__ = ["CHANGES", "CURRENT", "DISK", "FORMAT", "GRAPH", "LOG", "MANIFEST", "REMOVED", "REPORT"]

CURRENT: Final = "current"
"""The link in a folder of releases that points at the one in use."""
CHANGES: Final = ".changes"
"""Folder beside the releases with a log of what was put in use, and what each release says of its records."""
GRAPH: Final = "graph.nq"
MANIFEST: Final = "manifest.json"
REMOVED: Final = "removed.json"
"""File in a folder of releases that says which were removed, and where their tables are."""
REPORT: Final = "validation.ttl"
LOG: Final = "build.json"
"""How long each step of the build took: the one file that differs between two builds of the same input."""
DISK: Final = "store"
"""Folder in a release that holds its graph as a store on disk."""
FORMAT: Final = 1
"""What the manifest says of this arrangement; a release with a higher number is for a newer Akkuri."""
