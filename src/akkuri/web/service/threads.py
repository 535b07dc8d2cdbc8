"""Running the application in threads: how many there are, and one call in one of them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from functools import partial
from threading import Barrier, Event, Lock
from typing import IO, Any, Final

from akkuri.ask.asker import asked_by
from akkuri.ask.processes.attempt import Attempt, LaterError
from akkuri.computing import ComputingTurns
from akkuri.fair import FairLine
from akkuri.system import behind_others
from akkuri.web.service.spool import Spool
from akkuri.web.service.wsgi import Application, Keep, Reply, call

__all__ = ["Call", "Threads"]

CROWD: Final = 1000
"""Requests that may wait for a thread."""


class Threads:
    """Threads for requests; at most CROWD requests have one or wait for one.

    With `turns` only a few of the threads compute at once. Each asker has its turn.
    """

    def __init__(self, name: str, count: int, turns: ComputingTurns | None = None) -> None:
        self._turns = turns
        self._pool = ThreadPoolExecutor(count, name, initializer=behind_others if turns is not None else None)
        _start_all(self._pool, count)
        self._lock = Lock()
        self._line: FairLine[tuple[str, Callable[[], None]]] = FairLine()
        self._asked = 0

    @property
    def crowded(self) -> bool:
        """Whether no more requests should come."""
        return self._asked >= CROWD

    def run(self, whose: str, work: Callable[[], None]) -> None:
        """Work in a thread as soon as one is free for this asker."""
        with self._lock:
            self._line.add(whose, (whose, work))
            self._asked += 1
        self._pool.submit(self._work)

    def _work(self) -> None:
        with self._lock:
            whose, work = self._line.next()
        try:
            with nullcontext() if self._turns is None else self._turns.own(whose):
                work()
        finally:
            with self._lock:
                self._asked -= 1


def _start_all(pool: ThreadPoolExecutor, count: int) -> None:
    """Start the threads now: where they find no room it is better known at the start than at a request."""
    together = Barrier(count + 1)
    for _ in range(count):
        pool.submit(together.wait)
    together.wait()


class Call:
    """One call of the application; `head` becomes its reply. It ends early when `gone` is set.

    `attempt` is what has been begun of it already.
    """

    def __init__(
        self,
        application: Application,
        env: dict[str, Any],
        gone: Event,
        spool: Callable[[asyncio.AbstractEventLoop], Spool],
        keep: Keep | None,
        attempt: Attempt | None = None,
    ) -> None:
        self._application = application
        self._env = env
        self._gone = gone
        self._spool = spool
        self._keep = keep
        self._attempt = attempt or Attempt()
        self._loop = asyncio.get_running_loop()
        self.head: asyncio.Future[Reply] = self._loop.create_future()

    def at_once(self) -> bool:
        """Try to call the application here, in the loop; False where it goes on in a thread, by `run`."""
        body: IO[bytes] = self._env["wsgi.input"]
        try:
            self._call(dict(self._env), self._take, trying=True)
        except LaterError:
            body.seek(0)
            return False
        except Exception as error:  # whatever it is, the loop answers it
            self._take(error)
        body.close()
        return True

    def run(self) -> None:
        """Call the application to the end of its answer, in a thread."""
        try:
            if not self._gone.is_set():
                self._call(self._env, self._tell, trying=False)
        except Exception as error:  # whatever it is, the loop answers it
            self._tell(error)
        finally:
            self._attempt.end()
            self._env["wsgi.input"].close()

    def _call(self, env: dict[str, Any], deliver: Callable[[Reply], None], *, trying: bool) -> None:
        asker = asked_by(self._gone.is_set, env.get("akkuri.client", ""))
        with asker, self._attempt.here(trying=trying):
            call(self._application, env, partial(self._spool, self._loop), deliver, self._keep)

    def forget(self) -> None:
        """Let nobody wait for the head any more, unless it is there."""
        if not self.head.done():
            self._gone.set()
            self.head.cancel()

    def _tell(self, found: Reply | Exception) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._take, found)

    def _take(self, found: Reply | Exception) -> None:
        if isinstance(found, Reply):
            if self.head.done():
                found.close()
            else:
                self.head.set_result(found)
        elif not self.head.done():
            self.head.set_exception(found)
