"""Showing rows to a person: a table where it fits the terminal, one block a row where it does not."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

__all__ = ["show_rows"]

NARROW: Final = 14
"""Characters a column needs on average so that words are not cut into pieces."""


def show_rows(title: str | None, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under column titles; a column that is empty in every row is left out."""
    filled = [n for n in range(len(columns)) if any(row[n] for row in rows)] or list(range(len(columns)))
    console = Console()
    if len(filled) * NARROW > console.width:
        _blocks(console, title, [columns[n] for n in filled], [[row[n] for n in filled] for row in rows])
        return
    table = Table(title=title, title_justify="left")
    for n in filled:
        table.add_column(columns[n], overflow="fold")
    for row in rows:
        table.add_row(*(escape(row[n]) for n in filled))
    console.print(table)


def _blocks(
    console: Console, title: str | None, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Print one block a row: its first cell, then a line for each cell that says something."""
    if title:
        console.print(f"[italic]{escape(title)}[/italic]")
    for row in rows:
        console.print(f"\n[bold]{escape(row[0])}[/bold]")
        for column, cell in zip(columns[1:], row[1:], strict=True):
            if cell:
                console.print(f"  [dim]{escape(column)}:[/dim] {escape(cell)}")
    console.print()
