"""Reading files for the loop: in threads, and so few at a time that others are not long behind what comes."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

__all__ = ["Disk"]

THREADS: Final = 4
_T = TypeVar("_T")


class Disk:
    """Threads that read; what waits for one waits in the loop.

    Else hundreds of pieces that came together would be sent before the loop looks at anything else.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "files")
        self._turns = asyncio.Semaphore(THREADS)

    async def read(self, work: Callable[[], _T]) -> _T:
        """Do something in a thread, in its turn."""
        async with self._turns:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def later(self, work: Callable[[], object]) -> None:
        """Do something in a thread that nobody waits for; RuntimeError when the threads have ended."""
        self._threads.submit(work)

    def shutdown(self) -> None:
        """End the threads when they have done what they were given."""
        self._threads.shutdown()
