"""Rungs between a lowest and a highest value, one under the other along one axis."""

from typing import Final

from akkuri.web.charts.drawing import (
    COLOURS,
    SOFT,
    ChartTable,
    Drawing,
    Shape,
    cut,
    line,
    rect,
    round_step,
    write,
)

__all__ = ["ladder"]

WIDTH: Final = 480
_SIDE: Final = 26
_NAME: Final = 410
_TOP: Final = 20
_ROW: Final = 30
_MOST: Final = 60


def ladder(table: ChartTable) -> Drawing | None:
    """Draw a rung for each row that has an end; where one end is not known the other is a dot.

    Where most rows have neither, the few that have are no picture of the answer: none is drawn.
    """
    chart = table.chart
    ends = (chart.low, chart.high)
    rows = [row for row in table.rows if any(name in row.numbers for name in ends)]
    if len(rows) < 2 or len(rows) * 2 < len(table.rows):
        return None
    values = [row.numbers[name] for row in rows[:_MOST] for name in ends if name in row.numbers]
    step = round_step(max(values) - min(values), values, 8)
    first = min(values) // step * step
    last = -(-max(values) // step) * step
    last = last if last > first else first + step
    scale = (WIDTH - 2 * _SIDE) / (last - first)
    height = _TOP + min(len(rows), _MOST) * _ROW
    shapes: list[Shape] = []
    for number in range(round((last - first) / step) + 1):
        x = _SIDE + number * step * scale
        told = table.number(first + number * step)
        shapes += [line(x, _TOP - 4, x, height), write(x, 11, told, 11, anchor="middle", colour=SOFT)]
    for place, row in enumerate(rows[:_MOST]):
        top = _TOP + place * _ROW
        found = [row.numbers[name] for name in ends if name in row.numbers]
        low, high = min(found), max(found)
        said = " – ".join(dict.fromkeys(table.number(value) for value in (low, high)))
        name = row.label(chart.label)
        shapes.append(write(0, top + 12, cut(f"{name}: {said}", _NAME)))
        x = _SIDE + (low - first) * scale
        if high > low:
            shapes.append(rect(x, top + 17, (high - low) * scale, 8, 0, f"{name}: {said}"))
        else:
            dot = {
                "cx": round(x, 1),
                "cy": top + 21,
                "r": 4.5,
                "fill": COLOURS[0],
                "class": "c0",
            }
            shapes.append(Shape("circle", dot, title=f"{name}: {said}"))
    headings = list(dict.fromkeys(table.headings[name] for name in ends))
    return Drawing(WIDTH, height, shapes, [(0, " – ".join(headings))], min(len(rows), _MOST))
