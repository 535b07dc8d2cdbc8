"""The words of all entries in one index (tantivy), and how near each entry comes to some words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final

from akkuri.search.analysed import FIELDS
from akkuri.search.content import SearchContent
from akkuri.search.kept_index import fill_index, index_schema, open_index
from akkuri.search.kin import acronyms, adjective, deeds, done, is_instrument, kin, uncased
from akkuri.search.words import SHORT, stem_words

__all__ = ["Nearness", "WordIndex"]

_AROUND: Final = "near"
"""The names around an entry: however many there are, each counts as much."""
_WEIGHTS: Final = {"name": 3.0, "stem": 2.4, "hidden": 2.0, _AROUND: 0.4, "said": 0.7}
"""How much a word counts by where it is met."""
_NAMES: Final = ("name", "stem", "hidden")
"""Where the words of names stand."""
_BEGINNING: Final = 1.2
"""How much of a whole word counts one that only begins so."""
_ROUNDABOUT: Final = 0.6
"""How much a word counts that was cut, or understood as another one."""
_FOREIGN: Final = 5
"""Letters of the shortest stem in a language that is not the reader's: "Bruker" is no form of "bruk"."""
_LONGEST: Final = 60
"""Letters of the longest word that may be a compound or a slip."""
_RARE: Final = 3
"""Where names have the stems of a word that is nowhere itself no more often, it may be misspelt as well."""
_APART: Final = ("en",)
"""Languages whose compounds are mostly written apart: what is known is cut into longer parts only."""
_PIECE: Final = 4
"""Letters of the shortest such part: "cancelled" is no "can" with "celled"."""
_MET: Final = 1000.0
"""What each word that is met adds, so that entries with more of the words come first."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an entry comes: how many of the words it has, and a score among those with as many."""

    met: int
    score: float


class WordIndex:
    """Finds entries by words."""

    def __init__(self, content: SearchContent) -> None:
        import tantivy

        self._tantivy = tantivy
        self.lexicon = content.lexicon
        self._schema = index_schema()
        kept = open_index(content.index) if content.index is not None else None
        if kept is None:
            kept = tantivy.Index(self._schema)
            fill_index(kept, content.documents)
        self._index = kept
        self._count = len(content.entries)

    def find(self, asked: Iterable[str], lang: str = "") -> dict[int, Nearness]:
        """Return the entries that have any of the words, by number; `lang` is the reader's language."""
        clauses = [clause for word in asked if (clause := self._clause(word, lang)) is not None]
        if not clauses:
            return {}
        query = self._tantivy.Query.boolean_query([(self._tantivy.Occur.Should, each) for each in clauses])
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=max(self._count, 1), count=False).hits
        numbers = searcher.fast_field_values("entry", [address for _, address in hits])
        return {
            int(number): Nearness(int(score // _MET), score % _MET)
            for (score, _), number in zip(hits, numbers, strict=True)
            if number is not None
        }

    def like_all(self, near: Mapping[int, Nearness], words: Sequence[str], lang: str) -> dict[int, Nearness]:
        """Return what comes near all of some words that are nowhere: they are misspelt, or name nothing."""
        alike = self.find(words, lang)
        return {n: each for n, each in near.items() if n in alike and alike[n].met == len(words)}

    def with_names(self, near: dict[int, Nearness], maybe: Sequence[str]) -> dict[int, Nearness]:
        """Return how near entries come where some of them have words that may be names besides."""
        found = self.find(maybe) if near else {}
        return near | {n: Nearness(near[n].met, near[n].score + found[n].score) for n in found if n in near}

    def beginning(self, asked: Sequence[str]) -> list[int]:
        """Return the entries in whose names every word begins a word, by number."""
        if not asked:
            return []
        query, must = self._tantivy.Query, self._tantivy.Occur.Must
        begun = [self.lexicon.beginning(word, None) for word in asked]
        if not all(begun):
            return []
        terms = [(must, query.term_set_query(self._schema, "name", each)) for each in begun]
        searcher = self._index.searcher()
        hits = searcher.search(query.boolean_query(terms), limit=max(self._count, 1), count=False).hits
        numbers = searcher.fast_field_values("entry", [address for _, address in hits])
        return [int(number) for number in numbers if number is not None]

    def meets(self, word: str, lang: str = "") -> bool:
        """Tell whether a word is met anywhere, as it is or in another case or number."""
        return self.has(word) or any(map(self.has, self._stems(word, lang)))

    def understands(self, word: str, lang: str = "") -> bool:
        """Tell whether a word is met anywhere: as it is, as a part of others, or cut into parts."""
        lexicon = self.lexicon
        longer = len(word) > SHORT and bool(lexicon.beginning(word) or lexicon.containing(word))
        if (
            self.meets(word, lang)
            or longer
            or any(map(self.has, (*kin(word), *deeds(word), *done(word), *uncased(word))))
        ):
            return True
        if any(each in lexicon for each in acronyms(word)):
            return True
        cut = lexicon.shortened(word)
        parts = [self._all_of(each, lang) for each in (lexicon.pieces(word), lexicon.joined(word)) if each]
        return self._met([*parts, *([self._shortened(cut, lang)] if cut else [])])

    def taken_apart(self, asked: Sequence[str], lang: str = "") -> list[str]:
        """Return the words with those that are nowhere as such as their kin or the parts of the compound."""
        return [part for word in asked for part in self._apart(word, lang)]

    def _apart(self, word: str, lang: str) -> Sequence[str]:
        if self.meets(word, lang):
            return (word,)
        akin = next((each for each in (*kin(word), *deeds(word)) if self.has(each)), None)
        return (akin,) if akin else self.lexicon.pieces(word) or (word,)

    def has(self, word: str) -> bool:
        """Tell whether a word is met anywhere as it is."""
        searcher = self._index.searcher()
        return any(searcher.doc_freq(field, word) for field in FIELDS)

    def _is_rare(self, word: str, lang: str) -> bool:
        """Tell whether a word is nowhere itself, and its stems hardly anywhere: then it may be a slip."""
        searcher = self._index.searcher()
        stems = self._stems(word, lang)
        met = sum(searcher.doc_freq(field, stem) for field in _NAMES for stem in stems)
        return met <= _RARE and not self.has(word)

    def _stems(self, word: str, lang: str) -> tuple[str, ...]:
        """Return the stems of a word in all languages; of other languages the long ones if it is nowhere."""
        found = _stems(word)
        if not lang or self.has(word):
            return found
        own = stem_words(word, lang)
        return tuple(stem for stem in found if stem in own or len(stem) >= _FOREIGN)

    def names_have(self, word: str) -> bool:
        """Tell whether a word is met in a name, or is made of two that are."""
        searcher = self._index.searcher()
        met = any(searcher.doc_freq(field, each) for field in _NAMES for each in (word, *_stems(word)))
        return met or bool(self.lexicon.parts(word))

    def _clause(self, word: str, lang: str) -> Any:
        """Return what a word is looked for as: as it is, or, where it is nowhere, as what it may mean."""
        query = self._tantivy.Query
        readings = [self._plain(word, 1.0, lang)]
        known = self.meets(word, lang)
        if len(word) > SHORT and (begun := [each for each in self.lexicon.beginning(word) if each != word]):
            readings += [
                query.boost_query(query.term_set_query(self._schema, field, begun), _BEGINNING)
                for field in ("name", "hidden")
            ]
        for each in (word, *kin(word)):
            if each != word and self.meets(each, lang):
                readings.append(self._plain(each, _ROUNDABOUT, lang))
            parts = self.lexicon.pieces(each)
            if parts and not (known and lang in _APART and min(map(len, parts)) < _PIECE):
                readings.append(self._all_of(parts, lang))
        readings += [
            self._plain(each, _ROUNDABOUT, lang) for each in (*done(word), *uncased(word)) if self.has(each)
        ]
        if not known:
            akin = [each for each in deeds(word) if self.meets(each, lang)]
            readings += [self._plain(each, _ROUNDABOUT, lang) for each in akin]
        alone = len(readings) == 1 and (not known or self._is_rare(word, lang))
        if alone or not (known or self._met(readings)):
            readings += self._roundabout(word, lang)
        best = query.disjunction_max_query(readings, 0.1)
        should = self._tantivy.Occur.Should
        return query.boolean_query([(should, best), (should, query.const_score_query(best, _MET))])

    def _met(self, readings: Sequence[Any]) -> bool:
        """Tell whether any reading of a word leads to anything."""
        if not readings:
            return False
        either = self._tantivy.Query.disjunction_max_query(list(readings))
        return bool(self._index.searcher().search(either, limit=1, count=False).hits)

    def _roundabout(self, word: str, lang: str) -> Iterator[Any]:
        """Give what a word that is nowhere may mean: a part of a word, or a word spelt like it."""
        if len(word) > _LONGEST:
            return
        query = self._tantivy.Query
        shortened = [self._shortened(cut, lang)] if (cut := self.lexicon.shortened(word)) else []
        yield from shortened
        if len(word) > SHORT and (inside := self.lexicon.containing(word)):
            yield query.boost_query(self._any_of(inside), _ROUNDABOUT)
            belongs = query.term_set_query(self._schema, _AROUND, inside)
            yield query.boost_query(belongs, _ROUNDABOUT * _WEIGHTS[_AROUND])
            return
        if short := [each for each in acronyms(word) if each in self.lexicon]:
            for each in short:
                yield self._plain(each, _ROUNDABOUT, lang)
            return
        near = self.lexicon.nearest(word)
        for each in near:
            yield self._plain(each, _ROUNDABOUT, lang)
        if near:
            return
        if begun := self.lexicon.begun(word):
            yield query.boost_query(self._any_of(begun), _ROUNDABOUT)
        parts = self._meeting(self.lexicon.misspelt_parts(word) or self.lexicon.begun_parts(word), lang)
        if not (parts or begun or is_instrument(word) or self._met(shortened)):
            # The ice of a "jäätuulitunneli" is nowhere beside a wind tunnel.
            parts = self._meeting(self.lexicon.joined(word), lang) or self.lexicon.known_end(word)
        if parts:
            yield query.boost_query(self._all_of(parts, lang), _ROUNDABOUT)

    def _meeting(self, parts: Sequence[str] | None, lang: str) -> Sequence[str]:
        """Return the parts of a compound where something has them all, else none."""
        return parts if parts and self._met([self._all_of(parts, lang)]) else ()

    def _shortened(self, cut: tuple[str, str], lang: str) -> Any:
        """Look for the end of a compound with words that begin as its head does."""
        query, must = self._tantivy.Query, self._tantivy.Occur.Must
        begun = self._any_of(self.lexicon.beginning(cut[0]))
        end = self._plain(cut[1], _ROUNDABOUT, lang)
        return query.boolean_query([(must, query.boost_query(begun, _ROUNDABOUT)), (must, end)])

    def _all_of(self, parts: Sequence[str], lang: str) -> Any:
        """Look for all parts of a compound, or for the adjectives of them."""
        query, must = self._tantivy.Query, self._tantivy.Occur.Must
        both = []
        for part in parts:
            said = [part, *(each for each in (adjective(part),) if self.has(each))]
            readings = [self._plain(each, _ROUNDABOUT, lang) for each in said]
            both.append((must, query.disjunction_max_query(readings)))
        return query.boolean_query(both)

    def _any_of(self, words: list[str]) -> Any:
        """Look for any of some words in names."""
        query = self._tantivy.Query
        fields = ("name", "hidden")
        return query.disjunction_max_query(
            [query.term_set_query(self._schema, each, words) for each in fields]
        )

    def _plain(self, word: str, weight: float, lang: str) -> Any:
        """Look for a word and its stems in every field."""
        query = self._tantivy.Query
        found = [self._term("name", word, weight)]
        for each in dict.fromkeys((word, *self._stems(word, lang))):
            found += [self._term(field, each, weight) for field in FIELDS if (field, each) != ("name", word)]
        return query.disjunction_max_query(found, 0.1)

    def _term(self, field: str, word: str, weight: float) -> Any:
        query = self._tantivy.Query
        term = query.term_query(self._schema, field, word)
        if field != _AROUND:
            return query.boost_query(term, _WEIGHTS[field] * weight)
        return query.const_score_query(term, _WEIGHTS[field] * weight * self._rarity(field, word))

    def _rarity(self, field: str, word: str) -> float:
        """Return how telling a word of a field is by how few entries have it, as BM25 counts it."""
        found = self._index.searcher().doc_freq(field, word)
        return log(1 + (self._count - found + 0.5) / (found + 0.5))


def _stems(word: str) -> tuple[str, ...]:
    return stem_words(word) if len(word) > SHORT else ()
