"""Removing old releases, but never the one in use or one that a server answers from."""

import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path

from akkuri.errors import AkkuriError
from akkuri.files import sync
from akkuri.publish.files import DOWNLOADS
from akkuri.release.known import RemovedRelease, note_removed
from akkuri.release.layout import CURRENT, MANIFEST
from akkuri.release.opening import Release
from akkuri.release.places import UNFINISHED
from akkuri.unfinished import note_unfinished

__all__ = ["hold", "prune"]


def hold(folder: Path) -> None:
    """Mark a release as answered from for as long as this process and those it forks live."""
    with suppress(OSError):  # some file systems have no locks; then nobody prunes there either
        fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_SH | fcntl.LOCK_NB)


def prune(root: Path, keep: int) -> tuple[list[Path], list[Path]]:
    """Remove all releases in a folder but the newest, `keep` of them (one or more).

    Returns those that were removed, and those that are older but stay because they are in use.
    """
    current = (root / CURRENT).resolve()
    releases = sorted(
        _releases(root), key=lambda folder: (folder / MANIFEST).stat().st_mtime_ns, reverse=True
    )
    removed: list[Path] = []
    spared: list[Path] = []
    gone: list[RemovedRelease] = []
    for folder in releases[keep:]:
        facts = _facts(folder)
        if folder.resolve() != current and _removed(folder):
            removed.append(folder)
            gone += facts
        else:
            spared.append(folder)
    note_removed(root, gone)
    _remove_downloads(root)
    sync(root)
    return removed, spared


def _releases(root: Path) -> list[Path]:
    return [each for each in root.iterdir() if not each.is_symlink() and (each / MANIFEST).is_file()]


def _facts(folder: Path) -> list[RemovedRelease]:
    """Return what stays known of a release; nothing where its manifest cannot be read."""
    try:
        manifest = Release(folder).manifest
        return [
            RemovedRelease(
                str(manifest["version"]), str(manifest.get("issued", "")), str(manifest.get("commit") or "")
            )
        ]
    except (AkkuriError, KeyError, TypeError, AttributeError):
        return []


def _removed(folder: Path) -> bool:
    """Remove a release, first its name, so that it is never seen half; False when somebody holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        leaving = folder.with_name(f"{UNFINISHED}{folder.name}")
        os.rename(folder, leaving)
        note_unfinished(leaving)
        shutil.rmtree(leaving, ignore_errors=True)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _remove_downloads(root: Path) -> None:
    """Remove the files that were made of releases which are no more."""
    try:
        versions = {Release(folder).version for folder in _releases(root)}
    except (AkkuriError, KeyError):
        return  # a manifest that cannot be read: whose files these are is not known
    for made in (root / DOWNLOADS).glob("*"):
        if made.name not in versions:
            shutil.rmtree(made, ignore_errors=True)
