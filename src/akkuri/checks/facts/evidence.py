"""What rows say against their sources: newest dates, ids made from addresses, addresses of persons."""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.naming.dates import is_date
from akkuri.tables.rows import Row, Tables

__all__ = ["check_evidence", "source_id"]

_NOTES: Final = (
    "note",
    "curation_note",
    "access_note",
    "match_note",
    "text_value",
    "description",
    "how_to_apply",
)
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE: Final = re.compile(
    r"(?<![\w.+-])\+\d{1,3}[ -]?(?:\(0\)[ -]?)?\d{1,4}(?:[ -]?\d{2,4}){2,4}(?![\w-])"
)
_NATIONAL: Final = re.compile(
    r"(?<![\w.,:/+-])(?:\(0[1-9]\d{0,2}\)|0[1-9]\d{0,3})(?:[ -]?\d{2,8}){1,4}(?![\w-]|[.,:/]\d)"
)
"""A number as it is dialled within a country: 040 123 4567, (09) 123 456, 08-123 45 67."""
_SHARED: Final = frozenset(
    {
        "access",
        "admin",
        "asiakaspalvelu",
        "booking",
        "contact",
        "customer",
        "desk",
        "enquiries",
        "facility",
        "feedback",
        "help",
        "info",
        "infra",
        "infrastructure",
        "kirjaamo",
        "lab",
        "laboratory",
        "mail",
        "myynti",
        "office",
        "palaute",
        "post",
        "press",
        "registry",
        "research",
        "sales",
        "science",
        "secretariat",
        "service",
        "services",
        "support",
        "team",
        "test",
        "testing",
        "toimisto",
        "tutkimus",
        "user",
        "users",
    }
)
"""Words in the addresses of offices and services."""
_DIGITS: Final = range(8, 13)
_NO_NUMBER: Final = re.compile(r"\d{4}-\d{4}|\d{2}[ -]\d{2}[ -]\d{4}")
"""Hours (0800-1600), ISSN and dates, which look alike."""


def source_id(address: str) -> str:
    """Return the id of a source: `src-` and eight characters of the SHA-1 of its address."""
    return "src-" + hashlib.sha1(address.encode("utf-8"), usedforsecurity=False).hexdigest()[:8]


def check_evidence(tables: Tables, looked: Tables) -> Iterator[Finding]:
    """Yield newest dates without a source, ids that do not fit, and how persons are reached.

    The rows of `looked` are asked, the sources are those of `tables`.
    """
    sources = {row["id"]: row["date"].strip() for row in tables.named("sources")}
    for table in looked:
        notes = [column.name for column in table.schema.columns if column.name in _NOTES]
        dated = any(column.name == "source_date" for column in table.schema.columns)
        for row in table.rows:
            if dated:
                yield from _newest(row, sources)
            yield from _persons(row, notes)
            yield from _mailbox(row)
            if table.schema.name == "sources":
                yield from _source(row)
            elif table.schema.name == "collaborations":
                yield from _collaboration(row)


def _newest(row: Row, sources: dict[str, str]) -> Iterator[Finding]:
    """The date of the newest source is the date of one that the row cites.

    Where every cited source has a date, or none is written, the newest that there is is what to write.
    """
    stated = row["source_date"].strip()
    cited = [sources[source] for source in row["source_ids"].split(";") if source in sources]
    if not stated and any(cited):
        newest = max(cited)
        missing = (row.file, row.number, "source_date", "")
        yield table_finding("source-date-missing", *missing, Severity.WARNING, newest, meant=newest)
    if not is_date(stated) or not cited or any(found.startswith(stated) for found in cited if found):
        return
    place = (row.file, row.number, "source_date", stated)
    if all(cited):
        newest = max(cited)
        yield table_finding("source-date-other", *place, Severity.WARNING, newest, meant=newest)
    else:
        yield table_finding("source-date-unsaid", *place, Severity.WARNING)


def _mailbox(row: Row) -> Iterator[Finding]:
    """A shared mailbox is not called after a person, as matti.meikalainen@ is."""
    address = row["mailbox"].strip()
    parts = address.partition("@")[0].casefold().split(".")
    if len(parts) > 1 and all(len(part) > 1 and part.isalpha() for part in parts) and not _SHARED & {*parts}:
        yield table_finding("mailbox-person", row.file, row.number, "mailbox", address, Severity.WARNING)


def _persons(row: Row, columns: list[str]) -> Iterator[Finding]:
    """No free text holds an address or a telephone number: the data names no persons."""
    for column in columns:
        text = row[column]
        address = _ADDRESS.search(text)
        told = {"person-address": address and address[0], "person-telephone": _telephone(text)}
        for code, found in told.items():
            if found:
                yield table_finding(code, row.file, row.number, column, text, Severity.WARNING, found=found)


def _telephone(text: str) -> str | None:
    """Return the first telephone number in a text, international or national."""
    if found := _TELEPHONE.search(text):
        return found[0]
    return next((each[0] for each in _NATIONAL.finditer(text) if _is_dialled(each[0])), None)


def _is_dialled(found: str) -> bool:
    return sum(map(str.isdigit, found)) in _DIGITS and not _NO_NUMBER.fullmatch(found)


def _source(row: Row) -> Iterator[Finding]:
    """The id of a source is made from its address: another address is another source."""
    address, expected = row["url"].strip(), source_id(row["url"].strip())
    if address and row["id"].startswith("src-") and row["id"] != expected:
        place = (row.file, row.number, "id", row["id"])
        yield table_finding("source-id", *place, Severity.WARNING, expected, meant=expected)


def _collaboration(row: Row) -> Iterator[Finding]:
    """The id of a collaboration says what it joins."""
    expected = f"col-{row['from_id']}-{row['type']}-{row['to_id']}"
    fits = row["id"] == expected or row["id"].startswith(f"{expected}-")
    if all((row["id"], row["from_id"], row["type"], row["to_id"])) and not fits:
        place = (row.file, row.number, "id", row["id"])
        yield table_finding("collaboration-id", *place, Severity.WARNING, expected, meant=expected)
