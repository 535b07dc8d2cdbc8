"""What a column of a declaration is called where pages and analyses tell of it."""

from collections.abc import Callable

from akkuri.kinds.entries import ListColumn
from akkuri.texts import catalogue

__all__ = ["column_name"]


def column_name(column: ListColumn, lang: str, label: Callable[[str], str]) -> str:
    """Return the name of a column: the text of its heading, else the label of the last property of its path.

    `label` gives the label of a property, such as ak:capability, in the language.
    """
    texts = catalogue(lang)
    keys = [f"web.{group}_{column.heading}" for group in ("fact", "column")] if column.heading else []
    name = next((texts[key] for key in keys if key in texts), None) or label(column.last)
    return name[:1].upper() + name[1:]
