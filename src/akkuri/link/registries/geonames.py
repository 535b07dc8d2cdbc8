"""GeoNames: populated places, from its own download tables or a small table of one country."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import cut_line, no_identifier, placed, read_text, rows, said

__all__ = ["PROFILE", "GeonamesRegistry"]

_PREFIX: Final = "https://sws.geonames.org/"
_EXPECTED: Final = said("expected-geonames")
_COLUMNS: Final = 19
_NEEDED: Final = ("geonameid", "name", "alternatenames", "countrycode")


class GeonamesRegistry:
    """Reads cities500.zip (12 MB packed, 200,000 places) or FI.zip, or a table with a header."""

    key = "geonames"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield an entry per place; see `Registry`."""
        self.notes.clear()
        text = read_text(path, _EXPECTED, ".txt")
        if text.startswith("geonameid"):
            for line, row in rows(path, text, _NEEDED, _EXPECTED):
                others = [item for item in row["alternatenames"].split("|") if item]
                yield self._entry(path, line, row["geonameid"], row["name"], others, row["countrycode"])
            return
        for line, cells in enumerate(
            csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE), start=1
        ):
            if len(cells) != _COLUMNS:
                raise cut_line(path, line, len(cells), _COLUMNS)
            others = [item for item in cells[3].split(",") if item]
            yield self._entry(path, line, cells[0], cells[1], others, cells[8])

    def check_identifier(self, text: str) -> str:
        """Return the IRI of a feature, which ends with a slash; raises UsageError for what is no number."""
        number = text.strip().removeprefix(_PREFIX).strip("/")
        if not number.isdecimal() or not number.isascii():
            raise no_identifier("geonames", text)
        return f"{_PREFIX}{number}/"

    def _entry(self, path: Path, line: int, number: str, name: str, others: list[str], country: str) -> Entry:
        try:
            identifier = self.check_identifier(number)
        except UsageError as error:
            raise placed(path, said("line", line=line), error) from error
        names = [Name(name), *(Name(item, "alias") for item in others)]
        return Entry(
            id=identifier, names=tuple(dict.fromkeys(names)), country=country, city=name, types=("place",)
        )


PROFILE: Final = Profile(
    GeonamesRegistry,
    title="GeoNames",
    homepage="https://www.geonames.org",
    subjects="municipalities",
    evidence="name",
    namespace="https://sws.geonames.org/",
    predicate="skos:closeMatch",
)
