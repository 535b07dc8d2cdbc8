"""From the content of a scenario file to its rows: JSON, CSV of any spreadsheet, or a workbook."""

import csv
import io
import json
from typing import Any, Final
from zipfile import BadZipFile

from akkuri.analysis.gaps.scenario_faults import place, wrong
from akkuri.texts import Wording

__all__ = ["Rows", "rows_of"]

Rows = list[tuple[Wording, dict[Any, Any]]]
"""Each row or step with its place; cells of a row beyond its header stand under None."""
_ZIP: Final = b"PK\x03\x04"
"""How a workbook begins."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = ",;\t"


def rows_of(content: bytes | str) -> Rows:
    """Return the rows of a scenario: a list of steps or an object with `changes` in JSON, else a table.

    Raises UsageError for what cannot be read, saying where it breaks off.
    """
    if isinstance(content, bytes) and content.startswith(_ZIP):
        return _workbook_rows(content)
    text = content if isinstance(content, str) else _decoded(content)
    text = text.removeprefix("\ufeff")
    return _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong("encoding") from error


def _json_rows(text: str) -> Rows:
    try:
        document = json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise wrong("broken_json", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise wrong("shape") from error
    steps = document.get("changes") if isinstance(document, dict) else document
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise wrong("shape")
    return [(place("step", number), step) for number, step in enumerate(steps, start=1)]


def _csv_rows(text: str) -> Rows:
    header = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        return [(place("row", number), row) for number, row in enumerate(reader, start=2)]
    except csv.Error as error:
        raise wrong("broken_csv", line=reader.reader.line_num) from error


def _workbook_rows(content: bytes) -> Rows:
    """Return the rows of the first sheet; empty ones are passed over."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        lines = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
    except (BadZipFile, ValueError, KeyError, IndexError, OSError) as error:
        raise wrong("broken_workbook") from error
    header, *rest = [[_cell(cell) for cell in line] for line in lines] or [[]]
    found: Rows = []
    for number, line in enumerate(rest, start=2):
        if any(line):
            row: dict[Any, Any] = {name: cell for name, cell in zip(header, line, strict=False) if name}
            found.append((place("row", number), row))
    return found


def _cell(value: object) -> str:
    """Return a cell as it would stand in a CSV file."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
