"""What a data set is called, in `about.json`, and what a cluster adds to the tables that all share."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.tables.columns import COLUMNS, with_columns
from akkuri.tables.json_object import line_of, read_object
from akkuri.texts import Wording

__all__ = ["ABOUT", "MEMBERS", "TABLES", "TABLES_FORM", "load_description"]

TABLES: Final = "tables.json"
"""Name of the tables' description in a folder of tables that does not share the general one."""

ABOUT: Final = "about.json"
"""Name of the file with which a cluster says what it is."""

MEMBERS: Final = {
    "dc:title": "texts",
    "dc:description": "texts",
    "dcat:keyword": "texts",
    "dc:publisher": "object",
    "dcat:theme": "objects",
    "dc:spatial": "objects",
    "dcat:contactPoint": "object",
    "dc:license": "object",
    "dcat:version": "text",
    "dc:issued": "date",
}
"""The members of about.json and the form of each."""

_REQUIRED: Final = ("dc:title", "dcat:version", "dc:issued")

TABLES_FORM: Final = Wording("cluster.tables-form")
"""What a description of tables holds, in words."""


def load_description(cluster: Path) -> dict[str, Any]:
    """Return the description of a cluster's tables: the general one, its columns.json, its about.json.

    A tables.json of its own takes the place of the general one; the members of about.json stand at its
    top. Raises UsageError naming the file, the line and the member that is wrong.
    """
    own = cluster / TABLES
    document = read_object(own if own.exists() else resources.tables(), TABLES_FORM)
    columns = cluster / COLUMNS
    if columns.exists():
        document = with_columns(document, columns)
    document |= _about(cluster / ABOUT, document)
    for name in _REQUIRED:
        if name not in document:
            form = _form(MEMBERS[name])
            raise UsageError.worded("cluster.about-lacks", file=cluster / ABOUT, name=name, expected=form)
    return document


def _about(file: Path, described: Mapping[str, Any]) -> dict[str, Any]:
    """Read what a cluster says about itself; without the file its own tables.json must say it."""
    if not file.exists() and all(name in described for name in _REQUIRED):
        return {}
    files = [entry["url"] for entry in described["tables"]]
    if not file.exists() and not any((file.parent / name).exists() for name in files):
        raise UsageError.worded("cluster.no-table", folder=file.parent, known=", ".join(files))
    members = read_object(file, Wording("cluster.about-form"))
    for name, value in members.items():
        form = MEMBERS.get(name)
        said = {"place": f"{file}:{line_of(file, name)}", "name": name}
        if form is None:
            raise UsageError.worded("cluster.no-member", known=", ".join(MEMBERS), **said)
        if not _fits(form, value):
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            raise UsageError.worded("cluster.wrong-member", value=shown[:80], expected=_form(form), **said)
    return members


def _form(form: str) -> Wording:
    """Say in words which form a member has."""
    return Wording(f"cluster.form-{form}")


def _fits(form: str, value: object) -> bool:
    """Tell whether a value has the form that its readers rely on."""
    match form:
        case "text":
            return isinstance(value, str)
        case "date":
            return isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None
        case "object":
            return isinstance(value, dict)
        case "objects":
            return isinstance(value, dict) or _all(value, set())
    return _all(value, {"@language", "@value"})


def _all(value: object, keys: set[str]) -> bool:
    """Tell whether a value is a list of objects that have these keys."""
    return isinstance(value, list) and all(isinstance(one, dict) and keys <= one.keys() for one in value)
