"""Texts of files that people send: whichever encoding and separator their spreadsheet program wrote."""

import re
from typing import Final

__all__ = ["decoded", "separator_of"]

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_OTHER_LETTERS: Final = re.compile(r"[A-Za-z][„”†‡™]+[A-Za-z]|[a-z][ŠŒ]+[a-z]")
"""How å, ä and ö of DOS and of old Macintoshes look in Windows-1252: signs that stand within no word."""
_LOOKED_AT: Final = 1024
"""Bytes by which UTF-16 is known."""
_SEPARATORS: Final = ",;\t"


def decoded(content: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252; None for what is none of these."""
    encodings = ["utf-16"] if content.startswith(_UTF_16) else _without_mark(content)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        wrong = "\x00" in text or (encoding == "cp1252" and _OTHER_LETTERS.search(text))
        return None if wrong else text
    return None


def _without_mark(content: bytes) -> list[str]:
    """Return what a file without the mark of UTF-16 may be: in that every second byte is mostly 0."""
    beginning = content[:_LOOKED_AT]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        empty = beginning[first::2].count(0)
        if empty and empty > len(beginning) * 0.4 and not beginning[1 - first :: 2].count(0):
            return [encoding]
    return ["utf-8-sig", "cp1252"]


def separator_of(text: str) -> str:
    """Return what separates the columns, by the header row; a comma where nothing does."""
    header = text.partition("\n")[0]
    return max(_SEPARATORS, key=header.count)
