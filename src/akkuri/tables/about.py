"""What a data set is called: `tables.json`, with what the `about.json` of a folder says instead."""

import json
import re
from pathlib import Path
from typing import Any, Final

from akkuri.errors import UsageError

__all__ = ["ABOUT", "TABLES", "load_description", "read_description"]

TABLES: Final = "tables.json"
"""Name of the tables' description in a folder of tables."""

ABOUT: Final = "about.json"
"""Name of the file with which a cluster that shares the tables of another says what it is."""

_FORMS: Final = {
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
_EXPECTED: Final = {
    "texts": 'a list such as [{"@language": "en", "@value": "…"}]',
    "object": 'an object such as {"@id": "https://…"}',
    "objects": 'an object such as {"@id": "https://…"}, or a list of them',
    "text": "a text",
    "date": "a day such as 2026-11-24",
}


def load_description(folder: Path, default: Path) -> dict[str, Any]:
    """Return the description of a folder's tables: its tables.json or `default`, then its about.json.

    The members of about.json are those at the top of tables.json and take their places.
    Raises UsageError naming the file and the member that is wrong.
    """
    own = folder / TABLES
    document = read_description(own if own.exists() else default)
    about = folder / ABOUT
    if not about.exists():
        return document
    members = read_description(about)
    for name, value in members.items():
        form = _FORMS.get(name)
        if form is None:
            raise UsageError(f"{about}: {name} is no member of it; expected some of {', '.join(_FORMS)}.")
        if not _fits(form, value):
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            raise UsageError(f"{about}: {name} is “{shown[:80]}”; expected {_EXPECTED[form]}.")
    return document | members


def read_description(file: Path) -> dict[str, Any]:
    """Read a description as JSON; raises UsageError naming the file."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); expected CSVW metadata.") from error
    except ValueError as error:
        raise UsageError(f"{file}: is not JSON ({error}); expected CSVW metadata.") from error
    if not isinstance(document, dict):
        raise UsageError(f"{file}: is no JSON object; expected CSVW metadata.")
    return document


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
