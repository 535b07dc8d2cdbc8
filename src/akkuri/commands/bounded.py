"""Reading files of strangers in a process that may take only so much memory and time."""

import ctypes
import os
import pickle
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Final, NoReturn, TypeVar, cast

from akkuri.ask.processes.fence import bound_memory, die_with_parent
from akkuri.errors import AkkuriError, UsageError
from akkuri.system import address_space_limit, bound_arenas, no_memory, system_failure

__all__ = ["ROWS_SECONDS", "SECONDS", "Reading", "bounded"]

_T = TypeVar("_T")
Reading = Callable[[Path | None], None]
"""Is told which file is being read, so that a refusal can name it, and None when all have been read."""

MIB: Final = 1024 * 1024
MEMORY: Final = 700 * MIB
"""Bytes beside the program itself, which has less than 300 MiB: 1 GB together."""
STACK: Final = 8 * MIB
"""Bytes of stack: what nests so deep that it needs more would be read here and end a query process later."""
SECONDS: Final = 8
"""Seconds of computing: with the start of the program less than 10."""
ROWS_SECONDS: Final = 18
"""Seconds of computing for tables that could be read, of which 5,000 rows are checked in less than 20."""
PATIENCE: Final = 90.0
"""Seconds by the clock in which it must compute for `LEAST`; a busy machine or a slow disk takes long."""
LEAST: Final = 1.0
_ATTRIBUTES: Final = 256
"""Bytes that hold the attributes of a thread (56 on Linux of 64 bits)."""
_NO_MEMORY: Final = 70
_TOO_DEEP: Final = 71
_LOST: Final = 72
"""It did next to nothing for all its time by the clock: a library that got no memory may wait for ever."""


def bounded(work: Callable[[Reading], _T], seconds: int = SECONDS, read: int = 0) -> _T:
    """Return what some work returns that reads files nobody vouches for; it is done in a child process.

    It may compute for so many seconds. The work calls what it is given with each file before it reads it,
    and with None when it has read all: from then on it has `read` seconds in all, where these are more.
    What it returns must be picklable.
    Raises UsageError naming the file when it takes too much memory or time or is nested too deeply, and
    whatever the work raises. A process with threads is not forked, for the child would wait for them: it
    does the work itself, without bounds; the commands have one thread.
    """
    if len(os.listdir("/proc/self/task")) > 1:
        return work(lambda _file: None)
    sys.stdout.flush()
    sys.stderr.flush()
    source, target = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        os.close(source)
        _work(work, target, parent, (seconds, max(seconds, read)))
    os.close(target)
    try:
        said, ended = _heard(source, pid)
    finally:
        os.close(source)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)  # it has said everything, or has no more time
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    place, all_read, done = _understood(said)
    seconds = max(seconds, read) if all_read else seconds
    if not ended:
        code = _LOST
    if done is None:
        raise _refusal(place, code, seconds)
    result, error = done
    if error is not None:
        raise error
    return cast(_T, result)


def _work(work: Callable[[Reading], object], target: int, parent: int, seconds: tuple[int, int]) -> NoReturn:
    """Do the work in the child, which has so many seconds until all is read and in all, and end it."""
    code = 1
    try:
        die_with_parent(parent)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # engines that run out of memory or stack write pages
        os.environ["RAYON_NUM_THREADS"] = "2"  # every thread reserves address space
        bound_arenas(1)
        bound_memory(MEMORY)
        _bound_stack()
        resource.setrlimit(resource.RLIMIT_CPU, (seconds[0], seconds[1] + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open(target, "wb") as pipe:

            def reading(file: Path | None) -> None:
                pickle.dump(file and str(file), pipe)
                pipe.flush()
                if file is None:
                    resource.setrlimit(resource.RLIMIT_CPU, (seconds[1], seconds[1] + 1))

            pipe.write(_result(work, reading))
        code = 0
    finally:
        os._exit(code)


def _bound_stack() -> None:
    """Give stacks their usual bound, whatever the process that started the program allows itself.

    The C library gives every new thread as much address space as the limit was when the program started.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    allowed = [limit for limit in (STACK, soft) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_STACK, (min(allowed), hard))
    with suppress(AttributeError):  # another C library than GNU's has a small bound of its own
        library, attributes = ctypes.CDLL(None), ctypes.create_string_buffer(_ATTRIBUTES)
        library.pthread_attr_init(attributes)
        library.pthread_attr_setstacksize(attributes, ctypes.c_size_t(STACK))
        library.pthread_setattr_default_np(attributes)


def _result(work: Callable[[Reading], object], reading: Reading) -> bytes:
    """Return the result or the error of the work, pickled; without memory or stack end the process."""
    try:
        return pickle.dumps((work(reading), None))
    except MemoryError:
        os._exit(_NO_MEMORY)
    except RecursionError:
        os._exit(_TOO_DEEP)
    except Exception as error:
        if not isinstance(error, AkkuriError) and system_failure(error) is not None:
            os._exit(_NO_MEMORY)
        return pickle.dumps((None, error))


def _heard(source: int, pid: int) -> tuple[bytes, bool]:
    """Return what the child says, and whether it ended by itself, as it does when it has computed enough."""
    said, computed, deadline = bytearray(), 0.0, time.monotonic() + PATIENCE
    while True:
        if select.select([source], [], [], max(0.0, deadline - time.monotonic()))[0]:
            part = os.read(source, 1 << 16)
            if not part:
                return bytes(said), True
            said += part
        elif (now := _computed(pid)) < computed + LEAST:
            return bytes(said), False
        else:
            computed, deadline = now, time.monotonic() + PATIENCE


def _computed(pid: int) -> float:
    """Return the seconds for which a process has computed (proc_pid_stat(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _understood(said: bytes) -> tuple[str, bool, tuple[object, Exception | None] | None]:
    """Return the last file, whether all were read, and the result or the error where there is one."""
    stream, place, all_read = BytesIO(said), "", False
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            found = pickle.load(stream)  # noqa: S301 - our own child wrote it
            if isinstance(found, tuple):
                return place, all_read, found
            place, all_read = found or place, found is None
    return place, all_read, None


def _refusal(place: str, code: int, seconds: int) -> AkkuriError:
    """Say why a child has ended without a result."""
    limited = address_space_limit() is not None
    if code == -signal.SIGXCPU or (code == _LOST and not limited):
        return UsageError.worded("system.reading-time", place=place, limit=seconds)
    if code in (-signal.SIGSEGV, -signal.SIGBUS, _TOO_DEEP):
        return UsageError.worded("system.reading-depth", place=place)
    if limited:
        return no_memory()
    return UsageError.worded("system.reading-memory", place=place, limit=MEMORY // MIB)
