"""The rows of a view as bars: places and sizes for an inline SVG, which needs no script or style."""

from dataclasses import dataclass
from typing import Final

from akkuri.analysis.views.table import ViewTable
from akkuri.texts import text
from akkuri.web.page.i18n import Language

__all__ = ["Bar", "BarChart", "bar_chart"]

WIDTH: Final = 520
HEIGHT: Final = 200
_LEFT: Final = 34
_TOP: Final = 10
_BOTTOM: Final = 22
_LABELS: Final = 10
"""About so many bars have room for their label."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, how high its whole and its part are, and what it says."""

    x: float
    width: float
    y: float
    height: float
    part_y: float
    part_height: float
    label: str | None
    title: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """The bars, the lines behind them (y and label), and what they are called."""

    width: int
    height: int
    left: int
    base: int
    bars: list[Bar]
    lines: list[tuple[float, str]]
    caption: str
    rest: str
    """What the bar without its part is; empty where there are no parts."""
    part: str


def bar_chart(table: ViewTable, words: Language) -> BarChart | None:
    """Lay out the rows of a view that declares a chart, the parts on top; None for fewer than two bars."""
    chart = table.view.chart
    if chart is None or len(table.rows) < 2:
        return None
    key = f"views.chart_{table.name}"
    highest = max(row[chart.y] or 0 for row in table.rows) or 1
    step = _step(highest)
    top = -(-highest // step) * step
    room, base = HEIGHT - _TOP - _BOTTOM, HEIGHT - _BOTTOM
    slot = (WIDTH - _LEFT) / len(table.rows)
    every = max(1, -(-len(table.rows) // _LABELS))
    bars = []
    for place, row in enumerate(table.rows):
        value, part = row[chart.y] or 0, (row[chart.part] or 0) if chart.part else 0
        whole, new = value * room / top, part * room / top
        told = {"x": row[chart.x], "y": words.number(value), "part": words.number(part)}
        bars.append(
            Bar(
                round(_LEFT + place * slot + slot * 0.1, 1),
                round(slot * 0.8, 1),
                round(base - whole + new, 1),
                round(whole - new, 1),
                round(base - whole, 1),
                round(new, 1),
                str(row[chart.x]) if place % every == 0 else None,
                text(words.code, f"{key}_bar", **told),
            )
        )
    lines = [(round(base - value * room / top, 1), words.number(value)) for value in range(0, top + 1, step)]
    rest, part_name = (text(words.code, f"{key}_{p}") if chart.part else "" for p in ("rest", "part"))
    caption = text(words.code, key)
    return BarChart(WIDTH, HEIGHT, _LEFT, base, bars, lines, caption, rest, part_name)


def _step(highest: float) -> int:
    """Return a round distance between lines, with at most five of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= 5 * factor * size:
                return factor * size
        size *= 10
