"""Values with units in words: "30 below", "30 minusgrader", "40 pakkasasteessa", "10 mil"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["said_values"]

_DEGREES: Final = re.compile(
    r"(?P<cold>minus|köld|pakkas)?(?:graders?|gradig\w*|degrees?|aste(?:tta|essa|en|eseen|isessa|inen)?)"
)
_COLD: Final = frozenset(
    ["minus", "miinus", "below", "pakkasta", "pakkasessa", "pakkasella", "pakkanen", "kallt", "kyla", "frost"]
)
_MINUS: Final = frozenset(["minus", "miinus"])
_DEW: Final = re.compile(r"dew(?:point)?$|kastepiste|daggpunkt")
"""What is in degrees whether or not somebody says so."""
_KILOMETRES: Final = re.compile(r"km|kilomet\w+")
_DIGITS: Final = 5
_NEAR: Final = 6
_MIL: Final = frozenset({"mil", "mils", "milen"})
"""Ten kilometres in Swedish."""


def said_values(said: Sequence[str], matches: Sequence[re.Match[str]]) -> Iterator[tuple[str, range]]:
    """Give each value as figures with a unit, and the places of its words.

    `said` are the words with numbers as figures; nothing stands where a number goes on.
    """
    filled = [place for place, word in enumerate(said) if word]
    words = [said[place] for place in filled]
    for n, word in enumerate(words):
        if not (word.isascii() and word.isdigit() and len(word) < _DIGITS):
            continue
        number, place = int(word), filled[n]
        in_words = matches[place][0].lower() != word
        after, beyond, before = "".join(words[n + 1 : n + 2]), words[n + 2 : n + 3], words[max(0, n - 1)]
        if n + 1 < len(words):
            both = range(place, filled[n + 1] + 1)
        if after in _MIL:
            yield f"{10 * number} km", both
        elif _KILOMETRES.fullmatch(after):
            yield f"{number} km", both
        elif degrees := _DEGREES.fullmatch(after):
            cold = bool(degrees["cold"]) or before in _COLD or bool(set(beyond) & _COLD)
            yield f"{'-' if cold else ''}{number} °C", both
        elif any(_DEW.match(near) for near in words[max(0, n - _NEAR) : n + 3]):
            sign = "-" if _signed(matches[place]) or before in _COLD else ""
            yield f"{sign}{number} °C", range(place, place + 1)
        elif after == "below" and in_words:
            yield f"-{number} °C", both
        elif before in _MINUS and in_words:
            yield f"-{number} °C", range(place, place + 1)


def _signed(match: re.Match[str]) -> bool:
    return match.string[: match.start()].endswith(("-", "−", "–"))
