"""Wikidata: organisations with their names, places and identifiers, from a TSV or the query service."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import no_identifier, placed, read_text, rows, said
from akkuri.link.registries.statements import entries, is_results

__all__ = ["QUERY", "WikidataRegistry"]

_PREFIX: Final = "http://www.wikidata.org/entity/"
_EXPECTED: Final = said("expected-wikidata")
_ID: Final = re.compile(r"Q[1-9][0-9]*")

QUERY: Final = """
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?item ?field ?value {
  { SELECT DISTINCT ?item { ?item wdt:P6782 ?any . FILTER(STR(?item) > "$AFTER") }
    ORDER BY STR(?item) LIMIT $LIMIT }
  { ?item rdfs:label ?value BIND("label" AS ?field) }
  UNION { ?item skos:altLabel ?value BIND("alias" AS ?field) }
  UNION { ?item wdt:P1813 ?value BIND("acronym" AS ?field) }
  UNION { ?item wdt:P17/wdt:P297 ?value BIND("country" AS ?field) }
  UNION { ?item wdt:P159/rdfs:label ?value BIND("city" AS ?field) FILTER(LANG(?value) = "en") }
  UNION { ?item wdt:P856 ?link BIND(STR(?link) AS ?value) BIND("link" AS ?field) }
  UNION { ?item wdt:P749 ?parent BIND(STR(?parent) AS ?value) BIND("parent" AS ?field) }
  UNION { ?item wdt:P6782 ?id BIND(CONCAT("https://ror.org/", ?id) AS ?value) BIND("id:ror" AS ?field) }
  UNION { ?item wdt:P213 ?value BIND("id:isni" AS ?field) }
}
"""
"""Every item with a ROR id (about 110,000): the organisations that matter to research."""


class WikidataRegistry:
    """Reads a TSV of organisations (`name` and `label_…` columns) or downloaded results (some 100 MB)."""

    key = "wikidata"
    query = QUERY

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield an entry per item; see `Registry`."""
        self.notes.clear()
        text = read_text(path, _EXPECTED)
        if is_results(text):
            yield from entries(path, text)
            return
        for line, row in rows(path, text, ("wikidata", "name", "ror_id"), _EXPECTED):
            try:
                identifier = self.check_identifier(row["wikidata"])
            except UsageError as error:
                raise placed(path, said("line", line=line), error) from error
            names = [Name(row["name"])]
            names += [
                Name(value, "label", key[6:])
                for key, value in row.items()
                if key.startswith("label_") and value
            ]
            known = {name.text: name for name in reversed(names)}
            yield Entry(
                id=identifier,
                names=tuple(reversed(known.values())),
                country=row.get("country_code", ""),
                city=row.get("city", ""),
                identifiers={"ror": row["ror_id"]} if row["ror_id"] else {},
            )

    def check_identifier(self, text: str) -> str:
        """Return the IRI of an item; raises UsageError for what is no item's number."""
        bare = text.strip().removeprefix(_PREFIX).removeprefix("https://www.wikidata.org/wiki/")
        if not _ID.fullmatch(bare):
            raise no_identifier("wikidata", text)
        return _PREFIX + bare


PROFILE: Final = Profile(
    WikidataRegistry,
    title="Wikidata",
    homepage="https://www.wikidata.org",
    subjects="organisations",
    evidence="likeness",
    namespace="http://www.wikidata.org/entity/",
    endpoint="https://query.wikidata.org/sparql",
    states="wikidataId",
)
