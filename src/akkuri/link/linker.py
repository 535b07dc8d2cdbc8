"""Link free-text affiliations: parse, gather, measure, score in two stages, decide on a set or on none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from akkuri.link.candidates import Meaning, gather, meanings
from akkuri.link.context import compare, relations
from akkuri.link.features import EntryTable, Measured, measure
from akkuri.link.index import NameIndex
from akkuri.link.model import Model, shipped
from akkuri.link.registries.base import Entry, follow_successors
from akkuri.link.segment import parse

__all__ = ["Link", "Linker", "decide"]

BATCH: Final = 250
"""Strings that are scored together: the trees are walked once for all their candidates."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Link:
    """The answer for one string: identifiers (none is an answer too) and the probability that it is right."""

    ids: tuple[str, ...]
    confidence: float


class Linker:
    """A registry prepared for linking; building it takes seconds, linking a string milliseconds."""

    def __init__(self, entries: Iterable[Entry], model: Model | None = None) -> None:
        self.index = NameIndex(follow_successors(entries))
        self.table = EntryTable(self.index)
        self._model = model
        self._meanings: dict[tuple[str, bool], Meaning] = {}

    def link(self, texts: Iterable[str]) -> Iterator[Link]:
        """Yield one link for every text, in order."""
        model = self._model or shipped()
        stream = iter(texts)
        while batch := list(islice(stream, BATCH)):
            found = [self.measure(text) for text in batch]
            chances = self.score(found, model)
            for measured, chance in zip(found, chances, strict=True):
                yield self._answer(measured, chance, model.threshold)

    def measure(self, text: str) -> Measured:
        """Return the candidates of a text with their features."""
        parsed = parse(text)
        seen = self.index.places.look(parsed.raw, parsed.text)
        senses = [meanings(self.index, word, word in parsed.dotted, self._meanings) for word in parsed.words]
        return measure(self.index, self.table, parsed, seen, senses, gather(self.index, parsed, seen, senses))

    def score(self, found: Sequence[Measured], model: Model) -> list[Floats]:
        """Return the probability of every candidate of every text."""
        cuts = np.cumsum([len(item.entries) for item in found])[:-1]
        rows = np.concatenate([item.rows for item in found])
        alone = np.split(model.alone(rows), cuts)
        context = np.concatenate(
            [compare(self.index, item, score) for item, score in zip(found, alone, strict=True)]
        )
        return list(np.split(model.among(np.concatenate([rows, context], axis=1)), cuts))

    def _answer(self, measured: Measured, chance: Floats, threshold: float) -> Link:
        chosen = decide(self.index, measured, chance, threshold)
        if not chosen:
            best = float(chance.max()) if len(chance) else 0.0
            return Link((), 1 - best)
        ids = tuple(self.index.entries[measured.entries[at]].id for at in chosen)
        return Link(ids, float(min(chance[at] for at in chosen)))


def decide(index: NameIndex, measured: Measured, chance: Floats, threshold: float) -> list[int]:
    """Choose the candidates that are likely enough and do not claim the words of a likelier one.

    A part and its institution may share words: both can be meant.
    """
    likely = [int(at) for at in np.argsort(-chance, kind="stable") if chance[at] >= threshold]
    if len(likely) < 2:
        return likely
    child_of = relations(index, measured.entries[likely].tolist())
    chosen: list[int] = []
    for place, at in enumerate(likely):
        low, high = measured.spans[at]
        clash = any(
            low <= measured.spans[other][1]
            and measured.spans[other][0] <= high
            and not (child_of[place, likely.index(other)] or child_of[likely.index(other), place])
            for other in chosen
        )
        if not clash:
            chosen.append(at)
    return chosen
