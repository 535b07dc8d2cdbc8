"""Which records of a table may be one: compared by rules whose weights stand here, with the evidence."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from akkuri.curation.twins.traits import Traits
from akkuri.curation.twins.words import as_written, rare_words

__all__ = ["LEAST", "Evidence", "Twins", "twins"]

LEAST: Final = 0.5
"""Pairs less likely than this are not proposed."""
PRIOR: Final = -4.0
"""Log-odds that two records that have anything in common are one, before anything else is known."""
WEIGHTS: Final = {
    "identifier-same": 7.0,
    "identifier-other": -6.0,
    "name-same": 5.0,
    "name-short": 3.5,
    "name-near": 3.0,
    "word-rare": 0.9,
    "number-other": -3.0,
    "page-same": 2.0,
    "host-same": 0.5,
    "host-other": -1.5,
    "place-same": 1.5,
    "place-other": -1.5,
    "country-other": -5.0,
    "named-same": 1.0,
    "named-other": -3.0,
    "one-names-other": -9.0,
}
"""What each kind of evidence adds to the log-odds. One names the other: a part and its whole, known apart.

A rare word with the same place and operator is asked for by who wants the less likely pairs too.
"""
NEAR: Final = 90
"""Likeness of two names (0 to 100) from which they may be one name written twice."""
SHORT: Final = 6
"""Letters of a name that says little by itself."""
SHARED: Final = 12
"""A page or an operator that more records share tells none of them."""
_ROWS: Final = 500
_NUMBER: Final = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against: its kind, and what is the same or differs."""

    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two records of a table that may be one; `keep` is the one that more rows name."""

    keep: Traits
    other: Traits
    chance: float
    evidence: tuple[Evidence, ...]


def twins(
    records: Sequence[Traits],
    uses: dict[str, int],
    least: float = LEAST,
    called: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> list[Twins]:
    """Return the pairs that are likely enough, the likeliest first; `uses` says how many rows name a record.

    Only pairs are compared that share an identifier, a name, a page, or a rare word and a place or operator,
    or whose names are nearly alike. `called` are the comparable names of those that records name.
    """
    found = []
    rare = rare_words(records, called)
    for places in sorted(_pairs(records) | rare.keys()):
        one, other = (records[place] for place in places)
        evidence = tuple(_compare(one, other, rare.get(places, "")))
        chance = 1 / (1 + math.exp(-PRIOR - sum(WEIGHTS[each.kind] for each in evidence)))
        if chance >= least:
            keep, gone = sorted((one, other), key=lambda each: (-uses.get(each.id, 0), each.id))
            found.append(Twins(keep, gone, chance, evidence))
    return sorted(found, key=lambda pair: (-pair.chance, pair.keep.id, pair.other.id))


def _pairs(records: Sequence[Traits]) -> set[tuple[int, int]]:
    """Return the pairs worth comparing for what is said of both, or their names."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for name in record.names:
            groups["name", name].append(at)
        for address in record.pages:
            groups["page", address].append(at)
        for column, values in record.identifiers.items():
            for value in values:
                groups[column, value].append(at)
    chosen = {
        pair
        for (kind, _), places in groups.items()
        if kind == "name" or len(places) <= SHARED
        for pair in combinations(sorted(set(places)), 2)
    }
    return chosen | _near(records)


def _near(records: Sequence[Traits]) -> set[tuple[int, int]]:
    """Return the pairs with nearly the same name, compared in blocks so that memory stays bounded."""
    owners = [(at, name) for at, record in enumerate(records) for name in sorted(record.names)]
    names = [name for _, name in owners]
    found: set[tuple[int, int]] = set()
    for start in range(0, len(names), _ROWS):
        block = names[start : start + _ROWS]
        likeness = process.cdist(block, names, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
        for row, column in zip(*np.nonzero(likeness), strict=True):
            one, other = owners[start + int(row)][0], owners[int(column)][0]
            if one < other:
                found.add((one, other))
    return found


def _compare(one: Traits, other: Traits, rare: str) -> Iterator[Evidence]:
    for column in sorted(one.identifiers.keys() & other.identifiers.keys()):
        if both := one.identifiers[column] & other.identifiers[column]:
            yield Evidence("identifier-same", f"{column} {_first(both)}")
        else:
            yield Evidence("identifier-other", column)
    yield from _names(one, other, rare)
    yield from _pages(one, other)
    if one.country and other.country and one.country != other.country:
        yield Evidence("country-other", f"{one.country}, {other.country}")
    elif one.place and other.place:
        same = one.place.casefold() == other.place.casefold()
        yield Evidence("place-same" if same else "place-other", one.place)
    if one.id in other.named or other.id in one.named:
        yield Evidence("one-names-other")
    elif both := one.named & other.named:
        yield Evidence("named-same", _first(both))
    elif one.named and other.named:
        yield Evidence("named-other")


def _names(one: Traits, other: Traits, rare: str) -> Iterator[Evidence]:
    if both := one.names.keys() & other.names.keys():
        longest = max(sorted(both), key=len)
        written = " / ".join(dict.fromkeys((one.names[longest], other.names[longest])))
        yield Evidence("name-same" if len(longest) > SHORT else "name-short", written)
        return
    pairs = [(fuzz.ratio(a, b), a, b) for a in sorted(one.names) for b in sorted(other.names)]
    if pairs and max(pairs)[0] >= NEAR:
        _, first, second = max(pairs)
        yield Evidence("name-near", f"{one.names[first]} / {other.names[second]}")
        if _NUMBER.findall(first) != _NUMBER.findall(second):
            yield Evidence("number-other")
    elif rare:
        yield Evidence("word-rare", as_written(rare, one))
        if _NUMBER.findall(one.label) != _NUMBER.findall(other.label):
            yield Evidence("number-other")


def _pages(one: Traits, other: Traits) -> Iterator[Evidence]:
    if not one.pages or not other.pages:
        return
    hosts = [{address.partition("/")[0] for address in record.pages} for record in (one, other)]
    if both := one.pages & other.pages:
        yield Evidence("page-same", _first(both))
    elif both_hosts := hosts[0] & hosts[1]:
        yield Evidence("host-same", _first(both_hosts))
    else:
        yield Evidence("host-other")


def _first(values: Iterable[str]) -> str:
    return min(values)
