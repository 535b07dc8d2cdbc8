"""`akkuri link`: identifiers of a registry for tables and for free text; the review of what is uncertain."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from akkuri.errors import UsageError
from akkuri.extras import require
from akkuri.settings import Settings
from akkuri.texts import catalogue, text

if TYPE_CHECKING:
    from akkuri.link.decisions.review import Answer, Case
    from akkuri.link.registries.base import Entry

__all__ = ["command"]

_PATH = click.Path(path_type=Path)


@click.command("link")
@click.argument("registry")
@click.argument("file", required=False, type=_PATH)
@click.option("--text", "source", type=_PATH, help="A table with a column affiliation, to link free text.")
@click.option("--out", "target", type=_PATH, help="The file to write; for free text .tsv or .csv.")
@click.option("--snapshot", type=_PATH, help="A snapshot of the registry.")
@click.option(
    "--endpoint", default="", help="A SPARQL endpoint to download the snapshot from, if it is lacking."
)
@click.option("--engine", default="duckdb", show_default=True, help="duckdb, or spark for a cluster.")
@click.option("--data", type=_PATH, help="The folder of the tables.")
@click.option("--label", default="", help="What to call the snapshot, such as v1.69.")
@click.option("--lang", type=click.Choice(["en", "fi", "sv"]), default="en", show_default=True)
def command(
    registry: str,
    file: Path | None,
    source: Path | None,
    target: Path | None,
    snapshot: Path | None,
    endpoint: str,
    engine: str,
    data: Path | None,
    label: str,
    lang: str,
) -> None:
    """Find the identifiers of REGISTRY (such as ror) for the tables or, with --text, for free text.

    `akkuri link review FILE` walks the uncertain candidates of a mapping set.
    """
    if registry == "review":
        _review(file, data, snapshot, lang)
    elif file is not None:
        raise UsageError(text(lang, "linktables.unexpected", file=file))
    elif source is not None:
        _text_mode(registry, source, target, snapshot, data, lang)
    else:
        _table_mode(registry, snapshot, endpoint, engine, data, target, label, lang)


def _text_mode(
    registry: str, source: Path, target: Path | None, snapshot: Path | None, data: Path | None, lang: str
) -> None:
    from akkuri.link.text.command import link_texts  # heavy: only when linking

    if target is None or snapshot is None:
        raise UsageError(text(lang, "link.text_needs", option="--out" if target is None else "--snapshot"))
    summary = link_texts(registry, source, target, snapshot, data, Settings.from_env().names)
    for note in summary.notes:
        click.echo(text(lang, "link.note", note=note), err=True)
    click.echo(
        text(lang, "link.text_done", lines=summary.lines, linked=summary.linked, path=target), err=True
    )


def _table_mode(
    registry: str,
    snapshot: Path | None,
    endpoint: str,
    engine: str,
    data: Path | None,
    target: Path | None,
    label: str,
    lang: str,
) -> None:
    require("spark" if engine == "spark" else "link", lang)
    from akkuri.link.tables.command import LinkRequest, link_table  # heavy: only when linking

    request = LinkRequest(registry, snapshot, endpoint, engine, data, target, label)
    names = Settings.from_env().names
    outcome = link_table(request, datetime.now(UTC).date(), names, lambda line: click.echo(line, err=True))
    for note in outcome.notes:
        click.echo(text(lang, "link.note", note=note), err=True)
    click.echo(
        text(
            lang,
            "linktables.done",
            records=outcome.records,
            linked=outcome.linked,
            waiting=outcome.waiting,
            without=outcome.without,
            path=outcome.path,
        ),
        err=True,
    )
    if outcome.waiting:
        click.echo(text(lang, "linktables.review_next", path=outcome.path), err=True)


def _review(file: Path | None, data: Path | None, snapshot: Path | None, lang: str) -> None:
    from akkuri.link.decisions.review import Review, walk

    if file is None:
        raise UsageError(text(lang, "linktables.review_needs"))
    review = Review(file, Settings.from_env().names, datetime.now(UTC).date(), data, snapshot)
    click.echo(text(lang, "linktables.waiting", count=review.waiting, path=file), err=True)
    decided = walk(review, lambda case: _show(case, lang), lambda: _ask(lang))
    click.echo(text(lang, "linktables.decided", decided=decided, left=review.waiting), err=True)


def _ask(lang: str) -> "Answer":
    """Ask until a letter is understood; the end of the input is quitting."""
    from akkuri.link.decisions.review import ANSWERS

    while True:
        click.echo(text(lang, "linktables.question") + " ", nl=False, err=True)
        try:
            said = input().strip().lower()[:1]
        except EOFError:
            return "quit"
        if said in ANSWERS:
            return ANSWERS[said]
        click.echo(text(lang, "linktables.answers"), err=True)


def _show(case: "Case", lang: str) -> None:
    """Print both sides beside each other, and how likely they are the same."""
    from rich.console import Console
    from rich.table import Table

    mapping = case.mapping
    table = Table("", mapping.subject.curie, mapping.object.curie, show_lines=False)
    ours = _described(case.ours, mapping.subject.name)
    theirs = _described(case.theirs, mapping.object.name)
    for key in ours:
        if ours[key] or theirs[key]:
            table.add_row(text(lang, f"linktables.{key}"), ours[key], theirs[key])
    console = Console(stderr=True)
    console.print(table)
    evidence = _worded(mapping.comment or "", lang)
    console.print(text(lang, "linktables.chance", chance=f"{mapping.confidence or 0:.2f}", evidence=evidence))


def _worded(evidence: str, lang: str) -> str:
    """Return what the program found (`name: same name; kind: other`) in a language, else as it is."""
    said = []
    for part in evidence.split("; "):
        kind, _, level = part.partition(": ")
        key = f"linktables.{kind}-{level.replace(' ', '-')}"
        said.append(text(lang, key) if key in catalogue("en") else part)
    return "; ".join(said)


def _described(entry: "Entry | None", name: Any) -> dict[str, str]:
    """Return the cells of one side."""
    if entry is None:
        empty = dict.fromkeys(("acronyms", "place", "types", "pages", "identifiers", "parents", "status"), "")
        return {"names": str(name or "")} | empty
    texts = [item.text for item in entry.names if item.kind != "acronym"]
    return {
        "names": "\n".join(texts[:6]),
        "acronyms": ", ".join(item.text for item in entry.names if item.kind == "acronym"),
        "place": ", ".join(part for part in (entry.city, entry.country) if part),
        "types": ", ".join(entry.types),
        "pages": "\n".join([*entry.links, *entry.domains][:3]),
        "identifiers": "\n".join(f"{kind} {value}" for kind, value in entry.identifiers.items()),
        "parents": "\n".join(entry.parents[:3]),
        "status": entry.status,
    }
