"""Who waits for an answer: work on it ends when nobody does any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["asked_by", "asker_gone"]


def _never() -> bool:
    return False


_GONE: ContextVar[Callable[[], bool]] = ContextVar("akkuri_asker_gone", default=_never)


@contextmanager
def asked_by(gone: Callable[[], bool]) -> Iterator[None]:
    """Let every question asked in this block (and thread) end when `gone` says that its asker has left."""
    token = _GONE.set(gone)
    try:
        yield
    finally:
        _GONE.reset(token)


def asker_gone() -> bool:
    """Say whether the asker of the question at hand has left."""
    return _GONE.get()()
