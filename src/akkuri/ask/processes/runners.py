"""Who runs a query: a process from the pool, or this process itself."""

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

from akkuri.ask.asker import asker_address
from akkuri.ask.gate.explainer import parse
from akkuri.ask.processes.attempt import LaterError
from akkuri.ask.processes.connection import Limits, QueryProcess
from akkuri.ask.processes.messages import Greeting, Parsed, Question
from akkuri.ask.processes.pool import Pool
from akkuri.ask.processes.trying import trying
from akkuri.ask.processes.worker import answer
from akkuri.computing import aside
from akkuri.errors import Refusal
from akkuri.settings import Settings
from akkuri.store import Store

__all__ = ["LocalRunner", "PoolRunner", "Runner"]

EXPLAIN_SECONDS: Final = 1.0
READY_SECONDS: Final = 0.5
EXPLAIN_LENGTH: Final = 16 * 1024


class Runner(Protocol):
    """Runs queries that have passed the gate."""

    @property
    def version(self) -> str | None:
        """Return the version of the content, None when unknown."""
        ...

    @property
    def quads(self) -> int | None:
        """Return the number of quads, None when unknown."""
        ...

    @property
    def outside(self) -> bool:
        """Return whether the content is kept outside of this program."""
        ...

    def run(self, question: Question) -> AbstractContextManager[Iterator[bytes]]:
        """Run a question while the context is open; raises what Pool.lease and QueryProcess.pieces raise."""
        ...

    def explain(self, text: str) -> Parsed | None:
        """Parse a query with rdflib (akkuri.ask.gate.explainer.parse); None when that takes too long."""
        ...

    def ready(self) -> bool:
        """Say whether a query could be answered now."""
        ...


class LocalRunner:
    """Runs queries in the calling thread, without limits."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def version(self) -> str | None:
        """Return the store's version."""
        return self._store.version

    @property
    def quads(self) -> int | None:
        """Return the number of quads."""
        return len(self._store)

    @property
    def outside(self) -> bool:
        """Return whether the content is kept outside of this program."""
        return self._store.outside

    @contextmanager
    def run(self, question: Question) -> Iterator[Iterator[bytes]]:
        """Run a question to its end."""
        buffer = io.BytesIO()
        failure = answer(self._store, question, buffer)
        if failure is not None:
            raise failure.refusal()
        yield iter((buffer.getvalue(),))

    def explain(self, text: str) -> Parsed | None:
        """Parse a query here."""
        return parse(text) if len(text) <= EXPLAIN_LENGTH else None

    def ready(self) -> bool:
        """Return True: there is nothing to wait for."""
        return True


class PoolRunner:
    """Runs queries in the processes behind two Unix sockets in `folder` (see akkuri.ask.processes.keeper)."""

    def __init__(self, folder: Path, settings: Settings, version: str | None = None) -> None:
        self._version = version
        self._settings = settings
        self._explain_path = folder / "explain"
        self._explainer: QueryProcess | None = None
        self._explaining = Lock()
        self.pool = Pool(folder / "query", settings)

    @property
    def version(self) -> str | None:
        """Return the version of the release, or what the query processes report."""
        return self._version or self._greeting().version

    @property
    def quads(self) -> int | None:
        """Return the number of quads that the query processes report."""
        return self._greeting().quads

    @property
    def outside(self) -> bool:
        """Return whether the content is kept outside of this program."""
        return self._greeting().outside

    @contextmanager
    def run(self, question: Question) -> Iterator[Iterator[bytes]]:
        """Run a question in a process of the pool."""
        given = self._settings
        asker = asker_address()
        limits = Limits(
            given.query_seconds,
            given.query_memory,
            given.crowded_seconds,
            lambda: self.pool.others_wait(asker),
        )
        with self.pool.lease(question, limits) as process:
            pieces = process.pieces(limits)
            try:
                yield pieces
            finally:
                pieces.close()

    def explain(self, text: str) -> Parsed | None:
        """Ask the explaining process, one text at a time; a process that takes too long is ended."""
        if trying():
            raise LaterError
        if len(text) > EXPLAIN_LENGTH:
            return None
        with aside():
            return self._explained(text)

    def _explained(self, text: str) -> Parsed | None:
        if not self._explaining.acquire(timeout=EXPLAIN_SECONDS):
            return None
        try:
            if self._explainer is None:
                self._explainer = QueryProcess(self._explain_path)
            parsed = self._explainer.parsed(text, EXPLAIN_SECONDS)
            if parsed is None:
                self._explainer.kill()
                self._explainer = None
            return parsed
        except Refusal:
            return None
        finally:
            self._explaining.release()

    def ready(self) -> bool:
        """Say whether the query processes have opened the store."""
        return self.pool.probe(READY_SECONDS)

    def _greeting(self) -> Greeting:
        if self.pool.greeting is None:
            self.ready()
        return self.pool.greeting or Greeting()
