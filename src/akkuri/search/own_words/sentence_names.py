"""What sentences may name, by everything that it may be called in one: written so, inflected, begun."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from akkuri.naming.things import COUNTRIES, Thing
from akkuri.search.own_words.inflection import forms
from akkuri.search.words import stem_words, words

__all__ = ["LONGEST_NAME", "SHORT_NAME", "SentenceName", "SentenceNames", "sentence_name"]

LONGEST_NAME: Final = 6
"""Words of the longest name that is looked for."""
SHORT_NAME: Final = 3
"""Names of so few letters are met in capitals only, but for what `short` tells."""
_COMMON: Final = 7
"""A word that begins the names of more organisations calls none of them: European, City."""
_BRACKETED: Final = re.compile(r"\s*\([^()]*\)$")
_INITIALS: Final = re.compile(r"[A-ZÅÄÖ]{3,6}")
_CAPITAL: Final = re.compile(r"[A-ZÅÄÖ][^\W_]+")
_ORGANISATIONS: Final = "id/organisation"
_CONCEPT: Final = "concept/"
_NO_WORD: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{3}")
"""Letters that no word of a language consists of: they are an abbreviation however they are written."""
_MUNICIPALITIES: Final = "concept/municipality"
_PLACES: Final = frozenset({_MUNICIPALITIES, "concept/region", COUNTRIES})


@dataclass(frozen=True, slots=True)
class SentenceName:
    """One thing and what it may be called, folded."""

    thing: Thing
    exact: frozenset[str] = frozenset()
    """Its names."""
    loose: frozenset[str] = frozenset()
    """Stems of its names, and what only searches know."""
    inflected: frozenset[str] = frozenset()
    """Its names of one word, which are met in the cases of Finnish too."""
    begun: dict[str, int] = field(default_factory=dict)
    """First words of its names → how many words follow."""
    proper: frozenset[str] = frozenset()
    """Words with a capital in its name in every language: the Bioruukki in what is longer."""


def sentence_name(thing: Thing) -> SentenceName:
    """Return what a thing may be called."""
    exact, loose, inflected = set(), set(), set()
    for lang, name in (*thing.names, *thing.others):
        folded = words(name)
        exact.add(" ".join(folded))
        if (shorter := _BRACKETED.sub("", name)) != name:
            exact.add(" ".join(words(shorter)))
        if len("".join(folded)) > SHORT_NAME:
            loose.add(" ".join(stem_words(name, lang)))
        place = thing.group in _PLACES or thing.group.startswith("id/")
        short = len("".join(folded)) <= SHORT_NAME and thing.group != _MUNICIPALITIES
        if len(folded) == 1 and not short and place:
            inflected.add(folded[0])
    for lang, name in thing.hidden:
        loose |= {" ".join(words(name)), " ".join(stem_words(name, lang))}
    begun: dict[str, int] = {}
    for _, name in thing.names if thing.group == _ORGANISATIONS else ():
        first, *rest = words(name) or ("",)
        if len(first) > SHORT_NAME and len(rest) < begun.get(first, LONGEST_NAME):
            begun[first] = len(rest)
        exact |= _initials(name)
    loose |= _by_id(thing)
    return SentenceName(
        thing, frozenset(exact), frozenset(loose), frozenset(inflected), begun, frozenset(_proper(thing))
    )


def _by_id(thing: Thing) -> set[str]:
    """Return the first words of the id of a record, which are what people call it for short."""
    short = thing.group.startswith("id/") and thing.group != _ORGANISATIONS  # whose first word is enough
    called = thing.id.split("-") if short else ()
    return {" ".join(called[:length]) for length in range(2, len(called) + 1)}


def _proper(thing: Thing) -> set[str]:
    """Return the words of a record's name that no language translates and that are no common nouns."""
    if not thing.group.startswith("id/") or thing.group == _ORGANISATIONS:  # whose first word is enough
        return set()
    capitals = [{match[0].lower() for match in _CAPITAL.finditer(name)} for _, name in thing.names]
    shared = set.intersection(*capitals) if len(capitals) > 1 else set()
    return {word for each in shared for word in words(each) if len(word) > SHORT_NAME}


def _initials(name: str) -> set[str]:
    """Return the word in capitals that a name begins or ends with, or has in brackets, among others: LUT."""
    if name.isupper():
        return set()
    written = name.split()
    ends = {written[0], written[-1]} | {word for word in written if word.startswith("(")}
    return {word.strip("()").lower() for word in ends if _INITIALS.fullmatch(word.strip("()"))}


class SentenceNames:
    """Finds things by what they are called; the first ones first."""

    def __init__(self, named: Iterable[SentenceName]) -> None:
        self._things: list[Thing] = []
        self._exact: defaultdict[str, list[int]] = defaultdict(list)
        self._loose: defaultdict[str, list[int]] = defaultdict(list)
        self._inflected: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self._forms: dict[str, dict[str, list[int]]] = {}
        self._first: dict[str, tuple[int, Thing]] = {}
        self._begins: Counter[str] = Counter()
        self._begun_forms: dict[str, dict[str, str]] = {}
        self._proper: defaultdict[str, list[int]] = defaultdict(list)
        self._proper_forms: dict[str, dict[str, str]] = {}
        self._taken: set[str] = set()
        for number, name in enumerate(named):
            self._things.append(name.thing)
            for key in name.exact:
                self._exact[key].append(number)
            for key in name.loose:
                self._loose[key].append(number)
            for word in name.inflected:
                self._inflected[word[0]].append((word, number))
            for word in name.proper:
                self._proper[word].append(number)
            if name.thing.group == _ORGANISATIONS or not name.thing.group.startswith("id/"):
                self._taken.update(word for key in name.exact for word in key.split())
            self._begins.update(name.begun.keys())
            for first, rest in name.begun.items():
                if rest < self._first.get(first, (LONGEST_NAME, None))[0]:
                    self._first[first] = (rest, name.thing)

    def exact(self, key: str) -> list[Thing]:
        """Return what is called so."""
        return [self._things[number] for number in self._exact.get(key, ())]

    def short(self, key: str, capital: bool) -> list[tuple[Thing, bool]]:
        """Return what is called so by few letters that need not all be capitals, and whether exactly so.

        Those are towns (Åbo, Ii) where the first one is, and concepts called by what is no word (xrd).
        """
        exact = [(thing, True) for thing in self.exact(key)]
        if _NO_WORD.fullmatch(key):
            called = [*exact, *((thing, False) for thing in self.loose(key))]
            return [each for each in called if each[0].group.startswith(_CONCEPT)]
        return [each for each in exact if capital and each[0].group == _MUNICIPALITIES]

    def loose(self, key: str) -> list[Thing]:
        """Return what is called so in another case or number, or known so to searches only."""
        found = {*self._loose.get(key, ()), *self._forms_like(key).get(key, ())} if key else ()
        return [self._things[number] for number in sorted(found)]

    def begun(self, word: str, alone: bool = False) -> Thing | None:
        """Return the organisation that a first word names: where few begin so, that with fewest others.

        `alone` asks for one that no other begins like: at the start of a sentence every word is in capitals.
        """
        if not word:
            return None
        first = word if word in self._first else self._begun_in(word[0]).get(word, word)
        most = 1 if alone else _COMMON
        return self._first.get(first, (0, None))[1] if self._begins[first] <= most else None

    def proper(self, word: str) -> list[Thing]:
        """Return the record of each kind that alone has a word in its name, which names nothing else."""
        if not word:
            return []
        if word[0] not in self._proper_forms:
            own = sorted(each for each in self._proper if each[0] == word[0] and each not in self._taken)
            self._proper_forms[word[0]] = {form: each for each in own for form in (*forms(each), each)}
        found: defaultdict[str, list[Thing]] = defaultdict(list)
        for number in self._proper.get(self._proper_forms[word[0]].get(word, ""), ()):
            found[self._things[number].group].append(self._things[number])
        return [things[0] for things in found.values() if len(things) == 1]

    def _begun_in(self, letter: str) -> dict[str, str]:
        """Return the cases of the first words that begin with a letter → the word."""
        if letter not in self._begun_forms:
            firsts = sorted(first for first in self._first if first[0] == letter)
            self._begun_forms[letter] = {form: first for first in reversed(firsts) for form in forms(first)}
        return self._begun_forms[letter]

    def _forms_like(self, key: str) -> dict[str, list[int]]:
        """Return the forms of the names that begin with the letter of a word: no case changes it."""
        letter = key[0]
        if letter not in self._forms:
            made: defaultdict[str, list[int]] = defaultdict(list)
            for word, number in self._inflected.get(letter, ()):
                for form in forms(word):
                    made[form].append(number)
            self._forms[letter] = dict(made)
        return self._forms[letter]
