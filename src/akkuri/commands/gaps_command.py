"""`akkuri gaps`: what is missing, what hangs by one thread, what investments and scenarios would change."""

from pathlib import Path

import click

from akkuri.analysis.gaps.asking import GapRequest
from akkuri.analysis.gaps.change_views import scenario_view
from akkuri.analysis.gaps.views import SHOWS, gap_view
from akkuri.commands.analysing import common_options, open_model, open_parameters, print_view
from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]


@click.command(name="gaps")
@click.option("--show", help=f"Which table: {', '.join(SHOWS)}.")
@click.option(
    "--region", help="Region (NUTS code or name) or country code; the whole home country when absent."
)
@click.option("--stage", help="Only this stage.")
@click.option("--capability", help="Only this capability and narrower ones.")
@click.option("--state", help="Only cells in this state.")
@click.option("--what-if", "scenario", type=click.Path(path_type=Path), help="Scenario file (CSV or JSON).")
@click.option("--budget", type=float, help="Budget in euros: the best set of investments within it.")
@click.option("--before", type=click.Path(path_type=Path), help="Earlier release, for the trend.")
@common_options
def command(
    show: str | None,
    region: str | None,
    stage: str | None,
    capability: str | None,
    state: str | None,
    scenario: Path | None,
    budget: float | None,
    before: Path | None,
    form: str | None,
    lang: str | None,
    release: Path | None,
    url: str | None,
) -> None:
    """Show the gap analysis: by default every cell of the frame with its state and severity."""
    settings = Settings.from_env(release=release, lang=lang)
    if show is None:
        show = "investments" if budget is not None else "trend" if before is not None else "cells"
    model = open_model(settings, url)
    earlier = open_model(settings, folder=before) if before is not None else None
    request = GapRequest(show, region, stage, capability, state, budget, settings.lang, earlier)
    parameters = open_parameters(settings, url)
    if scenario is None:
        view = gap_view(model, parameters, request)
    else:
        view = scenario_view(model, parameters, _read(scenario, settings.lang), request)
    print_view(view, form, settings.lang)
    if scenario is not None and form != "json":
        for name in ("removed", "amount_eur"):
            value = f"{view.totals[name]:g}"
            heading = view.heading(name, settings.lang)
            click.echo(text(settings.lang, "analysis.totals", name=heading, value=value), err=True)


def _read(file: Path, lang: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(text(lang, "analysis.no_file", file=file, reason=error)) from error
