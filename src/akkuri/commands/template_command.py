"""`akkuri template [KIND…] OUT.xlsx`: a workbook to fill in, with lists, help and examples."""

from collections.abc import Sequence
from pathlib import Path

import click

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.files import write_whole
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, text

__all__ = ["command"]


@click.command(name="template")
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.xlsx")
@click.option("--record", help="A record whose rows are filled in already: its id or its name.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables (default: data/).")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
def command(
    kinds: tuple[str, ...], out: Path, record: str | None, data: Path | None, lang: str | None
) -> None:
    """Write a workbook for kinds of record (default: all), such as `akkuri template facility lab.xlsx`.

    Each kind has a sheet with what a person can fill in, what must be filled in first. The cells offer what
    can be chosen. `akkuri check OUT.xlsx` says what to correct, `akkuri import OUT.xlsx` takes it in.
    """
    from akkuri.curation.template import make_template
    from akkuri.curation.wishes import read_wishes

    settings = Settings.from_env(lang=lang)
    if out.suffix.lower() != ".xlsx":
        raise UsageError.worded("template.no-xlsx", file=out)
    wishes = read_wishes(data or resources.data(), settings, kinds, record)
    content = make_template(wishes.cluster, wishes.rows, wishes.tables, settings.lang, wishes.prefilled)
    write_whole(out, content)
    sheets: Sequence[str] = [table.titles[settings.lang] for table in wishes.tables]
    click.echo(text(settings.lang, "template.done", file=out, sheets=", ".join(sheets)), err=True)
