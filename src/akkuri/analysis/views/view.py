"""A view: a table that an analysis can show, declared once for command line, API, form and page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.columns import ViewColumn
from akkuri.analysis.views.filter import Filter, Takes
from akkuri.ask.named.chart import ChartDeclaration

__all__ = ["Front", "NoPage", "View", "ViewPage", "ViewRow", "ViewRows"]

_A = TypeVar("_A", bound=Asked)

ViewRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ViewRows:
    """What the function of a view returns."""

    rows: Sequence[ViewRow]
    """Column → value."""
    notes: tuple[str, ...] = ()
    """What has to be known to read the rows."""
    totals: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    """The answer in one sentence, where it can be said in one."""
    total: int | None = None
    """How many rows there are, where only the first were made."""
    hidden: frozenset[str] = frozenset()
    """Shown columns that say nothing this time."""


@dataclass(frozen=True, slots=True)
class Front:
    """What the first page of the analysis shows of a view."""

    rows: int = 0
    """So many rows."""
    without: tuple[str, ...] = ()
    """Shown columns for which there is no room."""
    ask: tuple[Filter[Any], ...] = ()
    """The fields of a small form, whose button is the text `views.ask_<view>`."""


@dataclass(frozen=True, slots=True)
class ViewPage:
    """That a view has a page, `/<analysis>/<view>`, introduced by the text `views.about_<view>`."""

    group: str
    """The pages listed together, under the text `views.group_<group>`."""
    front: Front | None = None


@dataclass(frozen=True, slots=True)
class NoPage:
    """That a view has no page, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Generic[_A]):
    """The declaration of one view; the module that holds it is found, nothing lists it.

    Its title is the text `views.view_<name>`, what it needs the text `views.needs_<name>`, what it says where
    there is no row the text `views.none_<name>`.
    """

    name: str
    order: int
    """Views are listed by it, the most important first; the very first is what is shown unless asked."""
    rows: Callable[[_A], ViewRows]
    columns: tuple[ViewColumn, ...]
    shown: tuple[str, ...]
    """The columns for the screen in their order; the others are for machines."""
    page: ViewPage | NoPage
    filters: tuple[Filter[Any], ...] = ()
    needs: tuple[Filter[Any], ...] = ()
    """Filters without which there is no answer; naming one of them asks for this view."""
    chosen_by: tuple[Filter[Any], ...] = ()
    """Further filters that ask for this view when none is named."""
    most: int | None = None
    """So many rows are given unless more are asked for."""
    chart: ChartDeclaration | None = None
    more: tuple[str, ...] = ()
    """Members of a row that only JSON has."""
    at_home: bool = False
    """Without a country it is about the home country alone."""
    questions: tuple[str, ...] = ()
    """Named questions that ask the same, or have the other figure that is useful beside it."""

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        chart = self.chart.columns if self.chart else ()
        for name in (*self.shown, *chart):
            if name not in names:
                raise ValueError(f"The view {self.name} shows {name}, which is none of its columns.")
        if len(set(names)) < len(names):
            raise ValueError(f"The view {self.name} has a column twice.")
        if lost := [item.name for item in (*self.needs, *self.chosen_by) if item not in self.filters]:
            raise ValueError(f"The view {self.name} is asked for by {lost[0]}, which is none of its filters.")

    @property
    def over_http(self) -> bool:
        """Whether everything it needs can be given as a parameter."""
        return all(item.takes is Takes.TEXT for item in self.needs)

    @property
    def parameters(self) -> tuple[Filter[Any], ...]:
        """The filters that are given as texts."""
        return tuple(item for item in self.filters if item.takes is Takes.TEXT)

    @property
    def fields(self) -> tuple[Filter[Any], ...]:
        """The filters that a form has."""
        return tuple(item for item in self.parameters if item.field)
