"""Every published format by name, and the one function that writes any of them."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.declared import declared
from akkuri.errors import UsageError
from akkuri.extras import require
from akkuri.namespaces import Names
from akkuri.publish.edition import PARTS, Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import COMPRESSIONS, Written, package, stream, suffix_compression
from akkuri.publish.registries.needs import Report
from akkuri.system import check_system
from akkuri.texts import Wording
from akkuri.texts.quoting import visible
from akkuri.unfinished import new_folder

__all__ = [
    "FORMATS",
    "SUMS",
    "ExportFormat",
    "Exported",
    "export",
    "export_all",
    "find_format",
    "find_formats",
    "held",
    "held_by",
]

SUMS: Final = "SHA256SUMS"
"""The file with the checksums of all formats, as `sha256sum --check` reads it."""


def find_formats() -> tuple[ExportFormat, ...]:
    """Return the formats of all exporters. Raises ValueError for two of one name."""
    rooms = (f"akkuri.publish.{name}" for name in ("graphs", "tables", "registries"))
    found = [form for room in rooms for _, form in declared(room, "FORMAT", ExportFormat)]
    found.sort(key=lambda form: form.order)
    names = [name for form in found for name in (form.name, *form.aliases)]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"Two formats are called {twice[0]}.")
    return tuple(found)


FORMATS: Final = find_formats()
"""In the order in which they are listed to people."""

_BY_NAME: Final = {key: form for form in FORMATS for key in (form.name, *form.aliases)}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and for a registry's format what could not be."""

    path: Path | None
    size: int
    sha256: str
    """Of the file; for a folder, of the lines `sum  name` of its files in order."""
    report: Report | None = None


def held(edition: Edition) -> list[ExportFormat]:
    """Return the formats that a release has anything for; raises UsageError when it cannot be read."""
    return held_by(edition.names, edition.states)


def held_by(names: Names, states: Callable[[str], bool]) -> list[ExportFormat]:
    """Return the formats that a graph has anything for, of which `states` says whether it has a property."""
    return [form for form in FORMATS if form.demands is None or states(names.expand(form.demands))]


def find_format(name: str) -> ExportFormat:
    """Return a format by its name; raises UsageError naming those there are."""
    found = _BY_NAME.get(name.lower())
    if found is None:
        known = ", ".join(form.name for form in FORMATS)
        raise UsageError.worded("publish.no-format", found=visible(name), known=known)
    return found


def export(
    edition: Edition,
    form: ExportFormat,
    out: Path | None = None,
    part: str | None = None,
    compression: str | None = None,
) -> Exported:
    """Write one format of an edition to a file, a folder or (None) standard output.

    The compression follows the suffix of `out` when none is named. The same edition gives the same bytes.
    Raises UsageError for a wrong combination or place or a missing extra, OutsideError when writing fails
    on the way; nothing is then left under the name.
    """
    if form.extra is not None:
        require(form.extra)
    part = part or form.default_part
    if part not in PARTS:
        raise UsageError.worded("publish.no-part", found=visible(part), known=", ".join(PARTS))
    if part != form.default_part and not form.parts:
        raise UsageError.worded("publish.records-only", format=form.name)
    compression = compression or suffix_compression(out)
    if compression is not None and compression not in COMPRESSIONS:
        known = ", ".join(COMPRESSIONS)
        raise UsageError.worded("publish.no-compression", found=visible(compression), known=known)
    if form.packaged:
        return _packaged(edition, form, out, part, compression)
    chosen: dict[str, Any] = {"part": part} if form.parts else {}
    with stream(out, compression) as (sink, written):
        form.write(edition, sink, **chosen)
    return Exported(out, written.size, written.sha256)


def export_all(edition: Edition, folder: Path, compression: str | None = None) -> Iterator[Exported]:
    """Write each format that is available and holds something into a folder, and their sums as SHA256SUMS.

    `compression` is for the formats that are one file. Errors as `export`; files that are whole stay.
    """
    try:
        with new_folder(folder):
            sums = []
            for form in filter(lambda form: form.available, held(edition)):
                single = None if form.packaged else compression
                name = form.file_name + (COMPRESSIONS[single] if single else "")
                done = export(edition, form, folder / name, compression=single)
                sums.append(f"{done.sha256}  {name}\n")
                yield done
            with stream(folder / SUMS) as (sink, _):
                sink.write("".join(sums).encode("utf-8"))
    except OSError as error:
        check_system(folder, error)
        raise UsageError.worded(
            "files.unwritable", place=folder, reason=error.strerror, expected=Wording("files.a-folder")
        ) from error


def _packaged(
    edition: Edition, form: ExportFormat, out: Path | None, part: str, compression: str | None
) -> Exported:
    if out is None:
        raise UsageError.worded("publish.several-files", format=form.name)
    if compression is not None:
        raise UsageError.worded("publish.several-packed", format=form.name)
    chosen: dict[str, Any] = {"part": part} if form.parts else {}
    archive: list[Written] = []
    with package(out, archive) as files:
        report = form.write(edition, files, **chosen)
    if archive:
        return Exported(out, archive[0].size, archive[0].sha256, report)
    size, digest = 0, hashlib.sha256()
    for file in sorted(out.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            content = file.read_bytes()
            size += len(content)
            name = file.relative_to(out).as_posix()
            digest.update(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())
    return Exported(out, size, digest.hexdigest(), report)
