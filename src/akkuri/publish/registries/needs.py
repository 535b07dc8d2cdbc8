"""What a registry's format demands and a record lacks, told per record in the reader's language."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.registries.cells import FactCell, FactCells, proposed_columns
from akkuri.publish.registries.record_access import Records
from akkuri.texts import LANGUAGES, text

__all__ = [
    "TITLES",
    "Field",
    "RecordNeed",
    "Report",
    "columns_to_add",
    "entities_of",
    "lacking",
    "mapping_table",
    "mapping_text",
]

TITLES: Final = {
    "cerif": "OpenAIRE CERIF",
    "datacite": "DataCite",
    "eosc": "EOSC",
    "pidinst": "PIDINST",
    "research.fi": "research.fi",
    "ror": "ROR",
    "uniquip": "uniquip",
    "wikidata": "Wikidata",
}
"""Format → its name in sentences."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a mapping table: a field of the format, what it is made of, what is lost."""

    entity: str
    field: str
    demand: str
    """`required`: without it the document is not valid, so the record is left out. `registration`: the
    registry asks for it when the document is handed in; the document is written, the record is listed.
    `recommended` or `optional`."""
    source: str
    """Where the value comes from: properties of the graph, or a rule in words."""
    losses: str
    """What the graph knows and the field cannot hold, or the other way round."""
    ask: str
    """Key of the text that says what a curator has to supply."""
    write: str
    """Where that is written: columns of the record's table or `table.column`; empty when nowhere."""


@cache
def mapping_table(name: str) -> tuple[Field, ...]:
    """Read the mapping table of a format, `mappings/{name}.csv`."""
    return tuple(Field(**row) for row in csv.DictReader(mapping_text(name).splitlines()))


def mapping_text(form: str) -> str:
    """Return the mapping table of a registry's format as it is kept, CSV with a header."""
    name = form.replace(".", "_")
    return (files(__package__) / "mappings" / f"{name}.csv").read_text(encoding="utf-8")


def columns_to_add(form: str, edition: Edition) -> str:
    """Return the columns that an edition's tables lack for a format, ready to stand in a columns.json."""
    places = [place for entry in mapping_table(form.replace(".", "_")) for place in entry.write.split()]
    return json.dumps(proposed_columns(edition, form, places), ensure_ascii=False, indent=1) + "\n"


def entities_of(form: str) -> tuple[str, ...]:
    """Return the entities that a registry's format has, in the order of its mapping table."""
    return tuple(dict.fromkeys(entry.entity for entry in mapping_table(form.replace(".", "_"))))


@dataclass(frozen=True, slots=True)
class RecordNeed:
    """One record under one entity of a format, and the fields it lacks."""

    record: str
    labels: Mapping[str, str]
    entity: str
    required: tuple[Field, ...]
    registration: tuple[Field, ...]
    cells: Mapping[str, tuple[FactCell, ...]]
    """Field → the cells in which a curator can write it."""

    def sentence(self, lang: str, form: str) -> str:
        """Say in one sentence what this record still needs."""
        label = self.labels.get(lang) or self.labels.get("en") or self.record
        asked: dict[str, list[FactCell]] = {}
        for entry in (*self.required, *self.registration):
            asked.setdefault(entry.ask, []).extend(self.cells[entry.field])
        wanted, table = [], ""
        for ask, cells in asked.items():
            places = []
            for cell in dict.fromkeys(cells):  # a table that was just named is not named again
                places.append(cell.column if cell.table == table else str(cell))
                table = cell.table
            wanted.append(text(lang, f"publish.{ask}") + (f" ({'; '.join(places)})" if places else ""))
        key = "need-left-out" if self.required else "need-registration"
        return text(lang, f"publish.{key}", label=label, format=TITLES[form], wanted=", ".join(wanted))


@dataclass(slots=True)
class Report:
    """What an export to a registry's format wrote, and what it left out and why."""

    form: str
    records: Records
    written: Counter[str] = field(default_factory=Counter)
    """Entity → documents."""
    needs: list[RecordNeed] = field(default_factory=list)
    _cells: FactCells = field(init=False)

    def __post_init__(self) -> None:
        """Know the tables in which what is lacking can be written."""
        self._cells = FactCells(self.records)

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The columns in which something is lacking: what they are called and what may be written there."""
        cells = (cell for need in self.needs for found in need.cells.values() for cell in found)
        first = {str(cell): cell for cell in cells}
        return [self._cells.column(first[name]) for name in sorted(first)]

    @property
    def left_out(self) -> Counter[str]:
        """Entity → records that could not be written."""
        return Counter(need.entity for need in self.needs if need.required)

    def reasons(self, entity: str) -> Counter[str]:
        """Count how often each field was the (or a) reason to leave a record out."""
        found: Counter[str] = Counter()
        for need in self.needs:
            if need.entity == entity:
                found.update(entry.field for entry in need.required)
        return found

    def judge(self, record: str, labels: Mapping[str, str], entity: str, document: Any) -> bool:
        """Tell whether a document has all that its entity must have; note what it lacks."""
        required, registration = lacking(self.form, entity, document)
        if required or registration:
            cells = {
                entry.field: tuple(self._cells.of(record, entry.write.split()))
                for entry in (*required, *registration)
            }
            need = RecordNeed(record, labels, entity, tuple(required), tuple(registration), cells)
            self.needs.append(need)
        if not required:
            self.written[entity] += 1
        return not required

    def document(self) -> dict[str, Any]:
        """Return the report as JSON: counts, reasons, and a sentence per record and language."""
        return {
            "format": self.form,
            "written": dict(sorted(self.written.items())),
            "left_out": dict(sorted(self.left_out.items())),
            "reasons": {
                entity: dict(sorted(self.reasons(entity).items())) for entity in sorted(self.left_out)
            },
            "columns": self.columns,
            "records": [
                {
                    "record": need.record,
                    "entity": need.entity,
                    "left_out": bool(need.required),
                    "required": [entry.field for entry in need.required],
                    "registration": [entry.field for entry in need.registration],
                    "cells": [
                        {"field": name, "table": cell.table, "row": cell.row, "column": cell.column}
                        for name, cells in need.cells.items()
                        for cell in cells
                    ],
                    "sentence": {lang: need.sentence(lang, self.form) for lang in LANGUAGES},
                }
                for need in self.needs
            ],
        }

    def text(self) -> str:
        """Return the report as a file of JSON."""
        return json.dumps(self.document(), ensure_ascii=False, indent=1) + "\n"


def lacking(form: str, entity: str, document: Any) -> tuple[list[Field], list[Field]]:
    """Return the required fields and those for registration that a document does not have.

    A field is a path (`owners.ownerName`); a list has it when every item has it.
    """
    found: dict[str, list[Field]] = {"required": [], "registration": []}
    missing: set[str] = set()
    for entry in mapping_table(form.replace(".", "_")):
        above = entry.field.rpartition(".")[0]
        # What lacks as a whole is named once, not again for each of its parts.
        if entry.entity == entity and entry.demand in found and above not in missing:
            if not _has(document, iter(entry.field.split("."))):
                found[entry.demand].append(entry)
                missing.add(entry.field)
        elif entry.entity == entity and above in missing:
            missing.add(entry.field)
    return found["required"], found["registration"]


def _has(value: Any, path: Iterator[str]) -> bool:
    step = next(path, None)
    if step is None:
        return value is not None and value not in ("", [], {})
    if isinstance(value, list):
        rest = (step, *path)
        return bool(value) and all(_has(item, iter(rest)) for item in value)
    return isinstance(value, Mapping) and _has(value.get(step), path)


def fields_of(document: Any, prefix: str = "") -> Iterable[str]:
    """Give the paths of all fields a document uses, so that a test can compare them with the table."""
    if isinstance(document, Mapping):
        for key, value in document.items():
            yield f"{prefix}{key}"
            yield from fields_of(value, f"{prefix}{key}.")
    elif isinstance(document, list):
        for item in document:
            yield from fields_of(item, prefix)
