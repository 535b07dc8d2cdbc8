"""A new cluster: its tables with an example of each kind, its vocabularies, what it is called, a README."""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from akkuri import resources, texts
from akkuri.errors import UsageError
from akkuri.system import check_system
from akkuri.tables.about import ABOUT, TABLES_FORM
from akkuri.tables.json_object import read_object
from akkuri.tables.schema import TableSchema, schema_of
from akkuri.texts import LANGUAGES, text

__all__ = ["write_cluster"]

_TODAY: Final = "@today"
"""Stands in the examples for the day on which the cluster is made."""


def write_cluster(folder: Path, lang: str, today: date, *, examples: bool = True) -> None:
    """Write a cluster that can be checked, built and served at once; a new folder appears whole or not.

    `lang` is the language of its README. Without `examples` the tables have their header rows only.
    Raises UsageError when the folder holds something or cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError.worded("init.taken", folder=folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        workplace = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, content in _files(lang, today, examples):
                place = workplace / name
                place.parent.mkdir(exist_ok=True)
                place.write_text(content, encoding="utf-8", newline="")
            workplace.chmod(0o755)
            if folder.exists():  # somebody may stand in it
                for item in sorted(workplace.iterdir()):
                    item.rename(folder / item.name)
            else:
                workplace.rename(folder)
        finally:
            shutil.rmtree(workplace, ignore_errors=True)
    except OSError as error:
        check_system(folder, error)
        raise UsageError.worded("init.unwritable", folder=folder, reason=error.strerror) from error


def _files(lang: str, today: date, examples: bool) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every file."""
    about, file = _about(today), resources.tables()
    tables = schema_of({**read_object(file, TABLES_FORM), **about}, file).tables
    yield ABOUT, json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    for table in tables:
        yield table.file_name, _table(table, today, examples)
    for file in sorted((resources.examples() / "vocabularies").glob("*.ttl")):
        yield f"vocabularies/{file.name}", file.read_text(encoding="utf-8")
    words = files(texts).joinpath(lang, "new_cluster.md").read_text(encoding="utf-8")
    yield "README.md", words.rstrip() + "\n\n" + "\n".join(_dictionary(tables, lang)) + "\n"


def _about(today: date) -> dict[str, Any]:
    """Return what a new cluster says about itself, to be changed by its curator."""

    def told(key: str) -> list[dict[str, str]]:
        return [{"@language": lang, "@value": text(lang, f"init.{key}")} for lang in LANGUAGES]

    return {
        "dc:title": told("title"),
        "dc:description": told("description"),
        "dc:publisher": {"foaf:name": text("en", "init.publisher")},
        "dcat:keyword": told("keyword"),
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "dcat:version": "0.1.0",
        "dc:issued": today.isoformat(),
    }


def _table(table: TableSchema, today: date, examples: bool) -> str:
    """Return a table as CSV: its header row, and the rows of its example."""
    content = io.StringIO()
    writer = csv.DictWriter(content, table.header, restval="", lineterminator="\n")
    writer.writeheader()
    file = resources.examples() / table.file_name
    if examples and file.exists():
        with file.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                writer.writerow({name: cell.replace(_TODAY, today.isoformat()) for name, cell in row.items()})
    return content.getvalue()


def _dictionary(tables: tuple[TableSchema, ...], lang: str) -> Iterator[str]:
    """Yield the lines that explain the tables and their columns."""
    yield f"## {text(lang, 'init.dictionary')}"
    for table in tables:
        yield f"\n### {table.file_name}: {table.titles[lang]}\n"
        for column in table.columns:
            must = f" ({text(lang, 'init.required')})" if column.required else ""
            yield f"- `{column.name}`: {column.titles[lang]}{must}"
