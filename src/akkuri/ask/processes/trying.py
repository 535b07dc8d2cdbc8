"""Whether what is asked here is only tried: nothing may be waited for then (`attempt`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["tried", "trying"]

_TRYING: ContextVar[bool] = ContextVar("akkuri_trying", default=False)


@contextmanager
def tried(only: bool) -> Iterator[None]:
    """Let the questions asked in this block only be tried, or waited for."""
    token = _TRYING.set(only)
    try:
        yield
    finally:
        _TRYING.reset(token)


def trying() -> bool:
    """Say whether nothing may be waited for."""
    return _TRYING.get()
