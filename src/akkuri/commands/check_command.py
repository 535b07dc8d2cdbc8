"""`akkuri check`: tables, a workbook or RDF; one sentence per finding, at file, row and column."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import click

from akkuri import resources
from akkuri.analysis.weights import load_parameters
from akkuri.checks.archives import ENDING, unpacked
from akkuri.checks.owl_conflicts import UNSEEN
from akkuri.checks.paths import check_paths, today
from akkuri.checks.report.finding import UNREADABLE, Finding, Severity, in_order
from akkuri.checks.report.forms import as_json, as_text, as_turtle
from akkuri.checks.shacl.engines import ENGINES
from akkuri.commands.bounded import ROWS_SECONDS, Reading, bounded
from akkuri.files import write_whole
from akkuri.namespaces import Names
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, text
from akkuri.texts.locales import written_date

__all__ = ["command"]

DEFAULT_ENGINE: Final = "shacl-rust"


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "turtle", "html", "xlsx"]), default="text"
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
@click.option(
    "--severity",
    type=click.Choice([severity.key for severity in Severity]),
    help="Least grave findings to show (default: warning in text, info in other formats).",
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder that the files are additions to.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write instead of standard output.")
@click.option("--owl", is_flag=True, help="Ask the OWL reasoner HermiT too (needs Java; takes seconds).")
@click.option("--fix", is_flag=True, help="Write certain repairs into the files and say which.")
@click.option("--engine", type=click.Choice(list(ENGINES)), default=DEFAULT_ENGINE, help="SHACL engine.")
def command(
    paths: tuple[Path, ...],
    form: str,
    lang: str | None,
    severity: str | None,
    data: Path | None,
    out: Path | None,
    owl: bool,
    engine: str,
    fix: bool,
) -> int:
    """Check folders of tables, CSV files, workbooks or RDF files (default: the national graph).

    Exits with 0 when nothing is violated, 1 on violations, 2 when something cannot be read, 3 where the
    OWL reasoner is asked for and cannot run.
    """
    settings = Settings.from_env(lang=lang)
    findings = _findings(paths, settings.names, data, engine, owl)
    click.echo(
        text(settings.lang, "checks.ages-from-today", day=written_date(settings.lang, today())), err=True
    )
    if fix and _repair(paths, data, findings, settings):
        findings = _findings(paths, settings.names, data, engine, owl)
    for cluster in [path for path in paths if path.is_dir()] if paths else [data]:
        load_parameters(cluster)  # what a build would refuse in its weights is told here too
    for note in [finding for finding in findings if finding.code == UNSEEN]:
        click.echo(note.message(settings.lang), err=True)
        findings.remove(note)
    least = Severity[severity.upper()] if severity else None
    _write(_report(findings, form, settings, least, paths), out)
    if any(finding.code in UNREADABLE for finding in findings):
        return 2
    return 1 if any(finding.severity is Severity.VIOLATION for finding in findings) else 0


def _findings(
    paths: tuple[Path, ...], names: Names, data: Path | None, engine: str, owl: bool
) -> list[Finding]:
    """Check the paths; files, which may come from anybody, first and within bounds.

    The reference engine and the reasoner need more time and memory: they see what the quick engine has
    managed.
    """
    files = [path for path in paths if not path.is_dir()]
    if not files:
        return check_paths(paths, names, data, engine, owl=owl)
    rows = all(path.suffix.lower() in (".csv", ".xlsx", ENDING) for path in files)
    found = bounded(partial(_of_files, files, names, data), read=ROWS_SECONDS if rows else 0)
    if engine != DEFAULT_ENGINE or owl:
        with unpacked(paths) as places:
            return check_paths(places, names, data, engine, owl=owl)
    folders = [path for path in paths if path.is_dir()]
    return in_order([*found, *check_paths(folders, names, data)]) if folders else found


def _of_files(files: list[Path], names: Names, data: Path | None, reading: Reading) -> list[Finding]:
    for file in files:
        if file.suffix.lower() == ENDING:
            reading(file)
    with unpacked(files) as places:
        if all(place.is_dir() for place in places):
            reading(None)
        return check_paths(places, names, data, reading=reading)


def _repair(paths: tuple[Path, ...], data: Path | None, findings: list[Finding], settings: Settings) -> int:
    """Write certain proposals into the files, say which, and return their number."""
    from akkuri.curation.repairs import repair, repairable

    folders = [path for path in paths if path.is_dir()] or ([] if paths else [data or resources.data()])
    files = [path for path in paths if not path.is_dir()]
    named = {finding.file for finding in repairable(findings)}
    files += [folder / name for folder in folders for name in sorted(named) if (folder / name).is_file()]
    made = [
        each for file in dict.fromkeys(files) for each in bounded(partial(_repaired, repair, file, findings))
    ]
    for each in made:
        said = {"place": each.shown_place, "value": each.value, "proposal": each.proposal or ""}
        click.echo(text(settings.lang, "checks.fixed", **said), err=True)
    click.echo(text(settings.lang, "checks.fixed-total", count=len(made)), err=True)
    return len(made)


def _repaired(
    repair: Callable[[Path, list[Finding]], list[Finding]],
    file: Path,
    findings: list[Finding],
    reading: Reading,
) -> list[Finding]:
    reading(file)
    return repair(file, findings)


def _report(
    findings: list[Finding], form: str, settings: Settings, least: Severity | None, paths: tuple[Path, ...]
) -> bytes:
    """Write the findings in a format; text counts what it does not show, the others leave it out.

    A single workbook or CSV file comes back as a workbook with its findings at the cells.
    """
    if form == "text":
        return as_text(findings, settings.lang, Severity.WARNING if least is None else least).encode()
    shown = [finding for finding in findings if least is None or finding.severity <= least]
    if form == "turtle":
        return as_turtle(shown, settings.names).encode()
    if form == "json":
        return as_json(shown, settings.lang).encode()
    from akkuri.checks.report.documents import as_html, as_workbook  # a third of a second

    if form == "xlsx" and len(paths) == 1 and paths[0].suffix.lower() in (".xlsx", ".csv"):
        from akkuri.checks.report.annotated import annotated

        if not any(finding.code in UNREADABLE for finding in shown):
            return bounded(lambda _reading: annotated(paths[0], shown, settings.lang))
    if form == "xlsx":
        return as_workbook(shown, settings.lang)
    return as_html(shown, settings.lang).encode()


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(out, content)
