"""The EOSC resource catalogue: its providers, as the catalogue's API returns them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import broken, first, json_records, no_identifier, read_text, said

__all__ = ["PROFILE", "EoscRegistry"]

_PREFIX: Final = "https://catalogue.eosc-portal.eu/providers/"
_EXPECTED: Final = said("expected-eosc")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


class EoscRegistry:
    """Reads the answer of `GET /provider/all?quantity=10000` (some 400 providers, 2 MB).

    Contacts are people's names and addresses: they are not read.
    """

    key = "eosc"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield an entry per provider; see `Registry`."""
        self.notes.clear()
        text = read_text(path, _EXPECTED, ".json")
        for number, record in enumerate(
            json_records(path, text, _EXPECTED, ("results", "providers")), start=1
        ):
            inner = record.get("provider", record)
            if not isinstance(inner, dict) or not first(inner, "id") or not first(inner, "name"):
                raise broken(path, _EXPECTED, "record-lacks", number=number, one="id", other="name")
            yield self._entry(inner)

    def check_identifier(self, text: str) -> str:
        """Return the address of a provider; raises UsageError for what cannot be an id."""
        bare = text.strip().removeprefix(_PREFIX)
        if not _ID.fullmatch(bare):
            raise no_identifier("eosc", text)
        return _PREFIX + bare

    def _entry(self, record: dict[str, Any]) -> Entry:
        names = [Name(first(record, "name"))]
        short = first(record, "abbreviation")
        names += [Name(short, "acronym")] if short and short != names[0].text else []
        place = record.get("location") or record
        website = first(record, "website")
        return Entry(
            id=self.check_identifier(first(record, "id")),
            names=tuple(names),
            country=first(place, "country").upper(),
            city=first(place, "city"),
            links=(website,) if website else (),
        )


PROFILE: Final = Profile(
    EoscRegistry,
    title="EOSC resource catalogue",
    homepage="https://open-science-cloud.ec.europa.eu",
    subjects="organisations",
    evidence="likeness",
    namespace="https://catalogue.eosc-portal.eu/providers/",
)
