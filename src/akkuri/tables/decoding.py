"""Texts of files that people send: whichever encoding and separator their spreadsheet program wrote."""

from typing import Final

__all__ = ["decoded", "separator_of"]

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = ",;\t"


def decoded(content: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252; None for what is no text."""
    encodings = ["utf-16"] if content.startswith(_UTF_16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def separator_of(text: str) -> str:
    """Return what separates the columns, by the header row; a comma where nothing does."""
    header = text.partition("\n")[0]
    return max(_SEPARATORS, key=header.count)
