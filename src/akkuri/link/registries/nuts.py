"""NUTS, the statistical regions of the European Union: a table of codes of one or several versions."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import no_identifier, placed, read_text, rows, said

__all__ = ["PROFILE", "NutsRegistry"]

_PREFIX: Final = "http://data.europa.eu/nuts/code/"
_EXPECTED: Final = said("expected-nuts")
_CODE: Final = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


class NutsRegistry:
    """Reads a table of NUTS codes (some 2,000 rows, 100 kB)."""

    key = "nuts"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield an entry per code; a code that several versions have comes once."""
        self.notes.clear()
        seen: set[str] = set()
        text = read_text(path, _EXPECTED)
        for line, row in rows(path, text, ("nuts_code", "level", "label"), _EXPECTED):
            code = row["nuts_code"].strip()
            if code in seen:
                continue
            seen.add(code)
            try:
                identifier = self.check_identifier(code)
            except UsageError as error:
                raise placed(path, said("line", line=line), error) from error
            yield Entry(
                id=identifier,
                names=(Name(row["label"]),),
                country=row.get("country_code") or code[:2],
                types=(f"nuts{row['level']}",),
                identifiers={"notation": code},
            )

    def check_identifier(self, text: str) -> str:
        """Return the IRI of a region; raises UsageError for what cannot be a code."""
        code = text.strip().removeprefix(_PREFIX).upper()
        if not _CODE.fullmatch(code):
            raise no_identifier("nuts", text)
        return _PREFIX + code


PROFILE: Final = Profile(
    NutsRegistry,
    title="NUTS regions of the European Union",
    homepage="http://data.europa.eu/nuts",
    subjects="regions",
    evidence="identifier",
    namespace="http://data.europa.eu/nuts/code/",
    identifier="notation",
)
