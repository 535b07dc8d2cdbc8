"""The model of a release as a file of it: what the analyses compute with, read without asking the graph."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, get_type_hints

from akkuri.analysis.model.groups import Groups
from akkuri.analysis.model.statements import StatementSource
from akkuri.analysis.model.values import (
    Capability,
    Collaboration,
    Facility,
    Gap,
    Investment,
    Lookup,
    Model,
    Organisation,
    Participation,
    Point,
    Project,
    Use,
)
from akkuri.garbage import uncollected
from akkuri.namespaces import Names
from akkuri.naming.labels import Labels
from akkuri.naming.resolver import Resolver

__all__ = ["MODEL", "read_model", "write_model"]

MODEL: Final = "model.json"
"""The file of a release that holds its model."""
_FORM: Final = 1
"""Raised whenever the file is written in another way; other fields of a record are noticed without."""

_BY_ID: Final[Mapping[str, type]] = {
    "organisations": Organisation,
    "facilities": Facility,
    "points": Point,
    "projects": Project,
    "gaps": Gap,
    "capabilities": Capability,
}
"""The parts of a model that are found by their first field."""
_LISTED: Final[Mapping[str, type]] = {
    "uses": Use,
    "participations": Participation,
    "collaborations": Collaboration,
    "investments": Investment,
    "lookups": Lookup,
}
_PLAIN: Final = ("stages", "scales", "issued", "schemes")


def write_model(model: Model, file: Path) -> None:
    """Write the records of a model, a list of values each, in the order in which the model has them."""
    document: dict[str, Any] = {"form": _FORM, "fields": _fields()}
    for part in _BY_ID:
        document[part] = _rows(getattr(model, part).values())
    for part in _LISTED:
        document[part] = _rows(getattr(model, part))
    document |= {part: getattr(model, part) for part in _PLAIN}
    document["regions"] = model.regions
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def read_model(
    folder: Path, names: Names, source: StatementSource, resolver: Resolver, labels: Labels
) -> Model | None:
    """Return the model of a release; None where it is an earlier one without the file, or with another.

    `source` is where the model looks up what stands behind a single record.
    """
    file = folder / MODEL
    if not file.is_file():
        return None
    with uncollected():
        document = json.loads(file.read_bytes())
        if document["form"] != _FORM or document["fields"] != _fields():
            return None
        model = Model(names, source, resolver, labels)
        for part, cls in _BY_ID.items():
            make = _maker(cls)
            setattr(model, part, {row[0]: make(row) for row in document[part]})
        for part, cls in _LISTED.items():
            setattr(model, part, list(map(_maker(cls), document[part])))
        for part in _PLAIN:
            setattr(model, part, document[part])
    model.kept = folder
    model.regions = tuple(document["regions"])
    model.groups = Groups({actor.iri: actor.parents for actor in model.organisations.values()})
    return model


def _fields() -> dict[str, list[str]]:
    """Return the fields of each part: a program that knows others reads the graph."""
    return {part: [field.name for field in fields(cls)] for part, cls in (*_BY_ID.items(), *_LISTED.items())}


def _rows(records: Iterable[Any]) -> list[list[Any]]:
    return [[getattr(record, field.name) for field in fields(record)] for record in records]


def _maker(cls: type) -> Callable[[list[Any]], Any]:
    """Return what makes a record of its values: lists in them become the tuples that they were."""
    hints = get_type_hints(cls)
    tuples = [place for place, field in enumerate(fields(cls)) if str(hints[field.name]).startswith("tuple[")]

    def make(row: list[Any]) -> Any:
        for place in tuples:
            if row[place] is not None:
                row[place] = tuple(row[place])
        return cls(*row)

    return make
