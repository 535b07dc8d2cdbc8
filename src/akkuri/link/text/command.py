"""`akkuri link REGISTRY --text`: link every affiliation of a file and say how many were linked."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from akkuri.errors import UsageError
from akkuri.link.registries import registry
from akkuri.link.text.affiliation_files import read_affiliations, write_links
from akkuri.link.text.linker import Linker

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


def link_texts(key: str, source: Path, target: Path, snapshot: Path) -> Summary:
    """Read affiliations, link them against a snapshot and write the answers; raises UsageError."""
    adapter = registry(key)
    texts = read_affiliations(source)
    if target.resolve() in (source.resolve(), snapshot.resolve()):
        raise UsageError(f"{target}: is also an input; expected another name for --out.")
    if not target.absolute().parent.is_dir():
        raise UsageError(f"{target}: its folder does not exist; expected a folder that can be written to.")
    with _uncollected():
        linker = Linker(adapter.read(snapshot))
    linked = write_links(target, texts, linker.link(texts))
    return Summary(len(texts), linked, adapter.notes)
