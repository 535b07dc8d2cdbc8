"""JSON files that people write: read as one object, with the line of what is wrong."""

import json
from pathlib import Path
from typing import Any

from akkuri.errors import UsageError
from akkuri.texts import Wording

__all__ = ["line_of", "read_object"]


def read_object(file: Path, expected: Wording) -> dict[str, Any]:
    """Read a file that holds one JSON object; `expected` says in errors what it should hold.

    Raises UsageError naming the file, and the line where it is no JSON.
    """
    said: dict[str, Any] = {"file": file, "expected": expected}
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError.worded("cluster.missing", **said) from error
    except OSError as error:
        raise UsageError.worded("cluster.unreadable", reason=error.strerror, **said) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise UsageError.worded("cluster.not-json", reason=error.msg, **place, **said) from error
    except ValueError as error:
        raise UsageError.worded("cluster.unreadable", reason=error, **said) from error
    if not isinstance(document, dict):
        raise UsageError.worded("cluster.no-object", **said)
    return document


def line_of(file: Path, name: str) -> int:
    """Return the line on which a member's name stands first; 1 when it stands nowhere as written."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if json.dumps(name) in line), 1)
