"""Gather the entries that a string may mean: exact names, acronyms, domains and full-text search."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from akkuri.link.text.index import KIND_ACRONYM, NameIndex
from akkuri.link.text.normalise import canonical
from akkuri.link.text.places import Seen, exonyms
from akkuri.link.text.segment import ParsedText

__all__ = ["FoundCandidates", "Meaning", "gather", "understand"]

LONGEST_NAME: Final = 14
SAME_NAME: Final = 25
"""Entries of one name that are taken in, those in the string's countries first."""
PER_WINDOW: Final = 16
PER_STRING: Final = 25
STEM: Final = 3
STEM_WORDS: Final = 24
SLIP: Final = 84
"""Least likeness (0-100) of an unknown word to a known one."""
NEAREST: Final = 4
EXONYM: Final = 0.97
UMLAUT: Final = 0.95
STEMMED: Final = 0.9
JOINED: Final = 0.9
HALF: Final = 0.8
"""How sure it is that one word means another: a city's other name, another spelling, a part of it."""
RARE: Final = 3
TOP: Final = 1
"""Parents of the best so many (counted from 0) of a search are candidates too."""
MAX_SEGMENTS: Final = 12

BY_NAME: Final = 1
BY_ACRONYM: Final = 2
BY_DOMAIN: Final = 4
BY_SEARCH: Final = 8
BY_PARENT: Final = 16
"""Ways to be found, added up."""

Meaning = tuple[tuple[int, float], ...]
"""Words of the index that a written word may stand for, with how sure that is."""


@dataclass(slots=True)
class FoundCandidates:
    """Candidate entries of one string: entry → (best share of a search's top score, best rank, ways)."""

    entries: dict[int, tuple[float, int, int]]
    spans: dict[int, tuple[int, int]]
    """Names that stand word for word in the string: name → its first and last place."""


def understand(
    index: NameIndex, parsed: ParsedText, cache: dict[tuple[str, str, bool], Meaning]
) -> list[Meaning]:
    """Return for every word of a string what it may stand for: itself, a longer word, a right spelling."""
    senses: list[Meaning] = []
    for word, spelled in zip(parsed.words, parsed.spelled, strict=True):
        key = (word, spelled, spelled in parsed.dotted)
        known = cache.get(key)
        if known is None:
            known = cache[key] = _meanings(index, *key)
        senses.append(known)
    for at in range(1, len(senses)):
        if parsed.segment[at] == parsed.segment[at - 1] and not parsed.linked[at]:
            joined = index.vocabulary.get(canonical(parsed.spelled[at - 1] + parsed.spelled[at]))
            if joined is not None:
                senses[at - 1] = (*senses[at - 1], (joined, JOINED))
                senses[at] = (*senses[at], (joined, JOINED))
    return senses


def _meanings(index: NameIndex, word: str, spelled: str, shortened: bool) -> Meaning:
    """Work out the meanings of one word; the surest of each wins."""
    vocabulary = index.vocabulary
    own = vocabulary.get(word)
    found: dict[int, float] = {} if own is None else {own: 1.0}
    others = [(canonical(other), EXONYM) for other in exonyms().get(spelled, ())]
    if len(spelled) >= STEM and not word.isdigit():
        if shortened or own is None:
            for number in index.starting_with(spelled, STEM_WORDS):
                found.setdefault(number, STEMMED)
        if own is None or index.word_count[own] <= RARE:
            others += _variants(vocabulary, word)
        if own is None and len(word) > STEM + 1:
            near = process.extract(
                word, index.near(word), scorer=fuzz.ratio, score_cutoff=SLIP, limit=NEAREST
            )
            others += [(other, score / 100) for other, score, _ in near]
    for other, sure in others:
        number = vocabulary.get(other, -1)
        if number >= 0:
            found.setdefault(number, sure)
    return tuple(found.items())


def _variants(vocabulary: dict[str, int], word: str) -> list[tuple[str, float]]:
    """Return a rare word with its umlauts written otherwise, and its two halves where both are words."""
    if len(word) <= STEM:
        return []
    found = [
        (word.replace(two, one), UMLAUT)
        for two, one in (("oe", "o"), ("ue", "u"), ("ae", "a"))
        if two in word
    ]
    if len(word) > 2 * STEM:
        for cut in range(2, len(word) - 1):
            if word[:cut] in vocabulary and word[cut:] in vocabulary:
                found += [(word[:cut], HALF), (word[cut:], HALF)]
    return found


def gather(index: NameIndex, parsed: ParsedText, seen: Seen, senses: list[Meaning]) -> FoundCandidates:
    """Return the candidates of a parsed string, as found by every way."""
    found = FoundCandidates({}, {})
    _exact(index, parsed, seen, found)
    for acronym in parsed.acronyms:
        _take(index, index.acronyms.get(acronym, []), seen, found, BY_ACRONYM)
    _by_host(index, parsed, found)
    words = [_query(index, word, sense) for word, sense in zip(parsed.words, senses, strict=True)]
    for start, end, limit in _windows(parsed):
        text = " ".join(word for word in words[start:end] if word)
        if text:
            hits = index.search(text, limit)
            for rank, (score, name) in enumerate(hits):
                _add(found, int(index.name_entry[name]), score / hits[0][0], rank, BY_SEARCH)
    for entry, (_, rank, way) in list(found.entries.items()):
        if rank <= TOP or way & BY_NAME:
            for parent in index.parents[entry]:
                _add(found, parent, 0.0, PER_STRING, BY_PARENT)
    return found


def _by_host(index: NameIndex, parsed: ParsedText, found: FoundCandidates) -> None:
    """Add the entries whose web or mail address the string gives, or a domain above it."""
    for address in parsed.hosts:
        host = address
        while "." in host:
            for entry in index.domains.get(host, [])[:SAME_NAME]:
                _add(found, entry, 0.0, 0, BY_DOMAIN)
            host = host.partition(".")[2]


def _query(index: NameIndex, word: str, sense: Meaning) -> str:
    """Write one word as a search: itself, or the few likeliest words it stands for."""
    if not sense:
        return ""
    words = index.words_by_number
    first = sense[0]
    if first[1] == 1.0 and len(sense) == 1:
        return word
    return " ".join(f"{words[number]}^{sure:.2f}" for number, sure in sense[:5])


def _exact(index: NameIndex, parsed: ParsedText, seen: Seen, found: FoundCandidates) -> None:
    words = parsed.words
    count = len(words)
    for start in range(count):
        key = ""
        for end in range(start, min(start + LONGEST_NAME, count)):
            key = f"{key} {words[end]}" if key else words[end]
            names = index.exact.get(key)
            if names is None:
                continue
            if end == start and len(names) > 1:
                names = [name for name in names if index.name_kind[name] != KIND_ACRONYM] or names
            for name in _take(index, names, seen, found, BY_NAME):
                known = found.spans.get(name)
                if known is None or known[1] - known[0] < end - start:
                    found.spans[name] = (start, end)


def _take(index: NameIndex, names: list[int], seen: Seen, found: FoundCandidates, way: int) -> list[int]:
    """Add the entries of some names, at most `SAME_NAME`, those in the string's countries first."""
    if len(names) > SAME_NAME:
        here = set(seen.countries.tolist())
        country = index.places.country
        names = sorted(names, key=lambda name: int(country[index.name_entry[name]]) not in here)
        names = names[:SAME_NAME]
    for name in names:
        _add(found, int(index.name_entry[name]), 0.0, 0, way)
    return names


def _add(found: FoundCandidates, entry: int, share: float, rank: int, way: int) -> None:
    known = found.entries.get(entry)
    if known is None:
        found.entries[entry] = (share, rank, way)
    else:
        found.entries[entry] = (max(share, known[0]), min(rank, known[1]), known[2] | way)


def _windows(parsed: ParsedText) -> Iterator[tuple[int, int, int]]:
    """Yield (first word, end, how many to take): every segment, neighbours together, the whole."""
    bounds = parsed.bounds()[:MAX_SEGMENTS]
    for at, (start, end) in enumerate(bounds):
        if at + 1 < len(bounds):
            yield start, bounds[at + 1][1], PER_WINDOW
        if not (parsed.part[at] and len(bounds) > 1 and end - start > 1) or parsed.kind[at]:
            yield start, end, PER_WINDOW
    if len(bounds) != 1:
        yield 0, len(parsed.words), PER_STRING
