"""What sentences may name, as a file of a release: things, and tables of all that they may be called."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.garbage import uncollected
from akkuri.naming.kept_lines import KeptLines, KeptLists, json_line, open_lines
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing, Wanted
from akkuri.search.own_words.sentence_names import NameTables, SentenceNames

__all__ = ["NAMES", "GatheredNames", "gather_names", "sentence_names_of", "write_names"]

NAMES: Final = "names.jsonl"
"""The file of a release that holds what sentences may name."""
_FORM: Final = 8
"""Raised whenever names are folded or stemmed, or the file is written, in another way: it is not read."""
_BEGINNING: Final = 4
"""Names that begin with the same letters stand in a line together: a word is looked for in few lines."""


@dataclass(frozen=True, slots=True)
class GatheredNames:
    """What sentences may name of some groups of things."""

    groups: Sequence[str]
    tables: NameTables


def sentence_names_of(folder: Path | None, known: Resolver, groups: Sequence[str]) -> SentenceNames:
    """Return what sentences may name of some groups of things.

    Where there is no release, or it is an earlier one without the file, or it has other groups than the
    questions ask for, the graph is read through `known`.
    """
    with uncollected():
        kept = _read(folder / NAMES, groups) if folder else None
        return SentenceNames((kept or gather_names(known, groups)).tables)


def gather_names(known: Resolver, groups: Sequence[str]) -> GatheredNames:
    """Return what sentences may name, by group and id."""
    with uncollected():
        things = (thing for group in groups for thing in known.things(Wanted((group,))))
        return GatheredNames(groups, NameTables.of(thing for thing in things if not thing.gone))


def write_names(names: GatheredNames, file: Path) -> None:
    """Write what sentences may name: what is small at once, the things, then the names by beginning."""
    tables = names.tables
    exact, loose = _by_beginning(tables.exact), _by_beginning(tables.loose)
    head = {
        "form": _FORM,
        "groups": names.groups,
        "things": len(tables.things),
        "exact": len(exact),
        "inflected": {letter: sorted(found) for letter, found in tables.inflected.items()},
        "first": tables.first,
        "begins": tables.begins,
        "proper": tables.proper,
    }
    lines = [json_line(each) for each in (head, *map(_facts, tables.things))]
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines((*lines, *exact, *loose))


def _read(file: Path, groups: Sequence[str]) -> GatheredNames | None:
    found = open_lines(file, _FORM)
    if found is None:
        return None
    head, lines = found
    if head["groups"] != list(groups):
        return None
    things, begun = _Things(lines.between(0, head["things"])), lines.between(head["things"])
    exact, loose = begun.between(0, head["exact"]), begun.between(head["exact"])
    small = (head[name] for name in ("inflected", "first", "begins", "proper"))
    return GatheredNames(groups, NameTables(things, _BegunNames(exact), _BegunNames(loose), *small))


def _by_beginning(called: Mapping[str, Sequence[int]]) -> list[str]:
    """Return lines of names with the same beginning, each followed by the numbers of what is called so."""
    begun: defaultdict[str, list[object]] = defaultdict(list)
    for name, numbers in sorted(called.items()):
        begun[name[:_BEGINNING]] += (name, numbers)
    return sorted(json_line([beginning, *names]) for beginning, names in begun.items())


class _BegunNames(Mapping[str, Sequence[int]]):
    """The numbers of what has a name, out of the line of those that begin like it."""

    def __init__(self, lines: KeptLines) -> None:
        self._begun = KeptLists(lines)

    def __len__(self) -> int:
        return sum(len(names) // 2 for names in self._begun.values())

    def __iter__(self) -> Iterator[str]:
        return (name for names in self._begun.values() for name in names[::2])

    def __getitem__(self, name: str) -> Sequence[int]:
        names = self._begun[name[:_BEGINNING]]
        try:
            found: Sequence[int] = names[names.index(name) + 1]
        except ValueError:
            raise KeyError(name) from None
        return found


class _Things(Sequence[Thing]):
    """Things as lists of facts, each made where it is met."""

    def __init__(self, lines: KeptLines) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: Any) -> Any:
        facts = self._lines[number]
        names = tuple(facts.get("names", {}).items())
        return Thing(facts["group"], facts["id"], table_id=facts.get("table_id"), names=names)


def _facts(thing: Thing) -> dict[str, Any]:
    """Return what a thing is, without what it lacks."""
    facts = {
        "group": thing.group,
        "id": thing.id,
        "table_id": thing.table_id,
        "names": dict(sorted(thing.names)),
    }
    return {key: value for key, value in facts.items() if value}
