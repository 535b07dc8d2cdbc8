"""`akkuri chain`: who does one step after another for an outsider, and which link is missing."""

from pathlib import Path
from typing import Any

import click

from akkuri.analysis.chain.filters import STEP
from akkuri.analysis.chain.subject import CHAIN
from akkuri.commands.view_commands import asked_of, print_table, view_options
from akkuri.settings import Settings

__all__ = ["command"]


@click.command(name="chain")
@click.argument("steps", nargs=-1)
@view_options(CHAIN)
def command(
    steps: tuple[str, ...],
    show: str | None,
    form: str | None,
    lang: str | None,
    release: Path | None,
    url: str | None,
    **given: Any,
) -> None:
    """Show chains of facilities that do STEPS in order for an outsider.

    A step is a stage, a capability, or stage/capability; two stages stand for the way from one to the other.
    """
    settings = Settings.from_env(release=release, lang=lang)
    given[STEP.keyword] = (*steps, *given.get(STEP.keyword, ()))
    basis, request = asked_of(CHAIN, settings, url, show, given)
    print_table(CHAIN.table(basis, request), form, settings.lang)
