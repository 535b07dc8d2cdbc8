"""Reading snapshot files for the adapters: text, tables and JSON, with one sentence for what is wrong."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from akkuri.errors import UsageError
from akkuri.texts import Wording

__all__ = [
    "broken",
    "cut_line",
    "first",
    "json_records",
    "no_identifier",
    "placed",
    "read_text",
    "rows",
    "said",
]


def said(key: str, /, **params: object) -> Wording:
    """Return a text about snapshots, whose language is not known yet."""
    return Wording(f"registries.{key}", params)


def broken(path: Path, expected: Wording, reason: str, /, **params: object) -> UsageError:
    """Make the error about a snapshot: what was found, which is the name of a text, and what was expected."""
    return UsageError.worded("registries.broken", path=path, reason=said(reason, **params), expected=expected)


def cut_line(path: Path, line: int, cells: int, columns: int) -> UsageError:
    """Make the error about a line with another number of cells than its head."""
    return UsageError.worded("registries.cut-line", path=path, line=line, cells=cells, columns=columns)


def placed(path: Path, place: Wording | str, error: UsageError) -> UsageError:
    """Return the same error with the place in the snapshot that it is about."""
    return UsageError.worded("registries.at", path=path, place=place, reason=error.said)


def no_identifier(registry: str, written: str) -> UsageError:
    """Make the error about what can be no identifier of a registry."""
    return UsageError.worded(f"registries.id-{registry}", written=written)


def read_text(path: Path, expected: Wording, inside: str = "") -> str:
    """Return the text of a UTF-8 file, or of the file ending with `inside` in a zip.

    Raises UsageError naming the file for what is missing, not UTF-8, empty or a broken zip.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if name.rpartition("/")[2].endswith(inside)]
                if not names:
                    raise broken(path, expected, "no-file", name=inside)
                text = archive.read(sorted(names, key=len)[0]).decode("utf-8-sig")
        else:
            text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise broken(path, expected, "unreadable", reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise broken(path, expected, "byte", byte=error.start) from error
    except zipfile.BadZipFile as error:
        raise broken(path, expected, "zip", reason=error) from error
    if not text.strip():
        raise broken(path, expected, "empty")
    if text.lstrip()[:1] == "<":
        raise broken(path, expected, "page")
    return text


def rows(
    path: Path, text: str, needed: Sequence[str], expected: Wording, delimiter: str = "\t"
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
            raise broken(path, expected, "no-column", name=lacking[0])
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise cut_line(path, reader.line_num, len(cells), len(header))
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise broken(path, expected, "line-broken", line=reader.line_num, reason=error) from error


def json_records(path: Path, text: str, expected: Wording, under: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return the objects of a JSON list, found directly or under one of some keys.

    Raises UsageError for half a JSON, for another shape and for a member that is no object.
    """
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        raise broken(path, expected, "json", reason=error) from error
    if isinstance(found, dict):
        found = next((found[key] for key in under if isinstance(found.get(key), list)), [found])
    if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
        raise broken(path, expected, "no-records")
    return found


def first(record: dict[str, Any], *keys: str) -> str:
    """Return the first of some properties that is a non-empty text or number."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""
