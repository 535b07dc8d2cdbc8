"""Every published format by name, and the one function that writes any of them."""

import hashlib
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.errors import UsageError
from akkuri.extras import installed, require
from akkuri.publish.edition import PARTS, Edition
from akkuri.publish.files import COMPRESSIONS, Written, package, stream, suffix_compression
from akkuri.publish.registries.needs import Report

__all__ = ["FORMATS", "SUMS", "Exported", "Format", "export", "export_all", "find_format"]

SUMS: Final = "SHA256SUMS"
"""The file with the checksums of all formats, as `sha256sum --check` reads it."""


@dataclass(frozen=True, slots=True)
class Format:
    """One published format; its module below this room writes it."""

    name: str
    module: str
    extension: str
    media_type: str
    packaged: bool = False
    """Several files: a folder, or a zip archive."""
    parts: bool = False
    """Can hold the asserted, the derived and the linking statements apart."""
    registry: bool = False
    """Asks more of a record than the graph may have: what is lacking is reported."""
    aliases: tuple[str, ...] = ()
    extra: str | None = None
    """What has to be installed besides the program (akkuri.extras)."""

    @property
    def default_part(self) -> str:
        """The part that is written when none is asked for."""
        return "all" if self.parts else "asserted"

    @property
    def file_name(self) -> str:
        """The name under which the whole of it is downloaded."""
        return f"{self.name}.zip" if self.packaged else f"graph.{self.extension}"

    @property
    def title_key(self) -> str:
        """The key of the text that says what it is."""
        return f"publish.format-{self.module.rpartition('.')[2]}"

    @property
    def available(self) -> bool:
        """Whether it can be written here."""
        return self.extra is None or installed(self.extra)

    def writer(self) -> Callable[..., Report | None]:
        """Import the exporter; only the one that is asked for costs its libraries' start."""
        write: Callable[..., Report | None] = importlib.import_module(f"akkuri.publish.{self.module}").write
        return write


FORMATS: Final[tuple[Format, ...]] = (
    Format("nquads", "graphs.nquads", "nq", "application/n-quads", parts=True, aliases=("nq", "n-quads")),
    Format("trig", "graphs.trig", "trig", "application/trig", parts=True),
    Format("turtle", "graphs.turtle", "ttl", "text/turtle", parts=True, aliases=("ttl",)),
    Format(
        "ntriples", "graphs.ntriples", "nt", "application/n-triples", parts=True, aliases=("nt", "n-triples")
    ),
    Format("jsonld", "graphs.jsonld", "jsonld", "application/ld+json", parts=True, aliases=("json-ld",)),
    Format(
        "rdfxml", "graphs.rdfxml", "rdf", "application/rdf+xml", parts=True, aliases=("rdf", "rdf/xml", "xml")
    ),
    Format("csv", "tables.csvw", "zip", "application/zip", packaged=True, aliases=("csvw",)),
    Format("parquet", "tables.parquet", "zip", "application/zip", packaged=True, parts=True, extra="frames"),
    Format("geojson", "graphs.geojson", "geojson", "application/geo+json"),
    Format("graphml", "graphs.graphml", "graphml", "application/graphml+xml", parts=True),
    Format("cerif", "registries.cerif", "zip", "application/zip", packaged=True, registry=True),
    Format("eosc", "registries.eosc", "zip", "application/zip", packaged=True, registry=True),
    Format("pidinst", "registries.pidinst", "zip", "application/zip", packaged=True, registry=True),
    Format("datacite", "registries.datacite", "zip", "application/zip", packaged=True, registry=True),
    Format(
        "research.fi",
        "registries.research_fi",
        "zip",
        "application/zip",
        packaged=True,
        registry=True,
        aliases=("researchfi", "research-fi", "research_fi"),
    ),
)
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


def find_format(name: str) -> Format:
    """Return a format by its name; raises UsageError naming those there are."""
    found = _BY_NAME.get(name.lower())
    if found is None:
        known = ", ".join(form.name for form in FORMATS)
        raise UsageError(f"{name!r} is no format; expected one of {known}.")
    return found


def export(
    edition: Edition,
    form: Format,
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
        raise UsageError(f"{part!r} is no part of the graph; expected one of {', '.join(PARTS)}.")
    if part != form.default_part and not form.parts:
        raise UsageError(f"{form.name} holds the records only; a part cannot be chosen for it.")
    compression = compression or suffix_compression(out)
    if compression is not None and compression not in COMPRESSIONS:
        known = ", ".join(COMPRESSIONS)
        raise UsageError(f"{compression!r} is no compression; expected one of {known}.")
    if form.packaged:
        return _packaged(edition, form, out, part, compression)
    chosen: dict[str, Any] = {"part": part} if form.parts else {}
    with stream(out, compression) as (sink, written):
        form.writer()(edition, sink, **chosen)
    return Exported(out, written.size, written.sha256)


def export_all(edition: Edition, folder: Path, compression: str | None = None) -> Iterator[Exported]:
    """Write every format that is available whole into a folder, one by one, and their sums as SHA256SUMS.

    `compression` is for the formats that are one file. Errors as `export`; files that are whole stay.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror}); expected a folder.") from error
    sums = []
    for form in filter(lambda form: form.available, FORMATS):
        single = None if form.packaged else compression
        name = form.file_name + (COMPRESSIONS[single] if single else "")
        done = export(edition, form, folder / name, compression=single)
        sums.append(f"{done.sha256}  {name}\n")
        yield done
    with stream(folder / SUMS) as (sink, _):
        sink.write("".join(sums).encode("utf-8"))


def _packaged(
    edition: Edition, form: Format, out: Path | None, part: str, compression: str | None
) -> Exported:
    if out is None:
        raise UsageError(f"{form.name} is several files; name a folder or a .zip file with --out.")
    if compression is not None:
        raise UsageError(f"{form.name} is several files; compress it by a name that ends in .zip.")
    chosen: dict[str, Any] = {"part": part} if form.parts else {}
    archive: list[Written] = []
    with package(out, archive) as files:
        report = form.writer()(edition, files, **chosen)
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
