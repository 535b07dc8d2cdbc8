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
from akkuri.kinds.malformed import MalformedError, said
from akkuri.kinds.section import section_of
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
        problem = getattr(error, "problem", None) or said("malformed")
        raise UsageError.worded("declared.not-yaml", place=f"{file}{line}", reason=problem) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.worded("declared.unreadable", place=file, reason=error) from error
    except MalformedError as error:
        place = f"{file}:{line_of(text, error.path)}"
        raise UsageError.worded("declared.at", place=place, reason=error.told) from error


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
                place, value = place_of(kinds.file(kind), key), getattr(kind, read)
                raise UsageError.worded(
                    "declared.twice", place=place, key=key, value=value, file=kinds.file(other)
                )


def _check_sections(kinds: Kinds) -> None:
    """Refuse a kind that names a section there is not, and a section for a kind there is not."""
    for kind in kinds:
        for number, key in enumerate(kind.sections):
            if key not in kinds.sections:
                place = place_of(kinds.file(kind), "sections", number)
                known = ", ".join(kinds.sections)
                raise UsageError.worded("declared.no-section", place=place, value=key, known=known)
    for section in kinds.sections.values():
        for number, name in enumerate(section.also_on):
            if name not in kinds:
                place = place_of(kinds.files_of_sections[section.key], "also_on", number)
                known = ", ".join(kinds.names)
                raise UsageError.worded("declared.no-kind", place=place, value=name, known=known)
