"""`akkuri search`: what the search of the site finds, as a table."""

import csv
import json
import sys
from pathlib import Path

import click

from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, text

__all__ = ["command"]


@click.command(name="search")
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", help="Only hits of a kind: facility, equipment, organisation, concept, question …")
@click.option("--filter", "facets", multiple=True, metavar="NAME=VALUE", help="Such as country=FI.")
@click.option("--sort", default="near", show_default=True, help="near, name or place.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Hits that are shown.")
@click.option("--format", "form", type=click.Choice(("table", "csv", "json")))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and messages.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases, or one release.")
def command(
    words: tuple[str, ...],
    kind: str | None,
    facets: tuple[str, ...],
    sort: str,
    limit: int,
    form: str | None,
    lang: str | None,
    release: Path | None,
) -> None:
    """Find records, concepts and questions: "climate chamber", "300 kW", sääkaappi."""
    from akkuri.commands.finding import opened

    settings = Settings.from_env(release=release, lang=lang)
    given = dict(each.split("=", 1) for each in facets if "=" in each)
    if wrong := next((each for each in facets if "=" not in each), None):
        raise UsageError(text(settings.lang, "search.bad_filter", value=wrong[:80]))
    # What values there are, and what an identifier stands for, is asked of the graph.
    open_ = opened(settings, asked=any(map(str.isdigit, "".join(words))))
    from akkuri.search.narrowing import narrowed
    from akkuri.search.remarks import remarks
    from akkuri.search.request import SearchRequest
    from akkuri.search.shown import COLUMNS, Wordings

    names = open_.settings.names
    written = SearchRequest(" ".join(words), kind, given, sort, settings.lang)
    request = narrowed(written, open_.finder, open_.known)
    found = open_.finder.find(request)
    hits = Wordings(names, open_.labels, settings.lang).hits(list(found.hits[:limit]))
    for remark in remarks(found, request, tuple(open_.finder.facets)):
        click.echo(remark, err=True)
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if form == "json":
        rows = [dict(zip(COLUMNS, hit.cells(), strict=True)) for hit in hits]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([COLUMNS, *(hit.cells() for hit in hits)])
    else:
        from akkuri.commands.showing import show_rows

        headings = [text(settings.lang, f"search.column_{name}") for name in COLUMNS]
        show_rows(None, headings, [hit.cells() for hit in hits])
    click.echo(text(settings.lang, "search.total", count=len(found.hits)), err=True)
