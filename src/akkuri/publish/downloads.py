"""The files that can be downloaded: their names, and keeping each of them once it is made."""

import os
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from akkuri.files import checksum, whole_file
from akkuri.publish.edition import PARTS, Edition, ReadOnceEdition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import COMPRESSIONS, DOWNLOADS, stream
from akkuri.publish.formats import FORMATS, export
from akkuri.temporary import held_folder

__all__ = ["Download", "Shelf", "downloads", "find_download"]

_SUM: Final = ".sha256"
_PIECE: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Download:
    """One file: a format, a part of the graph, a compression."""

    name: str
    form: ExportFormat
    part: str
    compression: str | None

    @property
    def media_type(self) -> str:
        """The media type of the file as it is sent."""
        compressed = {"gzip": "application/gzip", "zstd": "application/zstd"}
        return compressed.get(self.compression or "", self.form.media_type)


def downloads() -> Iterator[Download]:
    """Give every file there is, by format, part and compression."""
    for form in FORMATS:
        for part in PARTS if form.parts else (form.default_part,):
            if form.packaged:
                stem = form.name if part == form.default_part else f"{form.name}-{part}"
                yield Download(f"{stem}.zip", form, part, None)
                continue
            stem = "graph" if part == form.default_part else f"graph-{part}"
            for compression, suffix in ((None, ""), *COMPRESSIONS.items()):
                yield Download(f"{stem}.{form.extension}{suffix}", form, part, compression)


_BY_NAME: Final = {download.name: download for download in downloads()}


def find_download(name: str) -> Download | None:
    """Return the file of a name; None when there is no such file."""
    return _BY_NAME.get(name)


class Shelf:
    """Keeps the files of one release in a folder of the disk, so that each is made once.

    The folder stands beside the release, or in a temporary place where that cannot be written; it can be
    deleted at any time. Several servers may share it: a file appears under its name when it is whole.
    """

    def __init__(self, edition: Edition, root: Path) -> None:
        self._edition = edition
        self._wanted = root / DOWNLOADS / edition.version
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._folder: Path | None = None
        self._checked: dict[Path, tuple[tuple[int, ...], str]] = {}

    def reading_once(self) -> None:
        """Keep what several files are made of, as who makes them all does: it takes memory."""
        self._edition = ReadOnceEdition.of(self._edition)

    def get(self, download: Download) -> tuple[Path, str]:
        """Return a file and its SHA-256; it is made when it is not there, or damaged. Errors as `export`."""
        with self._locks[download.name]:
            file = self._place() / download.name
            known = self._checked.get(file)
            if known is None or known[0] != _facts(file):
                known = self._checked[file] = self._made(file, download)
            return file, known[1]

    def _made(self, file: Path, download: Download) -> tuple[tuple[int, ...], str]:
        """Make a file unless it is there and what its sum says; returns what it is like, and its sum."""
        sums = file.with_name(f"{file.name}{_SUM}")
        said = sums.read_text(encoding="utf-8").partition(" ")[0] if sums.is_file() else None
        if said is None or not file.is_file() or checksum(file) != said:
            said = self._written(file, download)
            with whole_file(sums) as written:
                written.write(f"{said}  {download.name}\n")
        return _facts(file), said

    def _written(self, file: Path, download: Download) -> str:
        """Write a file and return its SHA-256; a compressed one is made of the plain one."""
        if download.compression is None:
            return export(self._edition, download.form, file, download.part).sha256
        plain, _ = self.get(_BY_NAME[download.name.removesuffix(COMPRESSIONS[download.compression])])
        with plain.open("rb") as source, stream(file, download.compression) as (sink, written):
            shutil.copyfileobj(source, sink, _PIECE)
        return written.sha256

    def _place(self) -> Path:
        if self._folder is None or not self._folder.is_dir():
            try:
                self._wanted.mkdir(parents=True, exist_ok=True)
                if not os.access(self._wanted, os.W_OK):
                    raise PermissionError
                self._folder = self._wanted
            except OSError:
                self._folder, self._lock = held_folder("downloads")
        return self._folder


def _facts(file: Path) -> tuple[int, ...]:
    """Return what changes when a file does; nothing where it is not there."""
    try:
        facts = file.stat()
    except OSError:
        return ()
    return facts.st_mtime_ns, facts.st_size, facts.st_ino
