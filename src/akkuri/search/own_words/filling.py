"""What a sentence says for the parameters of a question: values, records, texts, words that mean a value."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from akkuri.ask.named.parameters import Context
from akkuri.errors import UsageError
from akkuri.naming.quantities import digits
from akkuri.naming.resolver import Resolver
from akkuri.search.finder import Finder
from akkuri.search.own_words.answer import SentenceReading
from akkuri.search.own_words.candidates import LEVEL, SentenceCandidate, Takeable
from akkuri.search.own_words.cues import Cues, MetCue
from akkuri.search.own_words.entities import Entity, Sentence
from akkuri.search.own_words.likeness import Likeness
from akkuri.search.own_words.measured import MEASURED, MeasuredValues
from akkuri.search.own_words.partly_named import FACILITY, OWNER, WHAT, PartlyNamed, begins_alike
from akkuri.search.own_words.relations import REGION, TOWN, Relations
from akkuri.search.own_words.scoring import QuestionScores
from akkuri.search.own_words.stated_texts import StatedTexts
from akkuri.search.own_words.times import BEFORE, UNTIL, YEAR, just_before
from akkuri.search.request import idle_words
from akkuri.search.words import stem_words
from akkuri.texts import LANGUAGES

__all__ = ["ParameterFilling"]

_NOW: Final = "today"
"""The value of a parameter for a day, in asked.yaml, that is the day of the release."""
_NEXT: Final = 4
"""So near behind its owner stands what sort of place a facility is."""
_PLACES: Final = frozenset({TOWN, REGION, "country"})
"""Sorts that are said to be left out even where they are named in a case: of two towns the second."""
_QUOTED: Final = re.compile(r"[\"“”„»'’‘]([^\"“”„»«]{2,60}?)[\"“”»«'’](?!\w)")
"""Words that are to be taken as they are written."""


class ParameterFilling:
    """Fills in what a question takes."""

    def __init__(
        self,
        finder: Finder,
        known: Resolver,
        scores: QuestionScores,
        cues: Cues,
        likeness: Likeness,
        relations: Relations,
        today: date,
    ) -> None:
        """`scores` tell which thing is for which parameter, `cues` which words mean a value."""
        self._today = today
        self._known = known
        self._names = known.names
        self._scores = scores
        self._cues = cues
        self._likeness = likeness
        self._relations = relations
        self._measured = MeasuredValues(finder.select, known)
        self._called_kinds = {
            stem
            for kind in known.names.kinds
            for lang in LANGUAGES
            for name in (kind.one(lang), kind.many(lang))
            for stem in stem_words(name, lang)
        }
        self._stated = StatedTexts(finder.stated, frozenset(known.names.kinds.names) - {FACILITY})
        self._partly = PartlyNamed(finder.of_kind(FACILITY))

    def reading(
        self, candidate: SentenceCandidate, score: float, known: Sentence, met: MetCue, lang: str
    ) -> SentenceReading:
        """Return a question with what a sentence says for each of its parameters."""
        filled = self._scores.filled(candidate, known, met)
        parameters: dict[str, str] = {}
        used: set[int] = set()
        meant_by: set[int] = set()
        for name, takes in candidate.takes.items():
            if name in filled:
                given = self._given(name, takes, filled[name])
                parameters |= given
                used |= filled[name].places if given else frozenset()
                if FACILITY in takes.sorts and self._is_rather_a_facility(filled[name], known):
                    parameters |= {name: self._facility(known) or filled[name].value}
            elif meant := self._cues.value(candidate.name, name, known.tokens):
                said = self._now(known) if meant[0] == _NOW else meant[0]
                parameters |= {name: said} if said else {}  # "" for words that mean no one value
                used |= meant[1]
                meant_by |= meant[1] if meant[0] else set()
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
        parameters = self._beside_facility(parameters, filled, known)
        parameters = self._valid(candidate, parameters, lang)
        unused = [
            entity.label
            for entity in known.entities
            if not (entity.places <= used or entity.places <= met.places)
            and (entity.exact or entity.sort in _PLACES)
        ]
        told = [entity.label for name, entity in filled.items() if name in parameters]
        why = [*known.said(met.places), *told, *known.said(meant_by - met.places)]
        title = candidate.titles.get(lang) or candidate.titles["en"]
        return SentenceReading(
            candidate.name,
            parameters,
            title,
            round(score, 3),
            tuple(dict.fromkeys(why)),
            tuple(dict.fromkeys(unused)),
        )

    def _beside_facility(
        self, parameters: dict[str, str], filled: Mapping[str, Entity], known: Sentence
    ) -> dict[str, str]:
        """Leave out what only says which facility is meant: whose it is, and the words of its name."""
        if FACILITY not in parameters:
            return parameters
        called = self._partly.called(self._names.record(parameters[FACILITY]))
        said = {
            n for n, token in enumerate(known.tokens) if any(begins_alike(token, word) for word in called)
        }
        own = {name for name, entity in filled.items() if name != FACILITY and entity.places <= said}
        return {name: value for name, value in parameters.items() if name not in own}

    def _of_value(
        self, candidate: SentenceCandidate, parameters: Mapping[str, str], known: Sentence
    ) -> dict[str, str]:
        """Return what else is asked of a value where a question takes one of any parameter."""
        measuring = [name for name, takes in candidate.takes.items() if takes.sorts == (MEASURED,)]
        if not measuring:
            return {}
        if MEASURED in parameters:
            stated = known.of("quantity")
            return self._fitting(parameters[MEASURED], stated) if stated else self._measured.counted(known)
        values = [entity for entity in known.of("quantity") if "unit" in parameters]
        meant = self._measured.parameter(values[0].quantities[0], known) if values else None
        return {measuring[0]: meant} if meant else {}

    def _fitting(self, parameter: str, stated: Sequence[Entity]) -> dict[str, str]:
        """Return the parameter and the bounds of a value that a named parameter has in another unit."""
        one = stated[0].quantities[0] if len(stated[0].quantities) == 1 else None
        found = self._measured.fitting(parameter, one) if one else None
        return {MEASURED: found[0]} | self._measured.written([found[1]], stated[0].bound) if found else {}

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

    def _now(self, known: Sentence) -> str:
        """Return today where a sentence names no other time: what ran in a year need not run now."""
        times = {entity.sort for entity in known.entities} & {YEAR, BEFORE, UNTIL}
        return "" if times else self._today.isoformat()

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
            if n not in named and token not in idle_words() and len(token) > 1 and not self._is_kind(token)
        ]
        called = [word for n, word in enumerate(left) if word[:1].isupper() and word != known.written[0]]
        left = called or [word for word in left if not self._likeness.met(word.lower())] or left
        return left[0].lower() if left else None

    def _is_kind(self, token: str) -> bool:
        """Tell whether a word only says which kind of record is asked for: projects."""
        return not self._called_kinds.isdisjoint((token, *stem_words(token)))

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


def _is_one_facility(candidate: SentenceCandidate, known: Sentence) -> bool:
    """Tell whether an owner or a town can only say which facility is meant, beside what kind it is."""
    taken = {sort for takes in candidate.takes.values() for sort in takes.sorts}
    lost = {OWNER, TOWN} - taken
    return bool(known.of(WHAT)) and any(known.of(sort) for sort in lost)
