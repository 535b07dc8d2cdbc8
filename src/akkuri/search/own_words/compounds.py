"""Compounds of a capability or a stage and something else: cellprovningslabb, kierrätysvaihe."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["before_place", "before_step"]

_PLACE: Final = re.compile(
    r"(?:laborato|labra|labb|laito|tehda|tehta|pilot|linja|linje|anläggning|fabrik|hall|kesku|cent[er]|kammio|testau|testi|kokei|kokee|mittau|analyysi|palvelu|provning|mätning|tjänst)"
    r"\w{0,9}$"
)
"""The ends of compounds that say what sort of place it is."""
_STEP: Final = re.compile(
    r"(?:vaihe\w{0,6}|led|ledet|leden|lederna|steg|steget|stegen|alan|alalla|koulutu\w*|utbildning\w*|hanke\w*"
    r"|hankke\w*|projekt\w*|toimij\w*|aktör\w*|företag\w*|yrity\w*|investoin\w*|investering\w*|tarve|tarpe\w*"
    r"|behov\w*|verkosto\w*|nätverk\w*)$"
)
"""The ends of compounds whose beginning may be a stage: what is done at it, and who does it."""
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
