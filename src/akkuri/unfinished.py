"""What is being made is noted, so that whoever watches can remove what a killed process left."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

__all__ = ["keep_notes", "new_folder", "note_unfinished", "remove_noted"]

_notes: list[int] = []
"""The descriptor of the notes, in a process that somebody watches."""
_EMPTY: Final = b"/"
"""The end of the note of a folder that goes only where nothing is in it."""


def keep_notes(notes: int) -> None:
    """Write every note of this process to a file, which the watching process has open too."""
    _notes[:] = [notes]


def note_unfinished(path: Path) -> None:
    """Note the temporary name of something that gets another name, or is removed, when it is finished."""
    _note(os.fsencode(path.absolute()))


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Make a folder, with those above it; where the block fails, the new ones that are empty go again.

    Raises OSError where it cannot be made.
    """
    new = []
    for place in (path, *path.parents):
        if place.exists():
            break
        new.append(place)
        _note(os.fsencode(place.absolute()) + _EMPTY)
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for place in new:
            with suppress(OSError):
                place.rmdir()
        raise


def _note(name: bytes) -> None:
    for notes in _notes:
        with suppress(OSError):
            os.write(notes, name + b"\0")


def remove_noted(notes: int) -> None:
    """Remove what is noted and still there under its temporary name, and new folders that are empty."""
    with open(notes, "rb", closefd=False) as file:
        file.seek(0)
        for name in sorted(filter(None, file.read().split(b"\0")), reverse=True):
            path = Path(os.fsdecode(name))
            if name.endswith(_EMPTY):
                with suppress(OSError):
                    path.rmdir()
            elif path.is_dir() and not path.is_symlink():
                import shutil  # slow to load, and seldom is something left

                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()
