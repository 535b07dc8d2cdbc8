"""Opening a workbook to read its cells, also one that says nonsense about the size of its sheets."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile

__all__ = ["opened"]

_SHEETS: Final = "xl/worksheets/"
_SIZE: Final = re.compile(rb"<(?:\w+:)?dimension\b[^>]*>")
_SENSE: Final = re.compile(rb"""ref=["']\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(:\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?["']""")
_BEGINNING: Final = 1 << 16
"""Bytes in which the size stands: it comes before the first cell (ECMA-376, 18.3.1.99)."""


def opened(source: Path | BinaryIO, data_only: bool = False) -> Any:
    """Return the workbook, read only; raises what openpyxl raises for what is none.

    What it says of the size of a sheet is left out where that is none: the cells tell how large it is.
    """
    from openpyxl import load_workbook  # heavy: only where there is a workbook

    readable = _without_sizes(source) if _says_nonsense(source) else source
    return load_workbook(readable, read_only=True, data_only=data_only)


def _says_nonsense(source: Path | BinaryIO) -> bool:
    with ZipFile(source) as parts:
        for name in parts.namelist():
            if name.startswith(_SHEETS) and not name.endswith("/"):
                with parts.open(name) as stream:
                    size = _SIZE.search(stream.read(_BEGINNING))
                if size and not _SENSE.search(size[0]):
                    return True
    return False


def _without_sizes(source: Path | BinaryIO) -> BinaryIO:
    copy = BytesIO()
    with ZipFile(source) as parts, ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as kept:
        for part in parts.infolist():
            with parts.open(part) as stream, kept.open(part.filename, "w", force_zip64=True) as target:
                piece = stream.read(_BEGINNING)
                if part.filename.startswith(_SHEETS):
                    piece = _SIZE.sub(b"", piece, count=1)
                while piece:
                    target.write(piece)
                    piece = stream.read(_BEGINNING)
    return copy
