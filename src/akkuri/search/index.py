"""The words of all entries in one index (tantivy, in memory), and how near each entry comes to some words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from akkuri.search.analysed import FIELDS, AnalysedWords
from akkuri.search.words import SHORT, Lexicon, stem_words

__all__ = ["Nearness", "WordIndex"]

_HEAP: Final = 15_000_000
"""Bytes that the writer may hold, the least it takes."""
_WEIGHTS: Final = {"name": 3.0, "stem": 2.4, "hidden": 2.0, "near": 0.8, "said": 0.7}
"""How much a word counts by where it is met."""
_BEGINNING: Final = 1.2
"""How much of a whole word counts one that only begins so."""
_ROUNDABOUT: Final = 0.6
"""How much a word counts that was cut, or understood as another one."""
_MET: Final = 1000.0
"""What each word that is met adds, so that entries with more of the words come first."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an entry comes: how many of the words it has, and a score among those with as many."""

    met: int
    score: float


class WordIndex:
    """Finds entries by words."""

    def __init__(self, documents: Sequence[AnalysedWords], lexicon: Lexicon) -> None:
        import tantivy

        self._tantivy = tantivy
        self.lexicon = lexicon
        builder = tantivy.SchemaBuilder()
        for field in FIELDS:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("entry", fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(_HEAP, 1)
        for number, words in enumerate(documents):
            document = tantivy.Document()
            document.add_unsigned("entry", number)
            for field, text in zip(FIELDS, words, strict=True):
                document.add_text(field, text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._count = len(documents)

    def find(self, asked: Iterable[str]) -> dict[int, Nearness]:
        """Return the entries that have any of the words, by number."""
        clauses = [clause for word in asked if (clause := self._clause(word)) is not None]
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

    def meets(self, word: str) -> bool:
        """Tell whether a word is met anywhere, as it is or in another case or number."""
        searcher = self._index.searcher()
        return any(searcher.doc_freq(field, each) for field in FIELDS for each in (word, *_stems(word)))

    def names_have(self, word: str) -> bool:
        """Tell whether a word is met in a name, or is made of two that are."""
        searcher = self._index.searcher()
        fields = ("name", "stem", "hidden")
        met = any(searcher.doc_freq(field, each) for field in fields for each in (word, *_stems(word)))
        return met or bool(self.lexicon.parts(word))

    def _clause(self, word: str) -> Any:
        """Return what a word is looked for as: as it is, or, where it is nowhere, as what it may mean."""
        query = self._tantivy.Query
        readings = [self._plain(word, 1.0)]
        known = self.meets(word)
        if len(word) > SHORT and (begun := [each for each in self.lexicon.beginning(word) if each != word]):
            readings += [
                query.boost_query(query.term_set_query(self._schema, field, begun), _BEGINNING)
                for field in ("name", "hidden")
            ]
        if parts := self.lexicon.parts(word):
            both = [(self._tantivy.Occur.Must, self._plain(part, _ROUNDABOUT)) for part in parts]
            readings.append(query.boolean_query(both))
        if not known and len(readings) == 1:
            readings += self._roundabout(word)
        best = query.disjunction_max_query(readings, 0.1)
        should = self._tantivy.Occur.Should
        return query.boolean_query([(should, best), (should, query.const_score_query(best, _MET))])

    def _roundabout(self, word: str) -> Iterator[Any]:
        """Give what a word that is nowhere may mean: a part of a word, or a word spelt like it."""
        query = self._tantivy.Query
        if len(word) > SHORT and (inside := self.lexicon.containing(word)):
            yield query.boost_query(query.term_set_query(self._schema, "name", inside), _ROUNDABOUT)
            return
        for near in self.lexicon.nearest(word):
            yield self._plain(near, _ROUNDABOUT)

    def _plain(self, word: str, weight: float) -> Any:
        """Look for a word and its stems in every field."""
        query = self._tantivy.Query
        found = [self._term("name", word, weight)]
        for each in dict.fromkeys((word, *_stems(word))):
            found += [self._term(field, each, weight) for field in FIELDS if (field, each) != ("name", word)]
        return query.disjunction_max_query(found, 0.1)

    def _term(self, field: str, word: str, weight: float) -> Any:
        query = self._tantivy.Query
        return query.boost_query(query.term_query(self._schema, field, word), _WEIGHTS[field] * weight)


def _stems(word: str) -> tuple[str, ...]:
    return stem_words(word) if len(word) > SHORT else ()
