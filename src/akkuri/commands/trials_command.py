"""`akkuri trials`: hides publishers of a release, and tells how many cells then only look empty."""

from pathlib import Path

import click

from akkuri.errors import UsageError
from akkuri.files import write_whole
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]


@click.command(name="trials")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases, or one release.")
@click.option(
    "--write",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table to write, such as data/weights/hidden_trials.csv; else it is printed.",
)
def command(release: Path | None, write: Path | None) -> None:
    """Hide 10, 20, 30 and 50 % of the publishers 200 times each, and count the cells that only look empty.

    The outcome is dated by the release. Kept beside a cluster's weights, it stands on every empty cell.
    """
    from akkuri.analysis.model.opening import model_of_file
    from akkuri.analysis.seen.mentions import home_cells, home_mentions
    from akkuri.analysis.seen.trials import SHARES, trial, written_trials
    from akkuri.analysis.weights import load_parameters

    settings = Settings.from_env(release=release)
    found = find_release(settings.release)
    if found is None:
        raise UsageError(text(settings.lang, "queries.no_release", folder=settings.release))
    settings = found.settled(settings)
    model = model_of_file(found.graph_path, settings.names)
    parameters = load_parameters(found.cluster)
    mentions, cells = home_mentions(model, parameters), home_cells(model, parameters)
    table = written_trials(trial(mentions, cells, share, model.issued or "") for share in SHARES)
    if write is None:
        click.echo(table, nl=False)
        return
    write_whole(write, table.encode())
