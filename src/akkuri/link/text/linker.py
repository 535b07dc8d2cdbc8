"""Link free-text affiliations: parse, gather, measure, score in two stages, decide on a set or on none."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from akkuri.link.registries.base import Entry, follow_successors
from akkuri.link.text.candidates import Meaning, gather, understand
from akkuri.link.text.features import EntryTable, Measured, measure
from akkuri.link.text.fitted_model import FittedModel, shipped
from akkuri.link.text.index import NameIndex
from akkuri.link.text.naming_rules import STATED, Mask, keep_kind, stated
from akkuri.link.text.places import Seen
from akkuri.link.text.rivals import compare, relations
from akkuri.link.text.segment import ParsedText, parse

__all__ = ["Linker", "TextLink", "decide"]

BATCH: Final = 250
"""Strings that are scored together: the trees are walked once for all their candidates."""

HOPELESS: Final = 0.003
"""A first score under which no company makes a candidate likely: it is not scored again."""
PART_SIGN: Final = ";"
MAX_PARTS: Final = 12

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TextLink:
    """The answer for one string: identifiers (none is an answer too) and the probability that it is right."""

    ids: tuple[str, ...]
    confidence: float


class Linker:
    """A registry prepared for linking; building it takes seconds, linking a string milliseconds."""

    def __init__(
        self,
        entries: Iterable[Entry],
        model: FittedModel | None = None,
        *,
        own: Container[str] = (),
        untrained: bool = False,
    ) -> None:
        """Prepare for a model, by default the shipped one; `untrained` is for fitting one.

        `own` are the identifiers of entries that our tables have, whose names we vouch for.
        """
        self._model = None if untrained else model or shipped()
        self.index = NameIndex(follow_successors(entries), self._model.common if self._model else None)
        self.table = EntryTable(self.index)
        self._own = np.array([entry.id in own for entry in self.index.entries], bool)
        self._meanings: dict[tuple[str, str, bool], Meaning] = {}

    def link(self, texts: Iterable[str]) -> Iterator[TextLink]:
        """Yield one link for every text, in order."""
        model = self._model
        if model is None:
            raise ValueError("This linker was made for fitting a model; it has none.")
        stream = iter(texts)
        while batch := list(islice(stream, BATCH)):
            readings = [self._readings(text) for text in batch]
            chances = iter(self.score([item for reading in readings for item, _ in reading], model))
            for reading in readings:
                told = [
                    (item, np.maximum(next(chances), STATED * sure, dtype=np.float32))
                    for item, sure in reading
                ]
                yield self._answer(told, model.threshold)

    def measure(self, text: str) -> Measured:
        """Return the candidates of a text with their features."""
        parsed = parse(text)
        return self._measure(parsed, self.index.places.look(parsed.raw, parsed.text))

    def _measure(self, parsed: ParsedText, seen: Seen) -> Measured:
        senses = understand(self.index, parsed, self._meanings)
        found = gather(self.index, parsed, seen, senses)
        measured = measure(self.index, self.table, parsed, seen, senses, found)
        return keep_kind(self.index, parsed, measured)

    def _reading(self, parsed: ParsedText, seen: Seen) -> tuple[Measured, Mask]:
        """Measure a parsed text, and say which candidates it names as our tables do."""
        measured = self._measure(parsed, seen)
        return measured, stated(parsed, measured, self._own)

    def _readings(self, text: str) -> list[tuple[Measured, Mask]]:
        """Read a text as a whole, and what its semicolons set apart when that is more than a place."""
        places = self.index.places
        whole = parse(text)
        seen = places.look(whole.raw, whole.text)
        readings = [self._reading(whole, seen)]
        parts = [parse(part) for part in text.split(PART_SIGN, MAX_PARTS)] if PART_SIGN in text else []
        if sum(bool(part.words) for part in parts) > 1:
            for part in parts:
                own = places.look(part.raw, part.text)
                if any(word not in own.words for word in part.words):
                    readings.append(self._reading(part, own if len(own.countries) else seen))
        return readings

    def score(self, found: Sequence[Measured], model: FittedModel) -> list[Floats]:
        """Return the probability of every candidate of every text."""
        cuts = np.cumsum([len(item.entries) for item in found])[:-1]
        rows = np.concatenate([item.rows for item in found])
        alone = np.split(model.alone(rows), cuts)
        context = np.concatenate(
            [compare(self.index, item, score) for item, score in zip(found, alone, strict=True)]
        )
        hopeful = np.concatenate(alone) >= HOPELESS
        chances = np.zeros(len(rows), np.float32)
        chances[hopeful] = model.among(np.concatenate([rows[hopeful], context[hopeful]], axis=1))
        return list(np.split(chances, cuts))

    def _answer(self, readings: list[tuple[Measured, Floats]], threshold: float) -> TextLink:
        """Unite what the whole text and its parts say."""
        chosen: dict[str, float] = {}
        best = 0.0
        for measured, chance in readings:
            best = max(best, float(chance.max(initial=0)))
            for at in decide(self.index, measured, chance, threshold):
                ident = self.index.entries[measured.entries[at]].id
                chosen[ident] = max(float(chance[at]), chosen.get(ident, 0.0))
        if not chosen:
            return TextLink((), 1 - best)
        return TextLink(tuple(chosen), min(chosen.values()))


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
