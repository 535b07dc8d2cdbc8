"""A query process: takes one request after another from one connection and streams the answers back."""

import os
import re
import resource
import signal
import time
from collections.abc import Callable
from socket import SO_SNDBUF, SOL_SOCKET, socket
from typing import Any, Final

from akkuri.ask.processes import fence
from akkuri.ask.processes.columns import in_order
from akkuri.ask.processes.messages import Closing, Failure, Greeting, Question
from akkuri.ask.processes.wire import END, ERROR, HELLO, FrameSink, read_request
from akkuri.errors import OutsideError, Refusal
from akkuri.settings import Settings
from akkuri.store import SparqlQuery, Store, by_name
from akkuri.system import behind_others, give_back_freed, keep_freed

__all__ = ["answer", "query_process"]

SLACK: Final = 256 * 1024 * 1024
ON_THE_WAY: Final = 512 * 1024
"""Bytes of an answer that have been sent and are not read: a frame should find room, so that nobody waits."""
GROWN: Final = 64 * 1024 * 1024
KEPT_MS: Final = 1000
"""Milliseconds for which freed memory is kept: what joins or writes much takes and frees it over and over."""
KEPT: Final = 12 * 1024 * 1024
"""Bytes that a process may keep of it after a query."""
LONG: Final = 0.01
"""Seconds of a query after which it is looked at how much is kept."""
_NO_TRIPLE_TERMS: Final = "does not support RDF 1.2"
_NO_FUNCTION: Final = re.compile(r"custom (?:aggregate )?function <(.*?)> is not supported")


def query_process(listener: socket, store: Store, settings: Settings, *, fenced: bool) -> None:
    """Serve one connection until it closes, or until a query has left the process large."""
    conn, _ = listener.accept()
    listener.close()
    conn.setsockopt(SOL_SOCKET, SO_SNDBUF, ON_THE_WAY)
    base = _peak()
    behind_others()
    keep_freed(KEPT_MS)
    fence.deep_stack()
    fence.bound_memory(settings.query_memory + SLACK)
    hello = Greeting(os.getpid(), store.version, _size(store), fence.resident(), store.outside)
    # If the web process is gone nobody watches the clock: the kernel then ends a query by its processor time.
    # Each query sets it anew; between them a process that waits takes none.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if fenced:
        fence.no_new_files()
    FrameSink(conn).finish(HELLO, hello.encode())
    while (body := read_request(conn)) is not None:
        begun = time.monotonic()
        signal.setitimer(signal.ITIMER_PROF, settings.query_seconds + 1)
        sink = FrameSink(conn)
        failure = answer(store, Question.decode(body), sink)
        grown = _peak() - base
        last = grown - store.kept_bytes > GROWN or grown > settings.query_memory // 2
        sink.finish(END if failure is None else ERROR, Closing(last, failure).encode())
        if last:
            break
        if time.monotonic() - begun > LONG and fence.resident() - hello.resident > KEPT:
            give_back_freed()


def answer(
    store: Store, question: Question, sink: Any, started: Callable[[], None] | None = None
) -> Failure | None:
    """Answer a question into a sink; returns None, or what went wrong."""
    try:
        lacking = _lacking(store, question)
        if lacking is not None:
            return lacking
        form = by_name(question.form)
        text = in_order(question.text, question.base)
        query = SparqlQuery(text, question.dataset, question.base, question.prefixes, question.unbound)
        store.query(query, form, sink, started)
    except SyntaxError as error:
        return Failure("syntax-plain", {"detail": str(error.msg or error)})
    except OutsideError as error:
        return Failure.outside(error)
    except Refusal as refusal:
        return Failure(refusal.code, dict(refusal.params))
    except MemoryError:
        return Failure("memory-limit")
    except (ValueError, TypeError, RuntimeError, OSError) as error:
        if isinstance(error, BrokenPipeError | ConnectionResetError):
            raise
        if _NO_TRIPLE_TERMS in str(error):
            return Failure("no-triple-terms", {"media_type": by_name(question.form).media_type})
        function = _NO_FUNCTION.search(str(error))
        if function:
            return Failure("unknown-function", {"function": function[1]})
        return Failure("engine", {"detail": str(error)})
    return None


def _lacking(store: Store, question: Question) -> Failure | None:
    """Return what makes the engine's answer to a question wrong in this store, or impossible."""
    for iri in question.must_have:
        if not store.has_graph(iri):
            return Failure("unknown-graph", {"graph": iri})
    for iri in question.must_know:
        if not store.knows(iri):
            return Failure("unknown-term", {"term": iri})
    return Failure("merged-graphs") if store.overlap(question.dataset.default) else None


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _size(store: Store) -> int | None:
    return len(store) if store.version is not None else None
