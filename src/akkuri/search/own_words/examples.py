"""Sentences that people have asked, each with its question: `sentences.csv` beside the questions."""

import csv
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, log, sqrt
from pathlib import Path
from typing import Final
from zlib import crc32

from akkuri.errors import UsageError
from akkuri.search.words import words
from akkuri.texts import LANGUAGES

__all__ = ["SENTENCES", "AskedExamples", "AskedSentence", "read_sentences"]

SENTENCES: Final = "sentences.csv"
"""The file: a column for the question, for the language and for the sentence."""
_COLUMNS: Final = ("question", "lang", "sentence")
_PART: Final = 3
"""Letters of the parts by which words are compared: cases, compounds and slips share most of theirs."""
_BEGINNING: Final = 5
"""Letters of each of two neighbouring words that count as one more part."""
_UNSEEN: Final = 0.5
"""So many more sentences each question is taken to have, in which parts are as usual as in all."""
_BITS: Final = 16
"""Bits for the number of a question beside that of a part."""
_FOREIGN: Final = 1e-4
"""So usual a part is taken to be in a language none of whose sentences has it."""
_SPREAD: Final = 4.7
"""How far the sums of questions lie apart, by the root of the number of parts: what they are divided by."""


@dataclass(frozen=True, slots=True)
class AskedSentence:
    """One sentence in a language, and the question that it asks."""

    question: str
    lang: str
    text: str


class AskedExamples:
    """How much more a sentence's words are those that ask one question than those that ask any."""

    def __init__(self, sentences: Iterable[AskedSentence]) -> None:
        """Take sentences; those of a language are taken apart when the first one in it is asked about."""
        self._sentences = tuple(sentences)
        self._counted: dict[str, _Counted] = {}

    def nearest(self, tokens: Sequence[str], lang: str) -> Mapping[str, float]:
        """Return how near a sentence's words are to what asks each question, above the mean of all questions.

        Nothing is near where no part of a word is known.
        """
        return self._in(lang).nearest(tokens)

    def likest(self, tokens: Sequence[str], langs: Sequence[str]) -> str:
        """Return the language in whose sentences the parts of some words stand most often."""
        if len(langs) == 1:
            return langs[0]
        return max(langs, key=lambda lang: self._in(lang).usual(tokens))

    def _in(self, lang: str) -> "_Counted":
        if lang not in self._counted:
            self._counted[lang] = _Counted(each for each in self._sentences if each.lang == lang)
        return self._counted[lang]


class _Counted:
    """In how many of each question's sentences, in one language, each part stands.

    Parts are numbers, and what is counted lies in three flat arrays: dictionaries take ten times as much.
    """

    def __init__(self, sentences: Iterable[AskedSentence]) -> None:
        size: Counter[str] = Counter()
        numbers: dict[str, int] = {}
        having: Counter[int] = Counter()
        for sentence in sentences:
            size[sentence.question] += 1
            number = numbers.setdefault(sentence.question, len(numbers))
            having.update([part << _BITS | number for part in _parts(words(sentence.text))])
        self._questions = list(numbers)
        self._size = [size[question] for question in numbers]
        ordered = sorted(having)
        self._part = array("L", [each >> _BITS for each in ordered])
        self._question = array("H", [each & (1 << _BITS) - 1 for each in ordered])
        self._count = array("H", [having[each] for each in ordered])

    def nearest(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """Return how near some words are to each question, above their mean.

        Each part counts for a question by how much more often it stands in its sentences than in all
        (naive Bayes); parts of one word go together, so that the sum is divided by the root of their number.
        """
        known = [found for part in sorted(_parts(tokens)) if (found := self._having(part))]
        if not known:
            return {}
        every = sum(self._size)
        sums = [len(known) * log(_UNSEEN / (size + _UNSEEN)) for size in self._size]
        for found in known:
            usual = _UNSEEN * sum(self._count[place] for place in found) / every
            for place in found:
                sums[self._question[place]] += log(1 + self._count[place] / usual)
        mean = fsum(sums) / len(sums)
        width = _SPREAD * sqrt(len(known))
        return {name: (total - mean) / width for name, total in zip(self._questions, sums, strict=True)}

    def usual(self, tokens: Sequence[str]) -> float:
        """Return how usual the parts of some words are in the language."""
        every = sum(self._size) or 1
        counts = (sum(self._count[place] for place in self._having(part)) for part in sorted(_parts(tokens)))
        return fsum(log(count / every + _FOREIGN) for count in counts)

    def _having(self, part: int) -> range:
        """Return the places of a part in the arrays."""
        return range(bisect_left(self._part, part), bisect_right(self._part, part))


def read_sentences(folders: Iterable[Path]) -> Iterator[AskedSentence]:
    """Give the sentences in the files of some folders.

    Raises UsageError naming file and line.
    """
    for folder in folders:
        file = folder / SENTENCES
        if not file.is_file():
            continue
        try:
            with file.open(encoding="utf-8", newline="") as handle:
                yield from _read(file, handle)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UsageError(f"{file}: cannot be read ({error}); expected sentences by question.") from error


def _read(file: Path, lines: Iterable[str]) -> Iterator[AskedSentence]:
    rows = csv.reader(lines)
    if tuple(head := next(rows, [])) != _COLUMNS:
        raise UsageError(f"{file}: has the columns {', '.join(head)}; expected {', '.join(_COLUMNS)}.")
    for number, row in enumerate(rows, 2):
        if len(row) != len(_COLUMNS) or row[1] not in LANGUAGES or not row[2].strip():
            found = ", ".join(row)
            raise UsageError(
                f"{file}, row {number}: has “{found}”; expected a question, one of {', '.join(LANGUAGES)} "
                "and a sentence."
            )
        yield AskedSentence(*row)


def _parts(tokens: Sequence[str]) -> frozenset[int]:
    """Return the words, all parts of a few letters of each, and the beginnings of each two neighbours."""
    said = [f"<{token}>" for token in tokens if token]
    parts = {word[start : start + _PART] for word in said for start in range(len(word) - _PART + 1)}
    pairs = {f"{one[: _BEGINNING + 1]} {two[: _BEGINNING + 1]}" for one, two in pairwise(said)}
    return frozenset(crc32(part.encode()) for part in (*said, *parts, *pairs))
