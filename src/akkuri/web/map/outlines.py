"""The outlines of Europe's countries: Natural Earth's, in the public domain, simplified to about 3 km."""

import json
from functools import cache
from importlib.resources import files
from itertools import accumulate

__all__ = ["Ring", "outlines"]

Ring = tuple[tuple[float, float], ...]
"""The points of an outline in degrees, longitude before latitude; the last is joined to the first."""


@cache
def outlines() -> dict[str, tuple[Ring, ...]]:
    """Return the rings of each country by its ISO 3166-1 code, the largest first.

    The file says where they come from and how they are written.
    """
    content = json.loads(files(__package__).joinpath("outlines.json").read_text(encoding="utf-8"))
    return {code: tuple(_ring(line) for line in rings) for code, rings in content["countries"].items()}


def _ring(steps: list[int]) -> Ring:
    """Add up the differences of one ring."""
    east, north = accumulate(steps[0::2]), accumulate(steps[1::2])
    return tuple((x / 100, y / 100) for x, y in zip(east, north, strict=True))
