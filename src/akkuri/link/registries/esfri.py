"""The ESFRI roadmap: landmarks and projects, which have no identifier but their page in the catalogue."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import no_identifier, read_text, rows, said
from akkuri.link.text.normalise import fold
from akkuri.link.text.places import country_names

__all__ = ["PROFILE", "EsfriRegistry"]

_PAGE: Final = "https://roadmap2021.esfri.eu/projects-and-landmarks/browse-the-catalogue/"
_EXPECTED: Final = said("expected-esfri")
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class EsfriRegistry:
    """Reads tables of the roadmap (63 rows in 2021, some 10 kB, typed off the catalogue pages)."""

    key = "esfri"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield an entry per landmark or project; see `Registry`."""
        self.notes.clear()
        off = 0
        text = read_text(path, _EXPECTED)
        new = "full_name" in text.partition("\n")[0]
        needed = ("id", "name", "full_name") if new else ("Name", "Full Name")
        for _, row in rows(path, text, needed, _EXPECTED):
            if new and not row.get("roadmap_2021_status", "-"):
                off += 1
            elif new:
                yield _entry(row["id"], row["name"], row["full_name"], links=row.get("website", ""))
            else:
                slug = "-".join(re.findall(r"[a-z0-9]+", fold(row["Name"])))
                country = country_names().get(fold(row.get("Country", "")), "")
                yield _entry(slug, row["Name"], row["Full Name"], country=country, city=row.get("Town", ""))

        if off:
            self.notes.append(f"{path}: {off} infrastructures are not on the roadmap and have no page there.")

    def check_identifier(self, text: str) -> str:
        """Return the address of a page of the catalogue; raises UsageError for anything else."""
        slug = text.strip().removeprefix(_PAGE).strip("/")
        if not _ID.fullmatch(slug):
            raise no_identifier("esfri", text)
        return f"{_PAGE}{slug}/"


PROFILE: Final = Profile(
    EsfriRegistry,
    title="ESFRI roadmap",
    homepage="https://roadmap2021.esfri.eu",
    subjects="facilities",
    evidence="likeness",
    namespace="https://roadmap2021.esfri.eu/projects-and-landmarks/browse-the-catalogue/",
)


def _entry(slug: str, name: str, whole: str, links: str = "", country: str = "", city: str = "") -> Entry:
    names = [Name(whole or name, "label", "en"), Name(name, "acronym")]
    short = name.replace("-ERIC", "").replace(" ERIC", "")
    names += [Name(short, "acronym")] if short != name else []
    return Entry(
        id=f"{_PAGE}{slug}/",
        names=tuple(dict.fromkeys(names)),
        country=country,
        city=city,
        types=("facility",),
        links=(links,) if links else (),
    )
