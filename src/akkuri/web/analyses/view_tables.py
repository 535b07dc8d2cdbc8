"""Views as people read them: names that link to records, states in words, sums as money."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.views.columns import Holds, ViewColumn
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.views.view import ViewRow
from akkuri.texts import text
from akkuri.web.page.addresses import with_params
from akkuri.web.page.values import PageView, Value

__all__ = ["SIGNS", "ShownTable", "phrases", "shown_table", "taken_rows"]

MOST: Final = 500
"""So many rows on a page; the files have all."""

_PAGES: Final = ("http://", "https://")
_MAIL: Final = "mailto:"
_ADDRESS: Final = " (IRI)"
"""Headings of files say that a column holds addresses; a page shows names that lead there."""

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

_IN_WORDS: Final = (Holds.CONCEPTS, Holds.CELLS, Holds.COUNTED)
"""What a person cannot read as the rows have it, and no other column says in words."""

ShownCell = tuple[list[Value], str]
"""What stands in a cell, and its class for the style."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as the template shows it."""

    title: str
    headings: list[tuple[str, str]]
    rows: list[list[ShownCell]]
    total: int
    notes: tuple[str, ...]


def phrases(lang: str) -> Callable[..., str]:
    """Return the function that gives the texts of these pages in a language."""

    def phrase(key: str, /, **params: Any) -> str:
        return text(lang, f"analysis_pages.{key}", **params)

    return phrase


def shown_table(
    table: ViewTable, model: Model, view: PageView, most: int = MOST, without: Iterable[str] = ()
) -> ShownTable:
    """Return a view for a page; `without` names columns that the page says elsewhere."""
    columns = [column for column in table.shown if column.name not in set(without)]
    rows = list(table.rows[:most])  # each is read for every column, and made when it is read
    kinds = ["num" if _numeric(column, rows) else "" for column in columns]
    cells = [
        [_classed(_cell(column, row, model, view), kind) for column, kind in zip(columns, kinds, strict=True)]
        for row in rows
    ]
    headings = [
        (table.heading(column.name, view.lang).removesuffix(_ADDRESS), kind)
        for column, kind in zip(columns, kinds, strict=True)
    ]
    return ShownTable(table.title(view.lang), headings, cells, table.total, table.notes)


def taken_rows(table: ViewTable, model: Model, view: PageView) -> list[list[Any]]:
    """Return the rows for a workbook: as they are, but concepts, cells and what is counted by their names."""
    columns = table.view.columns
    return [
        [
            [value.text for value in _cell(column, row, model, view)[0]]
            if column.holds in _IN_WORDS and row.get(column.name)
            else row.get(column.name)
            for column in columns
        ]
        for row in table.rows
    ]


def _classed(cell: ShownCell, kind: str) -> ShownCell:
    return cell[0], cell[1] or kind


def _iris(column: ViewColumn, row: ViewRow) -> Iterator[str]:
    """Yield the records that a cell names."""
    if column.holds in (Holds.RECORD, Holds.RECORDS):
        found = row[column.of]
        for iri in found if isinstance(found, list | tuple) else [found] if found else []:
            yield str(iri).partition("#")[0]


def _numeric(column: ViewColumn, rows: Iterable[ViewRow]) -> bool:
    """Say whether a column holds numbers that are compared, rather than numbers that name."""
    known = [value for row in rows if (value := row.get(column.name)) is not None]
    return (
        column.holds in (Holds.PLAIN, Holds.EUROS, Holds.SHARE)
        and bool(known)
        and all(type(value) in (int, float) for value in known)
    )


def _cell(column: ViewColumn, row: ViewRow, model: Model, view: PageView) -> ShownCell:
    value = row.get(column.name)
    match column.holds:
        case Holds.RECORD:
            return [view.link(iri, 300) for iri in _iris(column, row)], ""
        case Holds.RECORDS:
            return [view.link(iri) for iri in dict.fromkeys(_iris(column, row))], ""
        case Holds.STATE:
            if not (state := row[column.of]):
                return [], ""
            return [Value(f"{SIGNS[state]} {value}")], f"mark s-{state}"
        case Holds.CAPABILITY:
            return [Value(str(value), _cell_page(row, model, view))], ""
        case Holds.CELLS:
            return [_to_cell(pair, model, view) for pair in row[column.of]], ""
        case Holds.CONCEPTS:
            return [Value(_named(item, column.of, model, view)) for item in value or ()], ""
        case Holds.COUNTED:
            return [Value(_counted(item, column.of, view)) for item in value or ()], ""
        case _:
            return _single(column, value, view), ""


def _single(column: ViewColumn, value: Any, view: PageView) -> list[Value]:
    words = view.language
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [_linked(str(item), view) for item in value]
    match column.holds:
        case Holds.ENGLISH:
            return [Value(str(value), lang=view.other("en"))]
        case Holds.COUNTRY:
            return [Value(words.country(str(value)))]
        case Holds.DATE:
            return [Value(words.date(str(value)))]
        case Holds.EUROS:
            return [Value(words.money(str(value), "EUR"))]
        case Holds.SHARE:
            return [Value(f"{words.number(round(float(value) * 100))} %")]
        case Holds.NUMERAL:
            return [Value(str(value))]
        case _ if isinstance(value, int | float):
            return [_figure(value, view)]
        case _:
            return [_linked(str(value), view)]


def _figure(value: int | float, view: PageView) -> Value:
    """Return a truth value in words, or a number as the language writes it."""
    if isinstance(value, bool):
        return Value(view.language.t("yes" if value else "no"))
    return Value(view.language.number(round(value, 3)))


def _linked(value: str, view: PageView) -> Value:
    """Return a text, as a link where it is the address of a foreign page or a mailbox."""
    if value.startswith(_PAGES) and not value.startswith(view.names.base):
        return view.link(value)
    return Value(value.removeprefix(_MAIL), value) if value.startswith(_MAIL) else Value(value)


def _cell_page(row: ViewRow, model: Model, view: PageView) -> str | None:
    """Return the page of the cell that a row is about; None for a row that is about no area."""
    if not row.get("area"):
        return None
    region = row["area"] if row["area"] != model.home else None
    return view.local(with_params(f"/gaps/{row['stage']}/{row['capability']}", region=region))


def _to_cell(pair: str, model: Model, view: PageView) -> Value:
    """Return a link to the page of a cell written as `stage/capability`, perhaps with its state."""
    key, _, state = pair.partition(": ")
    stage, _, capability = key.partition("/")
    name = (
        f"{_label(stage, 'value-chain-stage', model, view)}: {_label(capability, 'capability', model, view)}"
    )
    told = f" ({_label(state, 'cell-state', model, view)})" if state else ""
    return Value(name + told, view.local(f"/gaps/{key}"))


def _named(item: str, scheme: str, model: Model, view: PageView) -> str:
    """Return the label of a concept, with the count that stands after it."""
    concept, colon, count = item.partition(": ")
    if concept in ("production", "unknown"):
        return phrases(view.lang)(f"access_{concept}") + colon + count
    return _label(concept, scheme, model, view) + colon + count


def _counted(item: str, of: str, view: PageView) -> str:
    """Return a country by its name, or a type, with the count in brackets after it; `?` is not told."""
    name, bracket, count = item.partition(" (")
    if name == "?":
        return phrases(view.lang)("access_unknown") + bracket + count
    return (view.language.country(name) if of == "country" else name) + bracket + count


def _label(concept: str, scheme: str, model: Model, view: PageView) -> str:
    return model.concept_label(scheme, concept, view.lang)
