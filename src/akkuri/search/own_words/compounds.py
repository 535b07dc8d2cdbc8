"""Compounds of a capability and a place, of a stage and a word for stages: cellprovningslabb, kierrätysvaihe."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["before_place", "before_step"]

_PLACE: Final = re.compile(
    r"(?:laborato|labra|labb|laito|tehda|tehta|pilot|linja|linje|anläggning|fabrik|hall|kesku|cent[er]|kammio)"
    r"\w{0,9}$"
)
"""The ends of compounds that say what sort of place it is."""
_STEP: Final = re.compile(r"(?:vaihe\w{0,6}|led|ledet|leden|lederna|steg|steget|stegen)$")
"""The ends of compounds that say that they are stages."""
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


def before_step(token: str) -> Iterator[str]:
    """Give what stands before a word for a stage in a compound, in the forms it may have alone."""
    found = _STEP.search(token, _SHORTEST - 1)
    if found is not None:
        part = token[: found.start()]
        yield from (part, part.removesuffix("s"), f"{part.removesuffix('u')}or", f"{part}r", f"{part}t")
