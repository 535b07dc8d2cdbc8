"""Workbooks whose bytes depend on nothing but what is in them: the same answer is the same file."""

import io
import shutil
from collections.abc import Iterable
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["packed", "saved_workbook"]

_Path = str | PathLike[str]
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that the form of archives knows."""


def saved_workbook(book: "Workbook") -> bytes:
    """Return the bytes of an .xlsx file; the library's own way of saving writes the time of day into it."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "Akkuri"  # else the library says that it made it
    # The properties must have a time: without one the library fails.
    book.properties.created = book.properties.modified = datetime(*_NO_TIME)
    out = io.BytesIO()
    ExcelWriter(book, _Timeless(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the bytes of an .xlsx file with these members, by name and content."""
    out = io.BytesIO()
    with _Timeless(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


class _Timeless(ZipFile):
    """An archive whose members tell no time."""

    def writestr(self, name: ZipInfo | str, data: Any, *_compression: int | None) -> None:
        """Add a member from its content."""
        super().writestr(_member(str(name)), data, ZIP_DEFLATED)

    def write(
        self,
        file: "str | PathLike[str]",
        name: "str | PathLike[str] | None" = None,
        *_compression: int | None,
    ) -> None:
        """Add a member from a file."""
        with Path(file).open("rb") as content, self.open(_member(str(name or file)), "w") as out:
            shutil.copyfileobj(content, out)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _NO_TIME)
    member.compress_type = ZIP_DEFLATED
    return member
