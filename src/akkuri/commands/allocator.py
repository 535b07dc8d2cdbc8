"""The server's allocator: mimalloc in place of the C library's, which costs questions that join much a fifth.

It can only be given to a program that begins, so that the server is executed once more right at its start.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

from akkuri.system import address_space_limit

__all__ = ["with_mimalloc"]

LIBRARY: Final = Path("cmeel.prefix", "lib", "libmimalloc.so")
"""Where its package puts it, below the folder of the installed packages."""
_PRELOAD: Final = "LD_PRELOAD"
_OPTIONS: Final = {
    # What is free goes back to the system at once, and is not taken before it is needed: else the store's
    # loading leaves every process 100 MiB larger.
    "MIMALLOC_PURGE_DELAY": "0",
    "MIMALLOC_ARENA_EAGER_COMMIT": "0",
    # A query process has so much address space and no more.
    "MIMALLOC_ARENA_RESERVE": "64MiB",
}


def with_mimalloc() -> None:
    """Execute this program again with mimalloc, where it is installed and nothing else is preloaded.

    Returns in the program that has it, in one that keeps the C library's (`LD_PRELOAD` is set, be it to
    nothing), where address space is limited, for the allocator reserves more than it uses, and where it
    cannot be loaded: it wants libatomic, which small images lack, and a program does not begin without.
    """
    library = next((str(found) for entry in sys.path if (found := Path(entry) / LIBRARY).is_file()), None)
    if library is None:
        return
    if os.environ.get(_PRELOAD) == library:
        for name in (_PRELOAD, *_OPTIONS):
            os.environ.pop(name, None)  # what the server starts has nothing to do with it
        return
    wanted = sys.platform == "linux" and _PRELOAD not in os.environ and address_space_limit() is None
    if wanted and _can_be_loaded(library):
        environment = {_PRELOAD: library, **_OPTIONS, **os.environ}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606 - as it was


def _can_be_loaded(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
