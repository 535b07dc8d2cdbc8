"""From the content of a scenario file to its rows: JSON, CSV of any spreadsheet, or a workbook."""

import csv
import io
import json
from typing import Any, Final

from akkuri.analysis.gaps.scenarios.faults import place, wrong
from akkuri.tables.first_sheet import WORKBOOK, first_sheet
from akkuri.texts import Wording

__all__ = ["Rows", "rows_of"]

Rows = list[tuple[Wording, dict[Any, Any]]]
"""Each row or step with its place; cells of a row beyond its header stand under None."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = ",;\t"


def rows_of(content: bytes | str) -> Rows:
    """Return the rows of a scenario: a list of steps or an object with `changes` in JSON, else a table.

    Raises UsageError for what cannot be read, saying where it breaks off.
    """
    if isinstance(content, bytes) and content.startswith(WORKBOOK):
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
    try:
        lines = first_sheet(content)
    except ValueError as error:
        raise wrong("broken_workbook") from error
    header, *rest = lines or [[]]
    found: Rows = []
    for number, line in enumerate(rest, start=2):
        if any(line):
            row: dict[Any, Any] = {name: cell for name, cell in zip(header, line, strict=False) if name}
            found.append((place("row", number), row))
    return found
