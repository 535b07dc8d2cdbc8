"""`akkuri proposals`: what readers propose is listed, checked and taken in, or refused."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akkuri import resources
from akkuri.checks.cluster import Cluster, open_cluster
from akkuri.checks.report.finding import shorten
from akkuri.commands.bounded import ROWS_SECONDS, bounded
from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.temporary import own_folder
from akkuri.texts import LANGUAGES, text

if TYPE_CHECKING:
    from akkuri.curation.proposals import Proposal

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
    from akkuri.curation.proposals import Proposal, proposals, remove
    from akkuri.curation.writing import replace_all, sole_writer

    settings = Settings.from_env(lang=lang)
    where = folder or (Path(settings.proposals) if settings.proposals else None)
    if where is None:
        raise UsageError.worded("curation.proposals-off")
    if (take or refuse) and not names:
        raise UsageError.worded("curation.proposals-named")
    tables, code = data or resources.data(), 0
    found = [each for each in proposals(where) if not names or getattr(each, "name", "") in names]
    if lost := set(names) - {each.name for each in found if isinstance(each, Proposal)}:
        raise UsageError.worded("curation.proposal-lost", names=", ".join(sorted(lost)))
    with sole_writer(tables), own_folder("proposals") as place:
        cluster = open_cluster(tables, settings.names)
        for each in found:
            if isinstance(each, UsageError):  # the others are none the worse for it
                click.echo(f"akkuri: {_harmless(each.sentence(settings.lang))}", err=True)
                code = 1
                continue
            click.echo("  ".join(map(_shown, (each.name, each.record, each.column, each.value, each.source))))
            if refuse:
                remove(where, each)
            elif (contents := _looked_at(each, cluster, place, settings.lang)) is not None:
                if take:
                    replace_all(tables, contents)
                    remove(where, each)
                    cluster = open_cluster(tables, settings.names)
            else:
                code = 1
    click.echo(text(settings.lang, "curation.proposals-total", count=len(found)), err=True)
    return code


def _looked_at(proposal: "Proposal", cluster: Cluster, place: Path, lang: str) -> dict[str, str] | None:
    """Say what the check finds or what changes; return the tables with a proposal, None if it is refused."""
    from akkuri.curation.changes import as_text
    from akkuri.curation.proposals import as_correction
    from akkuri.curation.repairs import repair
    from akkuri.curation.taking_in import read_additions

    try:
        file = as_correction(proposal, cluster.read(), place)
    except UsageError as error:
        click.echo(f"    {_harmless(error.sentence(lang))}")
        return None
    checked = partial(read_additions, [file], cluster, datetime.now(UTC).date(), lang)
    added = bounded(checked, read=ROWS_SECONDS)
    for made in repair(file, added.findings) if added.refused else ():
        said = {"place": made.column, "value": made.value, "proposal": made.proposal or ""}
        click.echo(f"    {text(lang, 'checks.fixed', **said)}")
        added = bounded(checked, read=ROWS_SECONDS)
    if added.refused:
        told = [f for f in added.findings if f.severity.key == "violation"]
        click.echo("\n".join(f"    {f.column or ''}: {f.message(lang)}" for f in told))
        return None
    click.echo(as_text(added.changes, cluster.names.kinds, lang), nl=False)
    return added.contents


def _shown(value: str) -> str:
    """Return what a stranger wrote on one line, cut where it is long."""
    return shorten(_harmless(value))


def _harmless(value: str) -> str:
    """Return a text without signs that a terminal obeys."""
    return "".join(letter if letter.isprintable() else " " for letter in value)
