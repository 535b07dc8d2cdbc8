"""Rows that are made when they are read: a page that shows ten of a thousand makes ten."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

from akkuri.analysis.views.view import ViewRow

__all__ = ["LazyRows"]

_Record = TypeVar("_Record")


class LazyRows(Sequence[ViewRow], Generic[_Record]):
    """The rows of some records, in their order; `make` gives the row of one."""

    def __init__(self, records: Sequence[_Record], make: Callable[[_Record], ViewRow]) -> None:
        self._records = records
        self._make = make

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, place: int) -> ViewRow: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[ViewRow]: ...

    def __getitem__(self, place: int | slice) -> ViewRow | Sequence[ViewRow]:
        if isinstance(place, slice):
            return LazyRows(self._records[place], self._make)
        return self._make(self._records[place])
