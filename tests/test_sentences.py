"""What people meet who bring files, tables, settings and commands is told in their language."""

import ast
from pathlib import Path
from typing import Final

from akkuri import api

SRC: Final = Path(api.__file__).parent
TOLD: Final = {"AkkuriError", "DataError", "OutsideError", "UsageError"}
FOR_PROGRAMMERS: Final = {
    "api.py",  # calls from Python
    "checks/shacl/incremental.py",  # shapes of our own
    "publish/edition.py",  # a blank node that a build let through
    "link/training",
    "link/text/fitted_model.py",
}
"""Modules whose sentences may be English only, as CONTRIBUTING.md says."""


def test_no_sentence_for_people_stands_in_the_code() -> None:
    found = []
    for file in sorted(SRC.rglob("*.py")):
        module = file.relative_to(SRC).as_posix()
        if not module.startswith(tuple(FOR_PROGRAMMERS)):
            found += [f"{module}:{call.lineno}" for call in _calls(file) if _is_sentence(call)]
    assert found == []


def _calls(file: Path) -> list[ast.Call]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _is_sentence(call: ast.Call) -> bool:
    """Tell whether an error is made with two words or more that stand in the code."""
    if not isinstance(call.func, ast.Name) or call.func.id not in TOLD or not call.args:
        return False
    parts = [node for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
    return any(" " in str(part.value).strip(" :") for part in parts)
