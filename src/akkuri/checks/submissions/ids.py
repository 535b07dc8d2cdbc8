"""Ids of new records, made from what the record says as its table declares it."""

import re
from collections.abc import Container, Mapping
from hashlib import sha1
from typing import Final

from akkuri.naming.spelling import fold
from akkuri.tables.schema import TableSchema

__all__ = ["lacking_for_id", "new_id", "page_hash"]

LONGEST: Final = 60
"""Characters of a part of an id; names are cut at a word."""
_PART: Final = re.compile(r"\{([+#]?)([a-z0-9_]+)\}")


def new_id(table: TableSchema, cells: Mapping[str, str], taken: Container[str]) -> str | None:
    """Return the id of a new record; None where the row has nothing to make one of.

    `{name}` is a cell in small letters and hyphens, an id in it without its prefix; `{+name}` keeps the
    prefix; `{#name}` is what ids of pages consist of. An id that is taken gets a number, unless it says all
    that the record is: a page with its address, a link with its ends and type are the ones that are there.
    """
    if not table.id_prefixes:
        return None
    for template in table.id_from or _names(table):
        if slug := _filled(template, table, cells):
            start = f"{table.id_prefixes[0]}-{slug}"
            if start not in taken or "{#" in template or "{+" in template:
                return start
            return next(f"{start}-{n}" for n in range(2, 1_000_000) if f"{start}-{n}" not in taken)
    return None


def lacking_for_id(table: TableSchema, cells: Mapping[str, str]) -> str:
    """Return the first column that has to be filled in before the row of a new record can have an id."""
    parts: list[str] = [
        name for template in table.id_from or _names(table) for _, name in _PART.findall(template)
    ]
    return next((name for name in parts if not cells.get(name, "").strip()), table.key[0])


def page_hash(address: str) -> str:
    """Return what the id of a page ends with: eight characters of the SHA-1 of its address."""
    return sha1(address.encode("utf-8"), usedforsecurity=False).hexdigest()[:8]


def _names(table: TableSchema) -> tuple[str, ...]:
    """Return templates for a table that declares none: the first text that must be there."""
    texts = [c for c in table.columns if c.required and c.name not in table.key and c.datatype == "string"]
    return tuple(f"{{{column.name}}}" for column in texts[:1])


def _filled(template: str, table: TableSchema, cells: Mapping[str, str]) -> str:
    """Return a template with its parts filled in; empty where one is lacking."""
    parts = []
    for mode, name in _PART.findall(template):
        value = cells.get(name, "").strip()
        column = table.column(name)
        if mode == "#":
            value = page_hash(value) if value else ""
        elif column.refers_to and mode != "+":
            value = value.partition("-")[2]
        parts.append(value if mode == "#" else _slug(value))
    return "-".join(parts) if all(parts) else ""


def _slug(text: str) -> str:
    """Return a text in small letters, digits and hyphens."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
