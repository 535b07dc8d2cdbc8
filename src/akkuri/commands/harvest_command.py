"""`akkuri harvest FILE|URL --mapping M`: what an operator's own table says that ours do not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import click

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.checks.report.forms import as_text as findings_as_text
from akkuri.commands.bounded import Reading, bounded
from akkuri.errors import UsageError
from akkuri.files import whole_file
from akkuri.settings import Settings
from akkuri.system import check_system
from akkuri.texts import LANGUAGES, text
from akkuri.unfinished import new_folder

if TYPE_CHECKING:
    from akkuri.curation.harvest.proposing import Proposed
    from akkuri.curation.taking_in import Additions

__all__ = ["command"]

_Read = TypeVar("_Read")
_SECONDS = 60
"""Seconds of computing for reading the table, and for each check of its rows."""


@click.command(name="harvest")
@click.argument("place", metavar="FILE|URL")
@click.option("--mapping", required=True, help="Mapping file in YAML, or `uniquip`.")
@click.option(
    "--operator", default="", help="Id or name of the operator whose table it is (else as the mapping says)."
)
@click.option(
    "--set", "defaults", multiple=True, metavar="COLUMN=VALUE", help="What stands where a row says nothing."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the rows, as `akkuri import` takes them."
)
@click.option("--write", is_flag=True, help="Take the rows into the tables.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables (default: data/).")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
def command(
    place: str,
    mapping: str,
    operator: str,
    defaults: tuple[str, ...],
    out: Path | None,
    write: bool,
    data: Path | None,
    form: str,
    lang: str | None,
) -> int:
    """Read an operator's own table (CSV or .xlsx) and propose what it adds and changes, and what is gone.

    Nothing is written without --write or --out. A row that cannot go in is told and left out, the others go
    on. Exits with 1 when rows are left out, 2 for what cannot be read, 3 when an address cannot be fetched.
    """
    from akkuri.curation.harvest.mapping import read_mapping, with_defaults
    from akkuri.curation.harvest.obtaining import content_of, fetched
    from akkuri.curation.harvest.proposing import propose
    from akkuri.curation.harvest.reading import read_table
    from akkuri.curation.harvest.remembered import remember
    from akkuri.curation.harvest.wording import as_json, as_text
    from akkuri.curation.taking_in import read_additions
    from akkuri.curation.writing import replace_all, sole_writer

    settings = Settings.from_env(lang=lang)
    folder = data or resources.data()
    if not folder.is_dir():
        raise UsageError.worded("curation.no-folder", folder=folder)
    cluster = open_cluster(folder, settings.names)
    means = with_defaults(read_mapping(mapping, cluster.schema), defaults, cluster.schema)
    means = replace(means, operator=operator or means.operator)
    today = datetime.now(UTC).date()
    web = urlsplit(place).scheme in ("http", "https")
    content = fetched(place) if web else content_of(Path(place))
    named = Path(Path(place).name or "table")

    def check(files: Sequence[Path]) -> "Additions":
        return _bounded(
            named, lambda: read_additions(files, cluster, today, settings.lang, lambda _file: None)
        )

    own = _bounded(named, lambda: read_table(content, place, means))
    with sole_writer(folder):
        found = propose(own, means, place if web else "", cluster, check, today, settings.lang)
        if write and not found.additions.refused:
            replace_all(folder, found.additions.contents)
            if found.of and found.keys:
                remember(folder, found.of, found.keys)
    if found.additions.refused:
        click.echo(findings_as_text(found.additions.findings, settings.lang), nl=False, err=True)
        click.echo(text(settings.lang, "curation.refused", folder=folder), err=True)
        return 1
    if out is not None:
        _put(out, found.files)
    untaken, kinds = own.untaken(means), cluster.names.kinds
    if form == "json":
        told = as_json(found, untaken, settings.lang)
    else:
        told = as_text(found, untaken, kinds, settings.lang, markdown=form == "markdown")
    click.echo(told, nl=False)
    return _end(found, settings.lang, written=write, out=out)


def _bounded(file: Path, work: Callable[[], _Read]) -> _Read:
    """Return what comes of reading a file, which takes no more than its time."""

    def read(reading: Reading) -> _Read:
        reading(file)
        return work()

    return bounded(read, _SECONDS)


def _put(folder: Path, files: dict[str, str]) -> None:
    try:
        with new_folder(folder):
            for name, content in files.items():
                with whole_file(folder / name) as handle:
                    handle.write(content)
    except OSError as error:
        check_system(folder, error)
        raise UsageError.worded("harvest.unwritable", place=folder, reason=error.strerror) from error


def _end(found: "Proposed", lang: str, *, written: bool, out: Path | None) -> int:
    """Say what was written, and give the exit code."""
    files = ", ".join(found.additions.contents) or "–"
    click.echo(text(lang, "curation.done" if written else "curation.dry", files=files), err=True)
    if out is not None:
        click.echo(text(lang, "harvest.put", folder=out, files=", ".join(found.files) or "–"), err=True)
    return 1 if found.left else 0
