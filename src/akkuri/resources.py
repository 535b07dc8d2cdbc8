"""Where ontology, questions, clusters and bundles are: beside the source, in the wheel, in a release.

A cluster is a folder. What every cluster shares stands in `ontology/` and `queries/`; a cluster's
`vocabularies/`, `ontology/`, `shapes/`, `queries/`, `weights/` and `kinds/` add to it, and a file of the
same name takes its place.
"""

from pathlib import Path
from typing import Final

from akkuri.errors import UsageError

__all__ = [
    "CLUSTER",
    "bundle",
    "data",
    "examples",
    "keep_cluster",
    "kinds",
    "ontology",
    "queries",
    "questions",
    "shapes",
    "tables",
    "terms",
    "vocabularies",
    "weights",
]

CLUSTER: Final = "cluster"
"""The folder in a release with the files of its cluster: what serving needs, and its tables."""

_KEPT: Final = ("kinds", "links", "ontology", "queries", "shapes", "vocabularies", "weights")
_PACKAGE: Final = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """Find one of the three folders: the checkout's top level first, then the wheel's copy."""
    for candidate in (_PACKAGE.parent.parent / name, _PACKAGE / "_bundled" / name):
        if candidate.is_dir():
            return candidate
    raise UsageError.worded("files.not-installed", name=name)


def bundle(name: str) -> Path | None:
    """Return a file that pages take from npm; None where the installation was made without them."""
    for folder in (_PACKAGE.parent / "npm" / "dist", _PACKAGE / "_bundled" / "npm"):
        if (folder / name).is_file():
            return folder / name
    return None


def _own(cluster: Path | None) -> Path:
    return cluster or data()


def ontology() -> Path:
    """Return the folder with akkuri.ttl, and the vocabularies/, shapes/ and weights/ of every cluster."""
    return _folder("ontology")


def data() -> Path:
    """Return the folder of the cluster that comes with the program."""
    return _folder("data")


def queries() -> Path:
    """Return the folder with the questions that every cluster asks, and the rules."""
    return _folder("queries")


def terms(cluster: Path | None = None) -> list[Path]:
    """Return the files with the terms and alignments of the ontology (see `data` for None)."""
    return [*sorted(ontology().glob("*.ttl")), *sorted((_own(cluster) / "ontology").glob("*.ttl"))]


def shapes(cluster: Path | None = None) -> tuple[Path, Path]:
    """Return the folders of shapes, the general one first (see `data` for None)."""
    return ontology() / "shapes", _own(cluster) / "shapes"


def tables() -> Path:
    """Return the description of the tables that every cluster has."""
    return ontology() / "tables.json"


def examples() -> Path:
    """Return the folder with what a new cluster begins with: rows of each table, vocabularies."""
    return ontology() / "examples"


def vocabularies(cluster: Path | None = None) -> tuple[Path, Path]:
    """Return the folders of concept schemes, the general one first (see `data` for None)."""
    return ontology() / "vocabularies", _own(cluster) / "vocabularies"


def questions(cluster: Path | None = None) -> tuple[Path, Path]:
    """Return the folders of named questions, the general one first (see `data` for None)."""
    return queries(), _own(cluster) / "queries"


def weights(cluster: Path | None = None) -> tuple[Path, Path]:
    """Return the folders of the analyses' weights, the general one first (see `data` for None)."""
    return ontology() / "weights", _own(cluster) / "weights"


def kinds(cluster: Path | None = None) -> tuple[Path, Path]:
    """Return the folders with the declared kinds of record, the general one first (see `data` for None)."""
    return ontology() / "kinds", _own(cluster) / "kinds"


def keep_cluster(cluster: Path, release: Path) -> None:
    """Copy into a release what its cluster brings beside the tables, to serve it and to build it anew.

    The folder `CLUSTER` is made even for a cluster that brings nothing of its own.
    """
    kept = release / CLUSTER
    kept.mkdir()
    for name in _KEPT:
        for file in sorted((cluster / name).rglob("*")):
            if file.is_file() and file.suffix in (".rq", ".yaml", ".csv", ".tsv", ".ttl"):
                place = kept / file.relative_to(cluster)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read_bytes())
