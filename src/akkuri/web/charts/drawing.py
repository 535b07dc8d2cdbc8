"""What a chart is drawn with: shapes in a plane, and the rows that they stand for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from akkuri.ask.named.chart import ChartDeclaration

__all__ = [
    "COLOURS",
    "ORDER",
    "SOFT",
    "ChartRow",
    "ChartTable",
    "Drawing",
    "Shape",
    "cut",
    "line",
    "rect",
    "round_step",
    "write",
]

COLOURS: Final = ("#0b5a57", "#d98b1f", "#6a4fa3", "#2f7fb8")
"""The colours of series in files; pages have them from the style sheet, by the classes `c0` …"""
ORDER: Final = "order"
"""The column by which those of a matrix are sorted, where an answer has it."""
INK: Final = "#1b2426"
SOFT: Final = "#53636a"
LINE: Final = "#d5dde0"
SIGN: Final = 0.6
"""How wide a sign is on average, of the size of its font."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One element of SVG with its attributes, what it says, and what is told when it is pointed at."""

    name: str
    attributes: Mapping[str, Any]
    text: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: its size, its shapes from the lowest up, and what the colours stand for."""

    width: float
    height: float
    shapes: Sequence[Shape]
    legend: Sequence[tuple[int, str]] = ()
    """The number of a colour, and what has it."""
    shown: int = 0
    """So many rows are drawn."""
    wide: bool = False
    """Whether a phone has to scroll it sideways."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of an answer as a chart reads it: its cells as people read them, and its numbers."""

    text: Callable[[str], str]
    """A cell, by its column, written when it is asked for: few of many rows are drawn. Empty without one."""
    numbers: Mapping[str, float]

    def label(self, columns: Sequence[str]) -> str:
        """Return what the row is called."""
        return " – ".join(dict.fromkeys(text for name in columns if (text := self.text(name))))


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The rows with the headings of their columns, and how numbers are written."""

    rows: Sequence[ChartRow]
    headings: Mapping[str, str]
    number: Callable[[float], str]
    chart: ChartDeclaration
    now: tuple[str, str] = ("", "")
    """The last point of a line that has been, and what is said of those after it."""


def write(x: float, y: float, text: str, size: int = 12, **more: Any) -> Shape:
    """Return a text that begins at a point, or ends or stands around it (`anchor`)."""
    anchor = {"text-anchor": more.pop("anchor")} if "anchor" in more else {}
    colour = more.pop("colour", INK)
    kind = "soft" if colour == SOFT else "ink"
    told = {"x": round(x, 1), "y": round(y, 1), "font-size": size, "fill": colour, "class": kind}
    return Shape("text", {**told, **anchor, **more}, text)


def rect(x: float, y: float, width: float, height: float, colour: int, title: str = "") -> Shape:
    """Return a rectangle in the colour of a series."""
    size = {"x": x, "y": y, "width": max(width, 0), "height": height}
    told = {name: round(value, 1) for name, value in size.items()}
    return Shape("rect", {**told, "fill": COLOURS[colour], "class": f"c{colour}"}, title=title)


def line(x1: float, y1: float, x2: float, y2: float) -> Shape:
    """Return a thin line behind what is measured."""
    told = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return Shape("line", {**{k: round(v, 1) for k, v in told.items()}, "stroke": LINE, "class": "rule"})


def cut(text: str, width: float, size: float = 12) -> str:
    """Shorten a text so that it is about so wide."""
    most = max(4, int(width / (size * SIGN)))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def round_step(span: float, values: Iterable[float], most: int = 5) -> float:
    """Return a round distance between lines, so that at most `most` of them cover a span of values.

    Between whole numbers there is nothing to mark.
    """
    if span <= 0:
        return 1.0
    size = 1.0 if all(float(value).is_integer() for value in values) else 10.0**-6
    while True:
        for factor in (1, 2, 5):
            if span <= most * factor * size:
                return factor * size
        size *= 10
