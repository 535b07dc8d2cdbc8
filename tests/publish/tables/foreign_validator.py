"""The validator and the reader of the Python package csvw, which is not ours."""

import warnings
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from unittest import mock

from csvw import CSVW

from akkuri.namespaces import PREFIXES

__all__ = ["complaints", "plain", "statements"]

CONTEXT = {**PREFIXES, "dc": "http://purl.org/dc/terms/"}
"""The prefixes of RDFa, by which the package shortens properties."""
Statement = tuple[str, str, str]


def complaints(folder: Path) -> list[str]:
    """What the validator says of a folder of tables, without the mercy that it has for empty references."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they stand in the answer
            found = CSVW(str(folder / "csv-metadata.json"), validate=True, strict=True)
            valid = found.is_valid
    except ValueError as error:
        return [str(error)]
    return [str(warning.message) for warning in found.warnings] or ([] if valid else ["not valid"])


def statements(folder: Path) -> set[Statement]:
    """Subject, property and value of everything that the package makes of the rows.

    They are taken before it writes them as JSON, which it cannot do of decimals. It takes a URN for an
    address beside the description.
    """
    with mock.patch("csvw.jsonld.group_triples", list):
        document = CSVW(str(folder / "csv-metadata.json")).to_json()
    return {
        (subject, predicate, value.removeprefix(f"{folder}/"))
        for table in document["tables"]
        for row in table["row"]
        for subject, predicate, value in _of_row(row["describes"])
    }


def plain(value: object) -> str:
    """A value without its type."""
    with suppress(InvalidOperation):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)


def _of_row(triples: list[Any]) -> Iterator[Statement]:
    subject = next(triple.value for triple in triples if triple.property == "@id")
    for triple in triples:
        prefix, _, local = triple.property.partition(":")
        for value in triple.value if isinstance(triple.value, list) else [triple.value]:
            if triple.property != "@id":
                name = value.partition(":") if prefix == "rdf" and local == "type" else ("", "", "")
                known = CONTEXT.get(name[0])
                yield (
                    triple.about or subject,
                    CONTEXT.get(prefix, f"{prefix}:") + local,
                    plain(known + name[2] if known else value),
                )
