"""`akkuri link REGISTRY --text`: link every affiliation of a file and say how many were linked."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from akkuri.errors import UsageError
from akkuri.link.registries import profile, registry
from akkuri.link.text.affiliation_files import read_affiliations, separator_for, write_links
from akkuri.link.text.linker import Linker
from akkuri.link.text.matches import told
from akkuri.link.text.own_candidates import beside
from akkuri.namespaces import Names

__all__ = ["Summary", "link_texts"]


class Summary:
    """What was done: lines read, lines linked, and the notes of the registry."""

    __slots__ = ("lines", "linked", "notes")

    def __init__(self, lines: int, linked: int, notes: list[str]) -> None:
        self.lines = lines
        self.linked = linked
        self.notes = notes


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking the registry's objects: there are many, and they stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def link_texts(
    key: str, source: Path, target: Path, snapshot: Path, data: Path | None, names: Names
) -> Summary:
    """Read affiliations, link them against a snapshot and the tables, and write the answers.

    `data` is the folder of the tables (the national graph's when None). Raises UsageError.
    """
    adapter = registry(key)
    table = read_affiliations(source)
    if target.resolve() in (source.resolve(), snapshot.resolve()):
        raise UsageError.worded("link.is_input", path=target)
    if not target.absolute().parent.is_dir():
        raise UsageError.worded("link.no_folder", path=target)
    separator_for(target)
    with _uncollected():
        candidates = beside(adapter.read(snapshot), profile(key), adapter, data, names)
        linker = Linker(candidates.entries, own=candidates.records)
    known = {entry.id: entry for entry in linker.index.entries}
    matches = (told(link, known, candidates) for link in linker.link(table.texts))
    linked = write_links(target, table, matches)
    return Summary(len(table.lines), linked, adapter.notes)
