"""Picks the question that a sentence asks: by declared words, titles and the things it names."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from akkuri.ask.named.parameters import Context
from akkuri.ask.named.question import NamedQuery
from akkuri.errors import UsageError
from akkuri.namespaces import Names
from akkuri.naming.quantities import digits
from akkuri.naming.resolver import Resolver
from akkuri.search.entries import CONCEPT
from akkuri.search.finder import Finder
from akkuri.search.own_words.answer import OwnWordsAnswer, SentenceReading
from akkuri.search.own_words.candidates import LEVEL, SentenceCandidate, Takeable, candidates, named_groups
from akkuri.search.own_words.coverage import WHERE, alien_part, covered_by, lies_elsewhere, strange_words
from akkuri.search.own_words.cues import NONE, Cues, MetCue
from akkuri.search.own_words.entities import Entities, Entity, Sentence
from akkuri.search.own_words.examples import AskedExamples
from akkuri.search.own_words.kept import sentence_names_of
from akkuri.search.own_words.languages import languages_of
from akkuri.search.own_words.likeness import Likeness
from akkuri.search.own_words.measured import MEASURED, Measured
from akkuri.search.own_words.partly_named import FACILITY, OWNER, WHAT, PartlyNamed
from akkuri.search.own_words.question_words import QuestionWords
from akkuri.search.own_words.relations import REGION, TOWN, Relations
from akkuri.search.own_words.scoring import QuestionScores
from akkuri.search.own_words.stated_texts import StatedTexts
from akkuri.search.own_words.times import BEFORE, UNTIL, just_before
from akkuri.search.request import LONGEST, SearchRequest, idle_words
from akkuri.search.words import stem_words
from akkuri.search.words import words as words_of
from akkuri.texts import text

__all__ = ["OwnWords"]

_ENOUGH: Final = 4.5
"""Below this score no question is meant."""
_ALTERNATIVES: Final = 3
_WORTH_OFFERING, _NEAR = 0.6, 3.0
"""Below this score a question is not even worth offering beside the one that is meant, or where none is."""
_TELLING: Final = 10
"""Letters of a word that may be the name of a capability alone."""
_SHORT: Final = 4
"""Words of so few letters call no capability that is not called so."""
_LIKE: Final = 7.0
"""What a question gains whose own words a sentence consists of (Likeness)."""
_EXAMPLE: Final = 3.5
"""What a question gains to whose sentences this one is near (AskedExamples)."""
_WHOLLY: Final = 3.0
"""What a question gains that takes every word of a sentence, as what it asks or for a parameter."""


_NEXT: Final = 4
"""So near behind its owner stands what sort of place a facility is."""
_QUOTED: Final = re.compile(r"[\"“”„»'’‘]([^\"“”„»«]{2,60}?)[\"“”»«'’](?!\w)")
"""Words that are to be taken as they are written."""


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
        self._measured = Measured(finder.select, known)
        self._scores = QuestionScores(
            self._candidates, asked_by.titles, self._cues, known, self._relations, finder.home
        )
        self._stated = StatedTexts(finder.stated)
        self._partly = PartlyNamed(finder.of_kind(FACILITY))
        self._examples = AskedExamples.beside(folders, release)
        self._likeness = Likeness(asked_by.having, len(self._candidates))

    def answer(self, sentence: str, lang: str | None = None) -> OwnWordsAnswer:
        """Return what a sentence asks."""
        read = sentence[:LONGEST].strip()
        written_in = languages_of(read)
        own_lang = self._examples.likest(words_of(read), written_in)
        lang = lang or own_lang
        known = self._entities.read(read, lang, self._today)
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
        record = self._record(known, telling, lang)
        strange = strange_words(known, cued, says)
        asked = max((value for name, value in near.items() if name != NONE), default=0.0)
        offered = [best, *(each for each in scored[1 : _ALTERNATIVES + 1] if each[0] >= _WORTH_OFFERING)]
        readings = [self._reading(n, score, known, met[n], lang) for score, n in offered]
        refused = OwnWordsAnswer(
            read, lang, alternatives=tuple(each for each in readings[:_ALTERNATIVES] if each.score >= _NEAR)
        )
        odds = self._examples.odds(known.tokens, own_lang, NONE)
        unknown = len(strange) / len(telling)
        named = {place for entity in known.entities for place in entity.places}
        heads = {n: self._likeness.head(known.tokens[n]) for n in telling if n not in named}
        finds = self._finder
        alien = alien_part(known, strange, telling, heads, finds.understands, finds.begins)
        if record is None and lies_elsewhere(odds, asked, bool(none.score), covered, unknown, alien):
            if not none.score and odds < 0:
                return self._unheard(refused, known, own, telling)
            left = [n for n in telling if n not in named]
            return self._unknown(refused, known, none.places or left or telling)
        if record is not None:
            return OwnWordsAnswer(read, lang, record, tuple(readings[:_ALTERNATIVES]))
        if best[0] < _ENOUGH:
            found = self._searched(known, telling, lang)
            if found is None and strange:
                return self._unheard(refused, known, own, telling)
            if found is not None:
                return OwnWordsAnswer(read, lang, found, tuple(readings[:_ALTERNATIVES]))
        return OwnWordsAnswer(read, lang, readings[0], tuple(readings[1 : _ALTERNATIVES + 1]))

    def _asking(self, known: Sentence) -> list[str]:
        """Return the words without those of names of records: what a thing is called asks for nothing."""
        kinds = self._names.kinds
        names = [e.places for e in known.entities if e.exact and len(e.places) > 1 and e.sort in kinds]
        called = frozenset(place for places in names for place in places)
        return ["" if n in called else token for n, token in enumerate(known.tokens)]

    def _record(self, known: Sentence, telling: Sequence[int], lang: str) -> SentenceReading | None:
        """Return the record that a sentence consists of, but for where it is."""
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

    def _reading(self, number: int, score: float, known: Sentence, met: MetCue, lang: str) -> SentenceReading:
        candidate = self._candidates[number]
        filled = self._scores.filled(candidate, known, met)
        parameters: dict[str, str] = {}
        used: set[int] = set()
        for name, takes in candidate.takes.items():
            if name in filled:
                given = self._given(name, takes, filled[name])
                parameters |= given
                used |= filled[name].places if given else frozenset()
                if FACILITY in takes.sorts and self._is_rather_a_facility(filled[name], known):
                    parameters |= {name: self._facility(known) or filled[name].value}
            elif meant := self._cues.value(candidate.name, name, known.tokens):
                parameters |= {name: meant[0]} if meant[0] else {}  # "" for words that mean no one value
                used |= meant[1]
            elif FACILITY in takes.sorts and (takes.needed or _is_one_facility(candidate, known)):
                value = self._facility(known)
                parameters |= {name: value} if value else {}
            elif takes.sorts == (FACILITY,) and (owner := self._owner_of_one(known)):
                value = self._facility(known)
                parameters |= {name: value} if value else {}
                filled = {each: entity for each, entity in filled.items() if entity is not owner or not value}
            elif takes.sorts == (LEVEL,):
                level = re.search(rf"\b{name}[\s:-]*([0-9]+)\b", known.text, re.IGNORECASE)
                parameters |= {name: level[1]} if level else {}
            elif takes.sorts == ("text",):
                value = self._text(candidate, name, known, met)
                parameters |= {name: value} if value else {}
        parameters |= self._of_value(candidate, parameters, known)
        parameters = self._valid(candidate, parameters, lang)
        unused = [
            e.label for e in known.entities if not e.places <= used and not e.places <= met.places and e.exact
        ]
        why = [*known.said(met.places), *(e.label for e in filled.values())]
        title = candidate.titles.get(lang) or candidate.titles["en"]
        return SentenceReading(
            candidate.name,
            parameters,
            title,
            round(score, 3),
            tuple(dict.fromkeys(why)),
            tuple(dict.fromkeys(unused)),
        )

    def _of_value(
        self, candidate: SentenceCandidate, parameters: Mapping[str, str], known: Sentence
    ) -> dict[str, str]:
        """Return what else is asked of a value where a question takes one of any parameter."""
        measuring = [name for name, takes in candidate.takes.items() if takes.sorts == (MEASURED,)]
        if not measuring:
            return {}
        if MEASURED in parameters:
            return {} if known.of("quantity") else self._measured.counted(known)
        values = [entity for entity in known.of("quantity") if "unit" in parameters]
        meant = self._measured.parameter(values[0].quantities[0], known) if values else None
        return {measuring[0]: meant} if meant else {}

    def _given(self, name: str, takes: Takeable, entity: Entity) -> dict[str, str]:
        if entity.sort == TOWN and REGION in takes.sorts:
            region = self._relations.region(entity.value)
            return {name: region} if region else {}
        if not entity.quantities:
            strictly = name == UNTIL and entity.sort == BEFORE
            return {name: just_before(entity.value) if strictly else entity.value}
        if takes.unit is None:
            return self._measured.given(entity)
        quantity = entity.quantities[0]
        own = next((u for u in self._known.index("concept/unit").things if u.written == takes.unit), None)
        amount: Decimal | None = quantity.among(own) if own else None
        return {name: digits(amount)} if amount is not None else {}

    def _is_rather_a_facility(self, entity: Entity, known: Sentence) -> bool:
        """Tell whether a sentence may name a facility in part: the plant of an owner is not the owner."""
        return (entity.sort == FACILITY and not entity.exact) or (
            entity.sort == OWNER
            and (
                any(not each.places <= entity.places for each in known.of(WHAT))
                or self._partly.tells(known, entity)
            )
        )

    def _owner_of_one(self, known: Sentence) -> Entity | None:
        """Return the owner whose facility a sentence names: what stands behind it says which."""
        for owner in known.of(OWNER):
            near = range(max(owner.places) + 1, max(owner.places) + _NEXT)
            kinds = any(min(e.places) in near and not e.places <= owner.places for e in known.of(WHAT))
            if kinds or self._partly.tells(known, owner, _NEXT):
                return owner
        return None

    def _facility(self, known: Sentence) -> str | None:
        """Return the id of the facility that a sentence names in part."""
        iri = self._partly.best(known)
        thing = self._known.index(f"id/{FACILITY}").at_iri(iri) if iri else None
        return thing.written if thing else None

    def _text(self, candidate: SentenceCandidate, name: str, known: Sentence, met: MetCue) -> str | None:
        """Return the text for a parameter: a value that records have, or the words that name nothing else."""
        if stated := self._stated.best(name, known):
            return stated
        records = self._names.kinds
        taken = {sort for takes in candidate.takes.values() if not takes.needed for sort in takes.sorts}
        if name != "text" or any(
            entity.sort in taken and entity.sort in records for entity in known.entities
        ):
            return None
        if quoted := _QUOTED.search(known.text):
            return quoted[1].rstrip("….")
        if any(entity.sort == "equipment-type" for entity in known.entities):
            return None
        named = {place for entity in known.entities for place in entity.places} | met.places
        left = [
            known.written[n]
            for n, token in enumerate(known.tokens)
            if n not in named and token not in idle_words() and len(token) > 1
        ]
        called = [word for n, word in enumerate(left) if word[:1].isupper() and word != known.written[0]]
        left = called or [word for word in left if not self._likeness.met(word.lower())] or left
        return left[0].lower() if left else None

    def _valid(self, candidate: SentenceCandidate, parameters: dict[str, str], lang: str) -> dict[str, str]:
        """Leave out parameters that the question would refuse."""
        if candidate.query is None:
            return parameters
        context = Context(self._names, lang, self._known)
        try:
            candidate.query.bind(parameters, context)
        except UsageError:
            kept: dict[str, str] = {}
            for name, value in parameters.items():
                try:
                    candidate.query.bind({**kept, name: value}, context)
                except UsageError:
                    continue
                kept[name] = value
            return kept
        return parameters

    def _searched(self, known: Sentence, telling: Sequence[int], lang: str) -> SentenceReading | None:
        """Return the search for the words that say something; None where nothing has them all."""
        words = " ".join(known.written[n] for n in telling)
        hits = self._finder.find(SearchRequest(words))
        if hits.partial or hits.lacking or not hits.hits:
            return None
        return SentenceReading("search", {"text": words}, text(lang, "search.title", asked=words), 0.0, ())

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
        return ", ".join(known.written[n] for n in said)


def _is_mostly(name: str, lang: str, said: Sequence[Set[str]]) -> bool:
    """Tell whether a name has all of some words (as they are, and their stems), and few others."""
    words = words_of(name)
    named = {*stem_words(name, lang), *words}
    return len(words) < 2 * len(said) and all(named & each for each in said)


def _is_one_facility(candidate: SentenceCandidate, known: Sentence) -> bool:
    """Tell whether an owner or a town can only say which facility is meant, beside what kind it is."""
    taken = {sort for takes in candidate.takes.values() for sort in takes.sorts}
    lost = {OWNER, TOWN} - taken
    return bool(known.of(WHAT)) and any(known.of(sort) for sort in lost)
