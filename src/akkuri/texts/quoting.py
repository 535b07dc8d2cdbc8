"""What somebody wrote, as a sentence repeats it: “abc” in English, ”abc” in Finnish and Swedish."""

import unicodedata
from typing import Final

__all__ = ["LONGEST", "quoted", "visible"]

LONGEST: Final = 200
"""Characters of what somebody wrote that a sentence repeats."""

_SHOWN: Final = {"\n": "↵", "\t": "⇥"}
_PLAIN: Final = frozenset({"Zs", "Mn", "Mc", "Me"})
"""Spaces of any width and accents: they are read though Python calls some of them unprintable."""


def quoted(value: object, lang: str = "en") -> str:
    """Return what somebody wrote between the quotation marks of a language."""
    mark = "“" if lang == "en" else "”"
    return f"{mark}{visible(str(value))}”"


def visible(written: str) -> str:
    """Return it on one line: a line break as ↵, a tab as ⇥, other signs that do not print by their number.

    Of what is longer than a sentence can be, the beginning.
    """
    cut = written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…"
    return cut if cut.isprintable() else "".join(map(_sign, cut.replace("\r\n", "\n")))


def _sign(sign: str) -> str:
    if sign.isprintable() or unicodedata.category(sign) in _PLAIN:
        return sign
    return _SHOWN.get(sign) or f"[U+{ord(sign):04X}]"
