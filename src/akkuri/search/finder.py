"""The search: entries by words and values, the nearest first, counted by facets."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final

from akkuri.naming.answers import Found, How
from akkuri.naming.quantities import Mention, Quantities
from akkuri.naming.resolver import Resolver
from akkuri.naming.store_source import Select
from akkuri.naming.things import Wanted
from akkuri.search.alike import alike
from akkuri.search.asked_kinds import AskedKinds
from akkuri.search.asked_phrases import AskedPhrases
from akkuri.search.beginnings import how_begun
from akkuri.search.called import folded_names
from akkuri.search.content import SearchContent
from akkuri.search.counted_things import CountedThings
from akkuri.search.counting import counted, has, tail
from akkuri.search.entries import CONCEPT, QUESTION, SearchEntry
from akkuri.search.found import Hit, SearchFound
from akkuri.search.general_words import GeneralWords
from akkuri.search.index import Nearness, WordIndex
from akkuri.search.leading import Leading
from akkuri.search.order import Order
from akkuri.search.reaching import Reaching
from akkuri.search.request import MOST, SORTS, SearchRequest, Understood, understand
from akkuri.search.said_facets import SaidFacets
from akkuri.search.unstated import first_unstated, with_unit, without_unstated
from akkuri.search.values import Reached, Values
from akkuri.search.words import words

__all__ = ["Finder"]

_FEW: Final = 5
"""With fewer hits that have every word, those that lack one follow."""
_YEAR: Final = 4
"""Figures of a year."""


class Finder:
    """Everything that can be found in one release."""

    def __init__(
        self,
        content: SearchContent,
        select: Select,
        known: Resolver,
        folders: Iterable[Path] = (),
        release: Path | None = None,
    ) -> None:
        """`known` recognises units and identifiers of the same graph; `folders` have the questions.

        `release` is the folder of the release, where there is one.
        """
        names = known.names
        self.entries = content.entries
        self.names = names
        self.select = select
        """What asks the graph."""
        self._overview = content.overview
        self.numbers = {iri: number for number, iri in enumerate(content.overview.iris)}
        self._index = WordIndex(content)
        self._values = Values(select, names, release)
        self._last = frozenset(kind.name for kind in names.kinds if kind.found_last)
        self._known = known
        self._records = Wanted(tuple(f"id/{kind}" for kind in names.kinds.names))
        places = frozenset(f"{names.base}concept/{name}" for name in ("municipality", "region"))
        self._quantities = Quantities(known)
        self._reaching = Reaching(self._values, self._quantities)
        self._counted_things = CountedThings(known)
        self._asked_kinds = AskedKinds(names.kinds, self._index.lexicon)
        self._phrases = AskedPhrases(folders, self.numbers, release)
        self._order = Order(self.entries, names.kinds, content.overview.countries, places)
        self._leading = Leading(
            self.entries,
            content.overview,
            self._index,
            self._order,
            names.kinds,
            places,
        )
        self._general = GeneralWords(
            self.entries, content.overview, f"{names.base}concept/", frozenset(content.overview.countries)
        )
        self._said_facets = SaidFacets(
            self.entries, content.overview, self._asked_kinds, f"{names.base}concept/"
        )
        self.facets = {name: None for kind in names.kinds for name in _declared(kind.facets)}
        general = set(self.facets)
        self.facets |= dict.fromkeys(sorted(content.overview.facets))
        self.own_facets = frozenset(self.facets) - general
        """The facets that only this cluster has, named as the schemes of their concepts are."""

    def find(self, request: SearchRequest) -> SearchFound:
        """Return what has the words and reaches the values, narrowed by kind and facets."""
        understood = understand(
            request.text,
            self._quantities,
            self._values.below_zero,
            self._index.has,
            self._counted,
            request.lang,
        )
        unstated = first_unstated(understood, self._values)
        unit = self._quantities.unit_of(unstated) if unstated is not None else None
        if unstated is not None:
            understood = without_unstated(understood, self._values, self._index, unit, request.lang)
        near = self._index.find(understood.words, request.lang) if understood.words else {}
        reached, yearly = self._reaching.reached(understood)
        by_value = [self.numbers[iri] for iri in reached.reached if iri in self.numbers] if reached else []
        near = self._asked_kinds.with_kinds(
            near, understood.words, request.lang, self._index, self.entries, by_value
        )
        near = self._index.with_names(near, understood.maybe)
        lacking = tuple(word for word in understood.words if not self._index.understands(word, request.lang))
        if lacking and all(each in lacking or self._says_little(each) for each in understood.words):
            near = self._index.like_all(near, lacking, request.lang)
        told = self._telling(understood)
        asked = () if understood.values else words(request.text)[:MOST]
        asking = [
            *self._phrases.questions(asked, request.lang, self._is_general),
            *self._measuring(understood),
        ]
        numbers, partial = self._taken(near, understood, reached, told, by_value)
        identified = self._identified(request.text)
        leading = [
            *asking,
            *(
                self._leading.beside_value(near, understood)
                if reached
                else self._leading.concepts(near, understood, request)
            ),
            *(
                self._leading.of_each(understood, request.lang)
                if near and partial and reached is None
                else ()
            ),
        ]
        numbers = list(
            dict.fromkeys(
                [
                    *numbers,
                    *leading,
                    *with_unit(None if understood.values else unit, self._index, request.lang),
                ]
            )
        )
        if identified is not None:
            numbers = [identified] if partial or lacking else list(dict.fromkeys([identified, *numbers]))
        hits = [self._hit(number, reached, told, understood) for number in numbers]
        most = None if reached is None else len(understood.words) - len(lacking)
        short, lower = 0, list[Hit]()
        if reached is not None:
            low = {n for n in numbers if self.entries[n].iri in reached.short}
            short = len(low)
            hits = [hit for hit in hits if self.numbers[hit.entry.iri] not in low]
            lower = self._lower(reached, {hit.entry.iri for hit in hits}, near, most or 0)
            hits += lower
        among = {self.numbers[hit.entry.iri] for hit in hits}
        score = self._order.scores({n: each for n, each in near.items() if n in among}, understood, reached)
        said = self._said_facets.said(understood.words)
        hits.sort(key=lambda hit: self._order.key(hit, request, score, most, said))
        if request.sort == SORTS[0]:
            hits = self._leading.with_having(self._leading.with_owner(hits, near, understood))
            hits = self._leading.led(hits, leading)
        if identified is not None:
            hits.sort(key=lambda hit: hit.entry is not self.entries[identified])
        wanted = {name: value for name, value in request.facets.items() if name in self.facets}
        kept = [hit for hit in hits if has(hit.entry, wanted)]
        kinds = Counter(hit.entry.kind for hit in kept)
        shown = [hit for hit in kept if request.kind in (None, hit.entry.kind)]
        return SearchFound(
            shown,
            dict(kinds),
            counted(hits, self.facets, request.kind, wanted),
            understood,
            lacking,
            partial,
            short,
            None if reached is None or reached.reached else len(lower) or len(reached.short),
            tuple(sorted(request.facets.keys() - self.facets.keys())),
            None if identified is None else self.entries[identified].iri,
            yearly,
            bool(lower),
            unstated,
            unit,
        )

    def _lower(self, reached: Reached, told: Set[str], near: Mapping[int, Nearness], most: int) -> list[Hit]:
        """Return what states a lower value where nothing reaches one, of what has all words besides.

        `told` are hits already; `most` says how many words there are to be met.
        """
        return [
            Hit(self.entries[number], values, off=reached.off[iri])
            for iri, values in (() if reached.reached else reached.lower.items())
            if (number := self.numbers.get(iri)) is not None
            and iri not in told
            and (not most or (number in near and near[number].met >= most))
        ]

    def of_kind(self, kind: str) -> Iterator[SearchEntry]:
        """Give the entries of a kind; no others are read."""
        return (self.entries[number] for number, each in enumerate(self._overview.kinds) if each == kind)

    def _measuring(self, understood: Understood) -> Iterator[int]:
        """Give the questions that are for such values."""
        for mention in understood.values:
            unit = self._quantities.unit(mention.quantities[0].canonical)
            yield from self._phrases.measuring(unit.written, understood.words) if unit else ()

    def _counted(self, written: str) -> Iterator[Mention]:
        return (each for each in self._counted_things.mentions(written) if self._values.states(each))

    def _is_general(self, word: str) -> bool:
        year = word.isdigit() and len(word) == _YEAR
        return year or self._asked_kinds.kind_of(word) is not None or word in self._general

    def _says_little(self, word: str) -> bool:
        return len(word) == 1 or self._is_general(word)

    def _repeats(self, number: int) -> bool:
        """Tell whether a thing comes after all others, as it has the words of what it is about."""
        return self._overview.kinds[number] in self._last

    def _identified(self, written: str) -> int | None:
        """Return the record that an identifier stands for: of a registry, a URN, an IRI, an id."""
        if len(written.split()) != 1 or not any(map(str.isdigit, written)):
            return None
        answer = self._known.known(written, self._records)
        if not isinstance(answer, Found) or answer.how is not How.ID:
            return None
        return self.numbers.get(answer.thing.iri)

    @cached_property
    def facet_values(self) -> dict[str, frozenset[str]]:
        """Facet → the values that anything has: IRIs of concepts and their ends, codes."""
        found = self._overview.facets.items()
        return {name: frozenset({*values, *map(tail, values)}) for name, values in found}

    @property
    def stated(self) -> Mapping[str, frozenset[str]]:
        """What hits say besides → the texts that anything states."""
        return self._overview.stated

    @property
    def home(self) -> str:
        """Return the code of the country that most is in."""
        return self._order.home

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is met in a name, as it is or in another case or number."""
        return self._index.names_have(word)

    def understands(self, word: str) -> bool:
        """Tell whether a folded word is met anywhere, as it is, as a part of others or in parts."""
        return self._index.understands(word)

    def spelt_like(self, word: str) -> Sequence[str]:
        """Return the words of names most like a misspelt one."""
        return self._index.lexicon.nearest(word)

    def begins(self, head: str) -> bool:
        """Tell whether a word of names begins so."""
        return bool(self._index.lexicon.beginning(head, 1))

    def suggest(self, request: SearchRequest, most: int | None = None) -> Sequence[Hit]:
        """Return what is called by words that begin as those written, then what is found: all, or some."""
        asked, ranked = words(request.text)[:MOST], []
        for number in self._index.beginning(asked):
            entry = self.entries[number]
            met = how_begun(folded_names(entry), asked)
            if met is None:
                continue
            rank, length = met
            far = entry.kind in self._order.nameless, entry.elsewhere, self._order.is_abroad(entry)
            ranked.append(((entry.last, rank, far, length, entry.iri), number))
        begun = [self.entries[number] for _, number in sorted(ranked)]
        hits = [Hit(entry) for entry in begun if request.kind in (None, entry.kind)]
        if most is None or len(hits) < most:
            known = {entry.iri for entry in begun}
            hits += [hit for hit in self.find(request).hits if hit.entry.iri not in known]
        return hits[:most]

    def alike(self, written: str, wanted: Callable[[SearchEntry], bool]) -> Iterator[SearchEntry]:
        """Give the wanted entries that a name is like by its words, the nearest first."""
        return alike(self._index, self.entries, written, wanted)

    def browse(self, request: SearchRequest) -> SearchFound:
        """Return everything of a kind, narrowed by facets, by name or by place."""
        hits = [Hit(entry) for entry in self.of_kind(str(request.kind))]
        by = self._order.by_place if request.sort == "place" else self._order.by_name
        hits.sort(key=lambda hit: by(hit.entry, request.lang))
        wanted = {name: value for name, value in request.facets.items() if name in self.facets}
        shown = [hit for hit in hits if has(hit.entry, wanted)]
        nothing = Understood((), (), (), False, "")
        return SearchFound(
            shown, {str(request.kind): len(shown)}, counted(hits, self.facets, request.kind, wanted), nothing
        )

    def _taken(
        self,
        near: dict[int, Nearness],
        understood: Understood,
        reached: Reached | None,
        told: set[int],
        by_value: Sequence[int],
    ) -> tuple[list[int], bool]:
        """Return the entries that count as hits, and whether they lack some of the words."""
        most = max((each.met for number, each in near.items() if not self._repeats(number)), default=0)
        most = most or max((each.met for each in near.values()), default=0)
        all_of = [number for number, each in near.items() if each.met >= most]
        for fewer in range(most - 1, 0, -1):
            if len(all_of) < _FEW:
                all_of += [number for number, each in near.items() if each.met == fewer]
        partial = most < len(understood.words)
        if reached is None:
            return all_of, partial
        return list(dict.fromkeys([*by_value, *all_of, *sorted(told)])), partial and not by_value

    def _telling(self, understood: Understood) -> set[int]:
        """Return the entries whose texts have the number and the unit as they were written.

        A unit of one letter is met in any text (500 A: "a laboratory").
        """
        if len(understood.besides) <= 1 or any(len(word) == 1 for word in understood.besides):
            return set()
        found = self._index.find(understood.besides)
        return {number for number, each in found.items() if each.met == len(understood.besides)}

    def _hit(self, number: int, reached: Reached | None, told: set[int], understood: Understood) -> Hit:
        entry = self.entries[number]
        values = reached.reached.get(entry.iri, ()) if reached else ()
        stated = values or number in told or entry.kind in (CONCEPT, QUESTION)
        unknown = reached is not None and not stated
        off = reached.off.get(entry.iri, Decimal(0)) if reached else Decimal(0)
        lacking = reached.unstated.get(entry.iri, ()) if reached else ()
        return Hit(entry, values, unknown, off, tuple(understood.values[number] for number in lacking))


def _declared(columns: Iterable[object]) -> list[str]:
    return [str(getattr(column, "heading", "")) for column in columns]
