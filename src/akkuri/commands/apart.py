"""Work in a process of its own, so that somebody is left to say that it was ended for want of memory."""

import os
import re
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Final

from akkuri.commands.standstill import Standstill
from akkuri.errors import OutsideError
from akkuri.system import address_space_limit, killed, no_memory
from akkuri.unfinished import keep_notes, remove_noted

__all__ = ["apart", "watched"]

_OUT_OF_MEMORY: Final = {signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS}
"""How a process ends that gets no memory: by the system, by an engine that gives up, by a fault."""
_NO_MEMORY: Final = re.compile(
    r"memory allocation|cannot allocate memory|pthread_create failed|^Traceback", re.IGNORECASE | re.MULTILINE
)
_OURS: Final = re.compile(r"akkuri: .+")  # engines write beside us, so not always at the start of a line
_LOOK_EVERY: Final = 1.0
"""Seconds between two looks at a child with limited memory."""
_PASSED_ON: Final = (signal.SIGTERM, signal.SIGHUP)


def watched() -> int | None:
    """Fork, while there is one thread: None in the child, which goes on, and its exit code in the parent.

    Raises OutsideError in the parent when the child was ended by a signal that says that it got no memory,
    or when it stood still under a limit of memory: an engine may wait for ever for a thread that it could
    not start.
    Where memory is limited (`ulimit -v`), what the child writes to stderr is shown when it has ended, and
    only the sentence if it failed: engines without memory write pages. What it left unfinished is removed.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    held = _held() if address_space_limit() is not None else None
    notes = os.memfd_create("unfinished")
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return _awaited(pid, held, notes)
    from akkuri.ask.processes.fence import die_with_parent

    die_with_parent(parent)
    keep_notes(notes)
    if held is not None:
        os.dup2(held.fileno(), 2)
    return None


def apart(work: Callable[[], int]) -> int:
    """Do some work in a watched process and return its exit code. Raises as `watched`."""
    code = watched()
    if code is not None:
        return code
    code = 1
    try:
        code = work()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _held() -> IO[Any] | None:
    import tempfile  # slow to load, and only limited memory asks for it

    try:
        return tempfile.TemporaryFile()
    except OSError:
        return None


def _awaited(pid: int, held: IO[Any] | None, notes: int) -> int:
    def pass_on(number: int, _frame: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    handlers = {number: signal.signal(number, pass_on) for number in _PASSED_ON}
    handlers[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the child too
    try:
        still = held is not None and _stands_still(pid)
        if still:
            os.kill(pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    remove_noted(notes)
    os.close(notes)
    if still:
        raise no_memory()
    if -code in _OUT_OF_MEMORY:
        raise killed(signal.Signals(-code).name)
    if held is not None:
        with held:
            held.seek(0)
            _show(held.read().decode("utf-8", "replace"), code)
    return code if code >= 0 else 128 - code


def _stands_still(pid: int) -> bool:
    """Wait until a child has ended, which is False, or has come to a standstill, which is True."""
    standstill = Standstill(pid)
    ended = os.pidfd_open(pid)
    try:
        while not select.select([ended], [], [], _LOOK_EVERY)[0]:
            if standstill.reached():
                return True
        return False
    finally:
        os.close(ended)


def _show(said: str, code: int) -> None:
    """Write what a child with limited memory has said, without what engines and libraries say of it.

    A child that failed without a sentence of ours, or whose sentence was lost for want of memory, gets one:
    a library that could not be loaded whole fails in any way.
    """
    sentences = _OURS.findall(said)
    if (
        code
        and not sentences
        and (not said.strip() or _NO_MEMORY.search(said) or code == OutsideError.exit_code)
    ):
        raise no_memory()
    sys.stderr.write(
        "".join(f"{line}\n" for line in sentences[:1]) if code == OutsideError.exit_code else said
    )
