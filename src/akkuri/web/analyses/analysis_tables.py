"""Tables of the analyses as people read them: names that link to records, states in words, sums as money."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.view import View as Rows
from akkuri.texts import text
from akkuri.web.page.addresses import with_params
from akkuri.web.page.site import site
from akkuri.web.page.values import Value, View

__all__ = ["SIGNS", "Field", "Shown", "downloads", "phrases", "shown_table"]

MOST: Final = 500
"""So many rows on a page; the files have all."""

SIGNS: Final = {
    "stated-missing": "✕",
    "none-recorded": "?",
    "planned-only": "…",
    "in-house-only": "▣",
    "single-operator": "◐",
    "no-pilot-scale": "▽",
    "trl-hole": "◌",
    "covered": "✓",
}
"""A sign for each state of a cell, so that colour is never alone."""

_RECORD: Final = {
    "name": ("record", "target", "actor"),
    "one_name": ("one",),
    "other_name": ("other",),
    "lead_name": ("lead",),
}
"""Column with a name → the columns that may hold the record it names."""
_RECORDS: Final = {"answer_names": "answers", "evidence_names": "evidence"}
_CONCEPTS: Final = {
    "stages": "value-chain-stage",
    "capabilities": "capability",
    "states": "cell-state",
    "access": "access-mode",
}
"""Column with ids, alone or with a count after a colon → their scheme."""
_NAMES: Final = frozenset({"step", "part", "community", "k"})
_AFTER: Final = frozenset({"chosen", "community"})
_CELLS: Final = frozenset({"cells", "lost_names"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: a choice, or a line to write on where there are no options."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    listed: bool = False
    """Whether the names of the actors are offered while one writes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as the template shows it: every cell with its class for the style."""

    title: str
    headings: list[tuple[str, str]]
    rows: list[list[tuple[list[Value], str]]]
    total: int
    notes: tuple[str, ...]


def phrases(lang: str) -> Callable[..., str]:
    """Return the function that gives the texts of these pages in a language."""

    def phrase(key: str, /, **params: Any) -> str:
        return text(lang, f"analysis_pages.{key}", **params)

    return phrase


def downloads(path: str, **params: str | None) -> list[tuple[str, str]]:
    """Return the links to the same table as files, from the API."""
    return [(form.upper(), with_params(path, **params, format=form)) for form in ("csv", "json")]


def shown_table(rows: Rows, model: Model, view: View, most: int = MOST, without: Iterable[str] = ()) -> Shown:
    """Return a table of an analysis for a page; `without` names columns that the page says elsewhere."""
    columns = [column for column in rows.shown if column not in set(without)]
    if columns[0] in _AFTER:  # on narrow screens the first column is the heading of the row: a name
        columns[:2] = columns[1::-1]
    first = rows.rows[:most]
    site().labels.need({iri for row in first for iri in _iris(row, columns)})
    cells = [[_cell(column, row, model, view) for column in columns] for row in first]
    kinds = ["num" if _numeric(column, first) else "" for column in columns]
    for row in cells:
        for place, kind in enumerate(kinds):
            row[place] = (row[place][0], row[place][1] or kind)
    headings = [(rows.heading(column, view.lang), kind) for column, kind in zip(columns, kinds, strict=True)]
    return Shown(rows.title(view.lang), headings, cells, len(rows.rows), rows.notes)


def _iris(row: Mapping[str, Any], columns: list[str]) -> list[str]:
    found = [str(row["gap"])] if "gap" in columns else []
    for column in columns:
        if column in _RECORD and (iri := _record(row, column)):
            found.append(iri)
        elif column in _RECORDS:
            found += [str(iri).partition("#")[0] for iri in row[_RECORDS[column]]]
    return found


def _record(row: Mapping[str, Any], column: str) -> str | None:
    return next((str(row[name]) for name in _RECORD[column] if row.get(name)), None)


def _numeric(column: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a column holds numbers; years and the numbers of rows and groups are read as names."""
    values = [row.get(column) for row in rows]
    known = [value for value in values if value is not None]
    return (
        column not in _NAMES
        and "year" not in column
        and bool(known)
        and all(type(value) in (int, float) for value in known)
    )


def _cell(column: str, row: Mapping[str, Any], model: Model, view: View) -> tuple[list[Value], str]:
    value = row.get(column)
    words = view.language
    if column == "gap":
        return [view.link(str(value), 300)], ""
    if column in _RECORD and (iri := _record(row, column)):
        return [view.link(iri, 200)], ""
    if column in _RECORDS:
        records = dict.fromkeys(str(iri).partition("#")[0] for iri in row[_RECORDS[column]])
        return [view.link(iri) for iri in records], ""
    if column == "state_name":
        return [Value(f"{SIGNS[row['state']]} {value}")], f"mark s-{row['state']}"
    if column == "capability_name" and row.get("stage") and row.get("area"):
        region = row["area"] if row["area"] != model.home else None
        path = with_params(f"/gaps/{row['stage']}/{row['capability']}", region=region)
        return [Value(str(value), view.local(path))], ""
    if isinstance(value, list):
        return _list(column, row, model, view), ""
    if column == "country" and isinstance(value, str):
        return [Value(words.country(value))], ""
    if column == "amount_eur" and value is not None:
        return [Value(words.money(str(value), "EUR"))], ""
    return _plain(column, value, view), ""


def _list(column: str, row: Mapping[str, Any], model: Model, view: View) -> list[Value]:
    """Return a cell that holds several things: cells as links, ids by their labels, the rest as it is."""
    values = row[column]
    if column in _CELLS:
        pairs = row["lost"] if column == "lost_names" else values
        return [_to_cell(pair, model, view) for pair in pairs]
    if column in _CONCEPTS and "community" not in row:
        return [Value(_named(item, _CONCEPTS[column], model, view)) for item in values]
    if column in ("countries", "types", "stages"):
        return [Value(_counted(item, column, view)) for item in values]
    return [Value(str(item)) for item in values]


def _plain(column: str, value: Any, view: View) -> list[Value]:
    words = view.language
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return [Value(words.t("yes" if value else "no"))]
    if column == "share":
        return [Value(f"{words.number(round(float(value) * 100))} %")]
    if isinstance(value, float):
        return [Value(words.number(round(value, 3)))]
    if isinstance(value, int) and "year" not in column:
        return [Value(words.number(value))]
    return [Value(str(value))]


def _to_cell(pair: str, model: Model, view: View) -> Value:
    """Return a link to the page of a cell written as `stage/capability`, perhaps with its state."""
    key, _, state = pair.partition(": ")
    stage, _, capability = key.partition("/")
    name = (
        f"{_label(stage, 'value-chain-stage', model, view)}: {_label(capability, 'capability', model, view)}"
    )
    told = f" ({_label(state, 'cell-state', model, view)})" if state else ""
    return Value(name + told, view.local(f"/gaps/{key}"))


def _named(item: str, scheme: str, model: Model, view: View) -> str:
    """Return the label of a concept, with the count that stands after it."""
    concept, colon, count = item.partition(": ")
    if concept in ("production", "unknown"):
        return phrases(view.lang)(f"access_{concept}") + colon + count
    return _label(concept, scheme, model, view) + colon + count


def _counted(item: str, column: str, view: View) -> str:
    """Return a country by its name, or a type, with the count in brackets after it; `?` is not told."""
    name, bracket, count = item.partition(" (")
    if name == "?":
        return phrases(view.lang)("access_unknown") + bracket + count
    return (view.language.country(name) if column == "countries" else name) + bracket + count


def _label(concept: str, scheme: str, model: Model, view: View) -> str:
    return model.concept_label(scheme, concept, view.lang)
