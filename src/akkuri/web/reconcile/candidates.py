"""Candidates for a name: who is called so, then who is called nearly so, weighed by what else is known."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from akkuri.link.text.normalise import LEGAL
from akkuri.naming.answers import Candidates, Found, How
from akkuri.naming.spelling import fold
from akkuri.naming.things import Thing, Wanted
from akkuri.search.entries import SearchEntry
from akkuri.search.request import SearchRequest
from akkuri.web.page.site import site
from akkuri.web.reconcile.entities import entity_id, entity_iri, named_groups, type_of, type_told
from akkuri.web.reconcile.properties import Stated, agrees, property_iri, stated

__all__ = ["ReconciliationQuery", "reconciled", "suggested"]

_SURE: Final = {How.ID: 100.0, How.NAME: 100.0, How.OTHER: 95.0, How.LOOSE: 92.0, How.INFLECTED: 88.0}
"""What a name is worth by which one thing is recognised; names that only searches know are no match."""
_SEVERAL: Final = 80.0
_NEAR: Final = 75.0
"""The most that a name is worth that is only like the one written."""
_WITHOUT_FORM: Final = 85.0
"""What a name is worth that is known but for its legal form."""
_BEGINNING: Final = 55.0
"""What a name is worth that begins with the name of a thing."""
_OWN_ID: Final = re.compile(r"(id|concept)/[a-z][a-z-]*/[\w.-]+")
"""An entity as this service calls it itself."""
_PARTS: Final = re.compile(r"[()\[\]/,;]|\s[-–—|]\s")
"""What stands between two names of one thing."""
_MOST_PARTS: Final = 3
_LEAST: Final = 0.35
_LOOKED_AT: Final = 25
_NAME_SHARE: Final = 0.7
"""How much of a score the name makes where there are properties as well."""


@dataclass(frozen=True, slots=True)
class ReconciliationQuery:
    """One query of a batch."""

    text: str
    types: list[str]
    limit: int
    properties: list[tuple[str, Any]]


@dataclass(slots=True)
class _Weighed:
    thing: Thing
    score: float
    sure: bool


def reconciled(queries: Mapping[str, ReconciliationQuery], lang: str) -> dict[str, Any]:
    """Answer a batch: candidates by query, the best first."""
    groups = {types: named_groups(list(types)) for types in {tuple(each.types) for each in queries.values()}}
    found = {key: _by_name(query, groups[tuple(query.types)]) for key, query in queries.items()}
    iris = [each.thing.iri for candidates in found.values() for each in candidates]
    names = {name for query in queries.values() for name, _ in query.properties}
    known = stated(iris, names) if names else {}
    site().labels.need(iris)
    return {
        key: {"result": [_told(each, lang) for each in _weighed(found[key], query, known, lang)]}
        for key, query in queries.items()
    }


def _by_name(query: ReconciliationQuery, groups: tuple[str, ...]) -> list[_Weighed]:
    """Return who is called as the query says, or nearly so; by identifiers where it has no text."""
    wanted = Wanted(groups, lambda thing: not thing.gone)
    texts = [query.text] if query.text.strip() else [str(v) for _, v in query.properties if v]
    found: dict[str, _Weighed] = {}
    for written in texts:
        meant = entity_iri(written) if _OWN_ID.fullmatch(written) else written
        answer = site().known.known_first(meant, wanted)
        match answer if isinstance(answer, Found) else _heir(written, wanted) or answer:
            case Found(thing, how):
                found[thing.iri] = _Weighed(thing, _SURE.get(how, _NEAR), how in _SURE)
            case Candidates(things):
                found |= {thing.iri: _Weighed(thing, _SEVERAL, False) for thing in things[:_LOOKED_AT]}
            case None:
                found |= {each.thing.iri: each for each in _by_part(written, wanted)}
                found |= {each.thing.iri: each for each in _by_both(written, wanted)}
    if query.text.strip():
        for thing in _near(query.text, wanted):
            if thing.iri not in found:
                score = _likeness(query.text, thing)
                if score >= _LEAST:
                    found[thing.iri] = _Weighed(thing, round(_NEAR * score, 1), False)
    return list(found.values())


def _by_part(written: str, wanted: Wanted) -> list[_Weighed]:
    """Return who is called as a name without its legal form, or as its beginning: `University X, Faculty Y`.

    Never a match: a company of the group, or a part of the organisation, may be another record elsewhere.
    """
    words = written.replace(",", " ").split()
    for count in range(len(words) - 1, 0, -1):
        answer = site().known.known(" ".join(words[:count]), wanted)
        if isinstance(answer, Found) and answer.how in _SURE:
            legal = all(fold(word).strip(".") in LEGAL for word in words[count:])
            return [_Weighed(answer.thing, _WITHOUT_FORM if legal else _BEGINNING, False)]
    return []


def _by_both(written: str, wanted: Wanted) -> list[_Weighed]:
    """Return who is called as each part of `Name (ABBR)`, `ABBR – Name` or `Name / Other`.

    What is called as the part before brackets only may be another one: `Name (City)`.
    """
    parts = [part for part in _PARTS.split(written) if part.strip()]
    if not 1 < len(parts) <= _MOST_PARTS:
        return []
    answers = [site().known.known_first(part, wanted) for part in parts]
    named = [each.thing for each in answers if isinstance(each, Found) and each.how in _SURE]
    if len(named) == len(parts) and len({thing.iri for thing in named}) == 1:
        return [_Weighed(named[0], _SURE[How.OTHER], True)]
    before = answers[0]
    if "(" in written and isinstance(before, Found) and before.how in _SURE:
        return [_Weighed(before.thing, _SEVERAL, False)]
    return []


def _heir(written: str, wanted: Wanted) -> Found | None:
    """Return the record that took over one which is called so, by its former name."""
    seen: set[str] = set()
    answer = site().known.known(written, Wanted(wanted.groups))
    while isinstance(answer, Found) and answer.thing.gone and answer.how in _SURE:
        heir = answer.thing.successor
        if heir is None or heir in seen:
            return None
        seen.add(heir)
        answer = site().known.known(heir, Wanted(wanted.groups))
    return Found(answer.thing, How.OTHER) if seen and isinstance(answer, Found) else None


def _near(text: str, wanted: Wanted) -> list[Thing]:
    """Return the things among those wanted that have words of a name."""
    found = site().search().alike(text, lambda entry: _group(entry) in wanted.groups)
    return _wanted(found, wanted, _LOOKED_AT)


def _group(entry: SearchEntry) -> str:
    return entity_id(entry.iri).rpartition("/")[0]


def _wanted(entries: Iterable[SearchEntry], wanted: Wanted, most: int) -> list[Thing]:
    """Return the first things of some entries that are among those wanted."""
    found = []
    for entry in entries:
        group = _group(entry)
        if group in wanted.groups:
            things = site().known.known(entry.iri, Wanted((group,), wanted.only))
            if isinstance(things, Found):
                found.append(things.thing)
        if len(found) == most:
            break
    return found


def suggested(prefix: str, types: list[str], skip: int, limit: int, lang: str) -> list[dict[str, Any]]:
    """Return what is called as somebody begins to type, of some types or of all, behind the first `skip`."""
    wanted = Wanted(named_groups(types), lambda thing: not thing.gone)
    hits = site().search().suggest(SearchRequest(prefix, lang=lang))
    things = _wanted((hit.entry for hit in hits), wanted, skip + limit)[skip:]
    site().labels.need([thing.iri for thing in things])
    return [
        {
            "id": entity_id(thing.iri),
            "name": thing.label(lang),
            "notable": [type_told(type_of(thing), lang)],
        }
        for thing in things
    ]


def _likeness(text: str, thing: Thing) -> float:
    """Return how alike a text and the nearest name of a thing are, from 0 to 1."""
    matcher, best = SequenceMatcher(None, b=fold(text)), 0.0
    for name in sorted({fold(name) for _, name in (*thing.names, *thing.others)}):
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:  # neither is ever too low
            best = max(best, matcher.ratio())
    return best


def _weighed(
    candidates: list[_Weighed], query: ReconciliationQuery, known: Stated, lang: str
) -> list[_Weighed]:
    """Return the candidates by score, with what their properties say; one match at most."""
    for each in candidates:
        said = [
            agrees(known.get((each.thing.iri, property_iri(name)), []), value, lang)
            for name, value in query.properties
        ]
        if said:
            agreeing = sum(1.0 if one else 0.5 if one is None else 0.0 for one in said) / len(said)
            each.score = round(_NAME_SHARE * each.score + (1 - _NAME_SHARE) * 100 * agreeing, 1)
            each.sure = each.sure and False not in said
    candidates.sort(key=lambda each: (-each.score, not each.sure, each.thing.iri))
    sure = [each for each in candidates if each.sure]
    for each in sure[1:]:
        each.sure = False
    return candidates[: query.limit]


def _told(each: _Weighed, lang: str) -> dict[str, Any]:
    return {
        "id": entity_id(each.thing.iri),
        "name": each.thing.label(lang),
        "score": each.score,
        "match": each.sure,
        "type": [type_told(type_of(each.thing), lang)],
    }
