"""Compounds of a capability and a place: kennotestauslaboratorio, cellprovningslabb."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["before_place"]

_PLACE: Final = re.compile(
    r"(?:laborato|labra|labb|laito|tehda|tehta|pilot|linja|linje|anläggning|fabrik|hall|kesku|cent[er]|kammio)"
    r"\w{0,9}$"
)
"""The ends of compounds that say what sort of place it is."""
_SHORTEST: Final = 6
"""Letters of what may stand before them."""


def before_place(token: str) -> Iterator[str]:
    """Give what stands before the place in a compound, as it is and without what joins the two."""
    found = _PLACE.search(token, _SHORTEST)
    if found is not None:
        part = token[: found.start()]
        yield part
        if part.endswith("s"):
            yield part[:-1]
