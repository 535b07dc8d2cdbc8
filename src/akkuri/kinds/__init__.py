"""Kinds: what a record can be, each declared once in a small file that everything else reads."""

from akkuri.kinds.collection import Kinds
from akkuri.kinds.declaration import LANGUAGES, Kind, ListColumn, Words
from akkuri.kinds.reading import FOLDER, KINDS_FILE, kinds_of_release, load_kinds, shared_kinds, written

__all__ = [
    "FOLDER",
    "KINDS_FILE",
    "LANGUAGES",
    "Kind",
    "Kinds",
    "ListColumn",
    "Words",
    "kinds_of_release",
    "load_kinds",
    "shared_kinds",
    "written",
]
