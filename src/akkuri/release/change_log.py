"""Which records changed with each release that was in use: a log beside the releases that only grows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.errors import AkkuriError
from akkuri.files import whole_file
from akkuri.release.known import KnownReleases
from akkuri.release.layout import CHANGES, MANIFEST
from akkuri.release.opening import Release
from akkuri.release.record_states import RecordState, read_states, states_of, write_states

__all__ = ["Publication", "RecordEvent", "note_publication", "publications"]

_LOG: Final = "log.json"


@dataclass(frozen=True, slots=True)
class RecordEvent:
    """A record that came, changed or went with a release; `first` for what the first one had already."""

    change: str
    state: RecordState
    version: str
    updated: str
    """A point in time (RFC 3339): the release's date, for the first release the curator's."""
    place: int
    """Its place among the events of its release, which never changes."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A release that was put in use, with what it changed, in the order of the events' places."""

    version: str
    issued: str
    updated: str
    events: tuple[RecordEvent, ...]


def note_publication(root: Path, release: Release) -> None:
    """Write down that a release was put in use, unless it is in use already; OSError where it cannot be."""
    folder = root / CHANGES
    folder.mkdir(exist_ok=True)
    log = _log(root)
    file = folder / f"{release.version}.json.gz"
    if read_states(file) is None:
        write_states(file, states_of(release))
    if not log or log[-1]["version"] != release.version:
        log.append({"version": release.version, "issued": str(release.manifest.get("issued", ""))})
        with whole_file(folder / _LOG) as handle:
            handle.write(json.dumps(log, indent=0) + "\n")


def publications(known: KnownReleases) -> list[Publication]:
    """Return what was published up to the release in use, the first one first.

    Releases that are older than the log come before it; one of which nothing is left is left out.
    """
    found: list[Publication] = []
    before: dict[str, RecordState] | None = None
    for entry in _entries(known):
        states = _states(known, entry["version"])
        if states is None:
            continue
        updated = _moment(entry["issued"], found)
        after = {state.key: state for state in states}
        events = _first(after, entry, updated) if before is None else _changed(before, after, entry, updated)
        found.append(Publication(entry["version"], entry["issued"], updated, tuple(events)))
        before = after
    return found


def _moment(issued: str, before: Sequence[Publication]) -> str:
    """Return when a release came: its day, a second later than the one before of the same day."""
    number = sum(each.issued == issued for each in before)
    moment = f"{issued or '1970-01-01'}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"
    return max(moment, before[-1].updated if before else "")


def _entries(known: KnownReleases) -> list[dict[str, str]]:
    log = _log(known.root) if known.root is not None else []
    logged = {entry["version"] for entry in log}
    others = [each for each in known.all() if each.version not in logged]
    others.sort(key=lambda each: (str(each.manifest.get("issued", "")), _written(each), each.version))
    entries = [{"version": each.version, "issued": str(each.manifest.get("issued", ""))} for each in others]
    entries += log
    last = max(at for at, entry in enumerate(entries) if entry["version"] == known.in_use.version)
    return entries[: last + 1]


def _written(release: Release) -> int:
    try:
        return (release.folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def _states(known: KnownReleases, version: str) -> Sequence[RecordState] | None:
    kept = read_states(known.root / CHANGES / f"{version}.json.gz") if known.root is not None else None
    if kept is not None:
        return kept
    release = known.find(version)
    try:
        return states_of(release) if release is not None else None
    except AkkuriError:
        return None


def _log(root: Path) -> list[dict[str, str]]:
    try:
        rows: Any = json.loads((root / CHANGES / _LOG).read_text(encoding="utf-8"))
        return [{"version": str(row["version"]), "issued": str(row["issued"])} for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _first(states: dict[str, RecordState], entry: dict[str, str], updated: str) -> list[RecordEvent]:
    """Return the records that the first release has, by the date of their last change."""
    ordered = sorted(states.values(), key=lambda state: (_day(state, updated), state.key))
    return [
        RecordEvent("first", state, entry["version"], f"{_day(state, updated)}T00:00:00Z", place)
        for place, state in enumerate(ordered)
    ]


def _day(state: RecordState, updated: str) -> str:
    """Return the day of a record's last change, where it has one before the release."""
    day = updated[:10]
    return min(state.modified, day) if len(state.modified) == len(day) else day


def _changed(
    before: dict[str, RecordState], after: dict[str, RecordState], entry: dict[str, str], updated: str
) -> list[RecordEvent]:
    found: list[RecordEvent] = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old.digest == new.digest:
            continue
        change = "added" if old is None else "removed" if new is None else "changed"
        state = new or old
        if state is not None:
            found.append(RecordEvent(change, state, entry["version"], updated, len(found)))
    return found
