"""A workbook to fill in: a sheet for each table, lists to choose from, help and an example per column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from akkuri.checks.cluster import Cluster
from akkuri.curation.choices import Choices
from akkuri.curation.fields import fields_of, help_on
from akkuri.tables.rows import Row, Tables
from akkuri.tables.saved_workbook import saved_workbook
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import text

__all__ = ["Prefilled", "make_template"]

ROWS: Final = 2000
"""Rows of a sheet that have lists to choose from."""
_TITLE: Final = 31
"""Characters of the name of a sheet (Excel specifications and limits)."""
_PROMPT_TITLE: Final = 32
_PROMPT: Final = 255
_NEEDED: Final = PatternFill("solid", fgColor="1F4E79")
_OTHER: Final = PatternFill("solid", fgColor="DDEBF7")
_TEXT: Final = "@"
"""The number format of cells that stay as they are written: 2026-11 is no day and 007 no 7."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The rows that stand in the sheets already, by table."""

    rows: dict[str, list[Row]]

    @classmethod
    def about(cls, record: str, tables: Tables, wanted: Iterable[TableSchema]) -> "Prefilled":
        """Return a record's row, and the rows of the wanted tables that must name it."""
        found: dict[str, list[Row]] = {}
        for table in wanted:
            naming = [c for c in table.columns if c.refers_to and (c.required or c.name == table.parent)]
            key = table.key[:1] if table.is_record else ()
            found[table.name] = [
                row
                for row in tables.named(table.name)
                if any(row[name] == record for name in key)
                or any(record in column.values(row[column.name]) for column in naming)
            ]
        return cls(found)


def make_template(
    cluster: Cluster,
    tables: Tables,
    wanted: Sequence[TableSchema],
    lang: str,
    prefilled: Prefilled | None,
    choices: Choices | None = None,
) -> bytes:
    """Return an .xlsx file with a sheet for each wanted table, called as the language calls it.

    Behind them stand a sheet with help, and a hidden one with what can be chosen: `choices`, of which who
    makes several files for the same tables gives the same to each.
    """
    book = Workbook()
    del book["Sheet"]
    choices = choices or Choices(cluster, tables, lang)
    sheets = [(table, book.create_sheet(table.titles[lang][:_TITLE])) for table in wanted]
    explained = book.create_sheet(text(lang, "template.help")[:_TITLE])
    lists = _Lists(book.create_sheet(text(lang, "template.lists")[:_TITLE]))
    helps = [[text(lang, f"template.{key}") for key in ("sheet", "column", "what", "example")]]
    for table, sheet in sheets:
        rows = prefilled.rows.get(table.name, []) if prefilled else []
        for place, column in enumerate(fields_of(table), 1):
            what = help_on(column, table, cluster.schema, lang)
            example = _example(tables, table, column, choices)
            helps.append([sheet.title, column.titles[lang], what, example])
            _head(sheet, place, column, table, lang)
            _validate(sheet, place, column, choices, lists, _said(what, example, lang), lang)
            for number, row in enumerate(rows, 2):
                _fill(sheet, number, place, column, row, choices)
        sheet.freeze_panes = "A2"
    _explain(explained, helps)
    book.properties.title = " – ".join(sheet.title for _, sheet in sheets)
    book.properties.language = lang
    return saved_workbook(book)


class _Lists:
    """The hidden sheet: a column for each list."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._places: dict[tuple[str, ...], str] = {}
        sheet.sheet_state = "hidden"

    def place(self, key: tuple[str, ...], entries: Sequence[str]) -> str:
        """Return where a list stands, writing it when it is first asked for."""
        if key not in self._places:
            column = len(self._places) + 1
            for number, entry in enumerate(entries, 1):
                _write(self._sheet, number, column, entry)
            letter = get_column_letter(column)
            self._places[key] = f"{quote_sheetname(self._sheet.title)}!${letter}$1:${letter}${len(entries)}"
        return self._places[key]


def _head(sheet: Worksheet, place: int, column: Column, table: TableSchema, lang: str) -> None:
    title = column.titles[lang]
    cell = sheet.cell(1, place, title)
    needed = column.required and not (table.is_record and column.name in table.key)
    cell.font = Font(bold=needed, color="FFFFFF" if needed else "000000")
    cell.fill = _NEEDED if needed else _OTHER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width = 40 if _is_long(column) else max(16, len(title) + 2)
    if column.datatype not in ("decimal", "integer"):
        dimension.number_format = _TEXT


def _is_long(column: Column) -> bool:
    """Tell whether a column holds sentences or several values."""
    return bool(column.separator or column.lang) or column.datatype == "anyURI"


def _said(what: str, example: str, lang: str) -> str:
    """Return the help as it appears beside a cell."""
    shown = f"{what} {text(lang, 'template.for-example', example=example)}" if example else what
    return shown.strip() if len(shown) <= _PROMPT else what[:_PROMPT].rstrip()


def _validate(
    sheet: Worksheet, place: int, column: Column, choices: Choices, lists: _Lists, help_: str, lang: str
) -> None:
    """Give a column its list and its help; other values may be written, for records may be new."""
    listed = choices.listed(column)
    rule = DataValidation(type=None, allow_blank=True)
    if listed is not None and listed[1]:
        rule = DataValidation(type="list", formula1=lists.place(*listed), allow_blank=True)
        rule.showErrorMessage = not column.refers_to and not column.separator
        rule.errorStyle = "warning"
        rule.errorTitle = column.titles[lang][:_PROMPT_TITLE]
        rule.error = text(lang, "template.not-listed")
    if help_:
        rule.showInputMessage = True
        rule.promptTitle = column.titles[lang][:_PROMPT_TITLE]
        rule.prompt = help_
    letter = get_column_letter(place)
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)


def _fill(sheet: Worksheet, number: int, place: int, column: Column, row: Row, choices: Choices) -> None:
    values = [choices.shown(column, value) for value in column.values(row[column.name])]
    if not values:
        return
    if column.datatype in ("decimal", "integer") and len(values) == 1:
        try:
            figure = float(values[0])
            sheet.cell(number, place, int(figure) if figure.is_integer() else figure)
            return
        except ValueError:
            pass  # what is no number stays as it is written
    _write(sheet, number, place, (f"{column.separator} " if column.separator == ";" else " ").join(values))


def _write(sheet: Worksheet, number: int, place: int, value: str) -> None:
    """Write a text that stays a text even when it begins with `=`, as a formula does."""
    cell = sheet.cell(number, place)
    cell.value = value
    cell.data_type = "s"
    cell.number_format = _TEXT


def _example(tables: Tables, table: TableSchema, column: Column, choices: Choices) -> str:
    """Return the first value that the tables have in a column, as a reader knows it."""
    if table.is_record and column.name in table.key:
        return ""
    for row in tables.named(table.name):
        if row[column.name].strip():
            return "; ".join(choices.shown(column, value) for value in column.values(row[column.name]))
    return ""


def _explain(sheet: Worksheet, lines: Sequence[Sequence[str]]) -> None:
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            _write(sheet, number, place, value)
            sheet.cell(number, place).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.cell(number, place).font = Font(bold=number == 1)
    for letter, width in zip("ABCD", (22, 30, 80, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
