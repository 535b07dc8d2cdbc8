"""`akkuri network`: who connects whom, who would be cut off, who could introduce whom, as tables or files."""

import sys
from pathlib import Path
from typing import Any

import click

from akkuri.analysis.network.files import FORMATS, network_file
from akkuri.analysis.network.filters import SCOPE
from akkuri.analysis.subjects import NETWORK
from akkuri.commands.view_commands import asked_of, print_table, view_options
from akkuri.files import write_whole
from akkuri.settings import Settings

__all__ = ["command"]


@click.command(name="network")
@view_options(NETWORK)
@click.option(
    "--export", type=click.Choice(FORMATS), help="Write the network as a file for Gephi and others."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where the file goes; stdout when absent.")
def command(
    show: str | None,
    export: str | None,
    out: Path | None,
    form: str | None,
    lang: str | None,
    release: Path | None,
    url: str | None,
    **given: Any,
) -> None:
    """Show the network analysis: by default the actors with their measures, the greatest bridges first."""
    settings = Settings.from_env(release=release, lang=lang)
    basis, request = asked_of(NETWORK, settings, url, show, given)
    if export is None:
        print_table(NETWORK.table(basis, request), form, settings.lang)
        return
    asked = NETWORK.asked(basis, request, SCOPE)
    network = asked.network()
    measures = asked.measures()
    _write(network_file(network, asked.model, export, settings.lang, measures), out)


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(out, content)
