"""JSON files that people write: read as one object, with the line of what is wrong."""

import json
from pathlib import Path
from typing import Any

from akkuri.errors import UsageError

__all__ = ["line_of", "read_object"]


def read_object(file: Path, expected: str) -> dict[str, Any]:
    """Read a file that holds one JSON object; `expected` says in errors what it should hold.

    Raises UsageError naming the file, and the line where it is no JSON.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{file}: is not there; expected {expected}.") from error
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); expected {expected}.") from error
    except json.JSONDecodeError as error:
        reason = f"{error.msg}, column {error.colno}"
        raise UsageError(f"{file}:{error.lineno}: is not JSON ({reason}); expected {expected}.") from error
    except ValueError as error:
        raise UsageError(f"{file}: is not UTF-8 ({error}); expected {expected}.") from error
    if not isinstance(document, dict):
        raise UsageError(f"{file}:1: is no JSON object; expected {expected}.")
    return document


def line_of(file: Path, name: str) -> int:
    """Return the line on which a member's name stands first; 1 when it stands nowhere as written."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if json.dumps(name) in line), 1)
