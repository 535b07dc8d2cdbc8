"""What sentences may name, as a file of a release: things, and tables of all that they may be called."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.garbage import uncollected
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing, Wanted
from akkuri.search.own_words.sentence_names import NameTables, SentenceNames

__all__ = ["NAMES", "GatheredNames", "gather_names", "sentence_names_of", "write_names"]

NAMES: Final = "names.json"
"""The file of a release that holds what sentences may name."""
_FORM: Final = 6
"""Raised whenever names are folded or stemmed in another way: a file of another form is not read."""


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
    file = folder / NAMES if folder else None
    with uncollected():
        kept = _read(file, groups) if file is not None and file.is_file() else None
        return SentenceNames((kept or gather_names(known, groups)).tables)


def gather_names(known: Resolver, groups: Sequence[str]) -> GatheredNames:
    """Return what sentences may name, by group and id."""
    with uncollected():
        things = (thing for group in groups for thing in known.things(Wanted((group,))))
        return GatheredNames(groups, NameTables.of(thing for thing in things if not thing.gone))


def write_names(names: GatheredNames, file: Path) -> None:
    """Write what sentences may name."""
    tables = names.tables
    document = {
        "form": _FORM,
        "groups": names.groups,
        "things": list(map(_facts, tables.things)),
        "exact": tables.exact,
        "loose": tables.loose,
        "inflected": {letter: sorted(found) for letter, found in tables.inflected.items()},
        "first": tables.first,
        "begins": tables.begins,
        "proper": tables.proper,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _read(file: Path, groups: Sequence[str]) -> GatheredNames | None:
    document = json.loads(file.read_bytes())
    if document["form"] != _FORM or document["groups"] != list(groups):
        return None
    called = (document[name] for name in ("exact", "loose", "inflected", "first", "begins", "proper"))
    return GatheredNames(groups, NameTables(_Things(document["things"]), *called))


class _Things(Sequence[Thing]):
    """Things as lists of facts, each made where it is met."""

    def __init__(self, facts: Sequence[Mapping[str, Any]]) -> None:
        self._facts = facts

    def __len__(self) -> int:
        return len(self._facts)

    def __getitem__(self, number: Any) -> Any:
        facts = self._facts[number]
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
