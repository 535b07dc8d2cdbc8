"""Writing small folders of tables: good rows by default, a test gives what differs."""

import csv
from pathlib import Path

from akkuri import resources
from akkuri.tables.schema import schema_of_folder

SCHEMA = schema_of_folder(resources.data())

ORGANISATION = {"name_en": "Firm", "type": "company", "country": "SE", "source_ids": "src-6716a90c"}
FACILITY = {
    "kind": "laboratory",
    "operator_ids": "org-firm",
    "country": "SE",
    "description": "A laboratory.",
    "stages": "recycling",
    "status": "planned",
    "source_ids": "src-6716a90c",
}
GOOD: dict[str, list[dict[str, str]]] = {
    "organisations": [{**ORGANISATION, "id": "org-firm"}],
    "facilities": [{**FACILITY, "id": "fac-lab", "name_en": "Laboratory"}],
    "sources": [
        {
            "id": "src-6716a90c",
            "url": "https://www.example.org/page",
            "title": "Page",
            "publisher": "Example",
            "kind": "press",
            "language": "en",
            "retrieved": "2026-11",
        }
    ],
}


def write_folder(folder: Path, rows: dict[str, list[dict[str, str]]]) -> Path:
    """Write every table of the schema; a table without rows has its header only.

    What a cluster has besides tables is that of the national one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("about.json", "columns.json", "vocabularies", "ontology", "shapes"):
        (folder / name).symlink_to(resources.data() / name)
    for schema in SCHEMA:
        with (folder / schema.file_name).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, schema.header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.get(schema.name, []))
    return folder


def facility(slug: str, **cells: str) -> dict[str, str]:
    """A facility row that is good but for the cells given."""
    return {**FACILITY, "id": f"fac-{slug}", "name_en": f"Laboratory {slug}", **cells}


def organisation(slug: str, **cells: str) -> dict[str, str]:
    """An organisation row that is good but for the cells given."""
    return {**ORGANISATION, "id": f"org-{slug}", "name_en": f"Firm {slug}", **cells}
