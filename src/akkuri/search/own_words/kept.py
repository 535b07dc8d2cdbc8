"""What sentences may name, as a file of a release: one line a thing, with all that it may be called."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.garbage import uncollected
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing, Wanted
from akkuri.search.own_words.sentence_names import SentenceName, SentenceNames, sentence_name

__all__ = ["NAMES", "GatheredNames", "gather_names", "sentence_names_of", "write_names"]

NAMES: Final = "names.jsonl"
"""The file of a release that holds what sentences may name."""
_FORM: Final = 5
"""Raised whenever names are folded or stemmed in another way: a file of another form is not read."""


@dataclass(frozen=True, slots=True)
class GatheredNames:
    """What sentences may name of some groups of things."""

    groups: Sequence[str]
    named: Sequence[SentenceName]


def sentence_names_of(folder: Path | None, known: Resolver, groups: Sequence[str]) -> SentenceNames:
    """Return what sentences may name of some groups of things.

    Where there is no release, or it is an earlier one without the file, or it has other groups than the
    questions ask for, the graph is read through `known`.
    """
    file = folder / NAMES if folder else None
    with uncollected():
        kept = _read(file, groups) if file is not None and file.is_file() else None
        return SentenceNames((kept or gather_names(known, groups)).named)


def gather_names(known: Resolver, groups: Sequence[str]) -> GatheredNames:
    """Return what sentences may name, by group and id."""
    with uncollected():
        things = (thing for group in groups for thing in known.things(Wanted((group,))))
        return GatheredNames(groups, [sentence_name(thing) for thing in things if not thing.gone])


def write_names(names: GatheredNames, file: Path) -> None:
    """Write what sentences may name."""
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(_line({"form": _FORM, "groups": names.groups}))
        handle.writelines(_line(_facts(name)) for name in names.named)


def _read(file: Path, groups: Sequence[str]) -> GatheredNames | None:
    with file.open("rb") as handle:
        head = json.loads(handle.readline())
        if head["form"] != _FORM or head["groups"] != list(groups):
            return None
        return GatheredNames(groups, [_name(facts) for facts in json.loads(b"[%s]" % b",".join(handle))])


def _facts(name: SentenceName) -> dict[str, Any]:
    """Return what a name is, without what it lacks."""
    thing = name.thing
    facts = {
        "group": thing.group,
        "id": thing.id,
        "table_id": thing.table_id,
        "names": dict(sorted(thing.names)),
        "exact": sorted(name.exact),
        "loose": sorted(name.loose),
        "inflected": sorted(name.inflected),
        "begun": dict(sorted(name.begun.items())),
        "proper": sorted(name.proper),
    }
    return {key: value for key, value in facts.items() if value}


def _name(facts: Mapping[str, Any]) -> SentenceName:
    names = tuple(facts.get("names", {}).items())
    return SentenceName(
        Thing(facts["group"], facts["id"], table_id=facts.get("table_id"), names=names),
        _keys(facts.get("exact", ())),
        _keys(facts.get("loose", ())),
        _keys(facts.get("inflected", ())),
        facts.get("begun", {}),
        _keys(facts.get("proper", ())),
    )


def _keys(found: Iterable[str]) -> frozenset[str]:
    return frozenset(found)


def _line(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
