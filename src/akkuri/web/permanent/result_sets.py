"""Answers as result sets: the same rows or statements, whatever their order and bytes."""

import csv
import json
from collections import Counter
from collections.abc import Hashable
from io import BytesIO, StringIO
from typing import Any, Final

from pyoxigraph import RdfFormat, parse

__all__ = ["result_set"]

_TABLES: Final = {"text/csv": ",", "text/tab-separated-values": "\t"}


def result_set(body: bytes, media_type: str) -> Counter[Hashable] | None:
    """Return the rows of a table, the values of JSON or the statements of a graph, each with its number.

    None for what is none of these, such as a page.
    """
    if media_type in _TABLES:
        lines = csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=_TABLES[media_type])
        return Counter(tuple(line) for line in lines)
    if media_type.endswith("json") and "ld+json" not in media_type:
        return Counter(_rows(json.loads(body)))
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        return None
    return Counter(str(statement) for statement in parse(BytesIO(body), format=form, base_iri="x:"))


def _rows(value: Any) -> list[str]:
    """Return what a document says, lists in any order."""
    if isinstance(value, dict):
        if isinstance(table := value.get("rows"), list):  # what stands around a table is words about it
            return sorted(json.dumps(_sorted(row), sort_keys=True) for row in table)
        bindings = value.get("results", {})
        rows = bindings.get("bindings") if isinstance(bindings, dict) else None
        if isinstance(rows, list):
            return [json.dumps(row, sort_keys=True) for row in rows]
        return [f"{key}: {row}" for key, inner in sorted(value.items()) for row in _rows(inner)]
    if isinstance(value, list):
        return sorted(json.dumps(_sorted(inner), sort_keys=True) for inner in value)
    return [json.dumps(value)]


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted(
            (_sorted(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True)
        )
    return value
