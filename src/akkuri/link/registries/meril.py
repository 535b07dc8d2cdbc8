"""MERIL, the frozen list of European research infrastructures: names and acronyms, some with a number."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import no_identifier, placed, read_text, rows, said

__all__ = ["PROFILE", "MerilRegistry"]

_PREFIX: Final = "https://portal.meril.eu/meril/view/facilitys/"
_EXPECTED: Final = said("expected-meril")
_NUMBER: Final = re.compile(r"[1-9][0-9]{2,6}")
_UNKNOWN: Final = frozenset({"tba", "n/a", "-", ""})


class MerilRegistry:
    """Reads tables of MERIL (some 900 records, 60 kB; the portal offered no download)."""

    key = "meril"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield the records that have a number; the others cannot be pointed to and are counted in a note."""
        self.notes.clear()
        nameless = 0
        for line, row in rows(path, read_text(path, _EXPECTED), ("name", "acronym"), _EXPECTED):
            number = row.get("id", "").strip().strip("()")
            if not number:
                nameless += 1
                continue
            try:
                identifier = self.check_identifier(number)
            except UsageError as error:
                raise placed(path, said("line", line=line), error) from error
            short = row["acronym"].strip()
            acronym = () if short.lower() in _UNKNOWN else (Name(short, "acronym"),)
            yield Entry(
                id=identifier,
                names=(Name(row["name"].strip(), "label", "en"), *acronym),
                country=row.get("country", ""),
                types=("facility",),
            )
        if nameless:
            self.notes.append(f"{path}: {nameless} records have no number, so nothing can point to them.")

    def check_identifier(self, text: str) -> str:
        """Return the address of a record; raises UsageError when the number cannot be one."""
        number = text.strip().removeprefix(_PREFIX)
        if not _NUMBER.fullmatch(number):
            raise no_identifier("meril", text)
        return _PREFIX + number


PROFILE: Final = Profile(
    MerilRegistry,
    title="MERIL",
    homepage="https://portal.meril.eu",
    subjects="facilities",
    evidence="likeness",
    namespace="https://portal.meril.eu/meril/view/facilitys/",
)
