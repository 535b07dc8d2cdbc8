"""The bytes of an operator's table, from a file or from the address that a command names: bounded."""

import errno
import os
from pathlib import Path

from akkuri.curation.pages.fetching import LARGEST, Fetcher, Unfetched
from akkuri.errors import OutsideError, UsageError

__all__ = ["content_of", "fetched"]


def content_of(file: Path) -> bytes:
    """Return what a file holds; raises UsageError when it cannot be read or is too large."""
    try:
        if file.is_fifo() and file.parts[:2] != ("/", "dev"):  # nobody may ever write to it
            raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))
        with file.open("rb") as handle:
            content = handle.read(LARGEST + 1)
    except OSError as error:
        raise UsageError.worded("harvest.unreadable", place=file, reason=error.strerror) from error
    if len(content) > LARGEST:
        raise UsageError.worded("harvest.large", place=file, most=LARGEST // 1024 // 1024)
    return content


def fetched(url: str) -> bytes:
    """Return what stands at an address; raises OutsideError when it is not there, whole and in time."""
    answer = Fetcher(rest=0.0).get(url)
    if isinstance(answer, Unfetched):
        raise OutsideError.worded("harvest.unfetched", place=url, reason=answer.reason)
    if answer.status != 200:
        raise OutsideError.worded("harvest.unfetched", place=url, reason=f"HTTP {answer.status}")
    return answer.body
