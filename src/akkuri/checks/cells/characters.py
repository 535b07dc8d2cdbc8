"""Checks of the letters in a cell: wrong encoding, invisible characters, markup, too many of them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from akkuri.checks.report.finding import Finding, Severity, table_finding

__all__ = ["check_characters", "is_formula"]

LONGEST: Final = 32_767
"""Characters that a cell of a spreadsheet can hold (Excel specifications and limits)."""

_MARKUP: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|&(?:[A-Za-z]{2,8}|#[0-9]+);")
_INVISIBLE: Final = frozenset("\u00ad\u200b\u2028\u2029\u2060\ufeff\ufffd")
_ERRORS: Final = frozenset({"#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!"})
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]{2,}")


def check_characters(file: str, row: int, column: str, cell: str) -> Iterator[Finding]:
    """Yield what is wrong with the characters of a cell, whatever it means.

    Formulas, and control characters, which no XML format can carry, are violations; the rest are warnings.
    """
    place = (file, row, column, cell)
    if len(cell) > LONGEST:
        yield table_finding("cell-long", *place, found=len(cell), most=LONGEST)
        return
    if is_formula(cell):
        yield table_finding("cell-error" if cell in _ERRORS else "cell-formula", *place)
        return
    if cell.isascii() and cell.isprintable() and "<" not in cell and "&" not in cell:
        return
    for sign in cell:
        control = unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t"
        if control or sign in _INVISIBLE:
            severity = Severity.VIOLATION if control else Severity.WARNING
            shown, number = cell.replace(sign, "\ufffd"), f"U+{ord(sign):04X}"
            yield table_finding("cell-invisible", *place, severity, shown=shown, sign=number)
            return
    if any(_is_misread(match[0]) for match in _FOREIGN.finditer(cell)):
        yield table_finding("cell-misread", *place, Severity.WARNING)
    if found := _MARKUP.search(cell):
        yield table_finding("cell-markup", *place, Severity.WARNING, found=found[0])


def is_formula(cell: str) -> bool:
    """Tell whether a cell holds a formula of a spreadsheet, or the error of one, instead of a value."""
    return cell in _ERRORS or (cell.startswith("=") and len(cell) > 1)


def _is_misread(letters: str) -> bool:
    """Tell whether letters are UTF-8 that somebody read as Windows-1252 (`Ã¶` for `ö`)."""
    try:
        return len(letters.encode("cp1252").decode("utf-8")) < len(letters)
    except UnicodeError:
        return False
