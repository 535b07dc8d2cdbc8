"""Kinds: what a record can be, each declared once in a small file that everything else reads."""

from akkuri.kinds.collection import Kinds
from akkuri.kinds.declaration import Kind, Words
from akkuri.kinds.entries import LANGUAGES, ListColumn
from akkuri.kinds.reading import load_kinds, place_of, shared_kinds
from akkuri.kinds.section import Section

__all__ = [
    "LANGUAGES",
    "Kind",
    "Kinds",
    "ListColumn",
    "Section",
    "Words",
    "load_kinds",
    "place_of",
    "shared_kinds",
]
