"""`akkuri proposals`: what readers propose is listed, checked and taken in, or refused."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.checks.report.finding import shorten
from akkuri.commands.bounded import ROWS_SECONDS, bounded
from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.temporary import own_folder
from akkuri.texts import LANGUAGES, text

__all__ = ["command"]


@click.command(name="proposals")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--take", is_flag=True, help="Take the named proposals into the tables.")
@click.option("--refuse", is_flag=True, help="Remove the named proposals.")
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Folder of proposals (default: AKKURI_PROPOSALS)."
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables (default: data/).")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
def command(
    names: tuple[str, ...], take: bool, refuse: bool, folder: Path | None, data: Path | None, lang: str | None
) -> int:
    """List proposals with what the check finds and what they change; with --take write them into the tables.

    Without names all are listed. Exits with 1 when one is violated; it stays in the folder.
    """
    from akkuri.curation.changes import as_text
    from akkuri.curation.proposals import as_correction, proposals, remove
    from akkuri.curation.repairs import repair
    from akkuri.curation.taking_in import read_additions
    from akkuri.curation.writing import replace_all, sole_writer

    settings = Settings.from_env(lang=lang)
    where = folder or (Path(settings.proposals) if settings.proposals else None)
    if where is None:
        raise UsageError.worded("curation.proposals-off")
    if (take or refuse) and not names:
        raise UsageError.worded("curation.proposals-named")
    tables, code = data or resources.data(), 0
    found = [each for each in proposals(where) if not names or each.name in names]
    if lost := set(names) - {each.name for each in found}:
        raise UsageError.worded("curation.proposal-lost", names=", ".join(sorted(lost)))
    with sole_writer(tables), own_folder("proposals") as place:
        for each in found:
            click.echo(f"{each.name}  {each.record}  {each.column}  {_shown(each.value)}  {each.source}")
            if refuse:
                remove(where, each)
                continue
            cluster = open_cluster(tables, settings.names)
            file = as_correction(each, cluster.read(), place)
            today = datetime.now(UTC).date()
            checked = partial(read_additions, [file], cluster, today, settings.lang)
            added = bounded(checked, read=ROWS_SECONDS)
            for made in repair(file, added.findings) if added.refused else ():
                said = {"place": made.column, "value": made.value, "proposal": made.proposal or ""}
                click.echo(f"    {text(settings.lang, 'checks.fixed', **said)}")
                added = bounded(checked, read=ROWS_SECONDS)
            if added.refused:
                code = 1
                told = [f for f in added.findings if f.severity.key == "violation"]
                click.echo("\n".join(f"    {f.column or ''}: {f.message(settings.lang)}" for f in told))
                continue
            click.echo(as_text(added.changes, cluster.names.kinds, settings.lang), nl=False)
            if take:
                replace_all(tables, added.contents)
                remove(where, each)
    click.echo(text(settings.lang, "curation.proposals-total", count=len(found)), err=True)
    return code


def _shown(value: str) -> str:
    """Return what a stranger wrote on one line, without signs that a terminal obeys."""
    return shorten("".join(letter if letter.isprintable() else " " for letter in value))
