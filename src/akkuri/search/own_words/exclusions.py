"""Things that a sentence leaves out: "outside Finland", "muualla kuin Oulussa", "förutom VTT"."""

import re
from collections.abc import Collection, Sequence
from typing import Final

__all__ = ["is_left_out"]

_BEFORE: Final = re.compile(
    r"(?:^| )(?:outside|except|excluding|exclude|excludes|(?:other|others) than|apart from|aside from|but not"
    r"|not (?:in|from)|elsewhere than|besides|in addition to"
    r"|mu\w+ kuin|paitsi|lukuun ottamatta|pois lukien"
    r"|utanfor|utom|forutom|utover|exklusive"
    r"|(?:andra|annat|annan|annanstans|nagon annanstans) an|inte (?:i|fran))"
    r"(?: (?:of|for|in|at|from|the|those|i|pa|fran|vid|av))*$"
)
"""Ends of what stands before such a thing, folded."""
_BEHIND: Final = re.compile(r"(?:ulkopuolel|lisaksi|lukuun ottamatta|pois lukien|excluded|undantagna)")
"""Beginnings of what stands behind one."""


def is_left_out(tokens: Sequence[str], places: Collection[int]) -> bool:
    """Tell whether the folded words around some places say that what is named there is left out."""
    before, behind = " ".join(tokens[: min(places)]), " ".join(tokens[max(places) + 1 :])
    return bool(_BEFORE.search(before) or _BEHIND.match(behind))
