"""`akkuri export`: writes a published format of the release in use, or lists the formats."""

import sys
from pathlib import Path

import click

from akkuri.commands.record_export import write_record
from akkuri.commands.site_export import SITE, write_site
from akkuri.errors import UsageError
from akkuri.extras import require
from akkuri.publish.edition import PARTS
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import COMPRESSIONS
from akkuri.publish.formats import FORMATS, Exported, export, export_all, find_format, held
from akkuri.publish.registries.needs import Report, columns_to_add, mapping_table, mapping_text
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]

_SHOWN = 10


@click.command(name="export")
@click.argument("form", metavar="[FORMAT]", required=False)
@click.argument("place", metavar="[OUT]", type=click.Path(path_type=Path), required=False)
@click.option("--out", type=click.Path(path_type=Path), help="File, folder or .zip (default: stdout).")
@click.option(
    "--record", help="One record alone: its id, name or address; the bytes that its address answers."
)
@click.option("--part", type=click.Choice(PARTS), help="Which statements (default: all).")
@click.option("--compress", type=click.Choice(sorted(COMPRESSIONS)), help="Default: by the suffix .gz, .zst.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases (AKKURI_RELEASE).")
@click.option("--mapping", is_flag=True, help="Show how a registry's format is filled, and what is lost.")
@click.option("--missing", is_flag=True, help="List every record that lacks something, in full.")
@click.option("--columns", is_flag=True, help="Show the columns that could hold it, as a columns.json.")
def command(
    form: str | None,
    place: Path | None,
    out: Path | None,
    record: str | None,
    part: str | None,
    compress: str | None,
    release: Path | None,
    mapping: bool,
    missing: bool,
    columns: bool,
) -> None:
    """Write FORMAT of the release in use to OUT; without it, list them.

    `all` is every format in a folder, `site` the whole site as plain files for any web server.
    """
    settings = Settings.from_env(release=release)
    if form is None:
        _list(settings.lang)
        return
    if place is not None and out is not None:
        raise UsageError.worded("publish.place-twice")
    if record is not None:
        if form == SITE or part is not None or mapping or missing or columns:
            raise UsageError.worded("publish.record-alone")
        in_use = find_release(settings.release)
        if in_use is None:
            raise UsageError.worded("analysis.no_release", folder=settings.release)
        _tell(write_record(in_use, settings, form, record, place or out, compress), settings.lang, False)
        return
    if form == SITE:
        write_site(settings, place or out, part or compress)
        return
    if columns:
        _show_columns(find_format(form), settings)
        return
    _write(settings, form, place or out, part, compress, mapping, missing)


def _write(
    settings: Settings,
    form: str,
    out: Path | None,
    part: str | None,
    compress: str | None,
    mapping: bool,
    missing: bool,
) -> None:
    chosen = None if form == "all" else find_format(form)
    if chosen is not None and chosen.extra is not None:
        require(chosen.extra, settings.lang)
    if mapping and chosen is not None:
        _show_mapping(chosen, settings.lang)
        return
    found = find_release(settings.release)
    if found is None:
        raise UsageError.worded("analysis.no_release", folder=settings.release)
    if chosen is None:
        if out is None or part is not None:
            raise UsageError.worded("publish.all-alone")
        for exported in export_all(found.edition, out, compress):
            _tell(exported, settings.lang, missing=False)
        for left in (form for form in FORMATS if not form.available):
            why = text(settings.lang, "extras.missing", extra=left.extra)
            click.echo(f"{left.name}: {why}", err=True)
        for left in (form for form in FORMATS if form not in held(found.edition)):
            click.echo(text(settings.lang, "publish.holds-none", format=left.name), err=True)
        return
    _tell(export(found.edition, chosen, out, part, compress), settings.lang, missing)
    if chosen not in held(found.edition):
        click.echo(text(settings.lang, "publish.holds-none", format=chosen.name), err=True)


def _list(lang: str) -> None:
    if not sys.stdout.isatty():
        for form in FORMATS:
            click.echo(f"{form.name}\t{form.extension}\t{text(lang, form.title_key)}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(text(lang, "publish.format"), text(lang, "publish.extension"), text(lang, "publish.holds"))
    for form in FORMATS:
        table.add_row(form.name, form.extension, text(lang, form.title_key))
    table.add_row(SITE, "–", text(lang, "plain.format"))
    Console().print(table)


def _show_columns(form: ExportFormat, settings: Settings) -> None:
    _registry(form)
    found = find_release(settings.release)
    if found is None:
        raise UsageError.worded("analysis.no_release", folder=settings.release)
    click.echo(columns_to_add(form.name, found.edition), nl=False)


def _registry(form: ExportFormat) -> None:
    """Raise UsageError for a format that demands nothing of a record."""
    if not form.registry:
        raise UsageError.worded("publish.no-mapping", format=form.name)


def _show_mapping(form: ExportFormat, lang: str) -> None:
    _registry(form)
    if not sys.stdout.isatty():
        click.echo(mapping_text(form.name), nl=False)
        return
    from rich.console import Console
    from rich.table import Table

    heads = ("field", "demand", "source", "losses")
    table = Table(*(text(lang, f"publish.mapping-{head}") for head in heads))
    for entry in mapping_table(form.name.replace(".", "_")):
        field = f"{entry.entity}.{entry.field}"
        table.add_row(field, text(lang, f"publish.demand-{entry.demand}"), entry.source, entry.losses)
    Console().print(table)


def _tell(exported: Exported, lang: str, missing: bool) -> None:
    """Say what was written; messages go to stderr, so that the format itself may go to stdout."""
    if exported.report is not None:
        _tell_report(exported.report, lang, missing)
    if exported.path is not None:
        click.echo(
            text(
                lang,
                "publish.written",
                path=exported.path,
                size=f"{exported.size:,}".replace(",", " "),
                sha256=exported.sha256,
            ),
            err=True,
        )


def _tell_report(report: Report, lang: str, missing: bool) -> None:
    for entity in sorted(report.written | report.left_out):
        reasons = ", ".join(f"{field} {count}" for field, count in report.reasons(entity).most_common())
        click.echo(
            text(
                lang,
                "publish.counts" if reasons else "publish.counts-whole",
                entity=entity,
                written=report.written[entity],
                left_out=report.left_out[entity],
                reasons=reasons,
            ),
            err=True,
        )
    shown = report.needs if missing else report.needs[:_SHOWN]
    for need in shown:
        click.echo("  " + need.sentence(lang, report.form), err=True)
    if len(report.needs) > len(shown):
        click.echo(text(lang, "publish.more", count=len(report.needs) - len(shown)), err=True)
    for column in report.columns:
        key = "write" if column["declared"] else "write-new"
        params = {name: column[name] for name in ("table", "column")}
        said = {name: column[name][lang] for name in ("title", "write")}
        click.echo(text(lang, f"publish.{key}", **params, **said), err=True)
    if not all(column["declared"] for column in report.columns):
        click.echo(text(lang, "publish.new-columns", form=report.form), err=True)
