"""`akkuri proposals`: what readers propose is listed, checked and taken in, or refused."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.checks.report.finding import shorten
from akkuri.checks.standing import Standing
from akkuri.commands.bounded import ROWS_SECONDS, Reading, bounded
from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.temporary import own_folder
from akkuri.texts import LANGUAGES, text

if TYPE_CHECKING:
    from akkuri.curation.proposals import Proposal

__all__ = ["command"]

TOGETHER: Final = 40
"""Proposals that one process looks at."""


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
        standing = Standing(open_cluster(tables, settings.names))
        for some in _together(found, 1 if take or refuse else TOGETHER):
            rightly = [each for each in some if isinstance(each, Proposal)]
            outcomes = iter(_outcomes([] if refuse else rightly, standing, place, settings.lang))
            for each in some:
                if isinstance(each, UsageError):  # the others are none the worse for it
                    click.echo(f"akkuri: {_harmless(each.sentence(settings.lang))}", err=True)
                    code = 1
                    continue
                told = (each.name, each.record, each.column, each.value, each.source)
                click.echo("  ".join(map(_shown, told)))
                if refuse:
                    remove(where, each)
                    continue
                outcome = next(outcomes)
                click.echo(outcome.said, nl=False)
                if outcome.contents is None:
                    code = 1
                elif take:
                    replace_all(tables, outcome.contents)
                    remove(where, each)
                    standing = Standing(open_cluster(tables, settings.names))
    click.echo(text(settings.lang, "curation.proposals-total", count=len(found)), err=True)
    return code


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the check finds of a proposal or what it changes; the tables with it, None if it is refused."""

    said: str
    contents: dict[str, str] | None = None


def _together(
    found: "Sequence[Proposal | UsageError]", count: int
) -> "Iterator[Sequence[Proposal | UsageError]]":
    for start in range(0, len(found), count):
        yield found[start : start + count]


def _outcomes(proposals: "Sequence[Proposal]", standing: Standing, place: Path, lang: str) -> list[_Outcome]:
    """Look at some proposals in one process, and in one for each where that takes too much.

    It inherits what is prepared for all.
    """
    if not proposals:
        return []
    day = datetime.now(UTC).date()
    standing.prepare(day)

    def work(some: "Sequence[Proposal]", reading: Reading) -> list[_Outcome]:
        return [_looked_at(each, standing, place, day, lang, reading) for each in some]

    with suppress(UsageError):
        return bounded(partial(work, proposals), read=ROWS_SECONDS)
    found = []
    for each in proposals:
        try:
            found += bounded(partial(work, [each]), read=ROWS_SECONDS)
        except UsageError as error:
            found.append(_refused(error, lang))
    return found


def _looked_at(
    proposal: "Proposal", standing: Standing, place: Path, day: date, lang: str, reading: Reading
) -> _Outcome:
    from akkuri.curation.changes import as_text
    from akkuri.curation.proposals import as_correction
    from akkuri.curation.repairs import repair
    from akkuri.curation.taking_in import read_additions

    cluster, lines = standing.cluster, []
    try:
        file = as_correction(proposal, standing.tables, place)
    except UsageError as error:
        return _refused(error, lang)
    checked = partial(read_additions, [file], cluster, day, lang, reading, standing)
    added = checked()
    for made in repair(file, added.findings) if added.refused else ():
        said = {"place": made.column, "value": made.value, "proposal": made.proposal or ""}
        lines.append(f"    {text(lang, 'checks.fixed', **said)}\n")
        added = checked()
    if added.refused:
        told = [f for f in added.findings if f.severity.key == "violation"]
        lines += [f"    {f.column or ''}: {f.message(lang)}\n" for f in told]
        return _Outcome("".join(lines))
    lines.append(as_text(added.changes, cluster.names.kinds, lang))
    return _Outcome("".join(lines), added.contents)


def _refused(error: UsageError, lang: str) -> _Outcome:
    return _Outcome(f"    {_harmless(error.sentence(lang))}\n")


def _shown(value: str) -> str:
    """Return what a stranger wrote on one line, cut where it is long."""
    return shorten(_harmless(value))


def _harmless(value: str) -> str:
    """Return a text without signs that a terminal obeys."""
    return "".join(letter if letter.isprintable() else " " for letter in value)
