"""Reading the declarations: one YAML file a kind, shared ones first, then those of the cluster."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.kinds.collection import Kinds
from akkuri.kinds.declaration import Kind, MalformedError, kind_of

__all__ = ["load_kinds", "shared_kinds"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def shared_kinds() -> Kinds:
    """Return the kinds that every cluster has; read once. Raises UsageError."""
    return _load((resources.ontology() / "kinds",))


def load_kinds(cluster: Path) -> Kinds:
    """Return the shared kinds and those that a cluster declares in its folder, or in that of its release.

    A declaration takes the place of a shared one with the same file name.
    Raises UsageError naming the file and the line of what is wrong.
    """
    folders = resources.kinds(cluster)
    return _load(folders) if folders[-1].is_dir() else shared_kinds()


def _load(folders: Iterable[Path]) -> Kinds:
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.yaml"))}
    found = [_read(file) for _, file in sorted(files.items())]
    _check_apart(found, {kind.name: files[kind.name] for kind in found})
    return Kinds(found)


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
