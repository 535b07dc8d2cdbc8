"""The names of a release as a file of it, a line a group: a group is read before the graph is loaded."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast

from akkuri.garbage import uncollected
from akkuri.namespaces import Names
from akkuri.naming.fixed import countries_of_the_world
from akkuri.naming.resolver import Source
from akkuri.naming.things import COUNTRIES, Name, Scale, Thing

__all__ = ["THINGS", "KeptSource", "write_things"]

THINGS: Final = "things.jsonl"
"""The file of a release that holds what its questions take by name."""
_FORM: Final = 2
"""Raised whenever a line is written in another way: a file of another form is not read."""
_KEPT: Final = ("names", "others", "hidden", "codes", "addresses", "successor", "gone")


class KeptSource:
    """Reads groups out of the file of a release; `graph` knows those that are not in it, and titles."""

    def __init__(self, folder: Path, names: Names, graph: Source) -> None:
        self._folder = folder
        self._names = names
        self._graph = graph

    def things(self, group: str) -> Sequence[Thing]:
        """Return everything of a group; empty for an unknown one."""
        line = self._line(group)
        if line is None:
            return self._graph.things(group)
        with uncollected():
            return [self._thing(group, facts) for facts in json.loads(line)["things"]]

    def countries(self) -> Sequence[Thing]:
        """Return the countries, without loading the library that has their names where the file has them."""
        return countries_of_the_world() if self._line(COUNTRIES) is None else self.things(COUNTRIES)

    def title(self, group: str, lang: str) -> str | None:
        """Return what a scheme is called."""
        return self._graph.title(group, lang)

    def _line(self, group: str) -> bytes | None:
        file = self._folder / THINGS
        if not file.is_file():
            return None  # a release made before there was this file: the graph is asked
        start = _start(group)
        with file.open("rb") as lines:
            if json.loads(next(lines)) != {"form": _FORM}:
                return None
            return next((line for line in lines if line.startswith(start)), None)

    def _thing(self, group: str, facts: Mapping[str, Any]) -> Thing:
        names, others, hidden = (
            cast("tuple[Name, ...]", tuple(map(tuple, facts.get(key, ()))))
            for key in ("names", "others", "hidden")
        )
        scale = facts.get("scale")
        return Thing(
            group,
            facts["id"],
            facts.get("iri", f"{self._names.base}{group}/{facts['id']}"),
            facts.get("table_id"),
            names,
            others,
            hidden,
            tuple(facts.get("codes", ())),
            tuple(facts.get("addresses", ())),
            facts.get("successor"),
            facts.get("gone", False),
            _scale(*scale) if scale else None,
        )


def write_things(groups: Mapping[str, Iterable[Thing]], names: Names, file: Path) -> None:
    """Write the things of some groups, by group and as the graph gives them, and the countries."""
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(_json({"form": _FORM}) + "\n")
        for group, things in sorted({**groups, COUNTRIES: countries_of_the_world()}.items()):
            listed = ",".join(_json(_facts(thing, names)) for thing in things)
            handle.write(f'{_start(group).decode()}"things":[{listed}]}}\n')


def _facts(thing: Thing, names: Names) -> dict[str, Any]:
    """Return what a thing is, without what it lacks."""
    iri = {"iri": thing.iri} if thing.iri != f"{names.base}{thing.group}/{thing.id}" else {}
    facts = {
        "id": thing.id,
        "table_id": thing.table_id,
        **{key: getattr(thing, key) for key in _KEPT},
        "scale": thing.scale and _facts_of(thing.scale),
    }
    return iri | {key: value for key, value in facts.items() if value}


def _scale(canonical: str, factor: str, offset: str, least: str | None, most: str | None) -> Scale:
    from_, to = (Decimal(each) if each else None for each in (least, most))
    return Scale(canonical, Decimal(factor), Decimal(offset), from_, to)


def _facts_of(scale: Scale) -> tuple[str | None, ...]:
    numbers = (scale.factor, scale.offset, scale.least, scale.most)
    return scale.canonical, *(None if each is None else str(each) for each in numbers)


def _start(group: str) -> bytes:
    """Return how the line of a group begins."""
    return f'{{"group":{_json(group)},'.encode()


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
