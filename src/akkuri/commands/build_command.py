"""`akkuri build`: tables to release, with progress, a summary and a non-zero exit on violations."""

from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table

from akkuri.checks.report.finding import Severity
from akkuri.release.build import ReleaseRefusedError, build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.texts import text
from akkuri.texts.numbers import decimal

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

        try:
            release = build_release(settings, data, out, progress)
        except ReleaseRefusedError as refused:
            status.stop()
            _refusal(refused, settings)
            raise click.exceptions.Exit(refused.exit_code) from refused
    _summary(release, settings, perf_counter() - started)


def _refusal(refused: ReleaseRefusedError, settings: Settings) -> None:
    """Say every violation at its cell, then that nothing was published."""
    violations = [finding for finding in refused.findings if finding.severity is Severity.VIOLATION]
    for finding in violations:
        click.echo(finding.sentence(settings.lang), err=True)
    click.echo(text(settings.lang, "build.violations", count=len(violations)), err=True)


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
            seconds=decimal(lang, f"{seconds:.1f}"),
        )
    )
    click.echo(text(lang, "build.same", folder=release.folder))
