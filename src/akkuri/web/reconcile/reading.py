"""What a client of the reconciliation service sends: whatever is malformed is said in one sentence."""

import json
from collections.abc import Mapping
from typing import Any, Final

from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.reconcile.candidates import ReconciliationQuery

__all__ = ["BATCH", "read_extension", "read_queries"]

BATCH: Final = 50
"""Queries of one batch, ids and properties of one extension."""
_LENGTH: Final = 500
_LIMIT: Final = 10
_MOST: Final = 100


def read_queries(written: str, lang: str) -> dict[str, ReconciliationQuery]:
    """Return the queries of a batch by their keys. Raises UsageError."""
    batch = _object(written, "queries", lang)
    if len(batch) > BATCH:
        raise UsageError(text(lang, "reconcile.too-many", count=len(batch), most=BATCH))
    return {key: _query(key, entry, lang) for key, entry in batch.items()}


def read_extension(written: str, lang: str) -> tuple[list[str], list[tuple[str, int | None]]]:
    """Return the ids to extend, and the properties with how many values of each. Raises UsageError."""
    asked = _object(written, "extend", lang)
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not _texts(ids) or not isinstance(properties, list):
        raise UsageError(text(lang, "reconcile.extension-form"))
    count = max(len(ids), len(properties))
    if count > 20 * BATCH:
        raise UsageError(text(lang, "reconcile.too-many", count=count, most=20 * BATCH))
    found = []
    for entry in properties:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
            raise UsageError(text(lang, "reconcile.extension-form"))
        found.append((entry["id"][:_LENGTH], _most(entry.get("settings"))))
    return [each[:_LENGTH] for each in ids], found


def _query(key: str, entry: object, lang: str) -> ReconciliationQuery:
    if not isinstance(entry, Mapping):
        raise UsageError(text(lang, "reconcile.query-form", key=key[:50]))
    written, given = entry.get("query", ""), entry.get("properties", [])
    types, limit = entry.get("type", []), entry.get("limit", _LIMIT)
    types = [types] if isinstance(types, str) else types
    usable = isinstance(written, str | int | float) and _texts(types) and isinstance(given, list)
    if not usable or not isinstance(limit, int | float) or (not given and "query" not in entry):
        raise UsageError(text(lang, "reconcile.query-form", key=key[:50]))
    properties = []
    for each in given:
        if not isinstance(each, Mapping) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise UsageError(text(lang, "reconcile.property-form", key=key[:50]))
        if not _is_empty(each["v"]):
            properties.append((each["pid"][:_LENGTH], each["v"]))
    most = max(1, min(int(limit), _MOST)) if limit == limit and abs(limit) < 1e9 else _LIMIT
    types = [each for each in types if each.strip()]
    return ReconciliationQuery(str(written)[:_LENGTH], types[:BATCH], most, properties[:BATCH])


def _is_empty(value: object) -> bool:
    """Say whether a value is that of an empty cell, which says nothing against a candidate."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    return all(part is None or (isinstance(part, str) and not part.strip()) for part in parts)


def _most(settings: object) -> int | None:
    """Return how many values of a property are wanted; None for all."""
    given = str(settings.get("limit")) if isinstance(settings, Mapping) else ""
    found = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
    return found or None


def _object(written: str, name: str, lang: str) -> dict[str, Any]:
    try:
        found = json.loads(written)
        json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair is no sign
    except (ValueError, RecursionError) as error:
        broken = error if isinstance(error, json.JSONDecodeError) else None
        at = {"line": broken.lineno if broken else 1, "column": broken.colno if broken else 1}
        raise UsageError(text(lang, "reconcile.no-json", name=name, **at)) from error
    if not isinstance(found, dict):
        raise UsageError(text(lang, "reconcile.no-object", name=name))
    return found


def _texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(each, str) for each in values)
