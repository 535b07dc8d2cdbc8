"""The outlines of Europe's countries: Natural Earth's, in the public domain, simplified to about 3 km."""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate

__all__ = ["Ring", "outlines"]

Ring = tuple[tuple[float, float], ...]
"""The points of an outline in degrees, longitude before latitude; the last is joined to the first."""


@cache
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """Return the rings of each country by its ISO 3166-1 code, the largest first.

    The file says where they come from and how they are written.
    """
    content = json.loads(files(__package__).joinpath("outlines.json").read_text(encoding="utf-8"))
    countries = content["countries"].items()
    return _Outlines({code: [array("i", line) for line in rings] for code, rings in countries})


class _Outlines(Mapping[str, tuple[Ring, ...]]):
    """Outlines kept as small as they are written: few are drawn, and their points take many times as much."""

    def __init__(self, steps: Mapping[str, Sequence[Sequence[int]]]) -> None:
        self._steps = steps

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __contains__(self, code: object) -> bool:
        return code in self._steps

    def __getitem__(self, code: str) -> tuple[Ring, ...]:
        return tuple(_ring(line) for line in self._steps[code])


def _ring(steps: Sequence[int]) -> Ring:
    """Add up the differences of one ring."""
    east, north = accumulate(steps[0::2]), accumulate(steps[1::2])
    return tuple((x / 100, y / 100) for x, y in zip(east, north, strict=True))
