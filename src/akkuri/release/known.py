"""The releases that a folder holds or has held: those that can be opened, and those that were removed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.errors import AkkuriError
from akkuri.files import whole_file
from akkuri.release.layout import GRAPH, MANIFEST, REMOVED
from akkuri.release.opening import Release

__all__ = ["KnownReleases", "RemovedRelease", "known_beside", "note_removed"]

_NAME: Final = re.compile(r"\w[\w.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class RemovedRelease:
    """A release that is here no more."""

    version: str
    issued: str
    commit: str
    """The commit of its tables; empty where it named none."""

    @property
    def tag(self) -> str:
        """The tag of the edition of its tables (CONTRIBUTING.md, Versions and releases)."""
        return f"data-{self.issued}"


@dataclass(frozen=True, slots=True)
class KnownReleases:
    """The release in use, and all others in the folder that it stands in (`root`; None: there are none)."""

    in_use: Release
    root: Path | None = None

    def find(self, version: str) -> Release | None:
        """Return the release of a version, the newest where it was built again; None where there is none.

        Only its manifest has been read: call `verify` before it is used.
        """
        if version == _version(self.in_use):
            return self.in_use
        if self.root is None or not _NAME.fullmatch(version):
            return None
        built = [self.root / version, *self.root.glob(f"{version}.[0-9]*")]
        found = [Release(folder) for folder in built if _is_one(folder)]
        found.sort(key=lambda release: (len(release.folder.name), release.folder.name))
        return next((release for release in reversed(found) if _version(release) in (version, None)), None)

    def removed(self) -> dict[str, RemovedRelease]:
        """Return the releases that were removed and are not there again, by version."""
        found = _noted(self.root) if self.root is not None else {}
        return {version: each for version, each in found.items() if self.find(version) is None}

    def all(self) -> list[Release]:
        """Return every release whose manifest can be read, one of each version, the newest first."""
        versions = {_version(self.in_use)}
        if self.root is not None:
            versions |= {_version(Release(folder)) for folder in _folders(self.root)}
        found = [each for version in versions if version and (each := self.find(version)) is not None]
        return sorted(
            found, key=lambda each: (_issued(each), each is self.in_use, each.version), reverse=True
        )


def known_beside(in_use: Release, root: Path) -> KnownReleases:
    """Return the releases in a folder of releases; only the one in use where the folder is that release."""
    return KnownReleases(in_use, root if in_use.folder.parent == root.resolve() else None)


def note_removed(root: Path, releases: list[RemovedRelease]) -> None:
    """Remember releases that were removed, whole or not at all."""
    if not releases:
        return
    known = _noted(root) | {each.version: each for each in releases}
    rows = [
        {"version": each.version, "issued": each.issued, "commit": each.commit}
        for each in sorted(known.values(), key=lambda each: (each.issued, each.version))
    ]
    with whole_file(root / REMOVED) as file:
        file.write(json.dumps(rows, indent=1) + "\n")


def _noted(root: Path) -> dict[str, RemovedRelease]:
    try:
        rows: Any = json.loads((root / REMOVED).read_text(encoding="utf-8"))
        read = [RemovedRelease(**{key: str(value) for key, value in row.items()}) for row in rows]
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return {each.version: each for each in read}


def _folders(root: Path) -> Iterator[Path]:
    try:
        yield from (each for each in root.iterdir() if not each.is_symlink() and _is_one(each))
    except OSError:
        return


def _is_one(folder: Path) -> bool:
    return (folder / MANIFEST).is_file() or (folder / GRAPH).is_file()


def _version(release: Release) -> str | None:
    try:
        return str(release.manifest["version"])
    except (AkkuriError, KeyError, TypeError):
        return None


def _issued(release: Release) -> str:
    return str(release.manifest.get("issued", ""))
