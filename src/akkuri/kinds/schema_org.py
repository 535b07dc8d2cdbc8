"""How a record stands in the words of schema.org, as its declaration has it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.kinds.entries import wrong
from akkuri.kinds.malformed import MalformedError
from akkuri.kinds.shown import Functions, Shown, shown_of

__all__ = ["FUNCTIONS", "SchemaOrg", "schema_org_of"]

FUNCTIONS: Final[Functions] = {
    "offers": (0, 0),
    "place": (0, 0),
    "properties": (1, 9),
    "specifications": (0, 0),
    "texts": (1, 1),
    "urls": (1, 1),
}
"""Functions and how many paths each takes, at least and at most."""

_TYPE: Final = re.compile(r"[A-Z][A-Za-z]+")


@dataclass(frozen=True, slots=True)
class SchemaOrg:
    """A type of schema.org, and what its properties hold."""

    type: str
    properties: Mapping[str, Shown]


def schema_org_of(entries: Mapping[str, Any]) -> SchemaOrg:
    """Read `schema_org`: the type alone, or `type` and properties; a Thing where there is none."""
    given = entries.get("schema_org", "Thing")
    parts = {"type": given} if isinstance(given, str) else given
    if not isinstance(parts, Mapping) or not isinstance(parts.get("type"), str):
        raise wrong(entries, "schema_org", "schema-org")
    if not _TYPE.fullmatch(parts["type"]):
        raise MalformedError.worded("no-type", "schema_org", value=parts["type"])
    properties = {}
    for name, text in parts.items():
        if name == "type":
            continue
        try:
            properties[str(name)] = shown_of(str(text), FUNCTIONS)
        except MalformedError as error:
            raise MalformedError.worded(
                "under", "schema_org", name, key="schema_org", reason=error.told
            ) from error
    return SchemaOrg(parts["type"], properties)
