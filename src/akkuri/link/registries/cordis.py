"""CORDIS: projects of the framework programmes, from its dumps or from the EURIO knowledge graph."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import (
    first,
    json_records,
    no_identifier,
    placed,
    read_text,
    rows,
    said,
)
from akkuri.link.registries.statements import entries, is_results
from akkuri.texts import Wording

__all__ = ["QUERY", "CordisRegistry"]

_PREFIX: Final = "https://cordis.europa.eu/project/id/"
_EXPECTED: Final = said("expected-cordis")
_NUMBER: Final = re.compile(r"[1-9][0-9]{4,8}")

QUERY: Final = """
PREFIX eurio: <http://data.europa.eu/s66#>
SELECT ?item ?field ?value {
  { SELECT DISTINCT ?item { ?item a eurio:Project . FILTER(STR(?item) > "$AFTER") }
    ORDER BY STR(?item) LIMIT $LIMIT }
  { ?item eurio:identifier ?id BIND(STR(?id) AS ?value) BIND("id:grant" AS ?field) }
  UNION { ?item eurio:title ?value BIND("label" AS ?field) }
  UNION { ?item eurio:hasAcronym/eurio:shortForm ?value BIND("acronym" AS ?field) }
  UNION { ?item eurio:url ?link BIND(STR(?link) AS ?value) BIND("link" AS ?field) }
}
"""
"""Every project of the EURIO graph (about 60,000)."""


class CordisRegistry:
    """Reads the project table of a dump (data.europa.eu: cordis-HORIZONprojects, 40 MB zipped) or results."""

    key = "cordis"
    query = QUERY

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield an entry per project under the address of its page; see `Registry`."""
        self.notes.clear()
        text = read_text(path, _EXPECTED, "project.json")
        if is_results(text):
            for entry in entries(path, text):
                grant = entry.identifiers.get("grant", "")
                identifier = self._identifier(path, entry.id, grant)
                yield replace(entry, id=identifier, identifiers={"grant": grant, "eurio": entry.id})
        elif text.lstrip()[:1] in ("[", "{"):
            for number, record in enumerate(json_records(path, text, _EXPECTED, ("projects",)), start=1):
                grant = first(record, "id", "projectID", "grant_id")
                yield self._entry(
                    path,
                    said("record", number=number),
                    grant,
                    first(record, "title"),
                    first(record, "acronym"),
                )
        else:
            for line, row in rows(path, text, ("id", "acronym", "title"), _EXPECTED, delimiter=";"):
                yield self._entry(path, said("line", line=line), row["id"], row["title"], row["acronym"])

    def check_identifier(self, text: str) -> str:
        """Return the address of a project's page; raises UsageError for what is no grant number."""
        number = text.strip().removeprefix(_PREFIX)
        if not _NUMBER.fullmatch(number):
            raise no_identifier("cordis", text)
        return _PREFIX + number

    def _identifier(self, path: Path, place: Wording | str, grant: str) -> str:
        try:
            return self.check_identifier(grant)
        except UsageError as error:
            raise placed(path, place, error) from error

    def _entry(self, path: Path, place: Wording | str, grant: str, title: str, acronym: str) -> Entry:
        names = [Name(title, "label", "en")] if title else []
        names += [Name(acronym, "acronym")] if acronym else []
        return Entry(
            id=self._identifier(path, place, grant),
            names=tuple(names),
            identifiers={"grant": grant},
            types=("project",),
        )


PROFILE: Final = Profile(
    CordisRegistry,
    title="CORDIS / EURIO",
    homepage="https://cordis.europa.eu",
    subjects="projects",
    evidence="identifier",
    namespace="https://cordis.europa.eu/project/id/",
    endpoint="https://cordis.europa.eu/datalab/sparql",
    identifier="grant",
)
