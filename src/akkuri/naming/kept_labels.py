"""What everything is called as a file of a release: a graph is asked for them for half a second."""

import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Final

__all__ = ["LABELS", "LabelFacts", "read_labels", "write_labels"]

LABELS: Final = "labels.jsonl"
"""The file of a release that holds the labels of all things."""
_FORM: Final = 2
"""Raised whenever the file is written in another way: one of another form is not read."""


@dataclass(slots=True)
class LabelFacts:
    """What a graph says of how things are called and ordered, by IRI."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Language (empty for none), text, language, text …"""
    ends: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The things that one without a name is called after."""
    notations: dict[str, str] = field(default_factory=dict)
    orders: dict[str, float] = field(default_factory=dict)


def write_labels(facts: LabelFacts, file: Path) -> None:
    """Write the facts, a thing a line, sorted by IRI; orders that are infinite are left out."""
    head = {
        "form": _FORM,
        "texts": len(facts.texts),
        "notations": facts.notations,
        "orders": facts.orders,
    }
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(f"{_json(head, sort_keys=True)}\n")
        for lists in (facts.texts, facts.ends):
            handle.writelines(sorted(f"{_json([iri, *parts])}\n" for iri, parts in lists.items()))


def read_labels(folder: Path | None) -> LabelFacts | None:
    """Return the facts of a release; None where there is none, or an earlier one without the file."""
    file = folder / LABELS if folder else None
    if file is None or not file.is_file():
        return None
    with file.open("rb") as handle:
        head = json.loads(handle.readline())
        if head["form"] != _FORM:
            return None
        starts = array("I", accumulate(map(len, handle), initial=handle.tell()))[:-1]
        lines = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    count = head["texts"]
    texts, ends = _LabelLines(lines, starts[:count]), _LabelLines(lines, starts[count:])
    return LabelFacts(texts, ends, head["notations"], head["orders"])


class _LabelLines(Mapping[str, Sequence[str]]):
    """Lists of texts by IRI as sorted lines, each read where it is met: few pages name many things."""

    def __init__(self, lines: mmap.mmap, starts: Sequence[int]) -> None:
        self._lines = lines
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[str]:
        return (self._list(start)[0] for start in self._starts)

    def __getitem__(self, iri: str) -> Sequence[str]:
        begins = _json([iri])[:-1].encode()
        place = bisect_left(self._starts, begins, key=lambda start: self._lines[start : start + len(begins)])
        if place < len(self._starts):
            found = self._list(self._starts[place])
            if found[0] == iri:
                return found[1:]
        raise KeyError(iri)

    def _list(self, start: int) -> list[str]:
        found: list[str] = json.loads(self._lines[start : self._lines.find(b"\n", start)])
        return found


def _json(value: object, *, sort_keys: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)
