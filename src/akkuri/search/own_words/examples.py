"""Sentences that people have asked, each with its question: `sentences.csv` beside the questions."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import fsum, log, sqrt
from pathlib import Path
from typing import Final

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
_NEAREST: Final = 40
"""So many of the nearest sentences are looked at."""
_EACH: Final = 4
"""So many sentences of one question count, each less than the one before."""
_LESS: Final = 1.5
"""How fast what further sentences of one question count becomes less."""


@dataclass(frozen=True, slots=True)
class AskedSentence:
    """One sentence in a language, and the question that it asks."""

    question: str
    lang: str
    text: str


class AskedExamples:
    """How like a sentence is to those that are known to ask a question."""

    def __init__(self, sentences: Iterable[AskedSentence]) -> None:
        """Take sentences; those of a language are taken apart when the first one in it is asked about."""
        self._sentences = tuple(sentences)
        self._compared: dict[str, _Compared] = {}

    def nearest(self, tokens: Sequence[str], langs: Iterable[str]) -> Mapping[str, float]:
        """Return how like a sentence's words are to what asks each question, in the languages it may be in.

        One sentence counts from 0 to 1 (1 for the same parts); further ones of the same question add less.
        What nothing is like is not there.
        """
        most: dict[str, float] = {}
        for lang in langs:
            for question, like in self._in(lang).nearest(tokens).items():
                most[question] = max(like, most.get(question, 0.0))
        return most

    def likest(self, tokens: Sequence[str], langs: Sequence[str]) -> str:
        """Return the language that has the sentence most like a sentence's words; the first where none is."""
        if len(langs) == 1:
            return langs[0]
        return max(langs, key=lambda lang: max(self._in(lang).nearest(tokens).values(), default=0.0))

    def _in(self, lang: str) -> "_Compared":
        if lang not in self._compared:
            self._compared[lang] = _Compared(each for each in self._sentences if each.lang == lang)
        return self._compared[lang]


class _Compared:
    """The sentences of one language by their parts."""

    def __init__(self, sentences: Iterable[AskedSentence]) -> None:
        self._asks: list[str] = []
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        of_each: list[frozenset[str]] = []
        for number, sentence in enumerate(sentences):
            self._asks.append(sentence.question)
            of_each.append(_parts(words(sentence.text)))
            for part in of_each[-1]:
                self._having[part].append(number)
        count = len(self._asks)
        self._rare = {part: log(1 + count / len(having)) ** 2 for part, having in self._having.items()}
        self._unmet = log(1 + count) ** 2
        self._length = [sqrt(fsum(self._rare[part] for part in parts)) for parts in of_each]

    def nearest(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """Return how like each question's sentences are to some words."""
        parts = sorted(_parts(tokens))
        length = sqrt(sum(self._rare.get(part, self._unmet) for part in parts)) or 1.0
        shared: defaultdict[int, float] = defaultdict(float)
        for part in parts:
            rare = self._rare.get(part, 0.0)
            for number in self._having.get(part, ()):
                shared[number] += rare
        like = {number: value / (length * self._length[number]) for number, value in shared.items()}
        by_question: defaultdict[str, list[float]] = defaultdict(list)
        for number in nlargest(_NEAREST, like, key=lambda number: (like[number], -number)):
            by_question[self._asks[number]].append(like[number])
        return {
            question: sum(value / (place + 1) ** _LESS for place, value in enumerate(values[:_EACH]))
            for question, values in by_question.items()
        }


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


def _parts(tokens: Sequence[str]) -> frozenset[str]:
    """Return the words, all parts of a few letters of each, and the beginnings of each two neighbours."""
    said = [f"<{token}>" for token in tokens if token]
    parts = {word[start : start + _PART] for word in said for start in range(len(word) - _PART + 1)}
    pairs = {f"{one[: _BEGINNING + 1]} {two[: _BEGINNING + 1]}" for one, two in pairwise(said)}
    return frozenset({*said, *parts, *pairs})
