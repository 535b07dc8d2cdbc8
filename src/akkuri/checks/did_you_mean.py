"""The known id that is most like a wrong one."""

from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import fuzz, process

__all__ = ["Closest"]

_ENOUGH = 70.0
"""Below this similarity (of 100) a suggestion would rather mislead."""


class Closest:
    """Suggests from a fixed collection of ids; asks once per wrong id."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = sorted(known)
        self._lookup = lru_cache(maxsize=4096)(self._find)

    def to(self, wrong: str) -> str | None:
        """Return the closest known id, or None when nothing is like it."""
        return self._lookup(wrong)

    def _find(self, wrong: str) -> str | None:
        found = process.extractOne(wrong.lower(), self._known, scorer=fuzz.ratio, score_cutoff=_ENOUGH)
        return found[0] if found else None
