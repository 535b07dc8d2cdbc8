"""A result as a plain table: what the command line, the API and a notebook show."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from akkuri.texts import text

__all__ = ["View", "to_csv"]


@dataclass(frozen=True, slots=True)
class View:
    """Rows with the same columns; `shown` are the columns for the screen, the others are for machines."""

    name: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    notes: tuple[str, ...] = ()
    totals: Mapping[str, Any] = field(default_factory=dict)

    def title(self, lang: str) -> str:
        """The heading in a language."""
        return text(lang, f"analysis.view_{self.name}")

    def heading(self, column: str, lang: str) -> str:
        """The heading of a column in a language."""
        return text(lang, f"analysis.col_{column}")

    def document(self, lang: str) -> dict[str, Any]:
        """The view as a document for JSON."""
        return {
            "view": self.name,
            "title": self.title(lang),
            "columns": [{"name": name, "title": self.heading(name, lang)} for name in self.columns],
            "rows": [dict(row) for row in self.rows],
            "totals": dict(self.totals),
            "notes": list(self.notes),
        }


def to_csv(view: View) -> str:
    """Return the rows as CSV with the names of the columns; several values in a cell are split by `;`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(view.columns)
    for row in view.rows:
        writer.writerow([plain(row.get(column)) for column in view.columns])
    return out.getvalue()


def plain(value: Any) -> Any:
    """Return a cell as text or number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ";".join(str(plain(item)) for item in value)
    return value
