"""Reading the declarations: one YAML file a kind, shared ones first, then those of the cluster."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.kinds.collection import Kinds
from akkuri.kinds.declaration import Kind, kind_of
from akkuri.kinds.entries import MalformedError
from akkuri.kinds.section import section_of
from akkuri.texts.quoting import quoted
from akkuri.yaml import line_of, read_yaml

__all__ = ["load_kinds", "place_of", "shared_kinds"]

Declared = TypeVar("Declared")


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


def _load(folders: Sequence[Path]) -> Kinds:
    kinds, sections = _files(folders), _files(folder / "sections" for folder in folders)
    found = Kinds(
        [_read(file, kind_of) for file in kinds.values()],
        [_read(file, section_of) for file in sections.values()],
        kinds,
        sections,
    )
    _check_apart(found)
    _check_sections(found)
    return found


def _files(folders: Iterable[Path]) -> dict[str, Path]:
    files = {file.stem: file for folder in folders for file in folder.glob("*.yaml")}
    return dict(sorted(files.items()))


def _read(file: Path, read: Callable[[str, object], Declared]) -> Declared:
    try:
        text = file.read_text(encoding="utf-8")
        return read(file.stem, read_yaml(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "malformed"
        raise UsageError(f"{file}{line}: is not YAML ({problem}); expected a declaration.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error}); expected a declaration.") from error
    except MalformedError as error:
        raise UsageError(f"{file}:{line_of(text, error.path)}: {error}.") from error


def place_of(file: Path, *path: str | int) -> str:
    """Return `file:line` of a part of a declaration."""
    return f"{file}:{line_of(file.read_text(encoding='utf-8'), path)}"


def _check_apart(kinds: Kinds) -> None:
    """Refuse two kinds with one prefix, class or table."""
    for key, read in (("prefix", "prefix"), ("class", "cls"), ("table", "table")):
        first: dict[str, Kind] = {}
        for kind in sorted(kinds, key=lambda kind: kind.name):
            other = first.setdefault(getattr(kind, read), kind)
            if other is not kind:
                raise UsageError(
                    f"{place_of(kinds.file(kind), key)}: has the {key} {quoted(getattr(kind, read))} that "
                    f"{kinds.file(other)} has; expected one of its own."
                )


def _check_sections(kinds: Kinds) -> None:
    """Refuse a kind that names a section there is not, and a section for a kind there is not."""
    for kind in kinds:
        for number, key in enumerate(kind.sections):
            if key not in kinds.sections:
                place = place_of(kinds.file(kind), "sections", number)
                known = ", ".join(kinds.sections)
                raise UsageError(f"{place}: {quoted(key)} is no section; known are {known}.")
    for section in kinds.sections.values():
        for number, name in enumerate(section.also_on):
            if name not in kinds:
                place = place_of(kinds.files_of_sections[section.key], "also_on", number)
                raise UsageError(f"{place}: {quoted(name)} is no kind; known are {', '.join(kinds.names)}.")
