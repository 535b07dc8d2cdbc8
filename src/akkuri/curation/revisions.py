"""The tables as they were at a revision of the git repository that keeps them."""

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from akkuri.errors import OutsideError, UsageError
from akkuri.temporary import own_folder

__all__ = ["tables_at"]

_SECONDS: Final = 60


@contextmanager
def tables_at(revision: str, folder: Path) -> Iterator[Path]:
    """Give a temporary folder with what a folder of tables held at a revision.

    Raises UsageError when git knows no such revision there, OutsideError when there is no git.
    """
    if revision.startswith("-"):
        raise UsageError.worded("curation.no-revision", revision=revision, folder=folder)
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "archive", "--format=tar", revision, "."],  # noqa: S607 - whichever git one has
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutsideError.worded("curation.no-git", reason=error) from error
    if done.returncode:
        raise UsageError.worded("curation.no-revision", revision=revision, folder=folder)
    with own_folder("revision") as place:
        with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
            archive.extractall(place, filter="data")
        yield place
