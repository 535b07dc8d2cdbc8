"""`akkuri network`: who connects whom, who would be cut off, who could introduce whom, as tables or files."""

import sys
from pathlib import Path
from typing import Any

import click

from akkuri.analysis.network.asking import NODES, Analysis, NetworkRequest
from akkuri.analysis.network.files import FORMATS, network_file
from akkuri.analysis.network.measures import measure
from akkuri.analysis.network.path_view import path_view
from akkuri.analysis.network.views import SHOWS, network_view
from akkuri.commands.analysing import common_options, open_model, open_parameters, print_view
from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]


@click.command(name="network")
@click.option("--show", default="measures", help=f"Which table: {', '.join(SHOWS)}.")
@click.option("--from", "start", help="Start of a chain of introductions: an organisation by id or name.")
@click.option("--to", "end", help="End of the chain.")
@click.option("--without", help="Who would be cut off if this organisation left.")
@click.option("--nodes", type=click.Choice(NODES), default="organisation", help="Who is connected.")
@click.option("--facility", help="The network of this facility.")
@click.option("--organisation", help="Only this organisation.")
@click.option("--kind", multiple=True, help="Only this kind of tie; may be repeated.")
@click.option("--country", help="Only actors of this country (ISO 3166-1 code).")
@click.option("--type", help="Only actors of this type.")
@click.option("--stage", help="Only actors at work at this stage.")
@click.option("--since", type=int, help="First year.")
@click.option("--until", type=int, help="Last year.")
@click.option("--year", type=int, help="Year that parts training from test in the back-test.")
@click.option("--top", type=int, help="At most so many rows.")
@click.option(
    "--export", type=click.Choice(FORMATS), help="Write the network as a file for Gephi and others."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where the file goes; stdout when absent.")
@common_options
def command(
    start: str | None,
    end: str | None,
    export: str | None,
    out: Path | None,
    form: str | None,
    lang: str | None,
    release: Path | None,
    url: str | None,
    **asked: Any,
) -> None:
    """Show the network analysis: by default the actors with their measures, the greatest bridges first."""
    settings = Settings.from_env(release=release, lang=lang)
    request = NetworkRequest(lang=settings.lang, **asked)
    if (start is None) != (end is None):
        raise UsageError(text(settings.lang, "analysis.both_ends"))
    model, parameters = open_model(settings, url), open_parameters(settings, url)
    if export is not None:
        analysis = Analysis.of(model, parameters, request)
        network = analysis.network()
        content = network_file(
            network, analysis.model, export, settings.lang, measure(network, analysis.model, parameters)
        )
        _write(content, out)
    elif start is not None and end is not None:
        print_view(path_view(model, parameters, start, end, request), form, settings.lang)
    else:
        print_view(network_view(model, parameters, request), form, settings.lang)


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}).") from error
