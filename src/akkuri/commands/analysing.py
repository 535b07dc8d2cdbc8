"""What `akkuri gaps` and `akkuri network` share: opening the model, printing a table."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from rich.console import Console
from rich.table import Table

from akkuri.analysis.model.opening import model_of_file, model_of_store
from akkuri.analysis.model.values import Model
from akkuri.analysis.view import View, plain, to_csv
from akkuri.analysis.weights import Parameters, load_parameters
from akkuri.errors import UsageError
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.store.remote import RemoteStore
from akkuri.texts import LANGUAGES, text

__all__ = ["FORMATS", "common_options", "open_model", "open_parameters", "print_view"]

FORMATS: Final = ("table", "csv", "json")
_Function = TypeVar("_Function", bound=Callable[..., Any])
_NUMBERS: Final = (int, float)


def common_options(function: _Function) -> _Function:
    """Add the options that both commands have."""
    for option in (
        click.option("--format", "form", help="table, csv or json; a table on a terminal, else CSV."),
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and messages."),
        click.option(
            "--release", type=click.Path(path_type=Path), help="Folder of the releases, or a release."
        ),
        click.option("--store", "url", help="Address of a SPARQL 1.1 endpoint to read instead."),
    ):
        function = option(function)
    return function


def open_model(settings: Settings, url: str | None = None, folder: Path | None = None) -> Model:
    """Open the model of a release, or of an endpoint. Raises UsageError when there is no release."""
    if url is not None:
        return model_of_store(RemoteStore(url, timeout=settings.query_seconds), settings.names)
    place = folder or settings.release
    release = find_release(place)
    if release is None:
        raise UsageError(text(settings.lang, "analysis.no_release", folder=place))
    return model_of_file(release.graph_path, release.settled(settings).names)


def open_parameters(settings: Settings, url: str | None = None) -> Parameters:
    """Return the weights and groups of the release's cluster; of that of the program for an endpoint."""
    release = find_release(settings.release) if url is None else None
    return load_parameters(release.cluster if release is not None else None)


def print_view(view: View, form: str | None, lang: str) -> None:
    """Write a view to stdout and its notes, with a table, to stderr. Raises UsageError for another format."""
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if form == "json":
        click.echo(json.dumps(view.document(lang), ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(to_csv(view), nl=False)
    elif form == "table":
        _table(view, lang)
    else:
        raise UsageError(text(lang, "analysis.bad_format", value=form, known=", ".join(FORMATS)))
    if form != "json":
        for note in view.notes:
            click.echo(note, err=True)


def _table(view: View, lang: str) -> None:
    table = Table(title=view.title(lang), title_justify="left")
    for column in view.shown:
        numeric = any(isinstance(row.get(column), _NUMBERS) for row in view.rows)
        table.add_column(view.heading(column, lang), justify="right" if numeric else "left", overflow="fold")
    for row in view.rows:
        table.add_row(*(_cell(row.get(column), lang) for column in view.shown))
    Console().print(table)
    click.echo(text(lang, "analysis.rows", count=len(view.rows)), err=True)


def _cell(value: Any, lang: str) -> str:
    """Write a cell for the screen: yes and no in words, sums with spaces, numbers without idle digits."""
    if isinstance(value, bool):
        return text(lang, "analysis.yes" if value else "analysis.no")
    if isinstance(value, float):
        return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(str(plain(item)) for item in value)
    return str(plain(value))
