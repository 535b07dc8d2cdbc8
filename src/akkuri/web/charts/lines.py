"""Lines over time: one for each column of numbers, told apart by colour, dashes and their names."""

from typing import Final

from akkuri.web.charts.drawing import (
    COLOURS,
    LINE,
    SOFT,
    ChartTable,
    Drawing,
    Shape,
    line,
    round_step,
    write,
)

__all__ = ["lines"]

WIDTH: Final = 480
HEIGHT: Final = 230
_LEFT: Final = 48
_RIGHT: Final = 8
_TOP: Final = 8
_BOTTOM: Final = 24
_LABELS: Final = 8
"""About so many points have room for their label."""
_DASHES: Final = ("none", "7 3", "2 3", "9 3 2 3")
_MOST: Final = 150
_CROWDED: Final = 60
"""Points from which on they are small."""


def lines(table: ChartTable) -> Drawing | None:
    """Draw the rows from left to right; None for fewer than three, or numbers below zero."""
    chart = table.chart
    rows = [row for row in table.rows if any(name in row.numbers for name in chart.value)][:_MOST]
    highest = max((row.numbers.get(name, 0) for row in rows for name in chart.value), default=0)
    if len(rows) < 3 or highest <= 0 or any(v < 0 for row in rows for v in row.numbers.values()):
        return None
    step = round_step(highest, (value for row in rows for value in row.numbers.values()))
    top = -(-highest // step) * step
    room, base = HEIGHT - _TOP - _BOTTOM, HEIGHT - _BOTTOM
    slot = (WIDTH - _LEFT - _RIGHT) / (len(rows) - 1)
    every = -(-len(rows) // _LABELS)
    shapes = _still_to_come(table, [row.label(chart.label) for row in rows], slot, base)
    for number in range(round(top / step) + 1):
        y = base - number * step * room / top
        shapes += [
            line(_LEFT, y, WIDTH, y),
            write(_LEFT - 6, y + 4, table.number(number * step), 11, anchor="end", colour=SOFT),
        ]
    for place, row in enumerate(rows):
        if place % every == 0:
            end = "start" if place == 0 else "end" if place == len(rows) - 1 else "middle"
            shapes.append(
                write(_LEFT + place * slot, base + 17, row.label(chart.label), 11, anchor=end, colour=SOFT)
            )
    for number, name in enumerate(chart.value):
        points = [
            (round(_LEFT + place * slot, 1), round(base - row.numbers[name] * room / top, 1), row)
            for place, row in enumerate(rows)
            if name in row.numbers
        ]
        shapes.append(_path([(x, y) for x, y, _ in points], number))
        for x, y, row in points:
            title = f"{row.label(chart.label)}: {table.headings[name]} {table.number(row.numbers[name])}"
            dot = {"cx": x, "cy": y, "r": 2.5 if len(rows) < _CROWDED else 1.5, "fill": COLOURS[number]}
            shapes.append(Shape("circle", {**dot, "class": f"c{number}"}, title=title))
    legend = [(number, table.headings[name]) for number, name in enumerate(chart.value)]
    return Drawing(WIDTH, HEIGHT, shapes, legend, len(rows))


def _still_to_come(table: ChartTable, labels: list[str], slot: float, base: float) -> list[Shape]:
    """Return the ground behind the points after the last that has been: what is known of them is not all."""
    last, told = table.now
    if not last or last not in labels[:-1]:
        return []
    left = _LEFT + (labels.index(last) + 0.5) * slot
    ground = {"x": round(left, 1), "y": _TOP, "width": round(WIDTH - left, 1), "height": base - _TOP}
    tint = {"fill": LINE, "fill-opacity": 0.45, "class": "later"}
    return [
        Shape("rect", {**ground, **tint}, title=told),
        write(WIDTH - 3, _TOP + 12, told, 10, anchor="end", colour=SOFT),
    ]


def _path(points: list[tuple[float, float]], number: int) -> Shape:
    drawn = {
        "d": "M" + "L".join(f"{x} {y}" for x, y in points),
        "fill": "none",
        "stroke": COLOURS[number],
        "stroke-width": 2,
        "stroke-dasharray": _DASHES[number],
        "class": f"l{number}",
    }
    return Shape("path", drawn)
