"""Writing an export: to a temporary name first, compressed and summed on the way, then renamed."""

import gzip
import hashlib
import io
import os
import shutil
import stat
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, cast

from akkuri.errors import OutsideError, UsageError
from akkuri.files import sync
from akkuri.store.base import Sink
from akkuri.system import check_system
from akkuri.texts import Wording
from akkuri.unfinished import note_unfinished
from akkuri.zstandard import zstd

__all__ = [
    "COMPRESSIONS",
    "DOWNLOADS",
    "Package",
    "Sink",
    "Written",
    "package",
    "stream",
    "suffix_compression",
]

COMPRESSIONS: Final[dict[str, str]] = {"gzip": ".gz", "zstd": ".zst"}
"""Compression → suffix of the file name."""
DOWNLOADS: Final = ".downloads"
"""Folder beside the releases with the files that were made of each."""

_GZIP_LEVEL: Final = 6
_ZSTD_LEVEL: Final = 6
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Written:
    """Counts and sums the bytes that pass, as they stand in the file."""

    def __init__(self, file: Sink) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Pass a piece on."""
        self._digest.update(data)
        self.size += len(data)
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """Pass on what is kept back."""
        self._file.flush()

    @property
    def sha256(self) -> str:
        """The SHA-256 of everything written, in hexadecimal."""
        return self._digest.hexdigest()


def suffix_compression(path: Path | None) -> str | None:
    """Return the compression that a file name's suffix asks for."""
    found = [name for name, suffix in COMPRESSIONS.items() if path is not None and path.suffix == suffix]
    return found[0] if found else None


@contextmanager
def stream(path: Path | None, compression: str | None = None) -> Iterator[tuple[Sink, Written]]:
    """Give a sink for one file (standard output when None) and the sums of what reaches it.

    The file appears under its name only when everything is written and on the disk. Raises UsageError when
    the place cannot be written, OutsideError when the disk is full or fails on the way.
    """
    if path is None:
        with _compressed(sys.stdout.buffer, compression) as (sink, written):
            yield sink, written
        sys.stdout.buffer.flush()
        return
    if path.exists() and not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        # A device or a pipe has no final name to protect.
        with _failing(path), path.open("wb") as device, _compressed(device, compression) as (sink, written):
            yield sink, written
        return
    with _failing(path):
        temporary = _temporary(path)
        try:
            with temporary.open("wb") as file:
                with _compressed(file, compression) as (sink, written):
                    yield sink, written
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
            sync(path.absolute().parent)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def _compressed(file: IO[bytes], compression: str | None) -> Iterator[tuple[Sink, Written]]:
    """Put the compressor between the exporter and the file; the same input gives the same bytes."""
    written = Written(file)
    inner: Any
    if compression == "gzip":
        inner = gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=written, mtime=0)
    elif compression == "zstd":
        inner = zstd.ZstdFile(cast("IO[bytes]", written), "wb", level=_ZSTD_LEVEL)
    else:
        yield written, written
        return
    with _Buffered(inner) as sink:
        yield sink, written


class _Buffered:
    """Gathers small pieces, because compressors are slow on them; closes the compressor at the end."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._buffer = io.BytesIO()

    def write(self, data: bytes, /) -> int:
        self._buffer.write(data)
        if self._buffer.tell() >= 1 << 18:
            self.flush()
        return len(data)

    def flush(self) -> None:
        self._inner.write(self._buffer.getvalue())
        self._buffer = io.BytesIO()

    def __enter__(self) -> "_Buffered":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()
            self._inner.close()


class Package:
    """Several files under one name: a folder, or a zip archive when the name ends in .zip."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """Give a file of the package to write, in a folder of it where `name` has a slash."""
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            yield file

    def text(self, name: str, content: str) -> None:
        """Write one whole text file."""
        with self.file(name) as file:
            file.write(content.encode("utf-8"))

    @property
    def names(self) -> list[str]:
        """The files so far, sorted."""
        return sorted(
            file.relative_to(self._folder).as_posix() for file in self._folder.rglob("*") if file.is_file()
        )

    def size(self, name: str) -> int:
        """The bytes of a file."""
        return (self._folder / name).stat().st_size


@contextmanager
def package(path: Path, written: list[Written] | None = None) -> Iterator[Package]:
    """Give a package to fill; it appears under its name only when it is whole.

    `written` receives the sums of the archive. An existing folder is replaced only when it is an
    earlier export (its files are all ones this export writes). Errors as `stream`.
    """
    with _failing(path):
        if path.is_dir() and path.suffix != ".zip":
            _refuse_foreign(path)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.absolute().parent))
        note_unfinished(temporary)
        try:
            inside = temporary / "files"
            inside.mkdir()
            yield Package(inside)
            if path.suffix == ".zip":
                _archive(inside, temporary / "archive", written)
                os.replace(temporary / "archive", path)
            else:
                (inside / _MARK).touch()
                if path.is_dir():
                    os.replace(path, temporary / "old")
                os.replace(inside, path)
            sync(path.absolute().parent)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


_MARK: Final = ".akkuri-export"


def _refuse_foreign(path: Path) -> None:
    """Refuse to replace a folder that no export made."""
    if any(path.iterdir()) and not (path / _MARK).is_file():
        raise UsageError.worded("publish.other-files", folder=path)


def _archive(folder: Path, target: Path, written: list[Written] | None) -> None:
    """Pack a folder with fixed times and order, so that the same files give the same bytes."""
    with target.open("wb") as file:
        sums = Written(file)
        with zipfile.ZipFile(cast("IO[bytes]", sums), "w", zipfile.ZIP_DEFLATED) as archive:
            for member in sorted(folder.rglob("*")):
                if member.is_file():
                    info = zipfile.ZipInfo(member.relative_to(folder).as_posix(), _EPOCH)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    info.external_attr = 0o644 << 16
                    with archive.open(info, "w") as inside, member.open("rb") as source:
                        shutil.copyfileobj(source, inside, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
    if written is not None:
        written.append(sums)


def _temporary(path: Path) -> Path:
    """Make an empty file beside the target, so that the rename stays on one disk."""
    if path.is_dir():
        raise UsageError.worded("publish.is-folder", folder=path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    os.close(handle)
    temporary = Path(name)
    note_unfinished(temporary)
    temporary.chmod(0o644)
    return temporary


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    """Say in one sentence why the target could not be written."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        check_system(path, error)
        expected = Wording("files.a-place")
        raise UsageError.worded(
            "files.unwritable", place=path, reason=error.strerror, expected=expected
        ) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        check_system(path, error)
        reason = error.strerror or error
        raise OutsideError.worded("files.failed", place=path, reason=reason) from error
    except Exception as error:  # engines have errors of their own for a full disk
        check_system(path, error)
        raise
