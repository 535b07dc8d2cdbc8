"""Questions that a whole search asks for in the words declared for them: "what is missing", "rent a lab"."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import Final

from akkuri.search.own_words.cues import NONE, Cue, beginnings_of, places_of, read_wordings
from akkuri.search.request import idle_words
from akkuri.texts import LANGUAGES

__all__ = ["AskedPhrases"]

_MOST: Final = 2
"""So many questions are told."""
_Phrases = Mapping[Cue, tuple[str, ...]]


class AskedPhrases:
    """The phrases of `asked.yaml` by their first words."""

    def __init__(self, folders: Iterable[Path], numbers: Mapping[str, int]) -> None:
        """`folders` are those of the questions; `numbers` has the entry of each question by its address."""
        self._folders = tuple(folders)
        self._numbers = numbers

    def questions(self, asked: Sequence[str], lang: str, general: Callable[[str], bool]) -> list[int]:
        """Return the questions whose phrases have every word that says something, the surest first.

        `general` tells words that narrow nothing: the kind of a record, the home country. The phrases of the
        reader's language come first. What asks in another language ("kuka") may be a name in that one.
        """
        telling = {place for place, word in enumerate(asked) if word not in idle_words(lang)}
        of = sorted(LANGUAGES, key=lambda each: each != lang)
        found = (self._wholly(self._by_word.get(each, {}), asked, telling, general) for each in of)
        return next((numbers for numbers in found if numbers), [])[:_MOST]

    def _wholly(
        self,
        by_word: Mapping[str, _Phrases],
        asked: Sequence[str],
        telling: Set[int],
        general: Callable[[str], bool],
    ) -> list[int]:
        met: defaultdict[str, set[int]] = defaultdict(set)
        sure: defaultdict[str, float] = defaultdict(float)
        for beginning in {each for word in asked for each in beginnings_of(word)}:
            for cue, names in by_word.get(beginning, {}).items():
                places = places_of(cue, asked, inside=False)
                if places is not None and telling & places:
                    for name in names:
                        met[name] |= places
                        sure[name] = max(sure[name], len(places & telling) + 1 / len(names))
        known = {place: general(asked[place]) for place in telling} if met else {}
        wholly = [
            name
            for name, places in met.items()
            if telling <= places
            or (all(known[n] for n in telling - places) and not all(known[n] for n in telling & places))
        ]
        wholly.sort(key=lambda name: (-sure[name], name))
        found = (self._numbers.get(f"/queries/{name}") for name in wholly)
        return [number for number in found if number is not None]

    @cached_property
    def _by_word(self) -> Mapping[str, Mapping[str, _Phrases]]:
        """Language → first word → phrase → the questions that are asked so."""
        found: dict[str, defaultdict[str, dict[Cue, tuple[str, ...]]]]
        found = {lang: defaultdict(dict) for lang in LANGUAGES}
        for name, wording in read_wordings(self._folders).items():
            for lang, cue in dict.fromkeys(wording.cues) if name != NONE else ():
                begun = found[lang][cue[0]]
                begun[cue] = (*begun.get(cue, ()), name)
        return found
