"""The single-threaded parent: opens the store once, forks processes from it and replaces those that end."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from akkuri.ask.processes.ending import Ending
from akkuri.ask.processes.fence import die_with_parent

__all__ = ["RETIRE", "Keeper", "Role"]

RETIRE: Final = signal.SIGUSR1
"""Asks a keeper to end when its essential children have answered what they were asked."""
_SIGNALS: Final = {signal.SIGTERM, signal.SIGINT, RETIRE}
QUICK: Final = 0.1
PATIENCE: Final = 5.0
"""Seconds that essential children have to end their answers, where nothing else is said."""
MARGIN: Final = 3.0
"""Seconds after which essential children that have not ended in their time are killed."""
IDLE: Final = {RETIRE: 5.0}
"""Seconds that idle connections are kept by the signal that ends us; hardly any by the others."""
HARDLY: Final = 0.25


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of child: `count` of them run `run`; when an `essential` one ends, everything ends."""

    name: str
    run: Callable[[], None]
    count: int = 1
    essential: bool = False


class _StopError(BaseException):
    """A signal asked the keeper to end."""


class Keeper:
    """Starts and replaces children; a context in which SIGTERM and SIGINT end everything in good order.

    RETIRE does so too, but grants the essential children `retirement` seconds instead of `patience`;
    `ending` tells them. `orphaned` is called when the keeper ends because the process above it has.
    """

    def __init__(
        self,
        retirement: float = 600.0,
        patience: float = PATIENCE,
        ending: Ending | None = None,
        orphaned: Callable[[], None] = lambda: None,
    ) -> None:
        self._retirement = retirement
        self._patience = patience
        self._told = ending or Ending()
        self._orphaned = orphaned
        self._above = os.getppid()
        self._roles: dict[int, tuple[Role, float]] = {}
        self._parent = os.getpid()
        self._ending = False

    def __enter__(self) -> "Keeper":
        for number in _SIGNALS:
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> bool:
        if not self._ending:
            self._ending = True
            self._told.begin(self._patience, HARDLY)
        self._stop()
        return kind is _StopError

    def start(self, role: Role) -> None:
        """Fork the children of a role. Only call it while this process has one thread."""
        if not role.essential:
            gc.freeze()  # the collector must not touch, and so copy, the pages that children share
        for _ in range(role.count):
            self._fork(role)

    def run(self) -> int:
        """Replace what ends until an essential child does; returns the exit code of the program."""
        while True:
            ended = self._reap(0)
            if ended is None:
                if not self._roles:
                    return 3
                continue
            role, started, status = ended
            if role.essential:
                return 0 if status == 0 else 3
            if time.monotonic() - started < QUICK:
                time.sleep(QUICK)  # a child that ends at once must not become a fork storm
            self._fork(role)

    def _stop(self) -> None:
        """End the essential children gently, then all others at once."""
        gentle = [pid for pid, (role, _) in self._roles.items() if role.essential]
        for pid in gentle:
            _kill(pid, signal.SIGTERM)
        while any(pid in self._roles for pid in gentle) and time.monotonic() < self._told.limit + MARGIN:
            self._reap(os.WNOHANG)
            time.sleep(0.01)
        for pid in self._roles:
            _kill(pid, signal.SIGKILL)
        while self._roles:
            self._reap(0)

    def _reap(self, options: int) -> tuple[Role, float, int] | None:
        try:
            pid, status = os.waitpid(-1, options)
        except ChildProcessError:
            self._roles.clear()
            return None
        if pid not in self._roles:
            return None
        role, started = self._roles.pop(pid)
        return role, started, os.waitstatus_to_exitcode(status)

    def _fork(self, role: Role) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        pid = os.fork()
        if pid == 0:
            self._child(role)
        self._roles[pid] = role, time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def _child(self, role: Role) -> None:
        code = 1
        try:
            die_with_parent(self._parent)
            # Ctrl-C reaches the whole group; the keeper decides who ends when.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            for number in (signal.SIGTERM, RETIRE):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            role.run()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        except (BrokenPipeError, ConnectionResetError):
            code = 0  # the other side ended first
        except BaseException as error:  # the last place where a child can say anything
            with suppress(Exception):
                sys.stderr.write(f"akkuri: {role.name} process ended: {error!r}\n")
        finally:
            os._exit(code)

    def _on_signal(self, number: int, _frame: object) -> None:
        """Begin to end; Ctrl-C and the process above often say so twice, and once is enough."""
        seconds = self._retirement if number == RETIRE else self._patience
        self._told.begin(seconds, IDLE.get(signal.Signals(number), HARDLY))
        if not self._ending:
            self._ending = True
            if os.getppid() != self._above:
                self._orphaned()
            raise _StopError(number)


def _kill(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
