"""`akkuri import FILE…`: additions and corrections go into the tables, after the check, all or none."""

from datetime import UTC, datetime
from pathlib import Path

import click

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.checks.paths import check_kinds
from akkuri.checks.report.finding import UNREADABLE
from akkuri.checks.report.forms import as_text as findings_as_text
from akkuri.commands.bounded import ROWS_SECONDS, bounded
from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, text

__all__ = ["command"]


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables (default: data/).")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
def command(files: tuple[Path, ...], dry_run: bool, data: Path | None, form: str, lang: str | None) -> int:
    """Merge workbooks and CSV files into the tables, and show what changes by record.

    Names become ids, new records and cited pages get theirs, rows are sorted in. Nothing is written when
    something is violated. Exits with 0 when all is taken in, 1 on violations, 2 for what cannot be read.
    """
    from akkuri.curation.changes import as_json, as_markdown, as_text
    from akkuri.curation.taking_in import read_additions
    from akkuri.curation.writing import replace_all, sole_writer

    settings = Settings.from_env(lang=lang)
    folder = data or resources.data()
    for file in files:
        if file.suffix.lower() not in (".csv", ".xlsx"):
            raise UsageError.worded("curation.no-table", file=file)
    check_kinds(files)
    if not folder.is_dir():
        raise UsageError.worded("curation.no-folder", folder=folder)
    with sole_writer(folder):
        cluster = open_cluster(folder, settings.names)
        today = datetime.now(UTC).date()
        found = bounded(
            lambda reading: read_additions(files, cluster, today, settings.lang, reading), read=ROWS_SECONDS
        )
        if found.refused:
            click.echo(findings_as_text(found.findings, settings.lang), nl=False, err=True)
            click.echo(text(settings.lang, "curation.refused", folder=folder), err=True)
            return 2 if any(finding.code in UNREADABLE for finding in found.findings) else 1
        if not dry_run:
            replace_all(folder, found.contents)
    match form:
        case "json":
            click.echo(as_json(found.changes, settings.lang), nl=False)
        case "markdown":
            click.echo(as_markdown(found.changes, cluster.names.kinds, settings.lang), nl=False)
        case _:
            click.echo(as_text(found.changes, cluster.names.kinds, settings.lang), nl=False)
    if found.cells and form != "json":
        click.echo(
            "\n".join(["", text(settings.lang, "curation.cells"), *(f"- {cell}" for cell in found.cells)])
        )
    done = "dry" if dry_run else "done"
    click.echo(text(settings.lang, f"curation.{done}", files=", ".join(found.contents) or "–"), err=True)
    return 0
