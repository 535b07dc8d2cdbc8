"""Kinds: what a record can be, each declared once in a small file that everything else reads."""

from akkuri.kinds.collection import Kinds
from akkuri.kinds.declaration import LANGUAGES, Kind, ListColumn, Words
from akkuri.kinds.reading import load_kinds, shared_kinds

__all__ = ["LANGUAGES", "Kind", "Kinds", "ListColumn", "Words", "load_kinds", "shared_kinds"]
