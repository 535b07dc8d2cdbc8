"""`akkuri link REGISTRY`: search a snapshot for every record and take the findings into the mapping set."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sssom_pydantic import SemanticMapping

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.garbage import uncollected
from akkuri.link.decisions.findings import Snapshot, empty_set, find
from akkuri.link.decisions.link_graphs import SUFFIX
from akkuri.link.decisions.mapping_sets import NONE_FOUND, accepted, merge, pending, read, write
from akkuri.link.registries import profile, registry
from akkuri.link.registries.base import Entry
from akkuri.link.registries.endpoint import Endpoint
from akkuri.link.tables.own_records import subjects
from akkuri.link.tables.splink_engines import ENGINES
from akkuri.namespaces import Names

__all__ = ["LinkOutcome", "LinkRequest", "link_table"]


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What to link: the registry, its snapshot or endpoint, the tables, and where the mapping set is.

    `label` names the snapshot in the mappings (its file name and a checksum when empty).
    """

    registry: str
    snapshot: Path | None = None
    endpoint: str = ""
    engine: str = "duckdb"
    data: Path | None = None
    out: Path | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """Where the mappings are, how many records are linked, wait for a person or have none, and notes."""

    path: Path
    records: int
    linked: int
    waiting: int
    without: int
    notes: list[str]


def link_table(
    request: LinkRequest, today: date, names: Names, told: Callable[[str], None] = lambda _: None
) -> LinkOutcome:
    """Link the tables to a registry and write the mapping set, whole or not at all.

    Decisions in the set stay as they are. Raises UsageError for wrong usage and unreadable input,
    OutsideError when an endpoint or an engine fails.
    """
    about = profile(request.registry)
    if request.engine not in ENGINES:
        raise UsageError.worded("registries.no-engine", name=request.engine, known=", ".join(ENGINES))
    adapter = registry(request.registry)
    folder = (request.data or resources.data()) / "links"
    target = request.out or folder / f"{about.key}{SUFFIX}"
    if not target.absolute().parent.is_dir():
        raise UsageError.worded("registries.no-folder", path=target)
    sheet = empty_set(about, names.base)
    if target.is_file():
        sheet = read(target)
    snapshot = _snapshot(request, adapter, told)
    with uncollected():
        entries = list(adapter.read(snapshot))
        if not entries:
            raise UsageError.worded("registries.no-entries", path=snapshot, title=about.title)
        records = subjects(about.subjects, request.data, names)
        searched = Snapshot(about, entries, request.label or _label(snapshot))
        found = find(records, searched, sheet, today, request.engine)
    merged = merge(sheet.mappings, found)
    write(target, sheet.with_mappings(merged))
    return _outcome(target, merged, [*adapter.notes, *_stale(merged, entries, sheet.converter.expand)])


def _snapshot(request: LinkRequest, adapter: Any, told: Callable[[str], None]) -> Path:
    """Return the snapshot file, downloaded from the endpoint where one is given and the file is not there."""
    if request.snapshot is None:
        raise UsageError.worded("registries.needs-snapshot", name=request.registry)
    if not request.endpoint or request.snapshot.exists():
        return request.snapshot
    query = getattr(adapter, "query", "")
    if not query:
        raise UsageError.worded("registries.no-endpoint", name=request.registry)
    return Endpoint(request.endpoint, told=told).download(query, request.snapshot)


def _label(snapshot: Path) -> str:
    return f"{snapshot.name}, sha256 {hashlib.sha256(snapshot.read_bytes()).hexdigest()[:12]}"


def _stale(
    mappings: list[SemanticMapping], entries: list[Entry], expand: Callable[[str], str | None]
) -> list[str]:
    """Name the links whose target the registry has withdrawn since they were decided."""
    withdrawn = {entry.id: entry for entry in entries if entry.status == "withdrawn"}
    notes = []
    for mapping in mappings:
        entry = withdrawn.get(expand(mapping.object.curie) or "")
        if entry is not None and accepted(mapping):
            heir = f", successor {entry.successors[0]}" if len(entry.successors) == 1 else ""
            notes.append(f"{mapping.subject.curie} is linked to {entry.id}, which is withdrawn{heir}.")
    return notes


def _outcome(target: Path, mappings: list[SemanticMapping], notes: list[str]) -> LinkOutcome:
    """Count records, each once: linked before waiting before none."""
    state: dict[str, str] = {}
    for mapping in mappings:
        subject = mapping.subject.curie
        if accepted(mapping):
            state[subject] = "linked"
        elif pending(mapping) and state.get(subject) != "linked":
            state[subject] = "waiting"
        elif mapping.object == NONE_FOUND or mapping.negated:
            state.setdefault(subject, "none")
    counts = Counter(state.values())
    return LinkOutcome(target, len(state), counts["linked"], counts["waiting"], counts["none"], notes)
