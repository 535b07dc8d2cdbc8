"""`akkuri stale`: what to look at next, by how much rests on it."""

from pathlib import Path
from typing import Final

import click

from akkuri.commands.query_command import command as query
from akkuri.errors import UsageError
from akkuri.texts import LANGUAGES

__all__ = ["command"]

QUESTION: Final = "quality/recheck"
_OPTIONS: Final = {"by": "--by", "recordkind": "--kind"}
"""Parameter of the question → the option that it is given by."""


@click.command(name="stale")
@click.option("--by", help="What is due by a date (default: that of the release), such as 2027-06.")
@click.option("--kind", help="Only records of a kind: facility, organisation, investment …")
@click.option("--format", "form", help="table, csv, json …; as of `akkuri query`.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and messages.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases, or one release.")
@click.pass_context
def command(
    context: click.Context,
    by: str | None,
    kind: str | None,
    form: str | None,
    lang: str | None,
    release: Path | None,
) -> None:
    """List records whose day for the next look has come, those on which most rests first.

    It is the question quality/recheck, which the website answers too.
    """
    given = {"by": by, "recordkind": kind}
    params = tuple(f"{name}={value}" for name, value in given.items() if value)
    try:
        context.invoke(query, name=QUESTION, params=params, form=form, lang=lang, release=release, url=None)
    except UsageError as error:  # it begins with the parameter of the question, which nobody wrote here
        for name, option in _OPTIONS.items():
            if (said := str(error)).startswith((f"{name}:", f"{name} ")):
                raise UsageError(f"{option}{said.removeprefix(name)}") from error
        raise
