"""Looking again at kept pages: which of them say something else, stand elsewhere or are gone."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from akkuri.curation.pages.cited import CitedPage
from akkuri.curation.pages.fetching import Fetched, Fetcher, Unfetched
from akkuri.curation.pages.manifest import KeptPage
from akkuri.curation.pages.wording import is_gone, title_of, words_mark
from akkuri.errors import UsageError
from akkuri.system import check_system
from akkuri.unfinished import new_folder

__all__ = ["Look", "watch"]

SAME: Final = "same"
CHANGED: Final = "changed"
MOVED: Final = "moved"
DEAD: Final = "dead"
UNANSWERED: Final = "unanswered"
"""Nothing is said of the page: the server was not reached, refused, or had a fault of its own."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a page found."""

    source_id: str
    url: str
    state: str
    said: str
    """The new address, or why there is no answer."""
    records: tuple[str, ...]
    """Those that rest on the page."""


def watch(
    pages: Iterable[CitedPage],
    kept: dict[str, KeptPage],
    log: Path,
    fetcher: Fetcher,
    tell: Callable[[str], None] = lambda _said: None,
    lang: str = "en",
) -> list[Look]:
    """Look at every kept page once and return what was found, by source.

    Each look is written to the file `log` at once; what stands there already is not looked at again, so
    that what was broken off goes on. Raises UsageError when the log cannot be read or written.
    """
    day = datetime.now(UTC).date()
    done = _logged(log)
    for page in pages:
        if page.id in done or page.id not in kept or not kept[page.id].words:
            continue  # of a copy that is elsewhere alone there is nothing to compare with
        tell(page.url)
        state, said = _state(kept[page.id], page, fetcher, day, lang)
        done[page.id] = Look(page.id, page.url, state, said, page.records)
        _append(log, done[page.id])
    return [done[source] for source in sorted(done)]


def _state(before: KeptPage, page: CitedPage, fetcher: Fetcher, day: date, lang: str) -> tuple[str, str]:
    asked = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    unchanged = before.url == page.url
    answer = fetcher.fetch(page.url, {name: value for name, value in asked.items() if value and unchanged})
    if isinstance(answer, Unfetched):
        return UNANSWERED, answer.reason.words(lang)
    if answer.status == 304:
        return SAME, ""
    if is_gone(answer) or _to_front(answer, before):
        return DEAD, f"HTTP {answer.status}" if answer.status != 200 else title_of(answer) if is_gone(
            answer
        ) else answer.final
    if answer.status != 200:
        return UNANSWERED, f"HTTP {answer.status}"
    if answer.final != before.final_url and (answer.moved or answer.final != page.url):
        return MOVED, answer.final
    return (SAME, "") if before.words in _marks(answer, before, day) else (CHANGED, "")


def _marks(answer: Fetched, before: KeptPage, day: date) -> set[str]:
    """Return the marks of a page that says the same as on the day it was kept.

    A page may give that day for good, as when it was published, or the day of each look.
    """
    try:
        kept = date.fromisoformat(before.archived)
    except ValueError:
        kept = day
    return {words_mark(answer, kept), words_mark(answer, kept, day)}


def _to_front(answer: Fetched, before: KeptPage) -> bool:
    """Tell whether a page that stood deeper now leads to the front page of its site."""
    there = urlsplit(answer.final).path.strip("/")
    return not there and bool(urlsplit(before.final_url).path.strip("/"))


def _logged(log: Path) -> dict[str, Look]:
    if not log.exists():
        return {}
    try:
        entries = [
            json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.endswith("}")
        ]
        return {
            entry["source_id"]: Look(**{**entry, "records": tuple(entry["records"])}) for entry in entries
        }
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError.worded("sources.no-log", file=log) from error


def _append(log: Path, look: Look) -> None:
    try:
        with new_folder(log.parent):
            _write_on(log, json.dumps(asdict(look), ensure_ascii=False) + "\n")
    except OSError as error:
        check_system(log, error)
        raise UsageError.worded("curation.unwritable", folder=log.parent, reason=error.strerror) from error


def _write_on(log: Path, line: str) -> None:
    """Write a line behind the others; a log that had no room for its first one is not left empty."""
    try:
        with log.open("a+b") as handle:
            if handle.tell():
                handle.seek(-1, os.SEEK_END)
                line = line if handle.read(1) == b"\n" else f"\n{line}"  # the last one was broken off
            handle.write(line.encode())
    except OSError:
        if log.is_file() and not log.stat().st_size:
            log.unlink()
        raise
