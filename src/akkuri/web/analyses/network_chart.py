"""The growth of the network as bars: places and sizes for an inline SVG, which needs no script or style."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from akkuri.web.page.i18n import Language

__all__ = ["Bar", "Chart", "chart"]

WIDTH: Final = 520
HEIGHT: Final = 200
_LEFT: Final = 34
_TOP: Final = 10
_BOTTOM: Final = 22
_LABELS: Final = 10
"""About so many years have room for their label."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: where its bar stands, how high both parts are, and what it says."""

    x: float
    width: float
    y: float
    height: float
    new_y: float
    new_height: float
    label: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars and the lines behind them (y and label)."""

    width: int
    height: int
    left: int
    base: int
    bars: list[Bar]
    lines: list[tuple[float, str]]


def chart(rows: Sequence[Mapping[str, Any]], words: Language, phrase: Callable[..., str]) -> Chart | None:
    """Lay out the actors of each year, the new ones on top; None when there are fewer than two years."""
    if len(rows) < 2:
        return None
    highest = max(row["actors_count"] for row in rows) or 1
    step = _step(highest)
    top = -(-highest // step) * step
    room, base = HEIGHT - _TOP - _BOTTOM, HEIGHT - _BOTTOM
    slot = (WIDTH - _LEFT) / len(rows)
    every = max(1, -(-len(rows) // _LABELS))
    bars = []
    for place, row in enumerate(rows):
        whole, new = row["actors_count"] * room / top, row["new_actors"] * room / top
        told = phrase(
            "growth_bar",
            year=row["year"],
            count=words.number(row["actors_count"]),
            new=words.number(row["new_actors"]),
        )
        bars.append(
            Bar(
                round(_LEFT + place * slot + slot * 0.1, 1),
                round(slot * 0.8, 1),
                round(base - whole + new, 1),
                round(whole - new, 1),
                round(base - whole, 1),
                round(new, 1),
                str(row["year"]) if place % every == 0 else None,
                told,
            )
        )
    lines = [(round(base - value * room / top, 1), words.number(value)) for value in range(0, top + 1, step)]
    return Chart(WIDTH, HEIGHT, _LEFT, base, bars, lines)


def _step(highest: int) -> int:
    """Return a round distance between lines, with at most five of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= 5 * factor * size:
                return factor * size
        size *= 10
