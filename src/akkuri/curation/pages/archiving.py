"""Keeping cited pages as WARC files, with a manifest in the data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from akkuri.curation.pages.cited import CitedPage
from akkuri.curation.pages.fetching import Fetched, Fetcher, Unfetched
from akkuri.curation.pages.manifest import MANIFEST, KeptPage, manifest_text, read_manifest
from akkuri.curation.pages.wording import is_gone, title_of, words_mark
from akkuri.curation.writing import replace_all, sole_writer
from akkuri.errors import UsageError
from akkuri.system import check_system
from akkuri.texts import Wording

__all__ = ["Archived", "archive"]

_EVERY: Final = 20
"""After so many pages the manifest is written, so that what is broken off goes on from there."""
_OF_THE_WAY: Final = frozenset({"transfer-encoding", "content-encoding", "content-length", "connection"})
"""Headers about how an answer came, not about what it holds."""


@dataclass(slots=True)
class Archived:
    """What came of it: pages kept, pages kept before, and those that could not be with the reason."""

    kept: list[str] = field(default_factory=list)
    before: int = 0
    lost: dict[CitedPage, str | Wording] = field(default_factory=dict)
    """Page → why it is not kept."""


def archive(
    pages: Iterable[CitedPage],
    data: Path,
    target: Path,
    fetcher: Fetcher,
    *,
    again: bool = False,
    limit: int | None = None,
    tell: Callable[[str], None] = lambda _said: None,
) -> Archived:
    """Keep the pages that are not kept yet (all with `again`) in a new WARC file in `target`.

    The manifest in `data` names source, address, day, size, hash and title as read. Raises UsageError when
    a folder cannot be written to or another command is at work there, OutsideError when the disk is full.
    """
    day = datetime.now(UTC).date()
    found = Archived()
    with sole_writer(data):
        manifest = read_manifest(data)
        have = {source for source, kept in manifest.items() if kept.sha256}
        wanted = [page for page in pages if again or page.id not in have]
        found.before = len(have)
        try:
            with _Warc(target, day) as warc:
                for page in wanted[:limit]:
                    tell(page.url)
                    answer = fetcher.fetch(page.url)
                    reason = _unusable(answer)
                    if reason or isinstance(answer, Unfetched):
                        found.lost[page] = reason
                        continue
                    warc.add(answer)
                    public = manifest[page.id].archive_url if page.id in manifest else ""
                    manifest[page.id] = _kept(page, answer, day, warc.name, public)
                    found.kept.append(page.id)
                    if len(found.kept) % _EVERY == 0:
                        replace_all(data, {MANIFEST: manifest_text(manifest)})
        finally:  # what has been kept is known, whatever broke the rest off
            if found.kept:
                replace_all(data, {MANIFEST: manifest_text(manifest)})
    return found


def _unusable(answer: Fetched | Unfetched) -> str | Wording:
    """Say why an answer is no page to keep; nothing when it is one."""
    if isinstance(answer, Unfetched):
        return answer.reason
    if answer.status != 200:
        return f"HTTP {answer.status}"
    if not answer.body.strip():
        return Wording("sources.why-empty")
    return Wording("sources.why-title", {"title": title_of(answer)}) if is_gone(answer) else ""


def _kept(page: CitedPage, answer: Fetched, day: date, warc: str, public: str) -> KeptPage:
    return KeptPage(
        page.id,
        page.url,
        answer.final,
        day.isoformat(),
        str(answer.status),
        str(len(answer.body)),
        answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
        sha256(answer.body).hexdigest(),
        words_mark(answer, day),
        title_of(answer),
        answer.headers.get("etag", ""),
        answer.headers.get("last-modified", ""),
        warc,
        public,
    )


class _Warc:
    """A new WARC file, made when the first page comes."""

    def __init__(self, folder: Path, day: date) -> None:
        self._folder = folder
        numbers = (f"pages-{day.isoformat()}-{number:03d}.warc.gz" for number in range(1, 1000))
        self.name = next(name for name in numbers if not (folder / name).exists())
        self._handle: Any = None

    def __enter__(self) -> "_Warc":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._handle is not None:
            self._handle.close()

    def add(self, page: Fetched) -> None:
        """Write a page as a response record."""
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        found = BytesIO()
        writer = WARCWriter(found, gzip=True)
        said = [(name, value) for name, value in page.headers.items() if name not in _OF_THE_WAY]
        said.append(("content-length", str(len(page.body))))
        status = StatusAndHeaders(f"{page.status} OK", said, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            page.final, "response", payload=BytesIO(page.body), length=len(page.body), http_headers=status
        )
        writer.write_record(record)
        try:
            self._append(memoryview(found.getvalue()))
        except OSError as error:
            check_system(self._folder, error)
            raise UsageError.worded(
                "curation.unwritable", folder=self._folder, reason=error.strerror
            ) from error

    def _append(self, record: memoryview) -> None:
        """Write a whole record at the end of the file, or nothing of it."""
        if self._handle is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._handle = (self._folder / self.name).open("xb", buffering=0)
        begins = self._handle.tell()
        try:
            while record:
                record = record[self._handle.write(record) :]
        except OSError:
            self._handle.truncate(begins)
            if not begins:
                (self._folder / self.name).unlink()
            raise
