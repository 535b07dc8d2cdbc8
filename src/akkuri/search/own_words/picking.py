"""Picks the question that a sentence asks: by declared words, titles and the things it names."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from akkuri.ask.named.question import NamedQuery
from akkuri.namespaces import Names
from akkuri.naming.resolver import Resolver
from akkuri.search.entries import CONCEPT
from akkuri.search.finder import Finder
from akkuri.search.own_words.answer import OwnWordsAnswer, SentenceReading
from akkuri.search.own_words.answer_form import without_count, without_shown
from akkuri.search.own_words.candidates import SentenceCandidate, candidates, named_groups
from akkuri.search.own_words.coverage import WHERE, alien_part, covered_by, lies_elsewhere, strange_words
from akkuri.search.own_words.cues import NONE, RECORD, Cues, MetCue
from akkuri.search.own_words.entities import Entities, Entity, Sentence
from akkuri.search.own_words.examples import AskedExamples
from akkuri.search.own_words.filling import ParameterFilling
from akkuri.search.own_words.kept import sentence_names_of
from akkuri.search.own_words.languages import languages_of
from akkuri.search.own_words.likeness import Likeness
from akkuri.search.own_words.partly_named import OWNER, WHAT
from akkuri.search.own_words.question_words import QuestionWords
from akkuri.search.own_words.relations import REGION, TOWN, Relations
from akkuri.search.own_words.respelt import Respelling
from akkuri.search.own_words.scoring import QuestionScores
from akkuri.search.request import LONGEST, SearchRequest, idle_words
from akkuri.search.words import stem_words
from akkuri.search.words import words as words_of
from akkuri.texts import text

__all__ = ["OwnWords"]

_NARROWING: Final = ("status", "value-chain-stage")
"""Sorts that say, beside a place, of which things the number is asked for."""
_ABLE: Final = frozenset({"capability", "equipment-type"})
"""Sorts of what can be done, and with what."""
_ENOUGH: Final = 4.5
"""Below this score no question is meant."""
_ALTERNATIVES: Final = 3
_WORTH_OFFERING, _NEAR = 0.6, 3.0
"""Below this score a question is not even worth offering beside the one that is meant, or where none is."""
_TELLING: Final = 10
"""Letters of a word that may be the name of a capability alone."""
_SECOND: Final = 2
"""Readings for second things that are told."""
_NOT_UNDERSTOOD: Final = frozenset({"unknown_words", "not_here"})
"""Reasons of refusals that a slip may be behind."""
_SHORT: Final = 4
"""Words of so few letters call no capability that is not called so."""
_LIKE: Final = 7.0
"""What a question gains whose own words a sentence consists of (Likeness)."""
_EXAMPLE: Final = 3.5
"""What a question gains to whose sentences this one is near (AskedExamples)."""
_WHOLLY: Final = 3.0
"""What a question gains that takes every word of a sentence, as what it asks or for a parameter."""


class OwnWords:
    """Understands sentences by what one release knows."""

    def __init__(
        self,
        finder: Finder,
        known: Resolver,
        names: Names,
        queries: Iterable[NamedQuery],
        folders: Sequence[Path],
        today: date,
        release: Path | None = None,
    ) -> None:
        """`folders` hold the questions; `release` is the folder of the release, where there is one."""
        self._finder = finder
        self._known = known
        self._names = names
        self._today = today
        self._candidates = list(candidates(queries))
        asked_by = QuestionWords.of(self._candidates, folders, release)
        self._cues = Cues(asked_by.wordings)
        groups = named_groups(self._candidates, names.kinds)
        kinds = [group.removeprefix("id/") for group in groups if group.startswith("id/")]
        self._entities = Entities(known, sentence_names_of(release, known, groups), kinds)
        self._relations = Relations(finder.select, known)
        self._scores = QuestionScores(
            self._candidates, asked_by.titles, self._cues, known, self._relations, finder.home
        )
        self._respelling = Respelling(finder, self._cues.words)
        self._examples = AskedExamples.beside(folders, release)
        self._likeness = Likeness(asked_by.having, len(self._candidates))
        self._filling = ParameterFilling(
            finder, known, self._scores, self._cues, self._likeness, self._relations, today
        )

    def answer(self, sentence: str, lang: str | None = None) -> OwnWordsAnswer:
        """Return what a sentence asks, if need be without its slips."""
        read = sentence[:LONGEST].strip()
        found = self._answered(read, lang)
        if found.refused in _NOT_UNDERSTOOD and (other := self._respelling.respelt(read)) != read:
            again = self._answered(other, lang)
            if not again.refused:
                return replace(again, sentence=read, read_as=other)
        return found

    def _answered(self, read: str, lang: str | None) -> OwnWordsAnswer:
        plain = without_shown(read)
        written_in = languages_of(read)
        own_lang = self._examples.likest(words_of(read), written_in)
        lang = lang or own_lang
        known = self._entities.read(without_count(plain), lang, self._today)
        if known.text != plain and not any(known.of(sort) for sort in (*WHERE, *_NARROWING)):
            known = self._entities.read(plain, lang, self._today)  # how many of all, or in each
        telling = [n for n, token in enumerate(known.tokens) if token and token not in idle_words()]
        if not telling:
            return OwnWordsAnswer(read, lang, refused="no_words")
        known = self._with_concepts(known, telling, lang)
        asking = self._asking(known)
        none = self._cues.met(NONE, asking, written_in)  # what means much in one says nothing in another
        met = [self._cues.met(each.name, asking) for each in self._candidates]
        where = {place for sort in WHERE for entity in known.of(sort) for place in entity.places}
        like = self._likeness.of([token for n, token in enumerate(asking) if n not in where])
        says = {n: self._likeness.met(known.tokens[n]) for n in telling}
        near = self._examples.nearest(known.tokens, own_lang)
        # Which town is named says nothing of what is asked, however often one question was asked of it.
        towns = {
            place
            for entity in known.entities
            for place in entity.places
            if entity.sort in (TOWN, REGION, OWNER)
        }
        untold = [token for n, token in enumerate(known.tokens) if n not in towns]
        anywhere = self._examples.nearest(untold, own_lang) if towns else near
        scores = (
            self._scores.score(n, known, met[n])
            + _LIKE * like[n]
            + _EXAMPLE * anywhere.get(each.name, 0.0)
            + _WHOLLY * self._scores.is_whole(each, known, met[n], telling)
            for n, each in enumerate(self._candidates)
        )
        scored = sorted(((score, n) for n, score in enumerate(scores)), key=lambda item: (-item[0], item[1]))
        best, own = scored[0], met[scored[0][1]]
        cued = frozenset(place for each in met for place in each.places)
        covered = covered_by(known, cued, says, self._finder.knows)
        itself = self._cues.met(RECORD, asking, written_in).places
        record = self._record(known, [n for n in telling if n not in itself], lang)
        strange = strange_words(known, cued, says)
        asked = max((value for name, value in near.items() if name != NONE), default=0.0)
        offered = [best, *(each for each in scored[1 : _ALTERNATIVES + 1] if each[0] >= _WORTH_OFFERING)]
        readings = [
            self._filling.reading(self._candidates[n], score, known, met[n], lang) for score, n in offered
        ]
        refused = OwnWordsAnswer(
            read, lang, alternatives=tuple(each for each in readings[:_ALTERNATIVES] if each.score >= _NEAR)
        )
        odds = self._examples.odds(known.tokens, own_lang, NONE)
        unknown = len(strange) / len(telling)
        named = {place for entity in known.entities for place in entity.places}
        heads = {n: self._likeness.head(known.tokens[n]) for n in telling if n not in named}
        finds = self._finder
        alien = alien_part(known, strange, telling, heads, finds.understands, finds.begins)
        # What is nothing but names that the graph has is not elsewhere, however often it stands in what is.
        called = {place for e in known.entities if e.exact and not e.left_out for place in e.places}
        here = not none.score and (called.issuperset(telling) or self._is_able(known, telling, odds))
        if (
            record is None
            and not here
            and lies_elsewhere(
                odds,
                asked,
                bool(none.score),
                covered,
                unknown,
                alien,
                best[0],
                self._takes_value(best[1], known, own),
            )
        ):
            return self._elsewhere(refused, known, none.places, own, telling, odds)
        if record is not None:
            return OwnWordsAnswer(read, lang, record, tuple(readings[:_ALTERNATIVES]))
        if best[0] < _ENOUGH and not self._takes_value(best[1], known, own):
            found = self._searched(known, telling, lang)
            if found is None and strange:
                return self._unheard(refused, known, own, telling)
            if found is not None:
                return OwnWordsAnswer(read, lang, found, tuple(readings[:_ALTERNATIVES]))
        if (about := self._record_named(readings[0], known, own)) is not None:
            return OwnWordsAnswer(read, lang, about, tuple(readings[:_ALTERNATIVES]))
        seconds = self._of_second_things(readings[0], known, self._candidates[best[1]], own, lang)
        others = [*readings[1:_ALTERNATIVES], *seconds, *readings[_ALTERNATIVES:]]
        return OwnWordsAnswer(read, lang, readings[0], tuple(others[: _ALTERNATIVES + len(seconds)]))

    def _of_second_things(
        self, best: SentenceReading, known: Sentence, candidate: SentenceCandidate, met: MetCue, lang: str
    ) -> list[SentenceReading]:
        """Return the same question for the second of two things of a sort where it takes one: two towns."""
        found: list[SentenceReading] = []
        given = set(best.parameters.values())
        for taken in (e for e in known.entities if e.value in given):
            for other in known.of(taken.sort):
                if other.value in given or other.left_out or other.places & taken.places:
                    continue
                left = tuple(e for e in known.entities if e is other or e.sort != taken.sort)
                again = replace(known, entities=left)
                reading = self._filling.reading(candidate, best.score, again, met, lang)
                if other.value in reading.parameters.values() and reading not in found:
                    found.append(reading)
        return found[:_SECOND]

    def _is_able(self, known: Sentence, telling: Sequence[int], odds: float) -> bool:
        """Tell whether a sentence names what can be done, or done with, and all of it is in the graph."""
        able = [e for e in known.entities if e.sort in _ABLE and not e.left_out]
        return bool(able) and odds < 0 and all(self._finder.understands(known.tokens[n]) for n in telling)

    def _takes_value(self, number: int, known: Sentence, met: MetCue) -> bool:
        """Tell whether a question takes a value with a unit that a sentence names."""
        filled = self._scores.filled(self._candidates[number], known, met).values()
        return any(entity.sort == "quantity" for entity in filled)

    def _record_named(self, best: SentenceReading, known: Sentence, met: MetCue) -> SentenceReading | None:
        """Return the one record that a sentence names, where the likest question is not about it.

        No word of the sentence asks that question, or it lists all of something whatever is named.
        """
        records = [e for e in known.entities if e.sort in self._names.kinds and not e.left_out]
        named = [e for e in records if _has_capital(e, known) or (e.exact and not best.why)]
        named = [e for e in named if not any(e.places < each.places for each in named)]
        if best.parameters or len({e.value for e in named}) != 1 or named[0].places & met.places:
            return None
        others = (e for e in known.entities if not e.places <= named[0].places and e.sort not in WHERE)
        if best.why and any(e.exact or e.sort == WHAT for e in others):
            return None
        label = named[0].label
        return SentenceReading("record", {"id": named[0].value}, label, best.score, (label,))

    def _asking(self, known: Sentence) -> list[str]:
        """Return the words without those of names of records: what a thing is called asks for nothing."""
        kinds = self._names.kinds
        names = [e.places for e in known.entities if e.exact and len(e.places) > 1 and e.sort in kinds]
        called = frozenset(place for places in names for place in places)
        return ["" if n in called else token for n, token in enumerate(known.tokens)]

    def _record(self, known: Sentence, telling: Sequence[int], lang: str) -> SentenceReading | None:
        """Return the record that a sentence consists of, but for where it is and what asks for it."""
        kinds = self._names.kinds.names
        towns = {place for entity in known.of(TOWN) for place in entity.places}
        # A laboratory in a town is any laboratory there, although one is called just that.
        meant = {place for e in known.entities if e.sort not in (TOWN, *kinds) for place in e.places}
        for sort in self._names.kinds.names:
            for entity in known.of(sort):
                named = entity.exact or known.written[min(entity.places)][:1].isupper()
                if named and set(telling) <= entity.places | (
                    frozenset() if entity.places & meant else towns
                ):
                    return SentenceReading(
                        "record", {"id": entity.value}, entity.label, 10.0, (entity.label,)
                    )
        return None

    def _with_concepts(self, known: Sentence, telling: Sequence[int], lang: str) -> Sentence:
        """Add the capability and the type that the search finds for words that name nothing."""
        named = {place for entity in known.entities for place in entity.places}
        left = [n for n in telling if n not in named and len(known.tokens[n]) > _SHORT]
        left = [n for n in left if self._finder.knows(known.tokens[n])]
        sorts = {entity.sort for entity in known.entities}
        if not left or sorts & ({"capability", "equipment-type"} | self._finder.own_facets):
            return known
        added = self._called_by(known, left, lang)
        for place in () if added else sorted(left, key=lambda n: -len(known.tokens[n])):
            # A longer word may be the name alone: tärinätestejä, among those that ask.
            added = added or (
                self._called_by(known, [place], lang) if len(known.tokens[place]) >= _TELLING else {}
            )
        return replace(known, entities=(*known.entities, *added.values()))

    def _called_by(self, known: Sentence, left: Sequence[int], lang: str) -> dict[str, Entity]:
        """Return the capability and the type that are called by some words, by scheme."""
        words = " ".join(known.tokens[n] for n in left)
        hits = self._finder.find(SearchRequest(words, CONCEPT))
        added: dict[str, Entity] = {}
        for hit in () if hits.partial or hits.lacking else hits.hits[:4]:
            said = [{*stem_words(known.tokens[n]), known.tokens[n]} for n in left]
            called = (*hit.entry.names, *hit.entry.hidden)
            if not any(_is_mostly(name, own, said) for own, name in called):
                continue
            group = (hit.entry.sort or "").rpartition("/")[2]
            if group in ("capability", "equipment-type"):
                value = hit.entry.iri.rpartition("/")[2]
                names = dict(hit.entry.names)
                label = names.get(lang) or names.get("en", value)
                added.setdefault(group, Entity(group, value, frozenset(left), label, False))
        return added

    def _searched(self, known: Sentence, telling: Sequence[int], lang: str) -> SentenceReading | None:
        """Return the search for the words that say something; None where nothing has them all."""
        words = " ".join(known.written[n] for n in telling)
        hits = self._finder.find(SearchRequest(words))
        if hits.partial or hits.lacking or not hits.hits:
            return None
        return SentenceReading("search", {"text": words}, text(lang, "search.title", asked=words), 0.0, ())

    def _elsewhere(
        self,
        refused: OwnWordsAnswer,
        known: Sentence,
        none: Set[int],
        met: MetCue,
        telling: Sequence[int],
        odds: float,
    ) -> OwnWordsAnswer:
        """Refuse a sentence but for names that a search finds together, or one word that it finds.

        `none` are the places of words that ask for what no graph knows.
        """
        names = odds < 0 and all(self._finder.knows(known.tokens[n]) for n in telling)
        searched = self._searched(known, telling, refused.lang) if names or len(telling) == 1 else None
        if searched and not none:
            return OwnWordsAnswer(refused.sentence, refused.lang, searched, refused.alternatives)
        if not none and odds < 0:
            return self._unheard(refused, known, met, telling)
        named = {place for entity in known.entities for place in entity.places}
        left = [n for n in telling if n not in named]
        return self._unknown(refused, known, none or left or telling)

    def _unknown(self, refused: OwnWordsAnswer, known: Sentence, places: Iterable[int]) -> OwnWordsAnswer:
        return replace(refused, refused="not_here", told={"words": self._words(known, places)})

    def _unheard(
        self, refused: OwnWordsAnswer, known: Sentence, met: MetCue, telling: Sequence[int]
    ) -> OwnWordsAnswer:
        named = {place for entity in known.entities for place in entity.places} | met.places
        unknown = frozenset(n for n in telling if n not in named)
        return replace(refused, refused="unknown_words", told={"words": self._words(known, unknown)})

    @staticmethod
    def _words(known: Sentence, places: Iterable[int]) -> str:
        said = [n for n in sorted(places) if known.tokens[n] not in idle_words()] or sorted(places)
        return ", ".join(dict.fromkeys(known.written[n] for n in said))


def _has_capital(entity: Entity, known: Sentence) -> bool:
    """Tell whether words are written as a name, and not only because a sentence begins with them."""
    said = [(n, known.written[n]) for n in entity.places]
    return any(word[:1].isupper() and (n > 0 or word[:2].isupper()) for n, word in said)


def _is_mostly(name: str, lang: str, said: Sequence[Set[str]]) -> bool:
    """Tell whether a name has all of some words (as they are, and their stems), and few others."""
    words = words_of(name)
    named = {*stem_words(name, lang), *words}
    return len(words) < 2 * len(said) and all(named & each for each in said)
