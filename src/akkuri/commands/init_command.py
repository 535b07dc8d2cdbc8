"""`akkuri init FOLDER`: a new cluster, ready to be checked, built and served."""

import os
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

import click

from akkuri.settings import Settings
from akkuri.tables.new_cluster import write_cluster
from akkuri.texts import LANGUAGES, text

__all__ = ["command"]


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the README (default: AKKURI_LANG).")
@click.option("--empty", is_flag=True, help="Tables with their header rows only, without examples.")
def command(folder: Path, lang: str | None, empty: bool) -> None:
    """Write a new cluster into a folder: tables, vocabularies, about.json and a README.

    The folder must be new or empty. What is written passes `akkuri check` and can be built and served.
    """
    settings = Settings.from_env(lang=lang)
    write_cluster(folder, settings.lang, datetime.now(UTC).date(), examples=not empty)
    click.echo(text(settings.lang, "init.done", folder=folder), err=True)
    beside = os.path.relpath(folder.resolve().with_name(f"{folder.resolve().name}-release"))
    click.echo(text(settings.lang, "init.next", folder=quote(str(folder)), release=quote(beside)))
