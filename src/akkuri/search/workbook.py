"""Rows as a workbook: one sheet with the rows, one that says where they are from."""

import io
from collections.abc import Mapping, Sequence

__all__ = ["workbook_of"]


def workbook_of(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], facts: Mapping[str, str]
) -> bytes:
    """Return the bytes of an .xlsx file; no cell is taken for a formula."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise AssertionError("a new workbook has a sheet")
    sheet.title = title[:31]
    about = book.create_sheet("Akkuri")
    for place, lines in ((sheet, [headings, *rows]), (about, [*facts.items()])):
        for number, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                cell = place.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", value))
                cell.data_type = "s"
                if number == 1 and place is sheet:
                    cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
