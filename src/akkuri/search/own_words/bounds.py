"""Bounds on how many: "at least five", "alle kolme", "en enda", "the ten largest"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["AT_LEAST", "AT_MOST", "FIRST_FEW", "CountBound", "bounds_in"]

AT_LEAST: Final = "at-least"
AT_MOST: Final = "at-most"
FIRST_FEW: Final = "first-few"
"""So many of those that come first."""
_NUMBERS: Final = {
    word: number
    for number, listed in enumerate(
        ("no zero ilman nolla ingen inga utan noll", "one single yksi yhden yhdestä ainoa ainoan en ett enda")
    )
    for word in listed.split()
}
"""Words for none and one, which are seldom a number."""
_FROM: Final = frozenset(["least", "minimum", "min", "vähintään", "väh", "minst", "minimi", "ainakin"])
_UP_TO: Final = frozenset(
    [
        *("most", "maximum", "max", "enintään", "korkeintaan", "högst"),
        *("only", "just", "vain", "pelkkä", "bara", "endast"),
    ]
)
_MORE: Final = re.compile(r"(?:or|tai|eller) (?:more|enemmän|usea\w*|fler|mer)")
_FEWER: Final = re.compile(r"(?:or|tai|eller) (?:fewer|less|vähemmän|harvem\w*|färre|mindre)")
_OVER: Final = re.compile(r"(?:.* )?(?:more than|over|exceeding|above|yli|enemmän kuin|fler än|mer än|över)")
_UNDER: Final = re.compile(
    r"(?:.* )?(?:fewer than|less than|under|below|alle|vähemmän kuin|färre än|mindre än|under)"
)
_TOP: Final = frozenset(["top", "topp", "first", "ensimmäiset", "ensimmäistä", "första"])
_LARGEST: Final = re.compile(
    r"(?:biggest|largest|greatest|strongest|best|leading|main|most|top|busiest|closest"
    r"|suuri(?:nta|mmat|mpa\w*)|isoin\w*|isoim\w*|tärkei(?:ntä|mmät|mpiä)|keskeisi(?:ntä|mmät|mpiä)|parasta|parhaat"
    r"|vahvi(?:nta|mmat)|merkittävi\w*|eniten|största|främsta|viktigaste|starkaste|bästa|mest\w*|ledande)"
)
_ALONE: Final = frozenset(["single", "enda", "ainoa", "ainoan"])
"""Words that are a bound by themselves: as many and no more."""
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class CountBound:
    """A bound on how many, or how many are wanted."""

    sort: str
    number: int
    said: int
    """The number as it is said: 5 for more than five, which are 6 at least."""
    places: range


def bounds_in(said: Sequence[str], taken: frozenset[int]) -> Iterator[CountBound]:
    """Give the bounds in words that have figures for numbers, but for words that are `taken`."""
    for place, word in enumerate(said):
        figures = word.isascii() and word.isdigit() and len(word) <= _DIGITS
        number = int(word) if figures else _NUMBERS.get(word)
        if number is None or place in taken:
            continue
        first = max(0, place - 2)
        before, after = " ".join(said[first:place]), [each for each in said[place + 1 : place + 4] if each]
        last = said[place - 1] if place else ""
        behind = " ".join(after[:2])
        own, with_last = range(place, place + 1), range(max(0, place - 1), place + 1)
        if last in _FROM:
            yield CountBound(AT_LEAST, number, number, with_last)
        elif _MORE.fullmatch(behind):
            yield CountBound(AT_LEAST, number, number, range(place, place + 3))
        elif _FEWER.fullmatch(behind):
            yield CountBound(AT_MOST, number, number, range(place, place + 3))
        elif number and _OVER.fullmatch(before):
            yield CountBound(AT_LEAST, number + 1, number, with_last)
        elif figures and number and _UNDER.fullmatch(before):
            yield CountBound(AT_MOST, number - 1, number, with_last)
        elif figures and number and (last in _TOP or (after and _LARGEST.fullmatch(after[0]))):
            yield CountBound(
                FIRST_FEW, number, number, with_last if last in _TOP else range(place, place + 2)
            )
        elif word in _ALONE or last in _UP_TO:
            yield CountBound(AT_MOST, number, number, own)
