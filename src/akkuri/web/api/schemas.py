"""The JSON schemas that several routes of the API share."""

from typing import Any, Final

__all__ = ["CELL", "COLUMNS", "SPARQL_RESULTS", "VIEW", "Schema", "array", "listing", "mapping", "object_of"]

Schema = dict[str, Any]

CELL: Final = ("string", "number", "boolean", "null")
"""The types of JSON that a cell of a question's answer may have."""
_TEXT: Final[Schema] = {"type": "string"}


def object_of(optional: dict[str, Schema] | None = None, /, **members: Schema) -> Schema:
    """Describe an object that has all of these members, and perhaps the optional ones."""
    return {"type": "object", "required": list(members), "properties": {**members, **(optional or {})}}


def array(items: Schema) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": items}


def mapping(values: Schema) -> Schema:
    """Describe an object whose members are no names of ours."""
    return {"type": "object", "additionalProperties": values}


def listing(*names: str) -> Schema:
    """Describe a list of objects whose members are texts."""
    return array(object_of(**dict.fromkeys(names, _TEXT)))


COLUMNS: Final = listing("name", "title")

VIEW: Final = object_of(
    view=_TEXT,
    title=_TEXT,
    about=_TEXT,
    columns=COLUMNS,
    rows=array(mapping({"type": [*CELL, "array"], "items": {"type": [*CELL, "object"]}})),
    rows_total={"type": "integer"},
    totals=mapping({"type": [*CELL, "array", "object"], "items": {"type": [*CELL, "object"]}}),
    notes=array(_TEXT),
    questions=array(_TEXT),
    release=_TEXT,
)
"""The schema of a view of an analysis: which members a row has is told by its columns."""

_TERM: Final = object_of(
    {"xml:lang": _TEXT, "datatype": _TEXT},
    type={"type": "string", "enum": ["uri", "literal", "bnode"]},
    value=_TEXT,
)
SPARQL_RESULTS: Final = object_of(
    head=object_of(vars=array(_TEXT)), results=object_of(bindings=array(mapping(_TERM)))
)
"""The schema of the rows of a SELECT (SPARQL 1.1 Query Results JSON Format)."""
