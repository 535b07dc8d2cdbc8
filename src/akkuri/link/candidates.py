"""Gather the entries that a string may mean: exact names, acronyms, domains and full-text search."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from akkuri.link.index import KIND_ACRONYM, NameIndex
from akkuri.link.places import Seen
from akkuri.link.segment import Parsed

__all__ = ["Found", "Meaning", "gather", "meanings"]

LONGEST_NAME: Final = 14
SAME_NAME: Final = 25
"""Entries of one name that are taken in, those in the string's countries first."""
PER_WINDOW: Final = 16
PER_STRING: Final = 25
STEM: Final = 3
STEM_WORDS: Final = 24
SLIP: Final = 84
"""Least likeness (0-100) of an unknown word to a known one."""
RARE: Final = 3
TOP: Final = 1
"""Parents of the best so many (counted from 0) of a search are candidates too."""
MAX_SEGMENTS: Final = 12

Meaning = tuple[tuple[int, float], ...]
"""Words of the index that a written word may stand for, with how sure that is."""


@dataclass(slots=True)
class Found:
    """Candidate entries of one string: entry → (best search score, rank in its search, ways it was found)."""

    entries: dict[int, tuple[float, int, int]]
    spans: dict[int, tuple[int, int]]
    """Names that stand word for word in the string: name → its first and last place."""


def meanings(index: NameIndex, word: str, shortened: bool, cache: dict[tuple[str, bool], Meaning]) -> Meaning:
    """Return what a written word may stand for: itself, the words it shortens, or what it misspells."""
    key = (word, shortened)
    known = cache.get(key)
    if known is None:
        known = cache[key] = _meanings(index, word, shortened)
    return known


def _meanings(index: NameIndex, word: str, shortened: bool) -> Meaning:
    own = index.vocabulary.get(word)
    found: dict[int, float] = {} if own is None else {own: 1.0}
    rare = own is None or index.word_count[own] <= RARE
    if len(word) < STEM or word.isdigit():
        return tuple(found.items())
    if shortened or own is None:
        for other in index.starting_with(word, STEM_WORDS):
            found.setdefault(other, 0.9)
    if rare and len(word) > STEM:
        for plain in {word.replace("oe", "o"), word.replace("ue", "u"), word.replace("ae", "a")}:
            if plain in index.vocabulary:
                found.setdefault(index.vocabulary[plain], 0.95)
        for cut in range(2, len(word) - 1):
            head, tail = index.vocabulary.get(word[:cut]), index.vocabulary.get(word[cut:])
            if head is not None and tail is not None and len(word) > 2 * STEM:
                found.setdefault(head, 0.8)
                found.setdefault(tail, 0.8)
    if own is None and len(word) > STEM + 1:
        near = process.extract(word, index.near(word), scorer=fuzz.ratio, score_cutoff=SLIP, limit=4)
        for other, score, _ in near:
            found.setdefault(index.vocabulary[other], score / 100)
    return tuple(found.items())


def gather(index: NameIndex, parsed: Parsed, seen: Seen, senses: list[Meaning]) -> Found:
    """Return the candidates of a parsed string, as found by every way."""
    found = Found({}, {})
    _exact(index, parsed, seen, found)
    for acronym in parsed.acronyms:
        _take(index, index.acronyms.get(acronym, []), seen, found, 2)
    for host in parsed.hosts:
        while "." in host:
            for entry in index.domains.get(host, [])[:SAME_NAME]:
                _add(found, entry, 0.0, 0, 4)
            host = host.partition(".")[2]
    words = [_query(index, word, sense) for word, sense in zip(parsed.words, senses, strict=True)]
    for start, end, limit in _windows(parsed):
        text = " ".join(word for word in words[start:end] if word)
        if text:
            for rank, (score, name) in enumerate(index.search(text, limit)):
                _add(found, int(index.name_entry[name]), score, rank, 8)
    for entry, (_, rank, way) in list(found.entries.items()):
        if rank <= TOP or way & 1:
            for parent in index.parents[entry]:
                _add(found, parent, 0.0, PER_STRING, 16)
    return found


def _query(index: NameIndex, word: str, sense: Meaning) -> str:
    """Write one word as a search: itself, or the few likeliest words it stands for."""
    if not sense:
        return ""
    words = index.words_by_number
    first = sense[0]
    if first[1] == 1.0 and len(sense) == 1:
        return word
    return " ".join(f"{words[number]}^{sure:.2f}" for number, sure in sense[:5])


def _exact(index: NameIndex, parsed: Parsed, seen: Seen, found: Found) -> None:
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
            for name in _take(index, names, seen, found, 1):
                known = found.spans.get(name)
                if known is None or known[1] - known[0] < end - start:
                    found.spans[name] = (start, end)


def _take(index: NameIndex, names: list[int], seen: Seen, found: Found, way: int) -> list[int]:
    """Add the entries of some names, at most `SAME_NAME`, those in the countries that the string names first."""
    if len(names) > SAME_NAME:
        here = set(seen.countries.tolist())
        country = index.places.country
        names = sorted(names, key=lambda name: country[index.name_entry[name]] not in here)[:SAME_NAME]
    for name in names:
        _add(found, int(index.name_entry[name]), 0.0, 0, way)
    return names


def _add(found: Found, entry: int, score: float, rank: int, way: int) -> None:
    known = found.entries.get(entry)
    if known is None:
        found.entries[entry] = (score, rank, way)
    else:
        found.entries[entry] = (max(score, known[0]), min(rank, known[1]), known[2] | way)


def _windows(parsed: Parsed) -> Iterator[tuple[int, int, int]]:
    """Yield (first word, end, how many to take): every segment, neighbours together, the whole."""
    bounds: list[tuple[int, int]] = []
    for at, segment in enumerate(parsed.segment):
        if segment == len(bounds):
            bounds.append((at, at + 1))
        else:
            bounds[segment] = (bounds[segment][0], at + 1)
    bounds = bounds[:MAX_SEGMENTS]
    for at, (start, end) in enumerate(bounds):
        if at + 1 < len(bounds):
            yield start, bounds[at + 1][1], PER_WINDOW
        if not (parsed.part[at] and len(bounds) > 1 and end - start > 1) or parsed.kind[at]:
            yield start, end, PER_WINDOW
    if len(bounds) != 1:
        yield 0, len(parsed.words), PER_STRING
