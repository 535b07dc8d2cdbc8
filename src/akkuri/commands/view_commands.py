"""`akkuri gaps` and `akkuri network`: options from the filters of the views, and printing a table."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from rich.console import Console
from rich.table import Table

from akkuri.analysis.model.opening import model_of_file, model_of_store
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.views.filter import Takes
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.views.table import ViewTable, plain_cell, to_csv
from akkuri.analysis.weights import Parameters, load_parameters
from akkuri.errors import UsageError
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.store.outside import StoreOutside
from akkuri.texts import LANGUAGES, text

__all__ = ["asked_of", "print_table", "view_options"]

FORMATS: Final = ("table", "csv", "json")
_Function = TypeVar("_Function", bound=Callable[..., Any])
_NUMBERS: Final = (int, float)


def view_options(subject: Subject[Any]) -> Callable[[_Function], _Function]:
    """Return the decorator that adds an option for each filter of the views, and those for the output."""
    shows = ", ".join(view.name for view in subject.views)
    options = [click.option("--show", help=f"{text('en', 'views.param_show')}: {shows}.")]
    for item in subject.filters.values():
        kind = click.STRING if item.takes is Takes.TEXT else click.Path(path_type=Path)
        told = text("en", f"views.param_{item.worded}") + "."
        options.append(click.option(item.option, item.keyword, type=kind, multiple=item.many, help=told))
    options += [
        click.option("--format", "form", help="table, csv or json; a table on a terminal, else CSV."),
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and messages."),
        click.option(
            "--release", type=click.Path(path_type=Path), help="Folder of the releases, or a release."
        ),
        click.option("--store", "url", help="Address of a SPARQL 1.1 endpoint to read instead."),
    ]

    def decorate(function: _Function) -> _Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def asked_of(
    subject: Subject[Any], settings: Settings, url: str | None, show: str | None, options: Mapping[str, Any]
) -> tuple[Basis, ViewRequest]:
    """Return what is read and what is asked. Raises UsageError for a file or release that cannot be read."""
    given = {}
    for item in subject.filters.values():
        value = options.get(item.keyword)
        if value in (None, "", ()):
            continue
        if item.takes is Takes.FILE:
            value = _content(value, settings.lang)
        elif item.takes is Takes.RELEASE:
            value = _open_model(settings, folder=value)
        given[item.name] = value
    return Basis(_open_model(settings, url), _parameters(settings, url)), ViewRequest(
        show, given, settings.lang
    )


def _parameters(settings: Settings, url: str | None) -> Parameters:
    """Return the weights and groups of the release's cluster; of that of the program for an endpoint."""
    release = find_release(settings.release) if url is None else None
    return load_parameters(release.cluster if release is not None else None)


def _content(file: Path, lang: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(text(lang, "analysis.no_file", file=file, reason=error)) from error


def _open_model(settings: Settings, url: str | None = None, folder: Path | None = None) -> Model:
    """Open the model of a release, or of an endpoint. Raises UsageError when there is no release."""
    if url is not None:
        return model_of_store(StoreOutside(url, timeout=settings.query_seconds), settings.names)
    place = folder or settings.release
    release = find_release(place)
    if release is None:
        raise UsageError(text(settings.lang, "analysis.no_release", folder=place))
    return model_of_file(release.graph_path, release.settled(settings).names, release.version)


def print_table(table: ViewTable, form: str | None, lang: str) -> None:
    """Write a table to stdout and its notes to stderr. Raises UsageError for another format."""
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if form == "json":
        click.echo(json.dumps(table.document(lang), ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(to_csv(table), nl=False)
        if len(table.rows) < table.total:
            _tell_first(table, lang)
    elif form == "table":
        _print(table, lang)
    else:
        raise UsageError(text(lang, "analysis.bad_format", value=form, known=", ".join(FORMATS)))
    if form != "json":
        for note in (table.about(lang), table.summary, *table.notes):
            if note:
                click.echo(note, err=True)


def _print(table: ViewTable, lang: str) -> None:
    grid = Table(title=table.title(lang), title_justify="left")
    names = [column.name for column in table.shown]
    for name in names:
        numeric = any(isinstance(row.get(name), _NUMBERS) for row in table.rows)
        grid.add_column(table.heading(name, lang), justify="right" if numeric else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(_cell(row.get(name), lang) for name in names))
    Console().print(grid)
    count = len(table.rows)
    if table.total > count:
        _tell_first(table, lang)
    else:
        click.echo(text(lang, "analysis.rows", count=count), err=True)


def _tell_first(table: ViewTable, lang: str) -> None:
    """Say that there are more rows than are given."""
    click.echo(text(lang, "views.rows_of", count=len(table.rows), total=table.total), err=True)


def _cell(value: Any, lang: str) -> str:
    """Write a cell for the screen: yes and no in words, sums with spaces, numbers without idle digits."""
    if isinstance(value, bool):
        return text(lang, "analysis.yes" if value else "analysis.no")
    if isinstance(value, float):
        return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(str(plain_cell(item)) for item in value)
    return str(plain_cell(value))
