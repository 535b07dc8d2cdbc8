"""`akkuri build`: tables to release, with progress, a summary and a non-zero exit on violations."""

from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table

from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]


@click.command(name="build")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder of the tables (default: the national graph)."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the releases (default: AKKURI_RELEASE)."
)
def command(data: Path | None, out: Path | None) -> None:
    """Build a release from the tables and put it in use."""
    settings = Settings.from_env()
    started = perf_counter()
    stderr = Console(stderr=True)
    with stderr.status("") as status:

        def progress(step: str) -> None:
            status.update(text(settings.lang, f"build.{step}"))

        release = build_release(settings, data, out, progress)
    _summary(release, settings, perf_counter() - started)


def _summary(release: Release, settings: Settings, seconds: float) -> None:
    manifest, lang = release.manifest, settings.lang
    table = Table(text(lang, "build.class"), text(lang, "build.count"))
    table.columns[1].justify = "right"
    for name, count in manifest["records"].items():
        table.add_row(name, str(count))
    Console().print(table)
    click.echo(
        text(
            lang,
            "build.done",
            version=release.version,
            records=sum(manifest["records"].values()),
            triples=manifest["triples"],
            warnings=manifest["findings"]["warning"],
            seconds=seconds,
        )
    )
    click.echo(text(lang, "build.same", folder=release.folder))
