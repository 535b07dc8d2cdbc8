"""Sentences that people have asked, each with its question: `sentences.csv` beside the questions."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.search.own_words.counted import (
    CountedSentences,
    kept_counted,
    sentences_digest,
    write_counted,
)
from akkuri.texts import LANGUAGES

__all__ = ["SENTENCES", "AskedExamples", "AskedSentence", "read_sentences"]

SENTENCES: Final = "sentences.csv"
"""The file: a column for the question, for the language and for the sentence."""
_COLUMNS: Final = ("question", "lang", "sentence")


@dataclass(frozen=True, slots=True)
class AskedSentence:
    """One sentence in a language, and the question that it asks."""

    question: str
    lang: str
    text: str


class AskedExamples:
    """How much more a sentence's words are those that ask one question than those that ask any."""

    def __init__(
        self, sentences: Iterable[AskedSentence], counted: Mapping[str, CountedSentences] | None = None
    ) -> None:
        """Take sentences; those of a language are taken apart when the first one in it is asked about.

        Where they have been `counted` they are not read.
        """
        self._counted = dict(counted or {})
        self._sentences = tuple(sentences) if counted is None else ()

    @classmethod
    def beside(cls, folders: Sequence[Path], release: Path | None = None) -> "AskedExamples":
        """Take the sentences of some folders, as a release has counted them where it has."""
        counted = kept_counted(release, sentences_digest(_files(folders))) if release else None
        return cls(read_sentences(folders), counted)

    def write(self, folders: Sequence[Path], file: Path) -> None:
        """Write what the sentences of some folders are counted to, as `beside` reads it."""
        counted = {lang: self._in(lang) for lang in LANGUAGES}
        write_counted(counted, sentences_digest(_files(folders)), file)

    def nearest(self, tokens: Sequence[str], lang: str) -> Mapping[str, float]:
        """Return how near a sentence's words are to what asks each question, above the mean of all questions.

        Nothing is near where no part of a word is known.
        """
        return self._in(lang).nearest(tokens)

    def odds(self, tokens: Sequence[str], lang: str, question: str) -> float:
        """Return how much more often a sentence's words ask one question than any other, as a logarithm."""
        return self._in(lang).odds(tokens, question)

    def likest(self, tokens: Sequence[str], langs: Sequence[str]) -> str:
        """Return the language in whose sentences the parts of some words stand most often."""
        if len(langs) == 1:
            return langs[0]
        return max(langs, key=lambda lang: self._in(lang).usual(tokens))

    def _in(self, lang: str) -> CountedSentences:
        if lang not in self._counted:
            own = ((each.question, each.text) for each in self._sentences if each.lang == lang)
            self._counted[lang] = _count(tuple(own))
        return self._counted[lang]


@lru_cache(len(LANGUAGES))
def _count(sentences: tuple[tuple[str, str], ...]) -> CountedSentences:
    """Count the sentences of a language, which are the same in every edition that a process builds."""
    return CountedSentences.of(sentences)


def read_sentences(folders: Iterable[Path]) -> Iterator[AskedSentence]:
    """Give the sentences in the files of some folders.

    Raises UsageError naming file and line.
    """
    for file in _files(folders):
        if not file.is_file():
            continue
        try:
            with file.open(encoding="utf-8", newline="") as handle:
                yield from _read(file, handle)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UsageError.worded("cluster.sentences-unreadable", file=file, reason=error) from error


def _files(folders: Iterable[Path]) -> list[Path]:
    return [folder / SENTENCES for folder in folders]


def _read(file: Path, lines: Iterable[str]) -> Iterator[AskedSentence]:
    rows = csv.reader(lines)
    if tuple(head := next(rows, [])) != _COLUMNS:
        raise UsageError.worded(
            "cluster.sentences-columns", file=file, found=", ".join(head), expected=", ".join(_COLUMNS)
        )
    for number, row in enumerate(rows, 2):
        if len(row) != len(_COLUMNS) or row[1] not in LANGUAGES or not row[2].strip():
            found, langs = ", ".join(row), ", ".join(LANGUAGES)
            raise UsageError.worded("cluster.sentences-row", file=file, row=number, found=found, langs=langs)
        yield AskedSentence(*row)
