"""What is asked of the system and of the allocator."""

import os
import subprocess
import sys
from pathlib import Path

from akkuri.commands.allocator import LIBRARY

PROGRAM = """
import ctypes
from akkuri import system
library = ctypes.CDLL(None)
library.mi_option_get.restype = ctypes.c_long
print(library.mi_option_get(system._PURGE_DELAY))
system.keep_freed(10)
print(library.mi_option_get(system._PURGE_DELAY))
system.give_back_freed()
"""


def test_the_allocator_keeps_freed_memory_for_as_long_as_it_is_told() -> None:
    """Its options are known by number: that of the version that is installed must be ours."""
    library = next(found for entry in sys.path if (found := Path(entry) / LIBRARY).is_file())
    env = {**os.environ, "LD_PRELOAD": str(library), "MIMALLOC_PURGE_DELAY": "7"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["7", "10"], done.stderr


def test_the_allocator_of_the_c_library_has_no_such_option() -> None:
    env = {**os.environ, "LD_PRELOAD": ""}
    program = "from akkuri import system; system.keep_freed(10); system.give_back_freed()"
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_allocator_that_cannot_be_loaded_is_left_alone(tmp_path: Path) -> None:
    """A program does not even begin where what is preloaded lacks a library (libatomic in slim images)."""
    library = tmp_path / LIBRARY
    library.parent.mkdir(parents=True)
    library.write_bytes(b"of another machine")
    program = "from akkuri.commands.allocator import with_mimalloc; with_mimalloc(); print('begun')"
    env = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    env["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{env.get('PYTHONPATH', '')}"
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "begun\n", "")
