"""The things that a sentence names: concepts, records, places, values, sums and times."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from akkuri.naming.bounds import LEAST, MOST
from akkuri.naming.quantities import Mention, Quantities, Quantity, digits
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing
from akkuri.search.kin import done, named
from akkuri.search.own_words.bounds import bounds_in
from akkuri.search.own_words.compounds import before_place, before_step
from akkuri.search.own_words.exclusions import is_left_out
from akkuri.search.own_words.figures import InFigures, in_figures
from akkuri.search.own_words.said_values import said_values
from akkuri.search.own_words.sentence_names import LONGEST_NAME, SHORT_NAME, SentenceNames
from akkuri.search.own_words.times import times_in
from akkuri.search.request import idle_words
from akkuri.search.words import stem_words, words
from akkuri.texts import LANGUAGES

__all__ = ["Entities", "Entity", "Sentence"]

_TYPE: Final = "organisation-type"
_CAPABILITY: Final = "concept/capability"
_TOWN: Final = "concept/municipality"
_SHORT_TOWN: Final = 4
"""Letters of a word in small letters that is too short to be a town in another case."""
_BEGUN: Final = 3
"""First letters of a town, which no case of it changes."""
_STAGE: Final = "concept/value-chain-stage"
_WORD: Final = re.compile(r"[^\W_]+(?:[:'][^\W_]+)*")
_LONG_NAME: Final = 8
"""Letters of a name that is told from other words without a capital."""
_EURO: Final = "/unit/euro"
_ACRONYM: Final = re.compile(r"([A-ZÅÄÖ]{2,6})[a-zåäö]{1,5}$")
"""An acronym in a case, without a colon."""
_KILOMETRES: Final = re.compile(r"(?i)kilomet")
_ADJECTIVE: Final = re.compile(r"(\w{4,})s(?:en|ena|enä|ta|tä|essa|essä|ella|ellä|elle|eksi|et|ia|iä)$")
"""Finnish adjectives in a case: maksullisena, of maksullinen."""
_VERB_AND_THING: Final = 2
_SURELY: Final = 3
"""So many words in a row are a name, by whatever form it is met."""
_ENDING: Final = re.compile(r"(?<=\w)[:'’][a-zåäö]{1,5}$")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that is named; `sort` is a scheme, a kind, country, or what a value is."""

    sort: str
    value: str
    places: frozenset[int]
    label: str
    exact: bool = True
    """Met by a shown name, not only by its stems or by what only searches know."""
    quantities: tuple[Quantity, ...] = ()
    left_out: bool = False
    """The sentence asks for others."""
    bound: str = ""
    """LEAST or MOST where the words around a value say so."""
    said: str = ""
    """The number of a bound as it is said: 5 for more than five."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its words as written and folded, and what it names."""

    text: str
    written: tuple[str, ...]
    tokens: tuple[str, ...]
    entities: tuple[Entity, ...]

    def said(self, places: Collection[int]) -> list[str]:
        """Return the words at some places as they are written; those that follow each other are one text."""
        runs = groupby(enumerate(sorted(places)), lambda each: each[1] - each[0])
        return [" ".join(self.written[place] for _, place in run) for _, run in runs]

    def of(self, sort: str) -> list[Entity]:
        """Return the entities of a sort in the order of the sentence."""
        return sorted(
            (e for e in self.entities if e.sort == sort), key=lambda e: (min(e.places), not e.exact)
        )


class Entities:
    """Finds what sentences name."""

    def __init__(self, known: Resolver, names: SentenceNames, kinds: Iterable[str]) -> None:
        self._quantities = Quantities(known)
        self._kinds = frozenset(kinds)
        self._called = names

    def read(self, text: str, lang: str, today: date) -> Sentence:
        """Take a sentence apart."""
        matches = list(_WORD.finditer(text))
        written = tuple(match[0] for match in matches)
        tokens = tuple("".join(words(_ENDING.sub("", word))) for word in written)
        figures = in_figures(text)
        said = [figures.text[match.start() : match.end()].strip().lower() for match in matches]
        found = [*self._values(figures, matches), *self._times(figures, said, matches, today)]
        taken = frozenset(place for entity in found for place in entity.places)
        for value, around in said_values(said, matches):
            places = _whole(figures, matches, around)
            if not taken & places:
                mention = next(self._quantities.mentions(value))
                sort = "km" if value.endswith("km") else "quantity"
                found.append(Entity(sort, value, places, value, True, mention.quantities))
        taken = frozenset(place for entity in found for place in entity.places)
        for bound in bounds_in(said, taken):
            places = _whole(figures, matches, bound.places)
            label = " ".join(written[n] for n in sorted(places))
            found.append(Entity(bound.sort, str(bound.number), places, label, said=str(bound.said)))
        taken = frozenset(place for entity in found for place in entity.places)
        named = self._names(written, tokens, taken, lang)
        found += [replace(e, left_out=True) if is_left_out(tokens, e.places) else e for e in named]
        return Sentence(text, written, tokens, tuple(found))

    def _names(
        self, written: Sequence[str], tokens: Sequence[str], taken: frozenset[int], lang: str
    ) -> list[Entity]:
        """Find names, the longest first; what is within a longer name of the same sort is none."""
        found: list[Entity] = []
        covered: defaultdict[str, set[int]] = defaultdict(set)
        for length in range(min(LONGEST_NAME, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                places = frozenset(range(start, start + length))
                if places & taken:
                    continue
                said = written[start : start + length]
                for thing, exact in self._met(said, tokens[start : start + length]):
                    sort = thing.group.rpartition("/")[2]
                    if places & covered[sort] or _is_verb(thing, exact, said):
                        continue
                    found.append(Entity(sort, _value(thing, lang), places, thing.label(lang), exact))
                    covered[sort] |= places
        found += self._begun(written, tokens, taken, found, lang)
        # "universitet" in the name of one is no type of organisation, "active" in a material's no status.
        whole = [
            entity.places
            for entity in found
            if entity.exact or entity.sort in self._kinds or len(entity.places) >= _SURELY
        ]
        return [entity for entity in found if not any(entity.places < places for places in whole)]

    def _begun(
        self,
        written: Sequence[str],
        tokens: Sequence[str],
        taken: frozenset[int],
        named: Sequence[Entity],
        lang: str,
    ) -> list[Entity]:
        """Find organisations by the first word of their name, and other records by a word of their own.

        Both where it is written as a name; a long word of a record's own is one however it is written, and
        so is the first word of an organisation that no language translates: centria.
        """
        found: list[Entity] = []
        taken |= {place for entity in named for place in entity.places}
        for place, token in enumerate(tokens):
            capital = written[place][:1].isupper()
            if place in taken:
                continue
            for own in self._called.proper(token) if capital or len(token) >= _LONG_NAME else ():
                sort = own.group.rpartition("/")[2]
                places = _named_around(place, tokens, own)
                found.append(Entity(sort, _value(own, lang), places, own.label(lang), False))
            if found and place in found[-1].places:
                continue
            begun = self._called.begun(token, alone=place == 0) if capital else None
            if thing := begun or self._called.untranslated(token):
                sort = thing.group.rpartition("/")[2]
                # "universitet" after it belongs to the name
                typed = {p for entity in named if entity.sort == _TYPE for p in entity.places}
                places = frozenset({place} | ({place + 1} & typed))
                found.append(Entity(sort, _value(thing, lang), places, thing.label(lang), False))
        return found

    def _met(self, written: Sequence[str], tokens: Sequence[str]) -> list[tuple[Thing, bool]]:
        folded = " ".join(tokens)
        if len(folded) <= SHORT_NAME and not (_ENDING.sub("", written[0]).isupper() and len(folded) > 1):
            short = self._called.short(folded, written[0][:1].isupper())
            return list({each[0].group: each for each in reversed(short)}.values())
        exact = self._called.exact(folded)
        if not exact and (acronym := _ACRONYM.match(written[0])) and len(written) == 1:
            exact = self._called.exact(acronym[1].lower())
        found = dict.fromkeys(exact, True)
        stems = (" ".join(stem_words(" ".join(written), lang)) for lang in ("en", "fi", "sv"))
        others = [*_other_forms(written, tokens), *self._deeds(tokens)]
        idle = len(tokens) == 1 and folded in idle_words()  # samoja is no form of Samoa
        for key in () if idle else (folded, *stems, *others):
            if len(key) <= SHORT_NAME and len(key) < len(folded):
                continue  # what is left of "inte" and "kenen" is the code of a country
            called = self._called.exact(key) if len(tokens) > 1 and key in others else ()
            for thing in (*called, *self._called.loose(key)):
                if not any(other.group == thing.group for other in exact):
                    found.setdefault(thing, False)
        if not any(thing.group == _CAPABILITY for thing in found):
            found |= dict.fromkeys(self._before_place(tokens), False)
        if len(tokens) == 1 and not any(thing.group == _STAGE for thing in found):
            steps = (each for part in before_step(folded) for each in self._stages(part))
            found |= dict.fromkeys(list(steps)[:1], False)
        by_group: dict[str, tuple[Thing, bool]] = {}
        for thing, sure in found.items():
            by_group.setdefault(thing.group, (thing, sure))
        return list(by_group.values())

    def _deeds(self, tokens: Sequence[str]) -> list[str]:
        """Return what a verb and its thing do, as stems: valmistavat kennoja, kennojen valmistus.

        Nothing where the deed is called by itself, as recycling is.
        """
        if len(tokens) != _VERB_AND_THING:
            return []
        deeds = done(tokens[0])
        if any(self._called.exact(deed) for deed in deeds):
            return []
        return [" ".join(stem_words(f"{tokens[1]} {deed}", "fi")) for deed in deeds]

    def _stages(self, part: str) -> list[Thing]:
        keys = (part, *(" ".join(stem_words(part, lang)) for lang in LANGUAGES))
        called = [*self._called.exact(part), *(thing for key in keys for thing in self._called.loose(key))]
        return [thing for thing in called if thing.group == _STAGE]

    def _before_place(self, tokens: Sequence[str]) -> list[Thing]:
        """Return the capability that words end with, of which the last one is a sort of place too.

        cellprovningslabb, turvallisuuden testauslaboratorio.
        """
        *first, last = tokens
        for part in before_place(last):
            whole = " ".join([*first, part])
            stems = (" ".join(stem_words(whole, lang)) for lang in (LANGUAGES if first else ()))
            called = [thing for key in (whole, *stems) for thing in self._called.loose(key)]
            called = [*self._called.exact(whole), *called]
            if able := [thing for thing in called if thing.group == _CAPABILITY]:
                return able[:1]
        return []

    def _values(self, figures: InFigures, matches: Sequence[re.Match[str]]) -> list[Entity]:
        found, text = list[Entity](), figures.text
        for mention in self._quantities.mentions(text):
            unit = mention.quantities[0].unit
            sort = "km" if unit and unit.written == "km" else "quantity"
            if sort != "km" and _KILOMETRES.search(text, mention.start, mention.end):
                continue  # said_values knows them in every case
            start, end = figures.widened(mention.start, mention.end)
            places = _places(matches, start, end)
            if not places:
                continue
            written = " ".join(matches[0].string[start:end].split())
            if mention.quantities[0].canonical.endswith(_EURO):
                found += _sums(mention, places, written)
                continue
            found.append(
                Entity(sort, written, places, written, True, mention.quantities, bound=mention.bound)
            )
        return found

    @staticmethod
    def _times(
        figures: InFigures, said: Sequence[str], matches: Sequence[re.Match[str]], today: date
    ) -> list[Entity]:
        return [
            Entity(side, time, _whole(figures, matches, places), " ".join(matches[n][0] for n in places))
            for side, time, places in times_in(figures.text, said, matches, today)
        ]


def _sums(mention: Mention, places: frozenset[int], written: str) -> Iterator[Entity]:
    """Give a sum, or both ends of what it may be."""
    bounds = (LEAST, MOST) if len(mention.quantities) > 1 else (mention.bound,)
    for bound, each in zip(bounds, sorted(mention.quantities, key=lambda one: one.amount), strict=True):
        yield Entity("money", digits(each.amount), places, written, bound=bound)


def _is_verb(thing: Thing, exact: bool, said: Sequence[str]) -> bool:
    """Tell whether a word in small letters is no case of a town: what lies there is not in Lieksa.

    One that is spelt with other letters is none either: who leaves (lähtisi) does not go to Lahti.
    """
    if thing.group != _TOWN or exact or not said[0].islower():
        return False
    begun = said[0][:_BEGUN]
    other = not begun.isascii() and all(not name.lower().startswith(begun) for _, name in thing.names)
    return other or len(said[0]) <= _SHORT_TOWN


def _other_forms(written: Sequence[str], tokens: Sequence[str]) -> list[str]:
    """Return what words may be a case of that stems do not bring together."""
    others = [" ".join([*tokens[:-1], name]) for name in named(tokens[-1])]
    if len(tokens) == 1 and (adjective := _ADJECTIVE.match(written[0].lower())):
        others.append("".join(words(f"{adjective[1]}nen")))
    return others


def _named_around(place: int, tokens: Sequence[str], thing: Thing) -> frozenset[int]:
    """Return a place with those beside it whose words stand in the names of a thing too."""
    named = {word for _, name in thing.names for word in words(name)}
    first, end = place, place + 1
    while first and tokens[first - 1] in named:
        first -= 1
    while end < len(tokens) and tokens[end] in named:
        end += 1
    return frozenset(range(first, end))


def _places(matches: Sequence[re.Match[str]], start: int, end: int) -> frozenset[int]:
    return frozenset(n for n, match in enumerate(matches) if match.start() < end and match.end() > start)


def _whole(figures: InFigures, matches: Sequence[re.Match[str]], places: range) -> frozenset[int]:
    """Return some places of words, with the whole of each number that they have some of."""
    start, end = matches[places[0]].start(), matches[min(places[-1], len(matches) - 1)].end()
    return _places(matches, *figures.widened(start, end))


def _value(thing: Thing, lang: str) -> str:
    """Return what stands for a thing as a parameter: an id, a code, the name of a place."""
    return thing.label("en") if thing.group == "concept/municipality" else thing.written
