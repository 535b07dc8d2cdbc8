"""Numbers in words, as figures: "sixty kilowatts", "tjugofem", "kahdeksassakymmenessä asteessa"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["InFigures", "in_figures"]

_ENDING: Final = r"(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä|n)?"
"""Endings of Finnish numbers."""
_ONES: Final = (
    (1, "one|yksi|yks|yhtä|yhteen|yhde" + _ENDING + "|ett|en"),
    (2, "two|två|kaksi|kaks|kahta|kahteen|kahde" + _ENDING + "|paria|parin|pari|par"),
    (3, "three|tre|kolmea|kolmeen|kolme" + _ENDING + "|kol(?=k)"),
    (4, "four|fyra|neljää|neljä" + _ENDING + "|nel(?=k)"),
    (5, "five|fem|viisi|viis|viittä|viiteen|viide" + _ENDING),
    (6, "six|sex|kuusi|kuus|kuutta|kuuteen|kuude" + _ENDING),
    (7, "seven|sju|seitsemää|seitsemä" + _ENDING + "|seittemä" + _ENDING),
    (8, "eight|åtta|kahdeksaa|kahdeksa" + _ENDING),
    (9, "nine|nio|yhdeksää|yhdeksä" + _ENDING),
    *((10 + n, word) for n, word in enumerate(("ten|tio", "eleven|elva", "twelve|tolv", "thirteen|tretton"))),
    *((14 + n, word) for n, word in enumerate(("fourteen|fjorton", "fifteen|femton", "sixteen|sexton"))),
    *((17 + n, word) for n, word in enumerate(("seventeen|sjutton", "eighteen|arton", "nineteen|nitton"))),
    (20, "twenty|tjugo"),
    (30, "thirty|trettio|tretti"),
    (40, "forty|fourty|fyrtio|förtio|förti"),
    (50, "fifty|femtio|femti"),
    (60, "sixty|sextio|sexti"),
    (70, "seventy|sjuttio|sjutti"),
    (80, "eighty|åttio|åtti"),
    (90, "ninety|nittio|nitti"),
)
_MANY: Final = (
    (10, "kymmentä|kymmeneen|kymmene" + _ENDING + "|kymppiä|kympin|kymppi|kytä|kyt"),
    (100, "hundred|hundra|sataan|sataa|sata|sada" + _ENDING),
    (1_000, "thousand|tusen|tuhatta|tuhanteen|tuhat|tuhanne" + _ENDING),
)
_ONE, _TIMES, _TEEN = "one", "times", "teen"
_PARTS: Final = (
    *((_ONE, number, re.compile(written)) for number, written in _ONES),
    *((_TIMES, number, re.compile(written)) for number, written in _MANY),
    (_TEEN, 10, re.compile("toista")),
)
_UNIT: Final = re.compile(r"(?:kilo|mega|giga|volt|wat|ampe|metri|meter|aste|tonn|euro|grad|vuo|år)\w*")
"""What may hang on a number in one word: sadankilometrin."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LINK: Final = re.compile(r"\s+(?:and\s+)?|-")
"""What stands between the words of one number."""
_AND: Final = "and"
_MILLION: Final = re.compile(r"\s+(?:million|miljoon|miljon|milj\b)", re.IGNORECASE)
_ONE_OF_MANY: Final = (
    (
        re.compile(r"\b(?:miljoona(?:a|n|lla|lle|sta)?|(?:en )?miljon|(?:a )?million)\b", re.IGNORECASE),
        "1 milj",
    ),
    (
        re.compile(r"\b(?:miljardi(?:a|n|lla|lle|sta)?|(?:en )?miljard|(?:a )?billion)\b", re.IGNORECASE),
        "1 mrd",
    ),
)
"""Words that are one of so many where no number stands before them: over a million."""
_HALF_MILLION: Final = re.compile(
    r"\b(?:puol(?:i|en|ta) miljoona(?:a|n)|puolella miljoonalla|half a million|(?:en )?halv miljon)\b",
    re.IGNORECASE,
)
_ALONE: Final = frozenset({"one", "en", "ett", "yksi", "yks", "yhden", "pari", "parin", "paria", "par"})
"""Words that are more often an article than a number."""
_BETWEEN: Final = re.compile(r"(?:between|from)\s+$", re.IGNORECASE)
_MINUS: Final = re.compile(r"(?:minus|miinus)\s+$", re.IGNORECASE)

_Part = tuple[str, int]


@dataclass(frozen=True, slots=True)
class InFigures:
    """A text with figures in place of numbers in words, as long as it was."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Where the numbers stood."""

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """Return a part of the text with the whole of each number that it has some of."""
        for first, last in self.spans:
            if first < end and last > start:
                start, end = min(start, first), max(end, last)
        return start, end


def in_figures(text: str) -> InFigures:
    """Write numbers in words as figures, which stand where the words stood."""
    written, spans = text, list[tuple[int, int]]()
    for start, end, number in _numbers(text):
        figures = str(number)
        if len(figures) <= end - start:
            hanging = not text[end : end + 1].isspace() and not _MINUS.search(text[:start])
            room = end - start
            written = written[:start] + (figures.rjust if hanging else figures.ljust)(room) + written[end:]
            spans.append((start, end))
    for match in _HALF_MILLION.finditer(text):
        written = written[: match.start()] + "0,5 milj".ljust(len(match[0])) + written[match.end() :]
        spans.append(match.span())
    for pattern, one in _ONE_OF_MANY:
        for match in pattern.finditer(written):
            if not written[: match.start()].rstrip()[-1:].isdigit():
                written = written[: match.start()] + one.ljust(len(match[0])) + written[match.end() :]
                spans.append(match.span())
    return InFigures(written, tuple(spans))


def _numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Give where each number in words stands, and the number."""
    words = list(_WORD.finditer(text))
    place = 0
    while place < len(words):
        parts, end, after = _from(text, words, place)
        start, place = words[place].start(), after
        alone = text[start:end].lower() in _ALONE and not _MILLION.match(text, end)
        if parts and not alone:
            yield start, end, _value(parts)


def _from(text: str, words: Sequence[re.Match[str]], place: int) -> tuple[list[_Part], int, int]:
    """Return the parts of the number that begins at a word, where it ends, and the place after it."""
    parts, length = _read(words[place][0].lower())
    end, place = words[place].start() + length, place + 1
    joined = not _BETWEEN.search(text[: words[place - 1].start()])
    while parts and end == words[place - 1].end():
        following = place + 1 if joined and place < len(words) and words[place][0] == _AND else place
        if following >= len(words) or not _LINK.fullmatch(text[end : words[following].start()]):
            break
        found, length = _read(words[following][0].lower())
        if not found or not _goes_on(parts[-1], found[0]):
            break
        parts, end, place = parts + found, words[following].start() + length, following + 1
    return parts, end, place


def _read(word: str) -> tuple[list[_Part], int]:
    """Return the parts of a number in one word and how long it is; no parts where it is none."""
    parts, place = list[_Part](), 0
    while place < len(word):
        met = [(m.end(), sort, number) for sort, number, part in _PARTS if (m := part.match(word, place))]
        if not met:
            break
        place, sort, number = max(met)
        parts.append((sort, number))
    whole = place == len(word) or _UNIT.fullmatch(word, place)
    return (parts, place) if parts and whole and parts[0][0] != _TEEN else ([], 0)


def _goes_on(last: _Part, following: _Part) -> bool:
    """Tell whether one word of a number may follow another: twenty five, and not five twenty."""
    sort, number = last
    if following[0] == _TIMES:
        return sort == _ONE or following[1] > number
    return sort == _TIMES or (number >= 20 and following[1] < 10)


def _value(parts: Sequence[_Part]) -> int:
    """Add up: ones and teens, so many tens or hundreds of what came last, thousands of it all."""
    total = below = last = 0
    for sort, number in parts:
        if sort != _TIMES:
            below, last = below + number, number
        elif number == 1_000:
            total, below, last = total + (below or 1) * number, 0, 0
        else:
            below, last = below - last + (last or 1) * number, 0
    return total + below
