"""What sentences may name, by everything that it may be called in one: written so, inflected, begun."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from akkuri.naming.things import COUNTRIES, Thing
from akkuri.search.own_words.inflection import forms
from akkuri.search.words import stem_words, words

__all__ = ["LONGEST_NAME", "SHORT_NAME", "NameTables", "SentenceNames"]

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
_NETWORKS: Final = "id/network"
_CONCEPT: Final = "concept/"
_NO_WORD: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{3}")
"""Letters that no word of a language consists of: they are an abbreviation however they are written."""
_MUNICIPALITIES: Final = "concept/municipality"
_PLACES: Final = frozenset({_MUNICIPALITIES, "concept/region", COUNTRIES})


@dataclass(frozen=True, slots=True)
class _SentenceName:
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


def _sentence_name(thing: Thing) -> _SentenceName:
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
    for _, name in thing.names if thing.group == _NETWORKS else ():
        exact |= _initials(name)
    loose |= _by_id(thing)
    return _SentenceName(
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


def _keeps(thing: Thing, word: str) -> bool:
    """Tell whether a word stands in every translation of a name; with “Ltd” added it is not translated."""
    called = {frozenset(words(_BRACKETED.sub("", name))) for _, name in thing.names}
    longer = any(one < other for one in called for other in called)
    return len(called) > 1 and not longer and all(word in each for each in called)


def _initials(name: str) -> set[str]:
    """Return the word in capitals that a name begins or ends with, or has in brackets, among others: LUT."""
    if name.isupper():
        return set()
    written = name.split()
    ends = {written[0], written[-1]} | {word for word in written if word.startswith("(")}
    return {word.strip("()").lower() for word in ends if _INITIALS.fullmatch(word.strip("()"))}


@dataclass(frozen=True, slots=True)
class NameTables:
    """Things by number, and the numbers of those that are called something."""

    things: Sequence[Thing]
    exact: Mapping[str, Sequence[int]]
    loose: Mapping[str, Sequence[int]]
    inflected: Mapping[str, Sequence[tuple[str, int]]]
    """First letter → words, each with a thing that is called so."""
    first: Mapping[str, tuple[int, int]]
    """First word of names → how many words follow in the shortest one, and what is called so."""
    begins: Mapping[str, int]
    """First word of names → how many things have one that begins so."""
    proper: Mapping[str, Sequence[int]]
    """Word of the names of records that names nothing else → the things whose name has it."""

    @classmethod
    def of(cls, called: Iterable[Thing]) -> "NameTables":
        """Put what things are called into tables."""
        things: list[Thing] = []
        exact, loose = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        inflected: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        first: dict[str, tuple[int, int]] = {}
        begins: Counter[str] = Counter()
        proper: defaultdict[str, list[int]] = defaultdict(list)
        taken: set[str] = set()
        for number, thing in enumerate(called):
            name = _sentence_name(thing)
            things.append(thing)
            for key in name.exact:
                exact[key].append(number)
            for key in name.loose:
                loose[key].append(number)
            for word in name.inflected:
                inflected[word[0]].append((word, number))
            for word in name.proper:
                proper[word].append(number)
            if thing.group == _ORGANISATIONS or not thing.group.startswith("id/"):
                taken.update(word for key in name.exact for word in key.split())
            begins.update(name.begun.keys())
            for word, rest in name.begun.items():
                if rest < first.get(word, (LONGEST_NAME, 0))[0]:
                    first[word] = (rest, number)
        alone = {word: numbers for word, numbers in proper.items() if word not in taken}
        return cls(things, exact, loose, inflected, first, begins, alone)


class SentenceNames:
    """Finds things by what they are called; the first ones first."""

    def __init__(self, tables: NameTables) -> None:
        self._tables = tables
        self._things = tables.things
        self._forms: dict[str, dict[str, list[int]]] = {}
        self._begun_forms: dict[str, dict[str, str]] = {}
        self._proper_forms: dict[str, dict[str, str]] = {}
        self._untranslated_forms: dict[str, dict[str, int]] = {}

    def exact(self, key: str) -> list[Thing]:
        """Return what is called so."""
        return [self._things[number] for number in self._tables.exact.get(key, ())]

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
        found = {*self._tables.loose.get(key, ()), *self._forms_like(key).get(key, ())} if key else ()
        return [self._things[number] for number in sorted(found)]

    def begun(self, word: str, alone: bool = False) -> Thing | None:
        """Return the organisation that a first word names: where few begin so, that with fewest others.

        `alone` asks for one that no other begins like: at the start of a sentence every word is in capitals.
        """
        if not word:
            return None
        known = self._tables.first
        first = word if word in known else self._begun_in(word[0]).get(word, word)
        most = 1 if alone else _COMMON
        if first not in known or self._tables.begins.get(first, 0) > most:
            return None
        return self._things[known[first][1]]

    def untranslated(self, word: str) -> Thing | None:
        """Return the organisation that a first word names even in small letters: no language translates it.

        What all names of one begin with may be a common word: Energy, Energy Ltd.
        """
        if not word:
            return None
        if word[0] not in self._untranslated_forms:
            alone = sorted(
                (first, number)
                for first, (_, number) in self._tables.first.items()
                if first[0] == word[0] and self._tables.begins[first] == 1
            )
            own = [each for each in alone if _keeps(self._things[each[1]], each[0])]
            self._untranslated_forms[word[0]] = {
                form: number for first, number in own for form in (*forms(first), first)
            }
        number = self._untranslated_forms[word[0]].get(word)
        return None if number is None else self._things[number]

    def proper(self, word: str) -> list[Thing]:
        """Return the record of each kind that alone has a word in its name, which names nothing else."""
        if not word:
            return []
        if word[0] not in self._proper_forms:
            own = sorted(each for each in self._tables.proper if each[0] == word[0])
            self._proper_forms[word[0]] = {form: each for each in own for form in (*forms(each), each)}
        found: defaultdict[str, list[Thing]] = defaultdict(list)
        for number in self._tables.proper.get(self._proper_forms[word[0]].get(word, ""), ()):
            found[self._things[number].group].append(self._things[number])
        return [things[0] for things in found.values() if len(things) == 1]

    def _begun_in(self, letter: str) -> dict[str, str]:
        """Return the cases of the first words that begin with a letter → the word."""
        if letter not in self._begun_forms:
            firsts = sorted(first for first in self._tables.first if first[0] == letter)
            self._begun_forms[letter] = {form: first for first in reversed(firsts) for form in forms(first)}
        return self._begun_forms[letter]

    def _forms_like(self, key: str) -> dict[str, list[int]]:
        """Return the forms of the names that begin with the letter of a word: no case changes it."""
        letter = key[0]
        if letter not in self._forms:
            made: defaultdict[str, list[int]] = defaultdict(list)
            for word, number in self._tables.inflected.get(letter, ()):
                for form in forms(word):
                    made[form].append(number)
            self._forms[letter] = dict(made)
        return self._forms[letter]
