"""What pages are made with: templates, static files and texts, which change with the program."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from akkuri import __version__

__all__ = ["digest"]


@cache
def digest() -> str:
    """A digest of what pages are made with, so that a new program version makes new ETags and addresses."""
    found = sha256(__version__.encode())
    for folder in ("templates", "static", "../texts"):
        for item in _walk(files("akkuri.web").joinpath(folder)):
            found.update(item.read_bytes())
    return found.hexdigest()[:12]


def _walk(folder: Traversable) -> list[Traversable]:
    """List the files under a folder in a fixed order, without what Python makes of them at a first start."""
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name != "__pycache__":
            found += _walk(item) if item.is_dir() else [item]
    return found
