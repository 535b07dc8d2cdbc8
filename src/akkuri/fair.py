"""A line in which those who ask for much stand behind those who ask for little."""

from collections import OrderedDict, deque
from typing import Generic, TypeVar

__all__ = ["FairLine"]

_T = TypeVar("_T")


class FairLine(Generic[_T]):
    """What waits for its turn: that of one asker in its order, of several askers one each in turn."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[_T]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, whose: str, what: _T) -> None:
        """Put something at the end of what an asker has waiting."""
        self._waiting.setdefault(whose, deque()).append(what)

    def next(self) -> _T:
        """Take what is first of the asker whose turn it is; KeyError where nothing waits."""
        whose, waiting = self._waiting.popitem(last=False)
        what = waiting.popleft()
        if waiting:
            self._waiting[whose] = waiting
        return what
