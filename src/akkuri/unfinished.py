"""What is being made is noted, so that whoever watches can remove what a killed process left."""

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["keep_notes", "note_unfinished", "remove_noted"]

_notes: list[int] = []
"""The descriptor of the notes, in a process that somebody watches."""


def keep_notes(notes: int) -> None:
    """Write every note of this process to a file, which the watching process has open too."""
    _notes[:] = [notes]


def note_unfinished(path: Path) -> None:
    """Note the temporary name of something that gets another name, or is removed, when it is finished."""
    for notes in _notes:
        with suppress(OSError):
            os.write(notes, os.fsencode(path.absolute()) + b"\0")


def remove_noted(notes: int) -> None:
    """Remove what is noted and still there under its temporary name."""
    with open(notes, "rb", closefd=False) as file:
        file.seek(0)
        for name in filter(None, file.read().split(b"\0")):
            path = Path(os.fsdecode(name))
            if path.is_dir() and not path.is_symlink():
                import shutil  # slow to load, and seldom is something left

                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()
