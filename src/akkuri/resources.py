"""Where the ontology, the data and the queries are: beside the source or inside the wheel."""

from pathlib import Path

from akkuri.errors import UsageError

__all__ = ["data", "ontology", "queries"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """Find one of the three folders: the checkout's top level first, then the wheel's copy."""
    for candidate in (_PACKAGE.parent.parent / name, _PACKAGE / "_bundled" / name):
        if candidate.is_dir():
            return candidate
    raise UsageError(f"The folder {name}/ is neither in the checkout nor in the installed package.")


def ontology() -> Path:
    """Return the folder with akkuri.ttl, vocabularies/ and shapes/."""
    return _folder("ontology")


def data() -> Path:
    """Return the folder with the tables and tables.json."""
    return _folder("data")


def queries() -> Path:
    """Return the folder with the named queries."""
    return _folder("queries")
