"""How well each question fits a sentence: by declared words, titles and the things that it names."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import log
from typing import Final

from akkuri.naming.bounds import LEAST
from akkuri.naming.resolver import Resolver
from akkuri.naming.spelling import fold
from akkuri.search.own_words.bounds import AT_LEAST, AT_MOST, FIRST_FEW
from akkuri.search.own_words.candidates import SentenceCandidate, Takeable
from akkuri.search.own_words.cues import Cues, MetCue
from akkuri.search.own_words.entities import Entity, Sentence
from akkuri.search.own_words.relations import Relations
from akkuri.search.own_words.surely import said_surely
from akkuri.search.own_words.times import BEFORE, UNTIL, YEAR
from akkuri.search.words import stem_words, words
from akkuri.texts import LANGUAGES, text

__all__ = ["GENERAL_SORTS", "QuestionScores"]

_CUE, _TITLE, _FOR, _FOR_WHERE = 2.3, 1.6, 1.7, 0.8
_TAKEN, _LOST, _LACKING, _PLACE_LOST, _VALUE_LOST = 0.5, 0.55, 1.2, 0.25, 2.5
"""What a thing adds that a question takes, what one costs that it cannot take, and one that it needs."""
_ANOTHER_UNIT: Final = 12.0
"""What a value costs a question that is for values, and for none in its unit."""
_ALL_THAT_IS_ASKED: Final = 8.0
"""What it costs any other that cannot take it, where nothing but that value is named, and perhaps a place."""
_NEEDED: Final = 0.6
"""What a question gains when all that it needs is named."""
GENERAL_SORTS: Final = frozenset(
    {
        "country",
        "region",
        "municipality",
        "organisation-type",
        "facility-kind",
        "scale",
        "status",
        YEAR,
        BEFORE,
        UNTIL,
    }
)
"""Sorts of things that most sentences may name besides what they are about."""
_EXACT: Final = 0.3
"""What it adds that the thing is called so, and not only by a like word."""
_SAID: Final = frozenset({"scale", "status", "facility-kind"})
"""Sorts that the words of a question may be: "laboratories" asks for them all."""
_IMPLIED: Final = frozenset({"value-chain-stage", "scale", "country"})
"""Sorts that only widen what the same words are already taken for: recycling, in processing black mass."""
_DEVICE, _ABLE = "equipment-type", "capability"
"""A tester is a device, and says nothing of who can test."""
_TYPE: Final = "organisation-type"
_STATES: Final = frozenset({"status", "investment-status", "cell-state", "source-kind"})
_MEASURED: Final = "parameter"
_VALUE: Final = "quantity"
_STAGE, _STEP = "value-chain-stage", re.compile(r"stage|step|phase|vaihe|led$|ledet|steg")
"""A stage, and the words that say that one is meant: "packs" are what is tested, and no stage."""
COUNTRY, OTHER, _REGION = "country", "other", "region"
_ACCESS, _OUTSIDER = "access-mode", re.compile("outsid|utomst|ulkopuol")
"""An outsider may be a guest or a customer."""
_PLACE_KIND: Final = "facility-kind"
_UP_TO: Final = frozenset({"money", "km"})
"""Sorts of values that questions take as the most there may be, unless they ask for the least."""
_AT_LEAST: Final = "min"
"""The parameter that takes such a value as the least there may be, where it is said to be that."""
_BEGUN, _ENDING = 6, 3


class QuestionScores:
    """How well each of some questions fits sentences."""

    def __init__(
        self,
        candidates: Sequence[SentenceCandidate],
        titles: Sequence[frozenset[str]],
        cues: Cues,
        known: Resolver,
        relations: Relations,
        home: str,
    ) -> None:
        """`titles` are the stems of those of each question; `home` is the country of most records."""
        self._home = home
        self._relations = relations
        self._candidates = candidates
        self._titles = titles
        self._cues = cues
        self._known = known
        self._titled = {each.name: title for each, title in zip(candidates, self._titles, strict=True)}
        counted = Counter(stem for title in self._titles for stem in title)
        self._rare = {stem: log(1 + len(self._titles) / count) for stem, count in counted.items()}

    def score(self, number: int, known: Sentence, met: MetCue) -> float:
        """Say how well one question fits."""
        candidate, wording = self._candidates[number], self._cues.wordings.get(self._candidates[number].name)
        score = _CUE * met.score + _TITLE * self._title(number, known)
        if wording is not None:
            score += self._first_thought(wording.things, known)
        filled = self.filled(candidate, known, met)
        counted: set[frozenset[int]] = set()
        for entity in filled.values():
            if entity.places not in counted:  # of one word that is of two sorts, one counts
                counted.add(entity.places)
                score += 0.15 if entity.sort in GENERAL_SORTS else _TAKEN
        taken = frozenset(place for entity in filled.values() for place in entity.places) | met.places
        lost = (entity for entity in known.entities if not (entity.places & taken or entity.left_out))
        for places in {entity.places for entity in lost}:
            score -= min(_cost(entity) for entity in known.entities if entity.places == places)
        score -= self._missed_value(candidate, filled, known)
        if (
            needed := {name for name, each in candidate.takes.items() if each.needed}
        ) and needed <= filled.keys():
            score += _NEEDED
        for name, takes in candidate.takes.items():
            if takes.needed and name not in filled and takes.sorts != ("text",):
                score -= _LACKING
        return score

    def _missed_value(
        self, candidate: SentenceCandidate, filled: Mapping[str, Entity], known: Sentence
    ) -> float:
        """Return what a question loses that cannot take the value that says what is asked: 300 kW."""
        values = [entity for entity in known.of(_VALUE) if not entity.left_out]
        if not values or any(entity.sort == _VALUE for entity in filled.values()):
            return 0.0
        if any(takes.sorts == (_VALUE,) and takes.unit for takes in candidate.takes.values()):
            return _ANOTHER_UNIT
        telling = (each for each in known.entities if each.exact or each.sort in (_ABLE, _DEVICE))
        others = {each.sort for each in telling} - GENERAL_SORTS - {_VALUE, _STAGE, AT_LEAST, AT_MOST}
        return 0.0 if others else _ALL_THAT_IS_ASKED

    def is_whole(
        self, candidate: SentenceCandidate, known: Sentence, met: MetCue, telling: Collection[int]
    ) -> bool:
        """Tell whether a question takes each telling word, by its own words or as a parameter."""
        left = set(telling) - met.places
        if not met.places or not left <= {place for each in known.entities for place in each.places}:
            return False
        return left <= {
            place for each in self.filled(candidate, known, met).values() for place in each.places
        }

    def _first_thought(self, things: Sequence[str], known: Sentence) -> float:
        """Return what a question gains that one thinks of first for the things that are named."""
        sorts = {entity.sort for entity in known.entities}
        units = {self._unit(entity) for entity in known.of("quantity")}
        meant = (sorts | units) & set(things)
        if meant & units:
            return _FOR + _TAKEN  # a question for values of this very unit
        if meant - GENERAL_SORTS:
            sure = any(entity.exact for entity in known.entities if entity.sort in meant)
            return _FOR + (_EXACT if sure else 0.0) + (0.05 if "capability" in meant else 0.0)
        return _FOR_WHERE if meant and not sorts - GENERAL_SORTS else 0.0

    def _title(self, number: int, known: Sentence) -> float:
        stems = {stem for token in known.tokens for stem in stem_words(token)}
        title = self._titles[number]
        shared = sum(self._rare[stem] for stem in sorted(stems & title))
        whole = sum(sorted(self._rare[stem] for stem in title)) / len(LANGUAGES)
        return shared / (whole + 1.0)

    def filled(self, candidate: SentenceCandidate, known: Sentence, met: MetCue) -> dict[str, Entity]:
        """Return the entities for the parameters of a question."""
        filled: dict[str, Entity] = {}
        used: set[int] = set()
        for name, takes in self._in_order(candidate, known):
            for entity in self._fitting(takes, known) if takes.beside not in filled else ():
                implied = any(entity.places <= e.places for e in filled.values() if _implies(e, entity))
                implied = implied or (entity.sort == COUNTRY and _is_a_region_too(entity, candidate, known))
                implied = implied or _is_rather_another(entity, candidate, known)
                implied = implied or _is_other_end(name, entity, candidate.takes, known)
                if not (id(entity) in used or implied or self._is_said(candidate, entity, known, met)):
                    filled[name] = entity
                    used.add(id(entity))
                    break
        return filled

    def _in_order(self, candidate: SentenceCandidate, known: Sentence) -> list[tuple[str, Takeable]]:
        """Return the parameters in the order in which they take what is named.

        Of two countries the other one takes it, where one only is named, and that is none of our own.
        """
        ordered = list(candidate.takes.items())
        first = self._cues.first(candidate.name, known.tokens)
        abroad = [entity for entity in known.of(COUNTRY) if entity.value != self._home]
        if OTHER in candidate.takes and len(abroad) == len(known.of(COUNTRY)) == 1:
            first = OTHER
        return sorted(ordered, key=lambda each: each[0] != first) if first else ordered

    def _is_said(self, candidate: SentenceCandidate, entity: Entity, known: Sentence, met: MetCue) -> bool:
        """Tell whether a name is but a word of the question: "laboratories" asks for them all."""
        wording = self._cues.wordings.get(candidate.name)
        if wording is not None and entity.sort in wording.things and entity.sort not in _SAID:
            return False
        if entity.sort == _TYPE and self._is_named_for(candidate, entity, known):
            return True
        if entity.sort == _STAGE and candidate.query and _ABLE in candidate.takes and known.of(_ABLE):
            return not (_is_shown(entity, known) or _is_step(entity, known))
        title = self._titled[candidate.name]
        stems = {stem for place in entity.places for stem in stem_words(known.tokens[place])}
        if entity.sort == _ABLE and not entity.exact and len(entity.places) == 1 and stems & title:
            return True  # "nothing to serve it" asks for no server
        if entity.sort not in _SAID and entity.sort != _TYPE:
            return False
        if entity.sort == _PLACE_KIND and _is_called_so(entity, known):
            return False
        return bool(entity.places & met.places) or (not entity.exact and bool(stems & title))

    @staticmethod
    def _is_named_for(candidate: SentenceCandidate, entity: Entity, known: Sentence) -> bool:
        """Tell whether a word is what a question is about: the network, of which actors are a part."""
        subject = re.split("[:/]", candidate.name)[0]
        about = [fold(text(lang, f"queries.group_{subject}")) for lang in LANGUAGES]
        said = [known.tokens[n] for n in entity.places]
        whole = not entity.exact or any(word in about for word in said)
        return whole and any(word.startswith(each[:_BEGUN]) for word in said for each in about)

    def _fitting(self, takes: Takeable, known: Sentence) -> list[Entity]:
        found = [entity for sort in takes.sorts for entity in known.of(sort) if not entity.left_out]
        if takes.sorts == (_MEASURED,):
            # Neither "processes" nor the mass of "black mass" is what is measured; 200 people are.
            longer = [entity.places for entity in known.entities]
            behind = {max(e.places) + 1 for sort in (AT_LEAST, AT_MOST) for e in known.of(sort)}
            found = [e for e in found if e.exact or min(e.places) in behind]
            found = [e for e in found if not any(e.places < places for places in longer)]
        if set(takes.sorts) <= _STATES:  # "opens", "works" tell of no state
            found = [e for e in found if e.exact]
        if takes.sorts == (_ACCESS,):
            found = [e for e in found if not any(_OUTSIDER.match(known.tokens[n]) for n in e.places)]
        if takes.surely:
            found = [e for e in found if said_surely(e, known)]
        if takes.narrow:
            found = [e for e in found if not self._relations.is_wide(e.sort, e.value)]
        found.sort(key=lambda e: (min(e.places), takes.sorts.index(e.sort), not e.exact))
        if takes.unit not in (None, "EUR", "km"):
            found = [entity for entity in found if self._unit(entity) == takes.unit]
        return found

    def _unit(self, entity: Entity) -> str:
        """Return the code of the canonical unit of a value."""
        if not entity.quantities:
            return ""
        found = self._known.index("concept/unit").at_iri(entity.quantities[0].canonical)
        return found.written if found else ""


def _is_other_end(name: str, entity: Entity, takes: Collection[str], known: Sentence) -> bool:
    """Tell whether a sum or a distance is the least there may be, and a parameter takes the most, or so.

    Of a range neither end is all that is asked for.
    """
    if entity.sort not in _UP_TO:
        return False
    one_of_two = any(each.places == entity.places for each in known.of(entity.sort) if each is not entity)
    return (entity.bound == LEAST) != (name == _AT_LEAST) or (one_of_two and _AT_LEAST not in takes)


def _implies(one: Entity, other: Entity) -> bool:
    """Tell whether the words that are taken for one thing only widen what another says of them."""
    return other.sort in _IMPLIED or (one.sort, other.sort) == (_DEVICE, _ABLE)


def _is_rather_another(entity: Entity, candidate: SentenceCandidate, known: Sentence) -> bool:
    """Tell whether words are only like a thing and just what another is called: closed is not in-house."""
    taken = {sort for takes in candidate.takes.values() for sort in takes.sorts} - {entity.sort}
    same = (e for e in known.entities if e.places == entity.places and e.sort in taken)
    return not entity.exact and any(e.exact for e in same)


def _is_called_so(entity: Entity, known: Sentence) -> bool:
    """Tell whether one word is a kind by a name of several: pilottilinjat, and not laboratories."""
    name, word = fold(entity.label).replace(" ", ""), "".join(known.tokens[n] for n in sorted(entity.places))
    return "-" in entity.value and word.startswith(name[:-_ENDING])


def _is_a_region_too(entity: Entity, candidate: SentenceCandidate, known: Sentence) -> bool:
    """Tell whether the word of a country is the name of a region, which a question takes: Åland."""
    return _REGION in candidate.takes and any(entity.places == each.places for each in known.of(_REGION))


def _is_shown(entity: Entity, known: Sentence) -> bool:
    """Tell whether a thing is called as it is shown, or in another case of that: recycling, and not packs."""
    said, label = [known.tokens[n] for n in sorted(entity.places)], words(entity.label)
    return len(said) == len(label) and all(
        one[:_BEGUN] == two[:_BEGUN] for one, two in zip(said, label, strict=True)
    )


def _is_step(entity: Entity, known: Sentence) -> bool:
    """Tell whether the words of a stage, or those beside them, say that it is one."""
    near = range(max(0, min(entity.places) - 1), min(len(known.tokens), max(entity.places) + 2))
    return any(_STEP.search(known.tokens[place]) for place in near)


def _cost(entity: Entity) -> float:
    """Return what it costs a question that it cannot take a thing."""
    if entity.sort in ("quantity", "km", "money"):
        return _VALUE_LOST
    if entity.sort in (AT_LEAST, AT_MOST, FIRST_FEW):
        return 0.0  # "one", "both" seldom count anything
    if entity.sort in GENERAL_SORTS:
        return _PLACE_LOST
    return _LOST if entity.exact else 0.2
