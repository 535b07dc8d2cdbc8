"""The tables on pages of records: declared, and made ready to be asked for and shown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from akkuri.kinds import Kind, Kinds, ListColumn
from akkuri.kinds import Section as Declared
from akkuri.kinds.section import CITED, CITING, PAGE
from akkuri.kinds.shown import Path, Shown, Step
from akkuri.namespaces import PREFIXES, Names
from akkuri.web.page.queries import standing
from akkuri.web.page.values import PageView
from akkuri.web.records.shows import READ, Show, ends, heading, literals, show_of

__all__ = ["PAGE", "RecordSection", "SectionColumn", "column", "listing", "section", "sections_of"]

_HEIR: Final = PREFIXES["dct"] + "isReplacedBy"
_SOURCE: Final = f"<{PREFIXES['dct']}source>"
_ROWS: Final = {
    CITED: f"GRAPH ?graph {{ ?citing {_SOURCE} ?row }}",
    CITING: f"GRAPH ?home {{ ?citing {_SOURCE} ?this . ?document <{PREFIXES['foaf']}primaryTopic> ?row }}",
}


@dataclass(frozen=True, slots=True)
class SectionColumn:
    """A column: what it shows of a row, and what its heading is made from."""

    declared: ListColumn
    show: Show

    def heading(self, view: PageView) -> str:
        """Return the heading in the language of the page."""
        return heading(view, self.declared, "column")


@dataclass(frozen=True, slots=True)
class RecordSection:
    """A table of things that belong to a record.

    `rows` is a SPARQL pattern from ?this (the record) or ?graph (its document) to ?row; `with_` is a property
    path from a row to other things its columns read, empty when they read the row alone. `order` is what
    SPARQL sorts by before it cuts a page of `size` rows. `by` are properties of which one has the record as
    its object wherever there are rows; empty where that is not said.
    """

    key: str
    rows: str
    columns: tuple[SectionColumn, ...]
    with_: str = ""
    order: str = "?row"
    size: int = PAGE
    declared: Declared | None = None
    counts: str = ""
    """The property of a row whose different values its heading counts; the rows where empty."""
    by: tuple[str, ...] = ()

    @property
    def properties(self) -> list[str]:
        """The properties that headings may be called after."""
        return [
            name for each in self.columns for path in each.declared.shown.paths for name in path.properties
        ]

    @property
    def numbered(self) -> bool:
        """Whether its rows are the sources, to whose numbers other tables refer."""
        return self.declared is not None and self.declared.rows == CITED

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.declared.title(lang) if self.declared else self.key

    def note(self, lang: str) -> str:
        """Return what its rows leave out, in a language; empty where nothing is declared."""
        return self.declared.says.get(lang, "") if self.declared else ""

    def sorted(self, view: PageView, rows: Iterable[str]) -> list[str]:
        """Return the rows of a page in their order: by label, by what is declared, or the most first."""
        found, declared = view.sort(rows), self.declared
        if declared is None:
            return found
        if declared.most_first:
            most = declared.most_first
            found.sort(key=lambda row: _number(view.first(row, most)), reverse=True)
        elif declared.sort is not None:
            by = declared.sort
            found.sort(key=lambda row: _key(view, row, by), reverse=declared.backwards)
        return found


def column(declared: ListColumn) -> SectionColumn:
    """Return a declared column as a page shows it."""
    return SectionColumn(declared, show_of(declared.shown))


def listing(kind: Kind, names: Names) -> RecordSection:
    """Return the list of all records of a kind but those that others took over or that were withdrawn."""
    rows = f"?row a <{names.expand(kind.cls)}> {standing('row', names)}"
    return RecordSection(kind.name, rows, tuple(map(column, kind.columns)))


def sections_of(kind: Kind, names: Names) -> tuple[RecordSection, ...]:
    """Return the tables on the page of a kind, in their order."""
    return _made(names.kinds, kind.name, names)


@lru_cache(maxsize=256)
def _made(kinds: Kinds, kind: str, names: Names) -> tuple[RecordSection, ...]:
    return tuple(section(each, names) for each in kinds.sections_of(kinds[kind]))


def section(declared: Declared, names: Names) -> RecordSection:
    """Return a declared table as it is asked for and shown."""
    rows = _ROWS.get(declared.rows or "", "")
    by: tuple[str, ...] = (names.expand("dct:source"),) if declared.rows == CITING else ()
    if declared.by is not None:
        last = [steps[-1] for steps in declared.by.paths[0].alternatives]
        by = tuple(names.expand(step.property) for step in last) if not any(s.inverse for s in last) else ()
        path = _property_path(declared.by.paths[0], names)
        rows = f"?row {path} ?this"
        rows += f" ; a <{names.expand(declared.cls)}>" if declared.cls else ""
        # What another took over stands there by its heir; what was withdrawn was wrong.
        rows += f" . FILTER NOT EXISTS {{ ?row <{_HEIR}> ?heir . ?heir {path} ?this }}"
        rows += f" FILTER NOT EXISTS {{ ?row <{names.ak}withdrawn> ?wrong }}"
        if declared.counts:
            about = f"?row <{names.expand(declared.counts)}> ?gone . ?gone"
            rows += f" FILTER NOT EXISTS {{ {about} <{_HEIR}>|<{names.ak}withdrawn> ?left }}"
    order = "?row"
    if declared.most_first:
        rows, order = f"{rows} . ?row <{names.expand(declared.most_first)}> ?most", "DESC(?most) ?row"
    read = [_before_last(path) for each in declared.columns for path in each.shown.paths]
    if declared.sort is not None:
        read += [_before_last(path) for path in declared.sort.paths]
    read += [READ[each.shown.function] for each in declared.columns if each.shown.function in READ]
    read += [path for each in declared.columns if each.shown.function == "place" for path in each.shown.paths]
    paths = dict.fromkeys(_property_path(path, names) for path in read if path.alternatives)
    columns = tuple(map(column, declared.columns))
    counts = names.expand(declared.counts) if declared.counts else ""
    return RecordSection(
        declared.key, rows, columns, "|".join(paths), order, declared.size, declared, counts, by
    )


def _before_last(path: Path) -> Path:
    """Return the part of a path that leads to the things whose properties are shown."""
    steps = (each if each[-1].inverse else each[:-1] for each in path.alternatives)
    return Path(tuple(each for each in steps if each))


def _property_path(path: Path, names: Names) -> str:
    """Write a path as SPARQL does."""

    def step(one: Step) -> str:
        return f"{'^' if one.inverse else ''}<{names.expand(one.property)}>"

    return "|".join("/".join(map(step, steps)) for steps in path.alternatives)


def _key(view: PageView, row: str, by: Shown) -> str:
    """Return what a row is sorted by: dates and texts as they are written, things by their labels."""
    if by.function is not None:
        return " ".join(value.text.casefold() for value in show_of(by)(view, row))
    found = [view.label(iri).value.casefold() for path in by.paths for iri in ends(view, row, path)]
    found += [term.value for path in by.paths for term in literals(view, row, path)]
    return max(found, default="")


def _number(text: str | None) -> float:
    """Return a number; nothing, and what is none, counts as zero."""
    return float(text) if text and re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text) else 0.0
