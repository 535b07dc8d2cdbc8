"""`akkuri link`: identifiers of a registry for free-text affiliations."""

from pathlib import Path

import click

from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["command"]


@click.command("link")
@click.argument("registry")
@click.option("--text", "source", type=click.Path(path_type=Path), help="A TSV with a column affiliation.")
@click.option("--out", "target", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--snapshot", type=click.Path(path_type=Path), help="A snapshot of the registry.")
@click.option("--lang", type=click.Choice(["en", "fi", "sv"]), default="en", show_default=True)
def command(
    registry: str, source: Path | None, target: Path | None, snapshot: Path | None, lang: str
) -> None:
    """Find identifiers in REGISTRY (such as ror)."""
    if source is None:
        raise UsageError(text(lang, "link.no_mode"))
    from akkuri.link.text_mode import link_texts  # noqa: PLC0415  heavy: only when linking

    if target is None or snapshot is None:
        raise UsageError(text(lang, "link.text_needs", option="--out" if target is None else "--snapshot"))
    summary = link_texts(registry, source, target, snapshot)
    for note in summary.notes:
        click.echo(text(lang, "link.note", note=note), err=True)
    click.echo(
        text(lang, "link.text_done", lines=summary.lines, linked=summary.linked, path=target), err=True
    )
