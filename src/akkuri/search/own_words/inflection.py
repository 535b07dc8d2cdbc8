"""The cases of Finnish names, which stems do not bring together: Lappeenranta and Lappeenrannasta."""

import re
from typing import Final

from akkuri.search.words import words

__all__ = ["forms"]

_ENDINGS: Final = (
    *("n", "ssa", "sta", "lla", "lta", "lle", "ksi", "na", "ta", "a", "an", "en", "in", "on", "un", "yn"),
    *("ssä", "stä", "llä", "ltä", "nä", "tä", "ä", "än", "ön", "seen", "hin", "han", "hon", "hun", "s"),
)
_WEAK: Final = (
    ("nt", "nn"),
    ("nk", "ng"),
    ("mp", "mm"),
    ("lt", "ll"),
    ("rt", "rr"),
    ("kk", "k"),
    ("pp", "p"),
    ("tt", "t"),
    ("t", "d"),
    ("p", "v"),
    ("k", ""),
)
_NEW: Final = "uusi"
_BOTH: Final = ("n", "ssa", "sta", "lla", "lta", "lle")
"""Endings that an adjective before a name has too: Uudellamaalla."""
_LAST: Final = re.compile(r"(.*?)([bcdfghjklmnpqrstvwxz]+)([aeiouyåäö]+)$")


def forms(name: str) -> set[str]:
    """Return the folded forms of a name of one word in the cases of Finnish, and the Swedish genitive.

    All begin with the letter that the name begins with.
    """
    found: set[str] = set()
    plain = " ".join(words(name))
    for base in _bases(plain):
        found |= {base + " ".join(words(ending)) for ending in _ENDINGS}
    if plain.startswith(_NEW) and len(rest := plain.removeprefix(_NEW)) > 1:
        also = _bases(rest)
        found |= {f"uude{ending}{base}{ending}" for ending in _BOTH for base in also}
    return found - {plain}


def _bases(name: str) -> set[str]:
    bases = {name}
    match = _LAST.fullmatch(name)
    if match is None:
        return bases | {f"{name}i"}
    start, consonants, vowels = match.groups()
    grades = {consonants}
    for strong, weak in _WEAK:
        if start and consonants.endswith(strong):
            grades.add(consonants.removesuffix(strong) + weak)
            break
    for grade in grades:
        bases.add(f"{start}{grade}{vowels}")
        if vowels == "i":
            bases.add(f"{start}{grade}e")
        if vowels == "e":
            bases.add(f"{start}{grade}ee")
    if name.endswith("nen"):
        bases.add(f"{name.removesuffix('nen')}se")
    return bases
