"""`akkuri gaps`: what is missing, what hangs by one thread, what investments and scenarios would change."""

from pathlib import Path
from typing import Any

import click

from akkuri.analysis.subjects import GAPS
from akkuri.commands.view_commands import asked_of, print_table, view_options
from akkuri.settings import Settings

__all__ = ["command"]


@click.command(name="gaps")
@view_options(GAPS)
def command(
    show: str | None, form: str | None, lang: str | None, release: Path | None, url: str | None, **given: Any
) -> None:
    """Show the gap analysis: by default every cell of the frame with its state and severity."""
    settings = Settings.from_env(release=release, lang=lang)
    basis, request = asked_of(GAPS, settings, url, show, given)
    print_table(GAPS.table(basis, request), form, settings.lang)
