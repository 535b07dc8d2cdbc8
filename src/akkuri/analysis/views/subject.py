"""What an analysis can show: its views are found among the modules of a room, its filters among its views."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from akkuri.analysis.views.asking import Asked, Basis, ViewRequest
from akkuri.analysis.views.filter import Filter
from akkuri.analysis.views.filters import most
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.declared import declared
from akkuri.errors import UsageError, told_in
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.texts import text

__all__ = ["Subject"]

_A = TypeVar("_A", bound=Asked)


class Subject(Generic[_A]):
    """The command `akkuri <name>`, the API `/api/<name>` and the pages below `/<name>`."""

    def __init__(self, name: str, room: str, asked: type[_A]) -> None:
        self.name = name
        self._room = room
        self._asked = asked

    @cached_property
    def views(self) -> tuple[View[_A], ...]:
        """The views, the most important first; found once. Raises ValueError for two of one name."""
        views = [view for _, view in declared(self._room, "VIEW", View)]
        found = sorted(views, key=lambda view: (view.order, view.name))
        for name in {view.name for view in found}:
            if sum(view.name == name for view in found) > 1:
                raise ValueError(f"Two views of {self.name} are called {name}.")
        return tuple(found)

    @property
    def pages(self) -> list[tuple[View[_A], ViewPage]]:
        """The views with a page, and what they say of it."""
        return [(view, view.page) for view in self.views if isinstance(view.page, ViewPage)]

    @cached_property
    def filters(self) -> dict[str, Filter[Any]]:
        """Every filter of a view, by name. Raises ValueError for two of one name."""
        found: dict[str, Filter[Any]] = {}
        for view in self.views:
            for item in view.filters:
                if found.setdefault(item.name, item) is not item:
                    raise ValueError(f"Two filters of {self.name} are called {item.name}.")
        return found

    def find(self, name: str, lang: str) -> View[_A]:
        """Return a view by name. Raises UsageError for another name."""
        for view in self.views:
            if view.name == name:
                return view
        known = [view.name for view in self.views]
        sentence = text(lang, "analysis.no_view", name=name[:100], known=", ".join(known))
        raise UsageError(sentence + did_you_mean(lang, nearest(name[:100], known)))

    def chosen(self, request: ViewRequest) -> View[_A]:
        """Return the view that a request names, or else asks for by its filters. Raises UsageError."""
        if request.show:
            return self.find(request.show, request.lang)
        for view in self.views:
            if any(_filled(request, item) for item in (*view.needs, *view.chosen_by)):
                return view
        return self.views[0]

    def asked(self, basis: Basis, request: ViewRequest, filters: Sequence[Filter[Any]] = ()) -> _A:
        """Return a request that may have only these filters, with their values read. Raises UsageError."""
        self._check_names(self.name, filters, request)
        return self._read(basis, request, filters)

    def table(self, basis: Basis, request: ViewRequest) -> ViewTable:
        """Answer a request.

        Raises UsageError for an unknown view, a filter that it does not have or lacks, and a value that means
        nothing (with the nearest).
        """
        view = self.chosen(request)
        self._check_names(view.name, view.filters, request)
        if not all(_filled(request, item) for item in view.needs):
            raise UsageError(text(request.lang, f"views.needs_{view.name}"))
        asked = self._read(basis, request, view.filters)
        with told_in(request.lang):
            answer = view.rows(asked)
        return _table(view, answer, most(asked, view.most), request.lang)

    def _read(self, basis: Basis, request: ViewRequest, filters: Sequence[Filter[Any]]) -> _A:
        asked = self._asked(basis, request)
        for item in filters:
            asked[item]
        asked.check()
        return asked

    def _check_names(self, view: str, filters: Sequence[Filter[Any]], request: ViewRequest) -> None:
        """Refuse a filter that would change nothing, for it would be taken to have done so."""
        own = [item.name for item in filters]
        for name in request.given:
            if name not in own and (name not in self.filters or _filled(request, self.filters[name])):
                known = ", ".join(own) or "–"
                sentence = text(request.lang, "views.no_filter", view=view, name=name[:50], known=known)
                raise UsageError(sentence + did_you_mean(request.lang, nearest(name[:50], own)))


def _filled(request: ViewRequest, item: Filter[Any]) -> bool:
    return request.given.get(item.name) not in (None, "", ())


def _table(view: View[Any], answer: ViewRows, most: int | None, lang: str) -> ViewTable:
    rows = answer.rows if most is None else answer.rows[:most]
    total = len(answer.rows) if answer.total is None else answer.total
    # No row is an answer too, and has to say what it means and what nobody knows.
    none = () if answer.rows or answer.summary else (text(lang, f"views.none_{view.name}"),)
    return ViewTable(view, rows, total, (*none, *answer.notes), answer.totals, answer.summary, answer.hidden)
