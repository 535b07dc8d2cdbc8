"""Pages that somebody cites by their address: those that are known, and new ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from akkuri.graph.vocabularies import Vocabularies
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, Schema, TableSchema
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["Hosts", "address_column", "is_address", "is_cited", "said_of_page", "whole_address"]

_DOI: Final = re.compile(r"(?:doi(?:\.org)?[:/]?\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a web page."""
    return _ADDRESS.fullmatch(text) is not None


def whole_address(text: str) -> str:
    """Return the address of a page that is written without its beginning or as a DOI, else the text."""
    if doi := _DOI.fullmatch(text):
        return f"https://doi.org/{doi[1]}"
    host = text.partition("/")
    bare = _HOST.fullmatch(host[0]) and (host[1] or text.startswith("www."))
    return f"https://{text}" if bare and is_address(f"https://{text}") else text


def address_column(table: TableSchema) -> Column | None:
    """Return the column with the web address that each record of a table is; None where they are no pages."""
    if not table.is_record:
        return None
    return next((c for c in table.columns if c.required and c.datatype == "anyURI" and not c.pattern), None)


def is_cited(column: Column, schema: Schema) -> bool:
    """Tell whether a column names records that are pages, so that one writes their addresses."""
    tables = [schema.by_prefix[prefix] for prefix in column.refers_to if prefix in schema.by_prefix]
    return bool(tables) and all(address_column(table) for table in tables)


class Hosts:
    """What all known pages of a web site have in common: who publishes them, and which kind they are."""

    def __init__(self, table: TableSchema, address: Column, rows: Iterable[Row]) -> None:
        self._address = address
        own = (address, table.columns[0])
        self._needed = [c.name for c in table.columns if (c.required or c.scheme) and c not in own]
        self._said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in rows:
            host = self._said[_host(row[address.name])]
            for name in self._needed:
                host[name].add(row[name])

    def page(self, address: str) -> Mapping[str, str]:
        """Return the row of a new page without its id: what must be said, as far as all others agree."""
        said: Mapping[str, set[str]] = self._said.get(_host(address), {})
        agreed = {name: next(iter(values)) for name, values in said.items() if len(values) == 1}
        return {self._address.name: address, **agreed}

    def knows(self, address: str) -> bool:
        """Tell whether all that must be said of a page follows from its web site."""
        return all(name in self.page(address) for name in self._needed)


def said_of_page(table: TableSchema, cells: Mapping[str, str], vocabularies: Vocabularies) -> Phrase:
    """Say cells of a page by the titles of their columns and the names of concepts, in each language."""

    def value(name: str, lang: str) -> str:
        concepts = vocabularies.concepts(table.column(name).scheme or "")
        return concepts[cells[name]].label(lang) if cells[name] in concepts else cells[name]

    titles = {name: Phrase(table.column(name).titles) for name in cells}
    return Phrase(
        {
            lang: ", ".join(f"{title.words(lang)}: {value(name, lang)}" for name, title in titles.items())
            for lang in LANGUAGES
        }
    )


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
