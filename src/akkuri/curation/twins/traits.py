"""What is compared of a record: names, identifiers, pages, place and whom it names, as its table declares."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from akkuri.link.text.normalise import content
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, TableSchema

__all__ = ["IDENTIFIERS", "Traits", "page", "successor_column", "traits"]

REPLACED: Final = "dct:isReplacedBy"
_NAMES: Final = ("skos:prefLabel", "skos:altLabel", "dct:title")
IDENTIFIERS: Final = (
    "ak:rorId", "ak:wikidataId", "ak:isni", "ak:businessId", "ak:pic", "ak:grantId", "ak:kohesioId",
    "ak:nationalPid",
)  # fmt: skip
_PAGES: Final = ("foaf:homepage", "schema:url")
_COUNTRY: Final = "ak:countryCode"
_PLACE: Final = "schema:addressLocality"
_GONE: Final = (REPLACED, "ak:withdrawn")
_TRACKING: Final = ("utm_", "fbclid", "gclid", "share", "navref", "origin")


@dataclass(frozen=True, slots=True)
class Traits:
    """A record in comparable form; empty where the row says nothing."""

    id: str
    label: str
    names: Mapping[str, str]
    """Its names and other names: comparable words in order of the alphabet → as the row writes them."""
    identifiers: dict[str, frozenset[str]]
    """Column → what the registry calls it."""
    pages: frozenset[str]
    country: str
    place: str
    named: frozenset[str]
    """Records that it names beside its sources: operators, parents."""


def successor_column(table: TableSchema) -> Column | None:
    """Return the column that says which record took over; None where a table has none."""
    return next((column for column in table.columns if column.property == REPLACED), None)


def traits(table: TableSchema, rows: Iterable[Row]) -> Iterator[Traits]:
    """Yield the records of a table that stand: those replaced or withdrawn are not looked at."""
    gone = [column.name for column in table.columns if column.property in _GONE]
    for row in rows:
        if any(row[name] for name in gone):
            continue
        names = list(_values(table, row, _NAMES))
        yield Traits(
            id=row[table.key[0]],
            label=names[0] if names else row[table.key[0]],
            names={" ".join(sorted(content(name))): name for name in reversed(names)},
            identifiers={
                column.name: frozenset(column.values(row[column.name]))
                for column in table.columns
                if column.property in IDENTIFIERS and row[column.name]
            },
            pages=frozenset(page(value) for value in _values(table, row, _PAGES)),
            country=next(_values(table, row, (_COUNTRY,)), ""),
            place=next(_values(table, row, (_PLACE,)), ""),
            named=frozenset(_named(table, row)),
        )


def page(address: str) -> str:
    """Return an address without what does not tell pages apart: scheme, www, a last slash, tracking."""
    parts = urlsplit(address.strip())
    kept = [(key, value) for key, value in parse_qsl(parts.query) if not key.startswith(_TRACKING)]
    path = parts.path.rstrip("/").removesuffix("/index.html")
    query = f"?{urlencode(kept)}" if kept else ""
    return (parts.hostname or "").removeprefix("www.") + path + query


def _values(table: TableSchema, row: Row, properties: tuple[str, ...]) -> Iterator[str]:
    for column in table.columns:
        if column.property in properties:
            yield from (value for value in column.values(row[column.name]) if value.strip())


def _named(table: TableSchema, row: Row) -> Iterator[str]:
    """Yield the records that a row is about; sources are about its document."""
    for column in table.columns:
        if column.refers_to and not column.about_document and column.property != REPLACED:
            yield from column.values(row[column.name])
