"""Words of a search that name a kind of record: hits of that kind have the word, whatever they are called."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from akkuri.kinds import Kinds
from akkuri.search.entries import SearchEntry
from akkuri.search.index import Nearness, WordIndex
from akkuri.search.words import stem_words
from akkuri.texts import LANGUAGES

__all__ = ["AskedKinds"]

_WORTH: Final = 6.0
"""What the word for its kind adds to the score of an entry."""


class AskedKinds:
    """The names of the kinds, one word each, as stems."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds: dict[str, str] = {}
        for kind in kinds:
            for lang in LANGUAGES:
                for name in (kind.one(lang), kind.many(lang)):
                    stems = stem_words(name, lang)
                    if len(stems) == 1:
                        self._kinds.setdefault(stems[0], kind.name)

    def kind_of(self, word: str) -> str | None:
        """Return the kind that a word names in any language and number."""
        return next((self._kinds[stem] for stem in stem_words(word) if stem in self._kinds), None)

    def with_kinds(
        self,
        near: Mapping[int, Nearness],
        asked: Sequence[str],
        lang: str,
        index: WordIndex,
        entries: Sequence[SearchEntry],
        by_value: Collection[int] = (),
    ) -> dict[int, Nearness]:
        """Return how near entries come where the words for kinds are met by what is of them.

        Nothing changes where the words say nothing else, or name no kind, but for entries that are asked for
        `by_value`: those of the kind have its word.
        """
        kinds = {word: kind for word in asked if (kind := self.kind_of(word))}
        others = [word for word in asked if word not in kinds]
        found = dict(near)
        if not kinds or not (others or by_value):
            return found
        besides = dict.fromkeys(by_value, Nearness(0, 0.0)) | (index.find(others, lang) if others else {})
        for number, each in besides.items():
            named = sum(kind == entries[number].kind for kind in kinds.values())
            if named and (number not in found or each.met + named >= found[number].met):
                found[number] = Nearness(each.met + named, each.score + named * _WORTH)
        return found
