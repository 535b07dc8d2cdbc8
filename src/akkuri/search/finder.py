"""The search: entries by words and values, the nearest first, counted by facets."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from akkuri.naming.answers import Found, How
from akkuri.naming.languages import best
from akkuri.naming.quantities import Mention, Quantities
from akkuri.naming.resolver import Resolver
from akkuri.naming.store_source import Select
from akkuri.naming.things import Thing, Wanted
from akkuri.search.alike import alike
from akkuri.search.asked_kinds import AskedKinds
from akkuri.search.beginnings import how_begun
from akkuri.search.called import folded, folded_names
from akkuri.search.content import SearchContent
from akkuri.search.entries import CONCEPT, COUNTRY, QUESTION, SearchEntry
from akkuri.search.index import Nearness, WordIndex
from akkuri.search.request import MOST, SORTS, SearchRequest, Understood, understand
from akkuri.search.unstated import first_unstated, with_unit, without_unstated
from akkuri.search.values import Reached, Stated, Values, together
from akkuri.search.wholly_named import wholly_named
from akkuri.search.words import words

__all__ = ["Finder", "Hit", "SearchFound", "tail"]

_FEW: Final = 5
"""With fewer hits that have every word, those that lack one follow."""
_BEFORE: Final = 3
"""Hits that stand before concepts that are named by a part of what is asked."""
_EXACT, _HIDDEN, _BEGINS = 100.0, 30.0, 15.0
"""What an entry gains whose name is what was written, whose hidden name is, or whose name begins so."""
_CONCEPT, _NAMELESS, _ELSEWHERE, _ABROAD = 1.3, 0.5, 0.45, 0.6
"""Concepts lead to all that has them; what is called after others repeats their names; own is nearer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit; `values` are those that suffice, `unknown` says that no source states one."""

    entry: SearchEntry
    values: tuple[Stated, ...] = ()
    unknown: bool = False
    off: Decimal = Decimal(0)
    """How far the nearest of its values is from what was asked."""
    unstated: tuple[Mention, ...] = ()
    """Those of several values that no source states of it."""


@dataclass(frozen=True, slots=True)
class SearchFound:
    """All hits in their order, and how many there are by kind and by facet."""

    hits: Sequence[Hit]
    kinds: dict[str, int]
    """Counted without regard to the kind that is asked for."""
    facets: dict[str, dict[str, int]]
    understood: Understood
    lacking: tuple[str, ...] = ()
    """Words that are nowhere."""
    partial: bool = False
    """No entry has every word: these have the most."""
    short: int = 0
    """Things that have the words but state only lower values."""
    unreached: int | None = None
    """Where a value is asked for that nothing reaches: how many things state one of that quantity."""
    unknown_facets: tuple[str, ...] = field(default=())
    identified: str | None = None
    """IRI of the record whose identifier is what was written; its hit is the first."""
    yearly: Mention | None = None
    """A value for which the values of the hits are those a year: nothing states it as it was written."""
    lower: bool = False
    """Nothing reaches the value, so the hits are those with the nearest ones."""
    unstated: Mention | None = None
    """A value of a quantity that nothing states; where there is no other, its unit is looked for."""
    unstated_unit: Thing | None = None
    """The unit of that quantity."""


class Finder:
    """Everything that can be found in one release."""

    def __init__(self, content: SearchContent, select: Select, known: Resolver) -> None:
        """`known` recognises units and identifiers of the same graph."""
        names = known.names
        self.entries = content.entries
        self.names = names
        self._overview = content.overview
        self.numbers = {iri: number for number, iri in enumerate(content.overview.iris)}
        self._index = WordIndex(content)
        self._values = Values(select, names)
        self._known = known
        self._records = Wanted(tuple(f"id/{kind}" for kind in names.kinds.names))
        self._places = frozenset(f"{names.base}concept/{name}" for name in ("municipality", "region"))
        self._quantities = Quantities(known)
        self._asked_kinds = AskedKinds(names.kinds)
        self._nameless = {kind.name for kind in names.kinds if kind.called_after}
        home = content.overview.countries
        self._home = max(home, key=lambda code: (home[code], code), default="")
        self._order = {name: place for place, name in enumerate([*names.kinds.names, CONCEPT, QUESTION])}
        self.facets = {name: None for kind in names.kinds for name in _declared(kind.facets)}
        general = set(self.facets)
        self.facets |= dict.fromkeys(sorted(content.overview.facets))
        self.own_facets = frozenset(self.facets) - general
        """The facets that only this cluster has, named as the schemes of their concepts are."""

    def find(self, request: SearchRequest) -> SearchFound:
        """Return what has the words and reaches the values, narrowed by kind and facets."""
        understood = understand(request.text, self._quantities, self._values.below_zero, self._index.has)
        unstated = first_unstated(understood, self._values)
        unit = self._quantities.unit_of(unstated) if unstated is not None else None
        if unstated is not None:
            understood = without_unstated(understood, self._values, self._index, unit, request.lang)
        near = self._index.find(understood.words, request.lang) if understood.words else {}
        near = self._asked_kinds.with_kinds(near, understood.words, request.lang, self._index, self.entries)
        lacking = tuple(word for word in understood.words if not self._index.understands(word, request.lang))
        reached, yearly = self._reached(understood)
        told = self._telling(understood)
        numbers, partial = self._taken(near, understood, reached, told)
        identified = self._identified(request.text)
        leading = [] if reached else self._leading(near, understood, request.lang)
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
        short = 0
        if reached is not None:
            low = {n for n in numbers if self.entries[n].iri in reached.short and n not in told}
            short = len(low)
            hits = [hit for hit in hits if self.numbers[hit.entry.iri] not in low]
        lower = reached is not None and not (hits if understood.words else reached.reached)
        if reached is not None and lower:
            told_so = {hit.entry.iri for hit in hits}
            hits += [
                Hit(self.entries[self.numbers[iri]], values, off=reached.off[iri])
                for iri, values in reached.lower.items()
                if iri in self.numbers and iri not in told_so
            ]
        score = self._scores(near, understood, reached)
        most = None if reached is None else len(understood.words) - len(lacking)
        hits.sort(key=lambda hit: self._key(hit, request, score, most))
        if request.sort == SORTS[0]:
            hits = self._led(hits, leading)
        if identified is not None:
            hits.sort(key=lambda hit: hit.entry is not self.entries[identified])
        wanted = {name: value for name, value in request.facets.items() if name in self.facets}
        kept = [hit for hit in hits if _has(hit.entry, wanted)]
        kinds = Counter(hit.entry.kind for hit in kept)
        shown = [hit for hit in kept if request.kind in (None, hit.entry.kind)]
        return SearchFound(
            shown,
            dict(kinds),
            self._counted(hits, request.kind, wanted),
            understood,
            lacking,
            partial,
            short,
            None if reached is None or reached.reached else len(reached.short),
            tuple(sorted(request.facets.keys() - self.facets.keys())),
            None if identified is None else self.entries[identified].iri,
            yearly,
            lower and bool(hits),
            unstated,
            unit,
        )

    def _reached(self, understood: Understood) -> tuple[Reached | None, Mention | None]:
        """Return what reaches the values, and which of them is met by as much a year only."""
        each, yearly = [], None
        for asked in understood.values:
            reached, within = self._reach(asked)
            each.append(reached)
            yearly = yearly or (asked if within else None)
        return (together(each), yearly) if each else (None, None)

    def _reach(self, asked: Mention) -> tuple[Reached, bool]:
        """Return what reaches a value; where nothing does, what reaches as much a year, and True."""
        reached = self._values.reach(asked)
        found = [self._quantities.yearly(each) for each in asked.quantities] if not reached.reached else []
        yearly = tuple(each for each in found if each is not None)
        if yearly and len(yearly) == len(found):
            within = self._values.reach(replace(asked, quantities=yearly))
            if within.reached or (within.short and not reached.short):
                return within, True
        return reached, False

    def _leading(self, near: dict[int, Nearness], understood: Understood, lang: str) -> list[int]:
        """Return the concepts that a part of what is asked names."""
        parts = self._index.taken_apart(understood.words, lang)[:MOST]
        if parts != list(understood.words):
            near = self._index.find(parts, lang)
        return wholly_named(self.entries, near, parts, self._places) if len(parts) > 1 else []

    def _led(self, hits: list[Hit], leading: Sequence[int]) -> list[Hit]:
        """Let concepts that lead on from a part of what is asked stand after the first few hits."""
        entries = [self.entries[number] for number in leading]
        behind = [hit for hit in hits[_BEFORE:] if hit.entry in entries]
        return [*hits[:_BEFORE], *behind, *(hit for hit in hits[_BEFORE:] if hit.entry not in entries)]

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

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is met in a name, as it is or in another case or number."""
        return self._index.names_have(word)

    def suggest(self, request: SearchRequest, most: int | None = None) -> Sequence[Hit]:
        """Return what is called by words that begin as those written, then what is found: all, or some."""
        asked, ranked = words(request.text)[:MOST], []
        for number in self._index.beginning(asked):
            entry = self.entries[number]
            met = how_begun(folded_names(entry), asked)
            if met is None:
                continue
            rank, length = met
            far = entry.kind in self._nameless, entry.elsewhere, self._is_abroad(entry)
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
        kinds = self._overview.kinds
        hits = [Hit(self.entries[number]) for number, kind in enumerate(kinds) if kind == request.kind]
        by = self._by_place if request.sort == "place" else self._by_name
        hits.sort(key=lambda hit: by(hit.entry, request.lang))
        wanted = {name: value for name, value in request.facets.items() if name in self.facets}
        shown = [hit for hit in hits if _has(hit.entry, wanted)]
        nothing = Understood((), (), (), False, "")
        return SearchFound(
            shown, {str(request.kind): len(shown)}, self._counted(hits, request.kind, wanted), nothing
        )

    def _taken(
        self, near: dict[int, Nearness], understood: Understood, reached: Reached | None, told: set[int]
    ) -> tuple[list[int], bool]:
        """Return the entries that count as hits, and whether they lack some of the words."""
        most = max((each.met for each in near.values()), default=0)
        all_of = [number for number, each in near.items() if each.met == most]
        if most > 1 and len(all_of) < _FEW:
            all_of += [number for number, each in near.items() if each.met == most - 1]
        partial = most < len(understood.words)
        if reached is None:
            return all_of, partial
        by_value = [self.numbers[iri] for iri in reached.reached if iri in self.numbers]
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

    def _scores(
        self, near: dict[int, Nearness], understood: Understood, reached: Reached | None
    ) -> dict[str, tuple[int, float]]:
        """Return how many words each entry has, and its score among those with as many."""
        found: dict[str, tuple[int, float]] = {}
        for number, each in near.items():
            entry = self.entries[number]
            score = each.score
            score *= _CONCEPT if entry.kind == CONCEPT else 1.0
            score *= _NAMELESS if entry.kind in self._nameless else 1.0
            met = each.met
            all_names = folded(entry)
            called = all_names[: len(entry.names)]
            if understood.whole in called:
                score += _EXACT
            elif understood.whole in all_names:
                score += _HIDDEN
            elif entry.kind not in self._nameless and _begins(called, understood.whole):
                score += _BEGINS
            score *= _ELSEWHERE if entry.elsewhere else _ABROAD if self._is_abroad(entry) else 1.0
            found[entry.iri] = met, score
        return found

    def _is_abroad(self, entry: SearchEntry) -> bool:
        """Tell whether a thing is in another country than most of the cluster."""
        return self._home not in entry.facets.get(COUNTRY, (self._home,))

    def _key(
        self, hit: Hit, request: SearchRequest, scores: dict[str, tuple[int, float]], most: int | None
    ) -> tuple[object, ...]:
        """`most`: how many words there are to be met besides a value; None where no value is asked for."""
        entry = hit.entry
        if request.sort == "name":
            return self._by_name(entry, request.lang)
        if request.sort == "place":
            return self._by_place(entry, request.lang)
        met, score = scores.get(entry.iri, (0, 0.0))
        foreign = entry.last and request.lang not in {lang for lang, _ in entry.names}
        far = self._values_far(hit)
        return (
            entry.last,
            foreign,
            0 if most is None else _value_place(hit, met, most),
            len(hit.unstated),
            -met,
            far,
            -score,
            hit.off,
            self._order.get(entry.kind, len(self._order)),
            entry.iri,
        )

    def _values_far(self, hit: Hit) -> int:
        """Return 0 for what states a value itself, 1 for what its equipment states."""
        return 0 if not hit.values or hit.values[0].subject == hit.entry.iri else 1

    def _by_place(self, entry: SearchEntry, lang: str) -> tuple[object, ...]:
        where = (entry.facets.get(name, ("~",)) for name in (COUNTRY, "region"))
        return (*where, *self._by_name(entry, lang))

    def _by_name(self, entry: SearchEntry, lang: str) -> tuple[object, ...]:
        return " ".join(words(best(dict(reversed(entry.names)), lang) or "")), entry.iri

    def _counted(
        self, hits: Iterable[Hit], kind: str | None, wanted: dict[str, str]
    ) -> dict[str, dict[str, int]]:
        """Count each facet as it would be without its own value, so that another one can be chosen."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in self.facets}
        for hit in hits:
            if kind not in (None, hit.entry.kind):
                continue
            missing = [name for name, value in wanted.items() if not _has_value(hit.entry, name, value)]
            for name, values in hit.entry.facets.items():
                if not missing or missing == [name]:
                    counts[name].update(values)
        return {
            name: dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
            for name, found in counts.items()
            if found
        }


def _begins(names: Iterable[str], whole: str) -> bool:
    return any(name.startswith(f"{whole} ") for name in names)


def _value_place(hit: Hit, met: int, most: int) -> int:
    """Order hits of a value: all words; half of them; concepts with all; others; none."""
    if hit.values:
        return 0 if met >= most else 1 if 2 * met >= most else 4
    return 2 if met >= most and not hit.unknown else 3


def _declared(columns: Iterable[object]) -> list[str]:
    return [str(getattr(column, "heading", "")) for column in columns]


def _has(entry: SearchEntry, wanted: dict[str, str]) -> bool:
    return all(_has_value(entry, name, value) for name, value in wanted.items())


def _has_value(entry: SearchEntry, name: str, value: str) -> bool:
    return any(value in (each, tail(each)) for each in entry.facets.get(name, ()))


def tail(value: str) -> str:
    """Return what a value of a facet is called in an address: the id of a concept, a code."""
    return value.rpartition("/")[2]
