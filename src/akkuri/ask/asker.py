"""Who waits for an answer: work on it ends when nobody does any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["asked_by", "asker_address", "asker_gone"]


def _never() -> bool:
    return False


_GONE: ContextVar[Callable[[], bool]] = ContextVar("akkuri_asker_gone", default=_never)


_ADDRESS: ContextVar[str] = ContextVar("akkuri_asker_address", default="")


@contextmanager
def asked_by(gone: Callable[[], bool], address: str = "") -> Iterator[None]:
    """Let every question asked in this block (and thread) end when `gone` says that its asker has left.

    `address` is whose questions they are, for a fair share of the query processes.
    """
    token, held = _GONE.set(gone), _ADDRESS.set(address)
    try:
        yield
    finally:
        _GONE.reset(token)
        _ADDRESS.reset(held)


def asker_address() -> str:
    """Return the address of the asker of the question at hand; empty where nobody said it."""
    return _ADDRESS.get()


def asker_gone() -> bool:
    """Say whether the asker of the question at hand has left."""
    return _GONE.get()()
