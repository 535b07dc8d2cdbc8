"""The order of hits: the nearest first, or by name or place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from akkuri.kinds import Kinds
from akkuri.naming.languages import best
from akkuri.naming.things import UNITS
from akkuri.search.called import folded, stemmed_names
from akkuri.search.entries import CONCEPT, COUNTRY, QUESTION, SearchEntry
from akkuri.search.found import Hit
from akkuri.search.index import Nearness
from akkuri.search.kin import kin, uncased
from akkuri.search.request import SearchRequest, Understood
from akkuri.search.said_facets import Said
from akkuri.search.values import Reached
from akkuri.search.words import stem_words, words

__all__ = ["Order"]

_EXACT, _HIDDEN, _BEGINS = 1000.0, 30.0, 15.0
"""What an entry gains whose name is what was written, whose hidden name is, or whose name begins so."""
_ANOTHER = 0.2
"""What a place keeps whose name only has a part that is asked for: Maalahti is not Lahti."""
_UNIT: Final = 0.3
"""What a unit keeps: "cycles" are counted in many a name, and few look for the unit of as many a second."""
_CONCEPT, _NAMELESS, _ELSEWHERE, _ABROAD = 1.3, 0.48, 0.45, 0.6
"""Concepts lead to all that has them; what is called after others repeats their names; own is nearer."""


class Order:
    """How near the entries of one release are to what is asked."""

    def __init__(
        self,
        entries: Sequence[SearchEntry],
        kinds: Kinds,
        countries: Mapping[str, int],
        places: Collection[str],
    ) -> None:
        """`countries` counts the entries of each; that with most is home. `places`: the schemes of places."""
        self._places = places
        self._entries = entries
        self.nameless = frozenset(kind.name for kind in kinds if kind.called_after)
        """Kinds that are called after others."""
        self.home = max(countries, key=lambda code: (countries[code], code), default="")
        self._wholes = {kind.name: kind.whole for kind in kinds if kind.whole}
        self._kinds = {name: place for place, name in enumerate([*kinds.names, CONCEPT, QUESTION])}

    def scores(
        self, near: dict[int, Nearness], understood: Understood, reached: Reached | None
    ) -> dict[str, tuple[int, float]]:
        """Return how many words each entry has, and its score among those with as many."""
        found: dict[str, tuple[int, float]] = {}
        asked = {
            stem
            for word in understood.words
            for stem in (word, *kin(word), *uncased(word), *stem_words(word))
        }
        for number, each in near.items():
            entry = self._entries[number]
            score = each.score
            score *= _CONCEPT if entry.kind == CONCEPT else 1.0
            score *= _NAMELESS if entry.kind in self.nameless else 1.0
            score *= _UNIT if understood.values and (entry.sort or "").endswith(UNITS) else 1.0
            met = each.met
            all_names = folded(entry)
            if entry.sort in self._places and asked.isdisjoint((*folded(entry), *stemmed_names(entry))):
                score *= _ANOTHER
            called = all_names[: len(entry.names)]
            if understood.whole in called or understood.bare in called:
                score += _EXACT
            elif understood.whole in all_names or understood.bare in all_names:
                score += _HIDDEN
            elif entry.kind not in self.nameless and _begins(called, understood.bare):
                score += _BEGINS
            score *= _ELSEWHERE if entry.elsewhere else _ABROAD if self.is_abroad(entry) else 1.0
            found[entry.iri] = met, score
        return found

    def is_abroad(self, entry: SearchEntry) -> bool:
        """Tell whether a thing is in another country than most of the cluster."""
        return self.home not in entry.facets.get(COUNTRY, (self.home,))

    def key(
        self,
        hit: Hit,
        request: SearchRequest,
        scores: dict[str, tuple[int, float]],
        most: int | None,
        said: Said,
    ) -> tuple[object, ...]:
        """Return by what a hit is sorted.

        `most`: how many words there are to be met besides a value; None where no value is asked for. `said`:
        the state that words say, which a thing may have in other words, or not.
        """
        entry = hit.entry
        if request.sort == "name":
            return self.by_name(entry, request.lang)
        if request.sort == "place":
            return self.by_place(entry, request.lang)
        met, score = scores.get(entry.iri, (0, 0.0))
        foreign = entry.last and request.lang not in {lang for lang, _ in entry.names}
        far = _values_far(hit)
        return (
            entry.last,
            foreign,
            0 if most is None else _value_place(hit, met, most),
            len(hit.unstated),
            -met,
            0 if score >= _EXACT * _ELSEWHERE else said.lacks(entry),
            far,
            most is not None and self._is_part(entry),
            -score,
            hit.off,
            self._kinds.get(entry.kind, len(self._kinds)),
            entry.iri,
        )

    def _is_part(self, entry: SearchEntry) -> bool:
        """Tell whether a value of a thing is of a part only: a grant, where others state the whole cost."""
        whole = self._wholes.get(entry.kind)
        return whole is not None and not (entry.sort or "").endswith(f"/{whole}")

    def by_place(self, entry: SearchEntry, lang: str) -> tuple[object, ...]:
        """Return by what an entry is sorted in a list by country and region."""
        where = (entry.facets.get(name, ("~",)) for name in (COUNTRY, "region"))
        return (*where, *self.by_name(entry, lang))

    def by_name(self, entry: SearchEntry, lang: str) -> tuple[object, ...]:
        """Return by what an entry is sorted in a list by name."""
        return " ".join(words(best(dict(reversed(entry.names)), lang) or "")), entry.iri


def _begins(names: Iterable[str], whole: str) -> bool:
    return any(name.startswith(f"{whole} ") for name in names)


def _value_place(hit: Hit, met: int, most: int) -> int:
    """Order hits of a value: all words; half of them or just it; concepts with all; others; none."""
    if hit.values:
        return 0 if met >= most else 1 if 2 * met >= most or _just(hit) else 4
    return 2 if met >= most and not hit.unknown else 3


def _just(hit: Hit) -> bool:
    """Tell whether a hit states just the value, or covers one of a quantity that goes below zero."""
    return not hit.off or hit.values[0].signed


def _values_far(hit: Hit) -> int:
    """Return 0 for what states a value itself, 1 for what its equipment states."""
    return 0 if not hit.values or hit.values[0].subject == hit.entry.iri else 1
