"""Workbooks of plain tables: rows are written as XML in one piece, all around them is the library's."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final
from zipfile import ZipFile

from akkuri.tables.saved_workbook import packed, saved_workbook

__all__ = ["PLAIN", "PlainBook", "PlainSheet", "Style"]

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET: Final = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_NUMBERED: Final = re.compile(r' name="([0-9]+)"')
_BOOK: Final = "xl/workbook.xml"
_DAY: Final = datetime(2000, 1, 1)
_BEFORE: Final = datetime(1899, 12, 30)
"""Days are counted from here, right from March 1900."""
_DAY_FORMAT: Final = "yyyy-mm-dd"
_FRAMES: Final = 256
"""Frames remembered: workbooks have few numbers of sheets and few orders of styles."""
_WRITTEN_APART: Final = {ord("\r"): "&#13;"}
_IN_ATTRIBUTES: Final = {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell looks like."""

    bold: bool = False
    day: bool = False
    quoted: bool = False
    """A text that begins as a formula does, and is none."""


PLAIN: Final = Style()


@dataclass(slots=True)
class PlainSheet:
    """One sheet that is being written; `frozen` keeps its first row in sight."""

    title: str
    widths: Sequence[int]
    frozen: bool
    styles: dict[Style, int]
    """The styles of the workbook so far, in the order in which they are met."""
    rows: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Cells that lead somewhere, and where."""

    def append(self, cells: Iterable[tuple[Any, Style]]) -> None:
        """Write a row of texts, numbers, truth values, days or None, each in its style."""
        number = len(self.rows) + 1
        written = "".join(
            self._cell(f"{_letters(place)}{number}", value, style)
            for place, (value, style) in enumerate(cells, 1)
            if value is not None or style is not PLAIN
        )
        self.rows.append(f'<row r="{number}">{written}</row>')

    def lead(self, place: int, address: str) -> None:
        """Let a cell of the last row lead to an address."""
        self.links.append((f"{_letters(place)}{len(self.rows)}", address))

    def _cell(self, name: str, value: Any, style: Style) -> str:
        styled = "" if style is PLAIN else f' s="{self.styles.setdefault(style, len(self.styles))}"'
        if isinstance(value, str):
            space = ' xml:space="preserve"' if value != value.strip() else ""
            return f'<c r="{name}"{styled} t="inlineStr"><is><t{space}>{_text(value)}</t></is></c>'
        kind = "b" if isinstance(value, bool) else "n"
        inside = "" if value is None else f"<v>{_number(value)}</v>"
        return f'<c r="{name}"{styled} t="{kind}">{inside}</c>'

    def written(self, frame: str) -> bytes:
        """Return the sheet within the XML of an empty one."""
        start, _, end = frame.partition("<sheetData>")
        end = end.partition("</sheetData>")[2]
        cols = "".join(
            f'<col width="{width}" customWidth="1" min="{place}" max="{place}"/>'
            for place, width in enumerate(self.widths, 1)
        )
        links = "".join(
            f'<hyperlink xmlns:r="{_OFFICE}" ref="{name}" r:id="rId{number}"/>'
            for number, (name, _) in enumerate(self.links, 1)
        )
        whole = (
            f"{start}{f'<cols>{cols}</cols>' if cols else ''}<sheetData>{''.join(self.rows)}</sheetData>"
            f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}{end}"
        )
        return whole.encode("ascii", "xmlcharrefreplace")

    def relations(self) -> bytes:
        """Return where the cells that lead somewhere lead to."""
        found = "".join(
            f'<Relationship Type="{_OFFICE}/hyperlink" Target="{_attribute(address)}" '
            f'TargetMode="External" Id="rId{number}"/>'
            for number, (_, address) in enumerate(self.links, 1)
        )
        return f'<Relationships xmlns="{_PACKAGE}">{found}</Relationships>'.encode()


class PlainBook:
    """A workbook whose sheets are filled row by row."""

    def __init__(self) -> None:
        self._sheets: list[PlainSheet] = []
        self._styles = {PLAIN: 0}

    def sheet(self, title: str, widths: Iterable[int], *, frozen: bool = False) -> PlainSheet:
        """Add a sheet, by its title and the widths of its columns."""
        self._sheets.append(PlainSheet(title, tuple(widths), frozen, self._styles))
        return self._sheets[-1]

    def saved(self) -> bytes:
        """Return the bytes of the .xlsx file."""
        return packed(self._members())

    def _members(self) -> Iterator[tuple[str, bytes]]:
        frame = _frame(tuple(sheet.frozen for sheet in self._sheets), tuple(self._styles))
        for name, content in frame:
            if name == _BOOK:
                yield name, _NUMBERED.sub(self._titled, content.decode()).encode()
            elif place := _SHEET.fullmatch(name):
                sheet = self._sheets[int(place[1]) - 1]
                yield name, sheet.written(content.decode())
                if sheet.links:
                    yield f"xl/worksheets/_rels/sheet{place[1]}.xml.rels", sheet.relations()
            else:
                yield name, content

    def _titled(self, found: re.Match[str]) -> str:
        return f' name="{_attribute(self._sheets[int(found[1]) - 1].title)}"'


@lru_cache(_FRAMES)
def _frame(frozen: Sequence[bool], styles: Sequence[Style]) -> list[tuple[str, bytes]]:
    """Return the members of a workbook of empty sheets titled 1, 2, … with these styles in this order."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for place, freezes in enumerate(frozen, 1):
        sheet = book.create_sheet(str(place))
        if freezes:
            sheet.freeze_panes = "A2"
        if place > 1:
            continue
        for style in styles[1:]:
            cell = WriteOnlyCell(sheet, _DAY if style.day else "")
            if style.day:
                cell.number_format = _DAY_FORMAT
            cell.quotePrefix = style.quoted
            if style.bold:
                cell.font = Font(bold=True)
            sheet.append([cell])
    with ZipFile(io.BytesIO(saved_workbook(book))) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


@cache
def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def _number(value: Any) -> str:
    from openpyxl.compat import safe_string

    return str(safe_string((value - _BEFORE).days if isinstance(value, datetime) else value))


def _text(value: str) -> str:
    written = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return written.translate(_WRITTEN_APART) if "\r" in written else written


def _attribute(value: str) -> str:
    return _text(value).translate(_IN_ATTRIBUTES)
