"""Research.fi, the Finnish register of research infrastructures: its JSON export, both families of URNs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from akkuri.errors import UsageError
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import (
    broken,
    first,
    json_records,
    no_identifier,
    placed,
    read_text,
    rows,
    said,
)
from akkuri.texts import Wording

__all__ = ["PROFILE", "ResearchFiRegistry"]

_RESOLVER: Final = re.compile(r"^https?://urn\.fi/", re.IGNORECASE)
_EXPECTED: Final = said("expected-research-fi")
_URN: Final = re.compile(r"urn:nbn:fi:(research-infras-20[0-9]{6}[0-9]+|ttv-20[0-9]{4}[0-9]+)")


class ResearchFiRegistry:
    """Reads the export (a few hundred infrastructures, some MB) or a hand-made table of URNs and names."""

    key = "research-fi"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield an entry per infrastructure; see `Registry`."""
        self.notes.clear()
        text = read_text(path, _EXPECTED, ".json")
        if text.lstrip()[:1] in ("[", "{"):
            for number, record in enumerate(json_records(path, text, _EXPECTED, ("data", "items")), start=1):
                yield self._from_json(path, number, record)
        else:
            for line, row in rows(path, text, ("urn", "name"), _EXPECTED):
                names = [Name(row["name"])]
                names += [
                    Name(row[f"name_{lang}"], "label", lang)
                    for lang in ("fi", "sv")
                    if row.get(f"name_{lang}")
                ]
                names += [Name(row["acronym"], "acronym")] if row.get("acronym") else []
                yield Entry(
                    id=self._identifier(path, said("line", line=line), row["urn"]),
                    names=tuple(names),
                    country="FI",
                    types=("facility",),
                    identifiers={"urn": row["urn"]},
                )

    def check_identifier(self, text: str) -> str:
        """Return the URN in lower case; raises UsageError for one of neither family."""
        urn = _RESOLVER.sub("", text.strip()).lower()
        if not _URN.fullmatch(urn):
            raise no_identifier("research-fi", text)
        return urn

    def _identifier(self, path: Path, place: Wording | str, text: str) -> str:
        try:
            return self.check_identifier(text)
        except UsageError as error:
            raise placed(path, place, error) from error

    def _from_json(self, path: Path, number: int, record: dict[str, Any]) -> Entry:
        place = said("record", number=number)
        identifier = record.get("infraIdentifier")
        if not isinstance(identifier, dict) or not isinstance(record.get("infraName"), list):
            raise broken(
                path, _EXPECTED, "record-lacks", number=number, one="infraIdentifier", other="infraName"
            )
        urn = self._identifier(path, place, first(identifier, "keyIdentifierURN", "keyIdentifierURNLink"))
        others = [item.get("pidContent", "") for item in identifier.get("otherPid") or []]
        old = [
            _RESOLVER.sub("", pid).lower() for pid in others if _URN.fullmatch(_RESOLVER.sub("", pid).lower())
        ]
        names = [Name(first(item, "text"), "label", first(item, "language")) for item in record["infraName"]]
        acronym = first(record, "infraAcronym")
        return Entry(
            id=urn,
            names=tuple(name for name in names if name.text)
            + ((Name(acronym, "acronym"),) if acronym else ()),
            country="FI",
            types=("facility",),
            links=tuple(first(item, "url", "text") for item in record.get("infraHomepage") or []),
            identifiers={"urn": old[0] if old else urn},
        )


PROFILE: Final = Profile(
    ResearchFiRegistry,
    title="Research.fi research infrastructures",
    homepage="https://research.fi",
    subjects="facilities",
    evidence="likeness",
    namespace="urn:nbn:fi:",
    identifier="urn",
    states="nationalPid",
)
