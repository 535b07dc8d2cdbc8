"""Certain repairs, made in the files themselves: each proposal written where the finding is."""

import csv
import io
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from akkuri.checks.report.finding import Finding, Severity
from akkuri.errors import UsageError
from akkuri.files import sync
from akkuri.naming.numbers import NUMBER
from akkuri.system import check_system
from akkuri.tables.decoding import decoded, separator_of
from akkuri.unfinished import note_unfinished

__all__ = ["repair", "repairable"]


def repairable(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose proposal is certain and that stand in a cell."""
    return [f for f in findings if f.proposal is not None and f.cell and f.severity is not Severity.INFO]


def repair(file: Path, findings: Sequence[Finding]) -> list[Finding]:
    """Write the proposals of findings about a workbook or CSV file into it; returns those that were made.

    The file is replaced when its new content is whole. Raises UsageError when it cannot be written.
    """
    wanted = [f for f in repairable(findings) if f.file.partition("!")[0] == file.name]
    if not wanted:
        return []
    content, made = (_workbook if file.suffix.lower() == ".xlsx" else _csv)(file, wanted)
    if made:
        _replace(file, content)
    return made


def repaired(cell: str, findings: Iterable[Finding]) -> str:
    """Return a cell with values replaced by what is proposed for them."""
    for finding in findings:
        proposal = finding.proposal or ""
        if cell.strip() == finding.value.strip():
            cell = proposal
            continue
        values = [value.strip() for value in cell.split(";")]
        cell = ";".join(proposal if value == finding.value.strip() else value for value in values)
    return cell


def _is_number(finding: Finding) -> bool:
    return finding.code.startswith(("cell-number", "cell-whole"))


def _by_cell(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    found: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.file.partition("!")[2], finding.cell or ""].append(finding)
    return found


def _workbook(file: Path, findings: Sequence[Finding]) -> tuple[bytes, list[Finding]]:
    from openpyxl import load_workbook

    book, made = load_workbook(file), []
    for (sheet, address), told in _by_cell(findings).items():
        cell = book[sheet][address]
        before = "" if cell.value is None else str(cell.value)
        after = repaired(before, told)
        if after != before and cell.data_type != "f":
            cell.value = float(after) if NUMBER.fullmatch(after) and _is_number(told[0]) else after or None
            if isinstance(cell.value, str):
                cell.data_type = "s"
            made += told
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), made


def _csv(file: Path, findings: Sequence[Finding]) -> tuple[bytes, list[Finding]]:
    text = decoded(file.read_bytes()) or ""
    separator = separator_of(text)
    lines, made = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)), []
    for (_, address), told in _by_cell(findings).items():
        letters = address.rstrip("0123456789")
        line = lines[int(address[len(letters) :]) - 1]
        place = _place(letters)
        after = repaired(line[place], told)
        if after != line[place]:
            line[place] = after
            made += told
    out = io.StringIO()
    end = "\r\n" if "\r\n" in text else "\n"
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(lines)
    return out.getvalue().encode("utf-8"), made


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _replace(file: Path, content: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}.", suffix=".part")
        part = Path(name)
        note_unfinished(part)
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(content)
                target.flush()
                os.fsync(target.fileno())
            part.chmod(file.stat().st_mode & 0o777)
            part.replace(file)
            sync(file.absolute().parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        check_system(file, error)
        raise UsageError.worded("template.unwritable", file=file, reason=error.strerror) from error
