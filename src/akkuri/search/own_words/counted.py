"""In how many of each question's sentences the parts of words stand, counted or as a file of a release.

The file is a line that says how long its arrays are, then the arrays; they are read where they lie.
"""

import json
import mmap
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import fsum, log, sqrt
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from akkuri.search.words import words

__all__ = ["COUNTED", "CountedSentences", "kept_counted", "sentences_digest", "write_counted"]

COUNTED: Final = "sentences.counts"
"""The file of a release that holds what its sentences were counted to."""
_FORM: Final = 2
"""Raised whenever words are parted or folded, or the file is written, in another way."""
_PART: Final = 4
"""Letters of the parts by which words are compared: cases, compounds and slips share most of theirs."""
_BEGINNING: Final = 4
"""Letters of each of two words near each other that count as one more part."""
_APART: Final = 3
"""So far from each other, at most, words count as near."""
_UNSEEN: Final = 0.5
"""So many more sentences each question is taken to have, in which parts are as usual as in all."""
_BITS: Final = 16
"""Bits for the number of a question beside that of a part."""
_FOREIGN: Final = 1e-4
"""So usual a part is taken to be in a language none of whose sentences has it."""
_SPREAD: Final = 4.7
"""How far the sums of questions lie apart, by the root of the number of parts: what they are divided by."""
_TYPES: Final = ("I", "H", "H")
"""The numbers in the arrays of parts, questions and counts."""


@dataclass(frozen=True, slots=True)
class CountedSentences:
    """The sentences of one language.

    Parts are numbers, and what is counted lies in three flat arrays: dictionaries take ten times as much.
    """

    questions: Sequence[str]
    size: Sequence[int]
    """How many sentences each question has."""
    arrays: Sequence[Sequence[int]]
    """Part, place of a question, and in how many of its sentences the part stands; by part and question."""

    @classmethod
    def of(cls, sentences: Iterable[tuple[str, str]]) -> "CountedSentences":
        """Count pairs of a question and a sentence."""
        size: Counter[str] = Counter()
        numbers: dict[str, int] = {}
        having: Counter[int] = Counter()
        for question, text in sentences:
            size[question] += 1
            number = numbers.setdefault(question, len(numbers))
            having.update([part << _BITS | number for part in _parts(words(text))])
        ordered = sorted(having)
        columns = (
            (each >> _BITS for each in ordered),
            (each & (1 << _BITS) - 1 for each in ordered),
            (having[each] for each in ordered),
        )
        arrays = tuple(array(kind, column) for kind, column in zip(_TYPES, columns, strict=True))
        return cls(list(numbers), [size[question] for question in numbers], arrays)

    def nearest(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """Return how near some words are to each question, above their mean.

        Each part counts for a question by how much more often it stands in its sentences than in all
        (naive Bayes); parts of one word go together, so that the sum is divided by the root of their number.
        """
        known = [found for part in sorted(_parts(tokens)) if (found := self._having(part))]
        if not known:
            return {}
        _, asked, count = self.arrays
        every = sum(self.size)
        sums = [len(known) * log(_UNSEEN / (size + _UNSEEN)) for size in self.size]
        for found in known:
            usual = _UNSEEN * sum(count[place] for place in found) / every
            for place in found:
                sums[asked[place]] += log(1 + count[place] / usual)
        mean = fsum(sums) / len(sums)
        width = _SPREAD * sqrt(len(known))
        return {name: (total - mean) / width for name, total in zip(self.questions, sums, strict=True)}

    def odds(self, tokens: Sequence[str], name: str) -> float:
        """Return how much more often the parts of some words stand in a question's sentences than in others.

        It is a logarithm: 0 where nothing is known of the parts.
        """
        if name not in self.questions:
            return 0.0
        own = self.questions.index(name)
        _, asked, count = self.arrays
        size, every = self.size[own], sum(self.size)
        share = size / every
        odds = []
        for found in filter(None, (self._having(part) for part in sorted(_parts(tokens)))):
            of_own = next((count[place] for place in found if asked[place] == own), 0)
            others = sum(count[place] for place in found) - of_own
            own_rate = (of_own + _UNSEEN * share) / share
            odds.append(log(own_rate * (1 - share) / (others + _UNSEEN * (1 - share))))
        return fsum(odds)

    def usual(self, tokens: Sequence[str]) -> float:
        """Return how usual the parts of some words are in the language."""
        count, every = self.arrays[2], sum(self.size) or 1
        counts = (sum(count[place] for place in self._having(part)) for part in sorted(_parts(tokens)))
        return fsum(log(each / every + _FOREIGN) for each in counts)

    def _having(self, part: int) -> range:
        """Return the places of a part in the arrays."""
        parts = self.arrays[0]
        return range(bisect_left(parts, part), bisect_right(parts, part))


def sentences_digest(files: Iterable[Path]) -> str:
    """Return by what counted sentences are known again: the bytes of their files."""
    digests = (sha256(file.read_bytes()).digest() for file in files if file.is_file())
    return sha256(b"".join(digests)).hexdigest()


def write_counted(counted: Mapping[str, CountedSentences], digest: str, file: Path) -> None:
    """Write the counted sentences of each language, for files that have a digest."""
    langs = {
        lang: {"questions": each.questions, "size": each.size, "length": len(each.arrays[0])}
        for lang, each in counted.items()
    }
    head = {"form": _FORM, "order": sys.byteorder, "digest": digest, "langs": langs}
    with file.open("wb") as handle:
        handle.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        for each in counted.values():
            for numbers, kind in zip(each.arrays, _TYPES, strict=True):
                handle.write(array(kind, numbers).tobytes())


def kept_counted(folder: Path | None, digest: str) -> dict[str, CountedSentences] | None:
    """Return the counted sentences of a release by language; None where it has none, or counted others."""
    file = folder / COUNTED if folder else None
    if file is None or not file.is_file():
        return None
    with file.open("rb") as handle:
        head: dict[str, Any] = json.loads(handle.readline())
        if (head["form"], head["order"], head["digest"]) != (_FORM, sys.byteorder, digest):
            return None
        start = handle.tell()
        rest = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))[start:]
    found = {}
    for lang, facts in head["langs"].items():
        arrays = []
        for kind in _TYPES:
            size = facts["length"] * array(kind).itemsize
            arrays.append(rest[:size].cast(kind))
            rest = rest[size:]
        found[lang] = CountedSentences(facts["questions"], facts["size"], arrays)
    return found


def _parts(tokens: Sequence[str]) -> frozenset[int]:
    """Return the words, their parts of a few letters, and the beginnings of each two near each other."""
    said = [f"<{token}>" for token in tokens if token]
    parts = {word[start : start + _PART] for word in said for start in range(len(word) - _PART + 1)}
    begun = [word[: _BEGINNING + 1] for word in said]
    pairs = {f"{one} {two}" for n, one in enumerate(begun) for two in begun[n + 1 : n + 1 + _APART]}
    return frozenset(crc32(part.encode()) for part in (*said, *parts, *pairs))
