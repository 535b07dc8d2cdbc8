"""Entries from SPARQL results of the shape ?item ?field ?value, which every endpoint's query here returns."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from akkuri.link.registries.base import Entry, Name, NameKind
from akkuri.link.registries.snapshot_files import broken, said

__all__ = ["entries", "is_results"]

_NAMES: Final[dict[str, NameKind]] = {"label": "label", "alias": "alias", "acronym": "acronym"}
_EXPECTED: Final = said("expected-statements")


def is_results(text: str) -> bool:
    """Tell whether a text begins like SPARQL results in JSON."""
    return text.lstrip().startswith("{") and '"head"' in text[:200]


def entries(path: Path, text: str) -> Iterator[Entry]:
    """Yield an entry per item, in the order of the results.

    Fields: label, alias, acronym, country, city, type, link, parent and id:KIND for another identifier.
    Raises UsageError for half a JSON and for results of another shape.
    """
    try:
        rows = json.loads(text)["results"]["bindings"]
        by_item: dict[str, list[tuple[str, str, str]]] = {}
        for row in rows:
            value = row["value"]
            by_item.setdefault(row["item"]["value"], []).append(
                (row["field"]["value"], value["value"], value.get("xml:lang", ""))
            )
    except ValueError as error:
        raise broken(path, _EXPECTED, "json", reason=error) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise broken(path, _EXPECTED, "misused", name=error) from error
    for item, stated in by_item.items():
        yield _entry(item, sorted(set(stated)))


def _entry(item: str, said: list[tuple[str, str, str]]) -> Entry:
    def values(field: str) -> tuple[str, ...]:
        return tuple(value for name, value, _ in said if name == field)

    names = [Name(value, _NAMES[field], lang) for field, value, lang in said if field in _NAMES]
    names.sort(key=lambda name: (name.kind != "label", name.lang != "en"))
    found: dict[str, Any] = {
        field.removeprefix("id:"): value for field, value, _ in reversed(said) if field.startswith("id:")
    }
    return Entry(
        id=item,
        names=tuple(names),
        country=next(iter(values("country")), "").upper(),
        city=next(iter(values("city")), ""),
        types=values("type"),
        links=values("link"),
        identifiers=found,
        parents=values("parent"),
    )
