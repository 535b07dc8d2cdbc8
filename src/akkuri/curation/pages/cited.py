"""The pages that the tables cite, with the records that rest on each."""

from collections import defaultdict
from dataclasses import dataclass

from akkuri.checks.submissions.pages import address_column
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Schema, TableSchema

__all__ = ["CitedPage", "cited_pages"]


@dataclass(frozen=True, slots=True)
class CitedPage:
    """A page, by the id and the address of its source."""

    id: str
    url: str
    records: tuple[str, ...]
    """Ids of the records whose rows cite it; of rows without one, that of the record they belong to."""


def cited_pages(tables: Tables) -> list[CitedPage]:
    """Return the pages in use, by id: what was withdrawn or replaced is left out."""
    resting = _resting(tables)
    found = []
    for schema in tables.schema:
        address = address_column(schema)
        if address is None:
            continue
        for row in tables.named(schema.name):
            gone = any(
                row[c.name] for c in schema.columns if c.property in ("ak:withdrawn", "dct:isReplacedBy")
            )
            if row[address.name] and not gone:
                key = row[schema.key[0]]
                found.append(CitedPage(key, row[address.name], tuple(sorted(resting[key]))))
    return sorted(found, key=lambda page: page.id)


def _resting(tables: Tables) -> defaultdict[str, set[str]]:
    """Return source → the records that cite it."""
    pages = _prefixes(tables.schema)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table in tables:
        columns = [column for column in table.schema.columns if pages.intersection(column.refers_to)]
        for row in table.rows:
            for column in columns:
                for value in column.values(row[column.name]):
                    if value:
                        found[value].add(_home(row, table.schema))
    return found


def _prefixes(schema: Schema) -> set[str]:
    return {prefix for table in schema if address_column(table) for prefix in table.id_prefixes}


def _home(row: Row, schema: TableSchema) -> str:
    """Return the id of the record that a row is, or belongs to."""
    return row[schema.key[0]] if schema.is_record else row[schema.parent or schema.header[0]]
