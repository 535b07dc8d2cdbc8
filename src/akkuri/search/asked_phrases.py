"""Questions that a whole search asks for in the words declared for them: "what is missing", "rent a lab"."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import Final

from akkuri.naming.kept_lines import KeptLists, json_line, open_lines
from akkuri.search.own_words.counted import sentences_digest
from akkuri.search.own_words.cues import ASKED, NONE, SUBJECT, beginnings_of, places_of, read_wordings
from akkuri.search.request import idle_words
from akkuri.texts import LANGUAGES

__all__ = ["PHRASES", "AskedPhrases", "write_phrases"]

PHRASES: Final = "phrases.jsonl"
"""The file of a release that holds the phrases by their first words: a search reads those of its words."""
_FORM: Final = 2
"""Raised whenever words are folded, or the file is written, in another way."""
_FOR: Final = "for"
"""Stands for a language where what makes one think of questions is no word: a unit."""
_MOST: Final = 2
"""So many questions are told."""
_Phrases = Mapping[str, Sequence[tuple[str, Sequence[str]]]]
"""Language and first word → phrases, each with the questions that are asked so."""


class AskedPhrases:
    """The phrases of `asked.yaml` by their first words."""

    def __init__(
        self, folders: Iterable[Path], numbers: Mapping[str, int], release: Path | None = None
    ) -> None:
        """`folders` are those of the questions; `numbers` has the entry of each question by its address."""
        self._folders = tuple(folders)
        self._numbers = numbers
        self._release = release

    def questions(self, asked: Sequence[str], lang: str, general: Callable[[str], bool]) -> list[int]:
        """Return the questions whose phrases have every word that says something, the surest first.

        `general` tells words that narrow nothing: the kind of a record, the home country. Words for what the
        whole cluster is about narrow nothing either. The phrases of the reader's language come first: what
        asks in another language ("kuka") may be a name in that one.
        """
        telling = {place for place, word in enumerate(asked) if word not in idle_words(lang)}
        of = sorted(LANGUAGES, key=lambda each: each != lang)
        found = (self._wholly(each, asked, telling, general) for each in of)
        return next((numbers for numbers in found if numbers), [])[:_MOST]

    def measuring(self, unit: str, asked: Sequence[str]) -> list[int]:
        """Return the questions that are for values in a unit, and for which words ask too."""
        of_unit = {name for _, names in self._begun.get(_key(_FOR, unit), ()) for name in names}
        keys = [_key(lang, each) for lang in LANGUAGES for word in asked for each in beginnings_of(word)]
        met = {
            name
            for key in (keys if of_unit else ())
            for phrase, names in self._begun.get(key, ())
            if places_of(tuple(phrase.split(" ")), asked, inside=False) is not None
            for name in names
        }
        return [
            self._numbers[address]
            for name in sorted(of_unit & met)
            if (address := f"/queries/{name}") in self._numbers
        ]

    def _wholly(
        self,
        lang: str,
        asked: Sequence[str],
        telling: Set[int],
        general: Callable[[str], bool],
    ) -> list[int]:
        met: defaultdict[str, set[int]] = defaultdict(set)
        subject = set[int]()
        sure: defaultdict[str, float] = defaultdict(float)
        for beginning in {each for word in asked for each in beginnings_of(word)}:
            for phrase, names in self._begun.get(_key(lang, beginning), ()):
                cue = tuple(phrase.split(" "))
                places = places_of(cue, asked, inside=False)
                if places is None or not telling & places:
                    continue
                for name in names:
                    if name == SUBJECT:
                        subject |= places
                    else:
                        met[name] |= places
                        sure[name] = max(sure[name], len(places & telling) + 1 / len(names))
        known = {place: place in subject or general(asked[place]) for place in telling} if met else {}
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
    def _begun(self) -> _Phrases:
        found = open_lines(self._release / PHRASES, _FORM) if self._release else None
        if found is None or found[0]["digest"] != _digest(self._folders):
            return _gathered(self._folders)
        return KeptLists(found[1])


def write_phrases(folders: Sequence[Path], file: Path) -> None:
    """Write the phrases of some folders, for searches in a release."""
    lines = sorted(json_line([key, *phrases]) for key, phrases in _gathered(folders).items())
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines((json_line({"form": _FORM, "digest": _digest(folders)}), *lines))


def _gathered(folders: Iterable[Path]) -> _Phrases:
    found: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for name, wording in read_wordings(folders).items():
        for lang, cue in dict.fromkeys(wording.cues) if name != NONE else ():
            begun, phrase = found[_key(lang, cue[0])], " ".join(cue)
            begun[phrase] = (*begun.get(phrase, ()), name)
        for thing in wording.things:
            begun = found[_key(_FOR, thing)]
            begun[thing] = (*begun.get(thing, ()), name)
    return {key: tuple(phrases.items()) for key, phrases in found.items()}


def _key(lang: str, word: str) -> str:
    return f"{lang} {word}"


def _digest(folders: Iterable[Path]) -> str:
    """Return by what kept phrases are known again: what they were made of."""
    return sentences_digest(folder / ASKED for folder in folders)
