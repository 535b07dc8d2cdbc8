"""Bounds on how many: "at least five", "vähintään kolme", "en enda"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["AT_LEAST", "AT_MOST", "bounds_in"]

AT_LEAST: Final = "at-least"
AT_MOST: Final = "at-most"
_NUMBERS: Final = {
    word: number
    for number, listed in enumerate(
        (
            "no zero ilman nolla ingen inga utan noll",
            "one single yksi yhden yhdestä ainoa ainoan en ett enda",
            "two kaksi kahden kahdesta två",
            "three kolme kolmen kolmesta tre",
            "four neljä neljän neljästä fyra",
            "five viisi viiden viidestä fem",
            "six kuusi kuuden kuudesta sex",
            "seven seitsemän sju",
            "eight kahdeksan åtta",
            "nine yhdeksän nio",
            "ten kymmenen tio",
        )
    )
    for word in listed.split()
}
_FROM: Final = frozenset(["least", "minimum", "min", "vähintään", "väh", "minst", "minimi", "ainakin"])
_UP_TO: Final = frozenset(
    [
        *("most", "maximum", "max", "enintään", "korkeintaan", "högst"),
        *("only", "just", "vain", "pelkkä", "bara", "endast"),
    ]
)
_MORE: Final = frozenset({("or", "more"), ("tai", "enemmän"), ("tai", "useampi"), ("eller", "fler")})
_OVER: Final = frozenset(
    {("more", "than"), ("over",), ("yli",), ("enemmän", "kuin"), ("fler", "än"), ("över",)}
)
_ALONE: Final = frozenset(["single", "enda", "ainoa", "ainoan"])
"""Words that are a bound by themselves: as many and no more."""
_MOST: Final = 99


def bounds_in(matches: Sequence[re.Match[str]], taken: frozenset[int]) -> Iterator[tuple[str, str, range]]:
    """Give which bound, the number and the places of its words, but for words that are `taken`."""
    said = [match[0].lower() for match in matches]
    for place, word in enumerate(said):
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 4 else _NUMBERS.get(word)
        if number is None or number > _MOST or place in taken:
            continue
        before = tuple(said[max(0, place - 2) : place])
        after = tuple(said[place + 1 : place + 3])
        if before[-1:] and before[-1] in _FROM:
            yield AT_LEAST, str(number), range(place - 1, place + 1)
        elif after in _MORE:
            yield AT_LEAST, str(number), range(place, place + 3)
        elif (before[-1:] in _OVER or before in _OVER) and number:
            yield AT_LEAST, str(number + 1), range(place - 1, place + 1)
        elif word in _ALONE or (before[-1:] and before[-1] in _UP_TO):
            yield AT_MOST, str(number), range(place, place + 1)
