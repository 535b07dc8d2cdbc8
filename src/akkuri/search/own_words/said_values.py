"""Values in words: "thirty below", "trettio minusgrader", "neljässäkymmenessä pakkasasteessa", "tio mil"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["said_values"]

_TENS: Final = (
    (10, re.compile(r"ten|tio|kymmene\w*")),
    (20, re.compile(r"twenty|tjugo|(?:kaksi|kahde)\w*kymmen\w*")),
    (30, re.compile(r"thirty|trettio|kolme\w*kymmen\w*")),
    (40, re.compile(r"forty|fyrtio|neljä\w*kymmen\w*")),
    (50, re.compile(r"fifty|femtio|(?:viisi|viide)\w*kymmen\w*")),
    (60, re.compile(r"sixty|sextio|(?:kuusi|kuude)\w*kymmen\w*")),
    (80, re.compile(r"eighty|åttio|kahdeksa\w*kymmen\w*")),
    (100, re.compile(r"hundred|hundra|sata|sadan|sadassa")),
)
_DEGREES: Final = re.compile(r"(?P<cold>minus|köld|pakkas)?(?:grader|degrees?|aste(?:tta|essa|en|eseen))")
_COLD: Final = frozenset(
    ["minus", "miinus", "below", "pakkasta", "pakkasessa", "pakkasella", "pakkanen", "kallt", "kyla", "frost"]
)
_DEW: Final = re.compile(r"dew(?:point)?$|kastepiste|daggpunkt")
"""What is in degrees whether or not somebody says so."""
_KILOMETRES: Final = re.compile(r"km|kilomet\w+")
_MIL: Final = "mil"
"""Ten kilometres in Swedish."""


def said_values(matches: Sequence[re.Match[str]]) -> Iterator[tuple[str, range]]:
    """Give each value as figures with a unit, and the places of its words."""
    said = [match[0].lower() for match in matches]
    for place, word in enumerate(said):
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 5 else _ten(word)
        after, beyond = "".join(said[place + 1 : place + 2]), said[place + 2 : place + 3]
        if number is None:
            continue
        if after == _MIL:
            yield f"{10 * number} km", range(place, place + 2)
        elif _KILOMETRES.fullmatch(after) and not word.isdigit():
            yield f"{number} km", range(place, place + 2)
        elif degrees := _DEGREES.fullmatch(after):
            cold = bool(degrees["cold"]) or said[max(0, place - 1)] in _COLD or set(beyond) & _COLD
            if cold or not word.isdigit():
                yield f"{'-' if cold else ''}{number} °C", range(place, place + 2)
        elif word.isdigit() and any(_DEW.match(near) for near in said[max(0, place - 3) : place + 3]):
            sign = "-" if _signed(matches[place]) or said[max(0, place - 1)] in _COLD else ""
            yield f"{sign}{number} °C", range(place, place + 1)
        elif after == "below" and not word.isdigit():
            yield f"-{number} °C", range(place, place + 2)


def _ten(word: str) -> int | None:
    return next((number for number, written in _TENS if written.fullmatch(word)), None)


def _signed(match: re.Match[str]) -> bool:
    return match.string[: match.start()].endswith(("-", "−", "–"))
