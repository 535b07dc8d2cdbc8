"""`akkuri diff OLD NEW`: what changed between two releases, folders of tables or revisions of these."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from akkuri import resources
from akkuri.commands.bounded import ROWS_SECONDS, Reading, bounded
from akkuri.errors import UsageError
from akkuri.files import whole_file
from akkuri.graph.diff import diff_graphs
from akkuri.publish.edition import TABLES
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.tables.schema import Schema, load_schema, schema_of_folder
from akkuri.texts import LANGUAGES, text

__all__ = ["command"]


@click.command(name="diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--all", "everything", is_flag=True, help="Derived and vocabulary graphs too, not records only."
)
@click.option("--format", "fmt", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder of the tables whose revisions are named."
)
@click.option(
    "--notes",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of changes (such as data/CHANGES.md) that gets a section with the names of what changed.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
def command(
    old: Path,
    new: Path,
    everything: bool,
    fmt: str,
    data: Path | None,
    notes: Path | None,
    lang: str | None,
) -> None:
    """Show what changed, by record: between releases (folders or N-Quads) or between folders of tables.

    A name that is no path is a revision of the tables in git: `akkuri diff HEAD~3 data`.
    """
    settings = Settings.from_env(lang=lang)
    with ExitStack() as stack:
        folders = [_tables(path, data or resources.data(), stack) for path in (old, new)]
        if all(folders):
            _diff_tables([folder for folder in folders if folder], fmt, notes, settings)
            return
    if any(folders) or notes is not None:
        raise UsageError.worded("curation.unlike", old=old, new=new)
    changes = [
        change
        for change in diff_graphs(_graph(old), _graph(new))
        if everything or change.graph.startswith(settings.names.doc("", "").rstrip("/"))
    ]
    from akkuri.curation.graph_changes import GraphWords, labels_of

    words = GraphWords(labels_of([_graph(new), _graph(old)]), _schema(new), settings.names, settings.lang)
    if fmt == "json":
        click.echo(words.as_json(changes))
        return
    for line in words.as_markdown(changes) if fmt == "markdown" else words.as_text(changes):
        click.echo(line)
    kinds = [change.kind for change in changes]
    counts = {kind: kinds.count(kind) for kind in ("added", "removed", "changed")}
    click.echo(text(settings.lang, "diff.summary", **counts), err=True)


def _schema(path: Path) -> Schema:
    """Return the tables of a release, whose columns call its properties; of anything else those of data/."""
    release = find_release(path) if path.is_dir() else None
    own = release.folder / TABLES if release else None
    return load_schema(own) if own and own.is_file() else schema_of_folder(resources.data())


def _tables(path: Path, data: Path, stack: ExitStack) -> Path | None:
    """Return the folder of tables that is meant, of a revision too; None for a release or a file."""
    if path.is_dir():
        return path if not find_release(path) and any(path.glob("*.csv")) else None
    if path.exists() or path.is_absolute() or path.suffix == ".nq":
        return None
    from akkuri.curation.revisions import tables_at

    return stack.enter_context(tables_at(str(path), data))


def _diff_tables(folders: Sequence[Path], fmt: str, notes: Path | None, settings: Settings) -> None:
    """Compare folders of tables, which may be of strangers, within the bounds for these."""
    told, issued = bounded(
        partial(_told, folders, "notes" if notes is not None else fmt, settings), ROWS_SECONDS
    )
    if notes is not None:
        _note(notes, issued, told, settings.lang)
    else:
        click.echo(told, nl=False)


def _told(folders: Sequence[Path], fmt: str, settings: Settings, reading: Reading) -> tuple[str, str]:
    """Return what changed between folders of tables, in a form, and the edition of the second."""
    from akkuri.curation.called import with_names
    from akkuri.curation.change_notes import as_notes
    from akkuri.curation.changes import as_json, as_markdown, as_text, changes_between
    from akkuri.graph.vocabularies import load_vocabularies
    from akkuri.kinds import load_kinds
    from akkuri.tables.rows import read_folder

    schema = schema_of_folder(folders[1])
    tables = []
    for folder in folders:
        reading(folder)
        tables.append(read_folder(folder, schema))
    old, new = tables
    vocabularies = load_vocabularies(resources.vocabularies(folders[1]), settings.names)
    changes = with_names(changes_between(old, new, schema), schema, (new, old), vocabularies)
    kinds = load_kinds(folders[1])
    if fmt == "json":
        return as_json(changes, settings.lang), schema.issued
    written = {"notes": as_notes, "markdown": as_markdown}.get(fmt, as_text)
    return written(changes, kinds, settings.lang), schema.issued


def _note(file: Path, issued: str, section: str, lang: str) -> None:
    """Put a section for an edition into a file of changes, and say so."""
    from akkuri.curation.change_notes import with_section

    try:
        content = file.read_text(encoding="utf-8") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.worded("curation.unreadable-notes", file=file, reason=error) from error
    with whole_file(file) as handle:
        handle.write(with_section(content, issued, text(lang, "curation.notes-title"), section))
    click.echo(text(lang, "curation.noted", file=file, edition=issued), err=True)


def _graph(path: Path) -> Path:
    if not path.exists():
        raise UsageError.worded("graph.missing", place=path)
    release = find_release(path) if path.is_dir() else None
    if path.is_dir() and release is None:
        raise UsageError.worded("graph.no-release", place=path)
    return release.graph_path if release else path
