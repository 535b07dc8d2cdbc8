"""`akkuri build`: tables to release, with progress, a summary and a non-zero exit on violations."""

from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table

from akkuri.checks.report.finding import Severity
from akkuri.release.build import ReleaseRefusedError, build_release
from akkuri.release.opening import Release
from akkuri.release.pruning import prune
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
@click.option(
    "--keep",
    type=click.IntRange(1),
    help="Releases to keep, the new one included; older ones that no server answers from are removed.",
)
def command(data: Path | None, out: Path | None, keep: int | None) -> None:
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
    if keep is not None:
        _prune(out or settings.release, keep, settings.lang)


def _prune(root: Path, keep: int, lang: str) -> None:
    """Remove old releases and say which."""
    removed, spared = prune(root, keep)
    for key, folders in (("removed", removed), ("spared", spared)):
        if folders:
            names = ", ".join(folder.name for folder in folders)
            click.echo(text(lang, f"build.{key}", count=len(folders), names=names))


def _refusal(refused: ReleaseRefusedError, settings: Settings) -> None:
    """Say every violation at its cell, then that nothing was published."""
    violations = [finding for finding in refused.findings if finding.severity is Severity.VIOLATION]
    for finding in violations:
        click.echo(finding.sentence(settings.lang), err=True)
    click.echo(text(settings.lang, "build.violations", count=len(violations)), err=True)


def _summary(release: Release, settings: Settings, seconds: float) -> None:
    manifest, lang = release.manifest, settings.lang
    rows: dict[str, int] = manifest["records"]
    table = Table(text(lang, "build.table"), text(lang, "build.count"))
    table.columns[1].justify = "right"
    for name, count in rows.items():
        table.add_row(name, str(count))
    Console().print(table)
    click.echo(
        text(
            lang,
            "build.done",
            version=release.version,
            records=sum(rows.get(name, 0) for name in release.kinds.by_table),
            rows=sum(rows.values()),
            triples=manifest["triples"],
            warnings=manifest["findings"]["warning"],
            seconds=decimal(lang, f"{seconds:.1f}"),
        )
    )
    click.echo(text(lang, "build.same", folder=release.folder))
