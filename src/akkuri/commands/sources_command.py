"""`akkuri sources archive` and `watch`: keep cited pages, and see which of them changed or died."""

import csv
import io
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akkuri import resources
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, text

if TYPE_CHECKING:
    from akkuri.curation.pages.watching import Look

__all__ = ["command"]

_COLUMNS = ("source_id", "state", "said", "url", "records")


_TO = click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="Folder of the WARC files."
)
_DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables (default: data/).")
_REST = click.option(
    "--rest",
    type=click.FloatRange(0),
    default=2.0,
    show_default=True,
    help="Seconds between two requests to a host.",
)
_LANG = click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")


@click.group(name="sources")
def command() -> None:
    """Keep the pages that the tables cite, and look at them again. Only these commands go out to the web."""


@command.command(name="archive")
@_TO
@_DATA
@click.option("--again", is_flag=True, help="Keep pages that are kept already too.")
@click.option("--limit", type=click.IntRange(1), help="At most so many pages.")
@_REST
@_LANG
def archive_command(
    target: Path, data: Path | None, again: bool, limit: int | None, rest: float, lang: str | None
) -> int:
    """Fetch each cited page that is not kept yet and keep it as it was read.

    The pages go into a WARC file, their addresses, days, sizes, hashes and titles into archive.csv beside
    the tables. What was broken off goes on from there. Exits with 3 when no page could be had.
    """
    from akkuri.checks.cluster import open_cluster
    from akkuri.curation.pages.archiving import archive
    from akkuri.curation.pages.cited import cited_pages
    from akkuri.curation.pages.fetching import Fetcher
    from akkuri.extras import require

    settings = Settings.from_env(lang=lang)
    require("archive", settings.lang)
    folder = data or resources.data()
    pages = cited_pages(open_cluster(folder, settings.names).read())
    found = archive(pages, folder, target, Fetcher(rest), again=again, limit=limit, tell=_tell)
    for page, reason in found.lost.items():
        click.echo(text(settings.lang, "sources.lost", source=page.id, url=page.url, reason=reason))
    counts = {"kept": len(found.kept), "before": found.before, "lost": len(found.lost), "all": len(pages)}
    click.echo(text(settings.lang, "sources.archived", **counts), err=True)
    return 3 if found.lost and not found.kept else 0


@command.command(name="watch")
@_TO
@_DATA
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text")
@_REST
@_LANG
def watch_command(target: Path, data: Path | None, form: str, rest: float, lang: str | None) -> int:
    """Compare each kept page with what stands there today, and list what changed, moved or died.

    With each page stand the records that rest on it. A look that was broken off goes on on the same day.
    """
    from akkuri.checks.cluster import open_cluster
    from akkuri.curation.pages.cited import cited_pages
    from akkuri.curation.pages.fetching import Fetcher
    from akkuri.curation.pages.manifest import read_manifest
    from akkuri.curation.pages.watching import watch

    settings = Settings.from_env(lang=lang)
    folder = data or resources.data()
    pages = cited_pages(open_cluster(folder, settings.names).read())
    log = target / f"watched-{datetime.now(UTC).date().isoformat()}.jsonl"
    now: list[str] = []

    def tell(url: str) -> None:
        now.append(url)
        _tell(url)

    looks = watch(pages, read_manifest(folder), log, Fetcher(rest), tell, settings.lang)
    listed = [look for look in looks if look.state != "same"]
    _show(listed, form, settings.lang)
    counts = {"all": len(looks), "same": len(looks) - len(listed)}
    click.echo(text(settings.lang, "sources.watched", **counts), err=True)
    if before := len(looks) - len(now):
        click.echo(text(settings.lang, "sources.watched-before", before=before, file=log), err=True)
    return 0


def _tell(url: str) -> None:
    if sys.stderr.isatty():
        click.echo(url, err=True)


def _show(looks: list["Look"], form: str, lang: str) -> None:
    if form == "json":
        click.echo(json.dumps([asdict(look) for look in looks], ensure_ascii=False, indent=1))
        return
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(
            [look.source_id, look.state, look.said, look.url, ";".join(look.records)] for look in looks
        )
        click.echo(out.getvalue(), nl=False)
        return
    for look in looks:
        state = text(lang, f"sources.{look.state}")
        said = f" ({look.said})" if look.said else ""
        click.echo(f"{look.source_id} {state}{said}: {look.url}")
        if look.records:
            click.echo("    " + text(lang, "sources.rest-on-it", records=", ".join(look.records)))
