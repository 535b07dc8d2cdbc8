"""The answer of a view as a plain table: what the command line, the API, a page and a notebook show."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from akkuri.analysis.views.columns import ViewColumn
from akkuri.analysis.views.view import View, ViewRow
from akkuri.texts import catalogue, text

__all__ = ["ViewTable", "plain_cell", "to_csv"]


@dataclass(frozen=True, slots=True)
class ViewTable:
    """Rows with the columns of a view."""

    view: View[Any]
    rows: Sequence[ViewRow]
    total: int
    """How many rows there are; more than `rows` where only the first are given."""
    notes: tuple[str, ...] = ()
    totals: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    hidden: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name of the view."""
        return self.view.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(column.name for column in self.view.columns)

    @property
    def shown(self) -> list[ViewColumn]:
        """The columns for the screen that say something."""
        by_name = {column.name: column for column in self.view.columns}
        return [by_name[name] for name in self.view.shown if name not in self.hidden]

    def title(self, lang: str) -> str:
        """The heading in a language."""
        return text(lang, f"views.view_{self.name}")

    def about(self, lang: str) -> str:
        """What its rows are and what they count, in a language; empty where nothing is written of it."""
        key = f"views.about_{self.name}"
        return text(lang, key) if key in catalogue("en") else ""

    def heading(self, column: str, lang: str) -> str:
        """The heading of a column in a language."""
        return text(lang, f"views.col_{column}")

    def document(self, lang: str) -> dict[str, Any]:
        """The table as a document for JSON."""
        return {
            "view": self.name,
            "title": self.title(lang),
            "about": self.about(lang),
            "columns": [{"name": name, "title": self.heading(name, lang)} for name in self.columns],
            "rows": [dict(row) for row in self.rows],
            "rows_total": self.total,
            "totals": dict(self.totals),
            "notes": [note for note in (self.summary, *self.notes) if note],
            "questions": list(self.view.questions),
        }


def to_csv(table: ViewTable) -> str:
    """Return the rows as CSV with the names of the columns; several values in a cell are split by `;`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([plain_cell(row.get(column)) for column in table.columns])
    return out.getvalue()


def plain_cell(value: Any) -> Any:
    """Return a cell as text or number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ";".join(str(plain_cell(item)) for item in value)
    return value
