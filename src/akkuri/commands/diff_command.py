"""`akkuri diff OLD NEW`: what changed between two releases, by record."""

import json
import re
from pathlib import Path

import click

from akkuri.errors import UsageError
from akkuri.graph.diff import GraphChange, diff_graphs
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command(name="diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--all", "everything", is_flag=True, help="Derived and vocabulary graphs too, not records only."
)
@click.option("--format", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(old: Path, new: Path, everything: bool, fmt: str) -> None:
    """Show what changed between two releases (folders) or two N-Quads files, by record."""
    settings = Settings.from_env()
    changes = [
        change
        for change in diff_graphs(_graph(old), _graph(new))
        if everything or change.graph.startswith(settings.names.doc("", "").rstrip("/"))
    ]
    if fmt == "json":
        rows = [{"graph": c.graph, "kind": c.kind, "added": c.added, "removed": c.removed} for c in changes]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for change in changes:
        _print(change, settings)
    kinds = [change.kind for change in changes]
    counts = {kind: kinds.count(kind) for kind in _SIGNS}
    click.echo(text(settings.lang, "diff.summary", **counts), err=True)


def _graph(path: Path) -> Path:
    if not path.exists():
        raise UsageError(f"{path}: is not there; expected the folder of a release or an N-Quads file.")
    release = find_release(path) if path.is_dir() else None
    if path.is_dir() and release is None:
        raise UsageError(f"{path}: is no release; expected a folder with a manifest and a graph.")
    return release.graph_path if release else path


def _print(change: GraphChange, settings: Settings) -> None:
    click.echo(f"{_SIGNS[change.kind]} {change.graph.removeprefix(settings.base)}")
    if change.kind == "changed":
        for sign, statements in (("-", change.removed), ("+", change.added)):
            for _, predicate, value in statements:
                click.echo(f"    {sign} {re.split('[#/]', predicate.strip('<>'))[-1]} {value}")
