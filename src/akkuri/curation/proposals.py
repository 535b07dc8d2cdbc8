"""Changes that readers propose, kept in a folder beside the release: bounded, never served."""

import csv
import json
import os
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from akkuri.checks.submissions.pages import is_address
from akkuri.errors import UsageError
from akkuri.files import whole_file
from akkuri.tables.rows import Tables
from akkuri.tables.schema import Column, TableSchema

__all__ = ["Proposal", "as_correction", "as_corrections", "keep", "lacks", "proposals", "remove"]

MOST: Final = 1000
"""Proposals that a folder holds."""
LONGEST: Final = 4000
"""Characters of a value."""
A_MINUTE: Final = 10
"""Proposals that are kept within a minute, whoever sends them."""
_KEEPING: Final = Lock()
_NAME: Final = re.compile(r"[0-9]{14}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new value for a cell of a record, and the page that says so."""

    record: str
    """The id in the tables."""
    column: str
    value: str
    source: str
    made: str = ""
    """When it was sent (UTC)."""
    name: str = ""
    """What its file is called."""


def lacks(proposal: Proposal) -> str | None:
    """Return what is wrong with a proposal: no `value`, one that is too `long`, no page as `source`."""
    if not proposal.value.strip() or "\x00" in proposal.value:
        return "value"
    if len(proposal.value) > LONGEST:
        return "long"
    source = proposal.source
    rightly = source.isprintable() and is_address(source) and len(source) <= LONGEST
    return None if rightly else "source"


def keep(folder: Path, proposal: Proposal) -> bool:
    """Keep a proposal; False when the folder is full or many came within a minute. Errors as `whole_file`."""
    with _KEEPING:  # what is counted and what is kept must not be parted by another request
        there = [entry for entry in os.scandir(folder) if entry.name.endswith(".json")]
        recent = sum(entry.stat().st_mtime > time.time() - 60 for entry in there)
        if len(there) >= MOST or recent >= A_MINUTE:
            return False
        now = datetime.now(UTC)
        name = f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
        said = {**asdict(proposal), "made": now.isoformat(timespec="seconds"), "name": name}
        with whole_file(folder / f"{name}.json") as file:
            json.dump(said, file, ensure_ascii=True)
    return True


def proposals(folder: Path) -> Iterator[Proposal | UsageError]:
    """Yield the proposals in the order in which they came; of a file that is none, the error about it."""
    if not folder.is_dir():
        raise UsageError.worded("curation.no-proposals", folder=folder)
    for file in sorted(folder.glob("*.json")):
        try:
            said = json.loads(file.read_text(encoding="utf-8"))
            yield Proposal(**{name: str(said[name]) for name in Proposal.__slots__} | {"name": file.stem})
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            yield UsageError.worded("curation.no-proposal", file=file)


def remove(folder: Path, proposal: Proposal) -> None:
    """Remove a proposal that was taken in or refused."""
    if _NAME.fullmatch(proposal.name):
        (folder / f"{proposal.name}.json").unlink(missing_ok=True)


def as_correction(proposal: Proposal, tables: Tables, place: Path) -> Path:
    """Write the row of the record with the proposed cell and its source as a CSV file to take in.

    Raises UsageError when there is no such record or column.
    """
    (file,) = as_corrections([proposal], tables, place)
    return file


def as_corrections(proposals: Sequence[Proposal], tables: Tables, place: Path) -> list[Path]:
    """Write the rows of several records, a file for each table; what is proposed later stands.

    Raises UsageError when there is no such record or column.
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    for proposal in proposals:
        table = tables.schema.by_prefix.get(proposal.record.partition("-")[0])
        rows = found.setdefault(table.name, {}) if table else {}
        cells = rows.get(proposal.record) or _cells(proposal.record, table, tables)
        if table is None or cells is None or proposal.column not in table.header:
            raise UsageError.worded("curation.no-such-cell", record=proposal.record, column=proposal.column)
        rows[proposal.record] = cells | {proposal.column: proposal.value}
        if cited := _citing(table):
            there = cited.values(rows[proposal.record][cited.name])
            rows[proposal.record][cited.name] = ";".join(dict.fromkeys([*there, proposal.source]))
    files = []
    for name, rows in found.items():
        table = tables.schema.by_name[name]
        files.append(place / table.file_name)
        with files[-1].open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, table.header)
            writer.writeheader()
            writer.writerows(rows.values())
    return files


def _cells(record: str, table: TableSchema | None, tables: Tables) -> dict[str, str] | None:
    rows = tables.named(table.name) if table else []
    row = next((row for row in rows if table and row[table.key[0]] == record), None)
    return {name: row[name] for name in table.header} if table and row else None


def _citing(table: TableSchema) -> Column | None:
    return next((column for column in table.columns if column.property == "dct:source"), None)
