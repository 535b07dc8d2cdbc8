"""Which chart an answer has: its type, and the columns that it is drawn from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.ask.named.header import QueryFile
from akkuri.errors import UsageError

__all__ = ["CHART_TYPES", "ChartDeclaration", "read_chart"]

CHART_TYPES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "bar": (frozenset({"label", "value"}), frozenset({"part", "same"})),
    "line": (frozenset({"label", "value"}), frozenset()),
    "matrix": (frozenset({"label", "value"}), frozenset({"column"})),
    "ladder": (frozenset({"label", "from", "to"}), frozenset()),
}
"""Type → what it needs, and what it may have."""


@dataclass(frozen=True, slots=True)
class ChartDeclaration:
    """A chart of the rows of an answer.

    A bar, a point, a line of the matrix or a rung stands for each row.
    """

    type: str
    label: tuple[str, ...]
    """The columns that name it; along a line: the time."""
    value: tuple[str, ...] = ()
    """The columns with the numbers: one bar of several pieces, several lines, or columns of the matrix."""
    part: str = ""
    """The column with the part of the bar that is set off."""
    column: str = ""
    """The column whose values are the columns of the matrix, where each row is one square of it."""
    low: str = ""
    """The column in which a rung begins."""
    high: str = ""
    """The column in which it ends."""
    same: tuple[str, ...] = ()
    """The columns that must say one thing in all rows, else nothing is drawn: kW beside kg say nothing."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that it reads."""
        single = (self.part, self.column, self.low, self.high)
        return (*self.label, *self.value, *filter(None, single), *self.same)

    def document(self) -> dict[str, object]:
        """Return it as the header of a question says it."""
        told = {
            "type": self.type,
            "label": _unlisted(self.label),
            "value": _unlisted(self.value),
            "part": self.part,
            "column": self.column,
            "from": self.low,
            "to": self.high,
            "same": _unlisted(self.same) if self.same else "",
        }
        return {key: value for key, value in told.items() if value}


def read_chart(entry: object, columns: Collection[str], file: QueryFile) -> ChartDeclaration | None:
    """Check the chart that a header declares. Raises UsageError naming file and line."""
    if entry is None:
        return None
    given = entry if isinstance(entry, Mapping) else {}
    kind = str(given.get("type"))
    if kind not in CHART_TYPES:
        where, known = file.at("chart", "type"), ", ".join(CHART_TYPES)
        raise UsageError.worded("header.chart-type", place=where, name=kind, known=known)
    needed, allowed = CHART_TYPES[kind]
    found = given.keys() - {"type"}
    if not needed <= found <= needed | allowed or ("column" in found and isinstance(given["value"], list)):
        wanted, perhaps = ", ".join(sorted(needed)), ", ".join(sorted(allowed)) or "–"
        raise UsageError.worded(
            "header.chart-keys", place=file.at("chart"), name=kind, wanted=wanted, perhaps=perhaps
        )
    for key in found:
        for name in _listed(given[key]):
            if name not in columns:
                raise UsageError.worded(
                    "header.chart-column", place=file.at("chart", key), key=key, name=name
                )
    part, column, low, high = (str(given.get(key) or "") for key in ("part", "column", "from", "to"))
    label, value, same = (_listed(given.get(key)) for key in ("label", "value", "same"))
    return ChartDeclaration(kind, label, value, part, column, low, high, same)


def _listed(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(str, value))
    return (str(value),) if value is not None else ()


def _unlisted(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)
