"""Links to the same answer as files; every answer that is a table has the same four."""

from collections.abc import Sequence
from typing import Final

from akkuri.tables.spreadsheet_csv import NAME as SPREADSHEET
from akkuri.web.page.addresses import with_params

__all__ = ["file_links"]

_FORMS: Final = (("XLSX", "xlsx"), ("CSV", "csv"), ("CSV (Excel)", SPREADSHEET), ("JSON", "json"))


def file_links(path: str, **params: str | Sequence[str] | None) -> list[tuple[str, str]]:
    """Return name and address of an answer of the API in each format of tables."""
    return [(name, with_params(path, **params, format=form)) for name, form in _FORMS]
