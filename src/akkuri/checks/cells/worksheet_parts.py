"""What the parts of a workbook say that readers of its cells do not tell: merged cells, formulas."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import ZipFile

__all__ = ["has_formulas", "merged_areas"]

_AREA: Final = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="\$?[A-Z]{1,3}\$?([0-9]{1,7}):[^"]{2,12}"')
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_REF: Final = re.compile(rb'ref="([^"]+)"')
_CHUNK: Final = 1 << 20
_LONGEST: Final = 200
"""Bytes that the element of one merged area may have."""


def merged_areas(file: Path, part: str) -> Iterator[tuple[int, str]]:
    """Yield the first row and the area (`B2:B3`) of merged cells in a part of a workbook."""
    if not part:
        return
    with ZipFile(file) as parts, parts.open(part) as stream:
        kept = b""
        while chunk := stream.read(_CHUNK):
            text = kept + chunk
            end = 0
            for found in _AREA.finditer(text):
                end = found.end()
                if area := _REF.search(found[0]):
                    yield int(found[1]), area[1].decode("ascii", "replace")
            kept = text[max(end, len(text) - _LONGEST) :]


def has_formulas(file: Path) -> bool:
    """Tell whether a worksheet of a workbook may have a formula."""
    with ZipFile(file) as parts:
        for name in parts.namelist():
            if not name.startswith("xl/worksheets/") and "sheet" not in name:
                continue
            with parts.open(name) as stream:
                kept = b""
                while chunk := stream.read(_CHUNK):
                    if _FORMULA.search(kept + chunk):
                        return True
                    kept = chunk[-8:]
    return False
