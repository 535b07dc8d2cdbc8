"""Finding and opening a release: an immutable folder with a graph, a manifest and its reports."""

import errno
import json
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from akkuri.errors import UsageError
from akkuri.namespaces import DEFAULT_BASE, Names
from akkuri.release.integrity import check_manifest, verify
from akkuri.release.layout import CURRENT, GRAPH, MANIFEST
from akkuri.resources import CLUSTER
from akkuri.settings import Settings

if TYPE_CHECKING:
    from akkuri.kinds import Kinds
    from akkuri.publish.edition import Edition

__all__ = ["Release", "find_release", "locate_release"]


@dataclass(frozen=True)
class Release:
    """One release on disk."""

    folder: Path

    @property
    def graph_path(self) -> Path:
        """The graph as sorted N-Quads."""
        return self.folder / GRAPH

    @property
    def cluster(self) -> Path:
        """The folder with the questions, weights and kinds of the cluster."""
        return self.folder / CLUSTER

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Counts, checksums and versions; raises UsageError when the file is unreadable or no manifest."""
        file = self.folder / MANIFEST
        try:
            if file.exists() and not file.is_file():
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # a pipe would never end
            document = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError.worded("release.unreadable-manifest", file=file, detail=error) from error
        if not isinstance(document, dict):
            raise UsageError.worded("release.no-manifest", file=file)
        return document

    def check_manifest(self) -> "Release":
        """Return the release; raises UsageError where its manifest is not its own. No other file is read."""
        check_manifest(self.folder, self.manifest)
        return self

    def verify(self) -> "Release":
        """Return the release; raises UsageError with one sentence where it is not what its manifest says."""
        verify(self.folder, self.manifest)
        return self

    @cached_property
    def kinds(self) -> "Kinds":
        """The kinds of record, the cluster's own among them; raises UsageError when one is malformed."""
        from akkuri.kinds import load_kinds

        return load_kinds(self.cluster)

    @cached_property
    def edition(self) -> "Edition":
        """The release as exporters read it; raises UsageError when the manifest is unreadable."""
        from akkuri.publish.edition import TABLES, Edition

        names = Names(str(self.manifest.get("base", DEFAULT_BASE)), self.kinds)
        return Edition(self.graph_path, self.folder / TABLES, names, self.manifest)

    def settled(self, settings: Settings) -> Settings:
        """Return the settings with the base that the release's IRIs have, and its kinds of record.

        Raises UsageError when the settings name another base, or the manifest is unreadable.
        """
        base = str(self.manifest.get("base", settings.base))
        if settings.base not in (base, DEFAULT_BASE):
            raise UsageError.worded(
                "release.other-base", folder=self.folder, found=base, expected=settings.base
            )
        return replace(settings, base=base, declared=self.kinds)

    @property
    def version(self) -> str:
        """The version: the date of the data and the start of the graph's checksum."""
        return str(self.manifest["version"])


def locate_release(folder: Path) -> Release | None:
    """Return the release in use under a folder of releases, or the folder itself if it is a release.

    None when there is neither. Nothing is read: call `verify` before it is used.
    """
    link = folder / CURRENT
    if link.is_symlink() or link.exists():
        return Release(Path(os.path.realpath(link)))  # a link to itself is no error yet
    if (folder / MANIFEST).exists() or (folder / GRAPH).exists():
        return Release(folder.resolve())
    return None


def find_release(folder: Path) -> Release | None:
    """Return the same, verified; raises UsageError where it is not what its manifest says."""
    found = locate_release(folder)
    return found.verify() if found is not None else None
