"""Reading snapshot files for the adapters: text, tables and JSON, with one sentence for what is wrong."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from akkuri.errors import UsageError

__all__ = ["first", "json_records", "read_text", "rows"]


def read_text(path: Path, expected: str, inside: str = "") -> str:
    """Return the text of a UTF-8 file, or of the file ending with `inside` in a zip.

    Raises UsageError naming the file for what is missing, not UTF-8, empty or a broken zip.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if name.rpartition("/")[2].endswith(inside)]
                if not names:
                    raise UsageError(f"{path}: holds no file {inside}; {expected}.")
                text = archive.read(sorted(names, key=len)[0]).decode("utf-8-sig")
        else:
            text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); {expected}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8; {expected}.") from error
    except zipfile.BadZipFile as error:
        raise UsageError(f"{path}: the zip cannot be read ({error}); {expected}.") from error
    if not text.strip():
        raise UsageError(f"{path}: is empty; {expected}.")
    if text.lstrip()[:1] == "<":
        raise UsageError(f"{path}: holds a web page or XML; {expected}.")
    return text


def rows(
    path: Path, text: str, needed: Sequence[str], expected: str, delimiter: str = "\t"
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by column) of a table with a header.

    Tab-separated tables have no quoting. Raises UsageError for a lacking column and for a cut line.
    """
    reader = csv.reader(
        io.StringIO(text),
        delimiter=delimiter,
        quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL,
    )
    try:
        header = next(reader, [])
        lacking = [name for name in needed if name not in header]
        if lacking:
            raise UsageError(f"{path}: has no column {lacking[0]}; {expected}.")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                found = f"line {reader.line_num} has {len(cells)} cells, expected {len(header)}"
                raise UsageError(f"{path}: {found}; perhaps cut off.")
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise UsageError(f"{path}: line {reader.line_num}: {error}; {expected}.") from error


def json_records(path: Path, text: str, expected: str, under: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return the objects of a JSON list, found directly or under one of some keys.

    Raises UsageError for half a JSON, for another shape and for a member that is no object.
    """
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{path}: not whole JSON, perhaps cut off ({error}); {expected}.") from error
    if isinstance(found, dict):
        found = next((found[key] for key in under if isinstance(found.get(key), list)), [found])
    if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
        raise UsageError(f"{path}: no list of records; {expected}.")
    return found


def first(record: dict[str, Any], *keys: str) -> str:
    """Return the first of some properties that is a non-empty text or number."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""
