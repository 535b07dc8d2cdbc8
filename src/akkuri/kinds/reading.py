"""Reading the declarations: one YAML file a kind, shared ones first, then those of the cluster."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.kinds.collection import Kinds
from akkuri.kinds.declaration import Kind, MalformedError, kind_of

__all__ = ["FOLDER", "KINDS_FILE", "kinds_of_release", "load_kinds", "shared_kinds", "written"]

FOLDER: Final = "kinds"
"""Name of the folder with declarations, in the ontology and in a folder of tables."""

KINDS_FILE: Final = "kinds.json"
"""Name of the file in which a release keeps the declarations it was built with."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def shared_kinds() -> Kinds:
    """Return the kinds that every cluster has; read once. Raises UsageError."""
    return load_kinds(())


def load_kinds(folders: Iterable[Path]) -> Kinds:
    """Return the shared kinds and those declared in `kinds/` of some folders of tables.

    A declaration takes the place of a shared one with the same file name.
    Raises UsageError naming the file and the line of what is wrong.
    """
    files: dict[str, Path] = {}
    for folder in (resources.ontology(), *folders):
        for file in sorted((folder / FOLDER).glob("*.yaml")):
            files[file.stem] = file
    found = [_read(file) for _, file in sorted(files.items())]
    _check_apart(found, {kind.name: files[kind.name] for kind in found})
    return Kinds(found)


def kinds_of_release(folder: Path) -> Kinds:
    """Return the kinds that a release was built with; the shared ones where it does not say.

    Raises UsageError naming the file.
    """
    file = folder / KINDS_FILE
    if not file.exists():
        return shared_kinds()
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
        return Kinds(kind_of(name, document) for name, document in entries.items())
    except (OSError, ValueError, AttributeError, MalformedError) as error:
        raise UsageError(f"{file}: cannot be read as the kinds of a release ({error}).") from error


def written(kinds: Kinds) -> dict[str, Mapping[str, Any]]:
    """Return the declarations as a release keeps them: name → declaration."""
    return {kind.name: kind.document for kind in kinds}


def _read(file: Path) -> Kind:
    try:
        text = file.read_text(encoding="utf-8")
        return kind_of(file.stem, yaml.load(text, Loader=_LOADER))  # noqa: S506 (a safe loader, in C)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "malformed"
        raise UsageError(
            f"{file}{line}: is not YAML ({problem}); expected the declaration of a kind."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error}); expected the declaration of a kind.") from error
    except MalformedError as error:
        raise UsageError(f"{file}:{line_of(text, error.path)}: {error}.") from error


def line_of(text: str, path: Iterable[str | int]) -> int:
    """Return the line, counted from 1, of a part of a declaration, or of what is around a lacking one."""
    node = yaml.compose(text, Loader=_LOADER)
    line = 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _check_apart(kinds: Iterable[Kind], files: Mapping[str, Path]) -> None:
    """Refuse two kinds with one prefix, class or table."""
    for key, read in (("prefix", "prefix"), ("class", "cls"), ("table", "table")):
        first: dict[str, Kind] = {}
        for kind in kinds:
            other = first.setdefault(getattr(kind, read), kind)
            if other is not kind:
                file = files[kind.name]
                line = line_of(file.read_text(encoding="utf-8"), (key,))
                raise UsageError(
                    f"{file}:{line}: has the {key} “{getattr(kind, read)}” that {files[other.name]} has; "
                    "expected one of its own."
                )
