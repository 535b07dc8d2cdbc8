"""One noun, one file: no two public classes share a name, so that a name says which is meant."""

import ast
from collections import defaultdict
from pathlib import Path

import akkuri


def test_no_two_classes_share_a_name() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    root = Path(akkuri.__file__).parent
    for file in sorted(root.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(file.relative_to(root).as_posix())
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
