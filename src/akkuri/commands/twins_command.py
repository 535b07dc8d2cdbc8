"""`akkuri twins`: records that may be one and the same, with the evidence; two of them merged."""

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akkuri import resources
from akkuri.checks.cluster import Cluster, open_cluster
from akkuri.errors import UsageError
from akkuri.naming.choosing import choice, chosen
from akkuri.naming.things import Name
from akkuri.settings import Settings
from akkuri.tables.rows import Tables
from akkuri.tables.schema import TableSchema
from akkuri.temporary import own_folder
from akkuri.texts import LANGUAGES, text

if TYPE_CHECKING:
    from akkuri.checks.report.finding import Finding
    from akkuri.curation.twins.finding import Twins

__all__ = ["command"]

_COLUMNS = ("chance", "keep", "keep_name", "other", "other_name", "evidence")


@click.command("twins")
@click.argument("tables", nargs=-1, metavar="[TABLE]...")
@click.option("--merge", nargs=2, metavar="KEEP OTHER", help="Merge the second record into the first.")
@click.option("--distinct", nargs=2, metavar="ONE OTHER", help="Remember that two records are not one.")
@click.option("--note", default="", help="With --distinct: how you know.")
@click.option("--dry-run", is_flag=True, help="With --merge: show what would change and write nothing.")
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Least likelihood."
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables (default: data/).")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), help="How to write it.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
def command(
    tables: tuple[str, ...],
    merge: tuple[str, str] | None,
    distinct: tuple[str, str] | None,
    note: str,
    dry_run: bool,
    least: float,
    data: Path | None,
    form: str | None,
    lang: str | None,
) -> int:
    """List pairs of records that may be one and the same, the likeliest first, each with its evidence.

    TABLE is organisations, facilities, projects, sources …; without one all that have names are looked
    through. With --merge the second record keeps its address and says that the first took over. A pair that
    --distinct told apart is not proposed again; links/distinct.csv beside the tables remembers it. Records
    are written by id or name.
    """
    settings = Settings.from_env(lang=lang)
    folder = data or resources.data()
    if not folder.is_dir():
        raise UsageError.worded("curation.no-folder", folder=folder)
    cluster = open_cluster(folder, settings.names)
    if merge:
        return _merge(merge, cluster, settings.lang, dry_run)
    if distinct:
        return _keep_apart(distinct, note, cluster, settings.lang)
    found, apart = _found(tables, cluster, least, settings.lang)
    form = form or ("table" if sys.stdout.isatty() else "csv")
    lines = [_line(pair, settings.lang) for pair in found]
    if form == "json":
        click.echo(json.dumps([dict(zip(_COLUMNS, line, strict=True)) for line in lines], ensure_ascii=False))
    elif form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([_COLUMNS, *lines])
    elif lines:
        from akkuri.commands.showing import show_rows

        show_rows(None, [text(settings.lang, f"twins.{column}") for column in _COLUMNS], lines)
    click.echo(text(settings.lang, "twins.total", count=len(found)), err=True)
    if apart:
        click.echo(text(settings.lang, "twins.total-distinct", count=apart), err=True)
    return 0


def _found(tables: tuple[str, ...], cluster: Cluster, least: float, lang: str) -> "tuple[list[Twins], int]":
    """Return the pairs that may be one, and how many more were told apart."""
    from collections import Counter

    from akkuri.curation.twins.distinct import read_distinct
    from akkuri.curation.twins.finding import twins
    from akkuri.curation.twins.traits import traits

    there = cluster.read()
    known = [table for table in cluster.schema if table.is_record]
    among = [choice(table.name, list(table.titles.items()), _kind_names(table, cluster)) for table in known]
    named = {chosen(each, among, text(lang, "naming.kind"), cluster.names, lang).id for each in tables}
    uses = Counter(
        value
        for table in cluster.schema
        for column in table.columns
        if column.refers_to
        for row in there.named(table.name)
        for value in column.values(row[column.name])
    )
    records = {table.name: list(traits(table, there.named(table.name))) for table in known}
    called = {each.id: each.names for some in records.values() for each in some}
    found = [
        pair
        for table in known
        if not named or table.name in named
        for pair in twins(records[table.name], uses, least, called)
    ]
    apart = read_distinct(cluster.folder)
    open_ = [pair for pair in found if tuple(sorted((pair.keep.id, pair.other.id))) not in apart]
    return sorted(open_, key=lambda pair: -pair.chance), len(found) - len(open_)


def _kind_names(table: TableSchema, cluster: Cluster) -> list[Name]:
    """Return what the records of a table are called, one and many."""
    kind = cluster.names.kinds.by_table.get(table.name)
    called = (kind.one, kind.many) if kind else ()
    return [(lang, name(lang)) for lang in LANGUAGES for name in called]


def _line(pair: "Twins", lang: str) -> list[str]:
    said = "; ".join(text(lang, f"twins.{each.kind}", value=each.value) for each in pair.evidence)
    sides = (pair.keep.id, pair.keep.label, pair.other.id, pair.other.label)
    return [f"{pair.chance:.2f}", *sides, said]


def _meant(pair: tuple[str, str], there: Tables, cluster: Cluster, lang: str) -> tuple[str, str]:
    """Return the ids of two records, which may be written by name."""
    from akkuri.curation.named_records import NamedRecords

    known = NamedRecords(there, cluster)
    return known.id(pair[0], lang), known.id(pair[1], lang)


def _keep_apart(pair: tuple[str, str], note: str, cluster: Cluster, lang: str) -> int:
    """Remember that two records of a table are not one."""
    from akkuri.curation.twins.distinct import keep_apart
    from akkuri.curation.twins.merging import table_of
    from akkuri.curation.writing import sole_writer

    with sole_writer(cluster.folder):
        there = cluster.read()
        pair = _meant(pair, there, cluster, lang)
        table_of(*pair, there)
        keep_apart(cluster.folder, pair, datetime.now(UTC).date().isoformat(), note)
    click.echo(text(lang, "twins.distinct", one=pair[0], other=pair[1]), err=True)
    return 0


def _merge(pair: tuple[str, str], cluster: Cluster, lang: str, dry_run: bool) -> int:
    """Merge two records if the tables are without violations then; say what changes."""
    from akkuri.checks.report.forms import as_text as findings_as_text
    from akkuri.curation.called import with_names
    from akkuri.curation.changes import as_text, changes_of
    from akkuri.curation.twins.merging import merge_twins
    from akkuri.curation.writing import as_csv, replace_all, sole_writer

    with sole_writer(cluster.folder):
        there = cluster.read()
        pair = _meant(pair, there, cluster, lang)
        merged = merge_twins(*pair, there, datetime.now(UTC).date())
        contents, changes = {}, []
        for name, rows in merged.rows.items():
            schema = cluster.schema.by_name[name]
            header = next(list(table.header) for table in there if table.schema.name == name)
            header += [column for column in schema.header if column not in header]
            contents[schema.file_name] = as_csv(header, [row.cells for row in rows])
            changes += changes_of(schema, there.named(name), rows)
        if refused := _violations(cluster.folder, contents, cluster):
            click.echo(findings_as_text(refused, lang), nl=False, err=True)
            click.echo(text(lang, "curation.refused", folder=cluster.folder), err=True)
            return 1
        if not dry_run:
            replace_all(cluster.folder, contents)
    changes = with_names(changes, cluster.schema, (there,), cluster.vocabularies)
    click.echo(as_text(changes, cluster.names.kinds, lang), nl=False)
    for column, mine, theirs in merged.differing:
        click.echo(text(lang, "twins.differs", keep=pair[0], column=column, mine=mine, theirs=theirs))
    done = "dry" if dry_run else "done"
    click.echo(text(lang, f"curation.{done}", files=", ".join(contents)), err=True)
    return 0


def _violations(folder: Path, contents: dict[str, str], cluster: Cluster) -> "list[Finding]":
    """Return what would be violated that is not already, checked on a copy of the folder."""
    import shutil

    from akkuri.checks.paths import check_paths
    from akkuri.checks.report.finding import Severity

    with own_folder("twins") as place:
        copy = place / "tables"
        shutil.copytree(folder, copy)
        for name, content in contents.items():
            (copy / name).write_text(content, encoding="utf-8")
        found = check_paths([copy], cluster.names)
    return [finding for finding in found if finding.severity is Severity.VIOLATION]
