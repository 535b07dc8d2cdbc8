"""Words of a search that name a kind of record: hits of that kind have the word, whatever they are called."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from akkuri.kinds import Kinds
from akkuri.search.entries import SearchEntry
from akkuri.search.index import Nearness, WordIndex
from akkuri.search.words import Lexicon, stem_words
from akkuri.texts import LANGUAGES

__all__ = ["AskedKinds"]

_WORTH: Final = 6.0
"""What the word for its kind adds to the score of an entry."""


class AskedKinds:
    """The names of the kinds, one word each, as stems."""

    def __init__(self, kinds: Kinds, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
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

    def kind_ending(self, word: str) -> str | None:
        """Return the kind that a word names, or a compound ends with: skogsprojekt."""
        return self.kind_of(word) or next(
            (kind for part in self._lexicon.parts(word)[1:] if (kind := self.kind_of(part))), None
        )

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
        found = dict(near) | self._of_compounds(near, asked, lang, index, entries)
        if not kinds or not (others or by_value):
            return found
        besides = dict.fromkeys(by_value, Nearness(0, 0.0)) | (index.find(others, lang) if others else {})
        for number, each in besides.items():
            named = sum(kind == entries[number].kind for kind in kinds.values())
            if named and (number not in found or each.met + named >= found[number].met):
                found[number] = Nearness(each.met + named, each.score + named * _WORTH)
        return found

    def _of_compounds(
        self,
        near: Mapping[int, Nearness],
        asked: Sequence[str],
        lang: str,
        index: WordIndex,
        entries: Sequence[SearchEntry],
    ) -> dict[int, Nearness]:
        """Return entries of the kind that ends a compound, with the rest of it: skogsprojekt."""
        endings = {word: kind for word in asked if (kind := self.kind_ending(word))}
        kinds = {word: kind for word, kind in endings.items() if not self.kind_of(word)}
        if not kinds:
            return {}
        heads = [self._lexicon.parts(word)[0] if word in kinds else word for word in asked]
        more = len(kinds) * _WORTH
        return {
            number: Nearness(each.met, each.score + more)
            for number, each in index.find(heads, lang).items()
            if entries[number].kind in kinds.values() and (number not in near or each.met >= near[number].met)
        }
