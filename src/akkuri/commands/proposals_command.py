"""`akkuri proposals`: what readers propose is listed, checked and taken in, or refused."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
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
    from akkuri.curation.proposed import Outcome

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
    from akkuri.curation.writing import sole_writer

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
        accepted: list[Proposal] = []
        for some in _together(found, TOGETHER):
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
                accepted += [outcome.proposal] if outcome.proposal else []
                code = code if outcome.proposal else 1
        if take:
            code = max(code, _take(accepted, standing, place, settings.lang, tables, where))
    click.echo(text(settings.lang, "curation.proposals-total", count=len(found)), err=True)
    return code


def _take(
    accepted: "Sequence[Proposal]", standing: Standing, place: Path, lang: str, tables: Path, where: Path
) -> int:
    """Take proposals into the tables at once; where they do not go together, one after the other.

    Returns the exit code: 1 where one is refused, which is told.
    """
    from akkuri.curation.proposals import remove
    from akkuri.curation.proposed import looked_at, taken_together
    from akkuri.curation.writing import replace_all

    day, code = datetime.now(UTC).date(), 0

    def work(some: "Sequence[Proposal]", reading: Reading) -> dict[str, str] | None:
        return taken_together(some, standing, place, day, lang, reading)

    whole = None
    with suppress(UsageError):  # as many as there are may take too much
        whole = bounded(partial(work, accepted), read=ROWS_SECONDS) if accepted else {}
    for some in [accepted] if whole is not None else [[each] for each in accepted]:
        contents = whole if whole is not None else bounded(partial(work, some), read=ROWS_SECONDS)
        if contents is None:
            again = partial(looked_at, some[0], standing, place, day, lang)
            click.echo(f"{some[0].name}\n{bounded(again, read=ROWS_SECONDS).said}", nl=False)
            code = 1
            continue
        replace_all(tables, contents)
        for each in some:
            remove(where, each)
        standing = Standing(open_cluster(tables, standing.cluster.names))
    return code


def _together(
    found: "Sequence[Proposal | UsageError]", count: int
) -> "Iterator[Sequence[Proposal | UsageError]]":
    for start in range(0, len(found), count):
        yield found[start : start + count]


def _outcomes(proposals: "Sequence[Proposal]", standing: Standing, place: Path, lang: str) -> "list[Outcome]":
    """Look at some proposals in one process, and in one for each where that takes too much.

    It inherits what is prepared for all.
    """
    from akkuri.curation.proposed import Outcome, looked_at_together

    if not proposals:
        return []
    day = datetime.now(UTC).date()
    standing.prepare(day)

    def work(some: "Sequence[Proposal]", reading: Reading) -> "list[Outcome]":
        return looked_at_together(some, standing, place, day, lang, reading)

    with suppress(UsageError):
        return bounded(partial(work, proposals), read=ROWS_SECONDS)
    found = []
    for each in proposals:
        try:
            found += bounded(partial(work, [each]), read=ROWS_SECONDS)
        except UsageError as error:
            found.append(Outcome(f"    {_harmless(error.sentence(lang))}\n"))
    return found


def _shown(value: str) -> str:
    """Return what a stranger wrote on one line, cut where it is long."""
    return shorten(_harmless(value))


def _harmless(value: str) -> str:
    """Return a text without signs that a terminal obeys."""
    return "".join(letter if letter.isprintable() else " " for letter in value)
