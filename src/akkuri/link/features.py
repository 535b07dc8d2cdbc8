"""Measure how well every candidate fits a string: names against its segments, place, kind and relations."""

from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from akkuri.link.candidates import Found, Meaning
from akkuri.link.index import KIND_ACRONYM, NameIndex
from akkuri.link.normalise import KINDS
from akkuri.link.places import Seen
from akkuri.link.segment import Parsed

__all__ = ["FEATURES", "Measured", "measure"]

MAX_RUN: Final = 3
"""Neighbouring segments that are read together as one name."""
MAX_WINDOWS: Final = 40
KEPT: Final = 32
"""Candidates that are scored by the model: those whose best name fits best."""
TYPES: Final = (
    "education",
    "facility",
    "company",
    "nonprofit",
    "funder",
    "government",
    "healthcare",
    "archive",
)
_CODE_WEIGHT: Final = 1.0
_FAR: Final = 999

FEATURES: Final = (
    "fit", "coverage", "window_precision", "tight_precision", "coverage_whole", "name_weight", "name_words",
    "missing_weight", "missing_words", "missing_max", "matched_max", "window_missing", "exact_words",
    "exact_share", "left_weight", "right_weight", "left_edge", "right_edge", "left_linked", "right_linked",
    "missing_place", "missing_kind", "left_kind", "right_kind", "kind_label", "kind_acronym", "second_fit", "full_names",
    "acronym_hit", "long_coverage", "certainty", "window_first", "window_last", "window_run", "window_part",
    "segments", "words", "country_match", "country_clash", "country_none", "city_match", "city_clash",
    "subdivision_match", "city_in_name", "inactive", "names", "children", "has_parent", "same_name",
    "same_name_here", "known", "has_domain", "domain_match", "likeness", "search_score", "search_rank", "way_exact",
    "way_search", "way_parent", "explained", "first_word", "order", "window_kind", "place_kind",
    *(f"is_{kind}" for kind in TYPES),
)  # fmt: skip
_AT: Final = {name: place for place, name in enumerate(FEATURES)}

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Measured:
    """The kept candidates of a string: entries, a row of features each, and the words they explain."""

    __slots__ = ("entries", "rows", "spans", "windows")

    def __init__(self, entries: Ints, rows: Floats, spans: Ints, windows: Ints) -> None:
        self.entries = entries
        self.rows = rows
        self.spans = spans
        self.windows = windows


class EntryTable:
    """Features that belong to an entry whatever the string: worked out once for an index."""

    def __init__(self, index: NameIndex) -> None:
        count = len(index.entries)
        self.types = np.zeros((count, len(TYPES)), np.float32)
        self.inactive = np.zeros(count, np.float32)
        self.known = np.zeros(count, np.float32)
        self.has_domain = np.zeros(count, np.float32)
        for row, entry in enumerate(index.entries):
            for kind in entry.types:
                if kind in TYPES:
                    self.types[row, TYPES.index(kind)] = 1
            self.inactive[row] = entry.status != "active"
            self.known[row] = len(entry.identifiers)
            self.has_domain[row] = bool(entry.domains)
        self.names = np.diff(index.entry_name_start).astype(np.float32)
        self.children = np.log1p(np.array([len(item) for item in index.children], np.float32))
        self.has_parent = np.array([bool(item) for item in index.parents], np.float32)


def empty() -> Measured:
    """Return the measure of a string without candidates."""
    none = np.zeros(0, np.int64)
    return Measured(none, np.zeros((0, len(FEATURES)), np.float32), np.zeros((0, 2), np.int64), none)


def _runs(parsed: Parsed) -> list[tuple[int, int, int, int]]:
    """Return windows (first word, end, first segment, last segment): runs of segments and the whole."""
    bounds: list[list[int]] = []
    for at, segment in enumerate(parsed.segment):
        if segment == len(bounds):
            bounds.append([at, at + 1])
        else:
            bounds[segment][1] = at + 1
    count = len(bounds)
    runs = [
        (bounds[first][0], bounds[first + size][1], first, first + size)
        for size in range(min(MAX_RUN, count))
        for first in range(count - size)
    ][: MAX_WINDOWS - 1]
    if count > MAX_RUN:
        runs.append((0, bounds[-1][1], 0, count - 1))
    return runs


def measure(
    index: NameIndex, table: EntryTable, parsed: Parsed, seen: Seen, senses: list[Meaning], found: Found
) -> Measured:
    """Return the best-fitting candidates of a string with their features."""
    if not found.entries or not parsed.words:
        return empty()
    # Words: the string's own weights, and a small table word of the index × window.
    length = len(parsed.words)
    weights = np.array(
        [_weight(index, word, sense) for word, sense in zip(parsed.words, senses, strict=True)], np.float32
    )
    runs = _runs(parsed)
    local = sorted({number for sense in senses for number, _ in sense})
    if not local:
        return empty()
    place = {number: at for at, number in enumerate(local)}
    spots = np.zeros((length, len(local)), np.float32)
    for at, sense in enumerate(senses):
        for number, sure in sense:
            spots[at, place[number]] = sure
    inside = np.zeros((len(runs), len(local)), np.float32)
    first_at = np.full((len(runs), len(local)), _FAR, np.int64)
    last_at = np.full((len(runs), len(local)), -1, np.int64)
    window_weight = np.zeros(len(runs), np.float32)
    for row, (start, end, _, _) in enumerate(runs):
        part = spots[start:end]
        inside[row] = part.max(axis=0)
        hit = part > 0
        any_hit = hit.any(axis=0)
        first_at[row] = np.where(any_hit, hit.argmax(axis=0) + start, _FAR)
        last_at[row] = np.where(any_hit, end - 1 - hit[::-1].argmax(axis=0), -1)
        window_weight[row] = weights[start:end].sum()

    # Names: every name of every candidate, its words looked up in the small table.
    entries = np.fromiter(found.entries, np.int64, len(found.entries))
    begin, stop = index.entry_name_start[entries], index.entry_name_start[entries + 1]
    names = _ranges(begin, stop)
    owner = np.repeat(np.arange(len(entries)), stop - begin)
    word_begin, word_stop = index.name_start[names], index.name_start[names + 1]
    sizes = word_stop - word_begin
    flat = index.name_words[_ranges(word_begin, word_stop)]
    starts = np.zeros(len(names), np.int64)
    np.cumsum(sizes[:-1], out=starts[1:])
    keys = np.array(local, np.int64)
    column = np.searchsorted(keys, flat)
    column[column == len(keys)] = 0
    present = keys[column] == flat
    flat_weight = index.word_weight[flat]
    matched = np.where(present, inside[:, column], 0) * flat_weight
    score = np.add.reduceat(matched, starts, axis=1)
    total = index.name_weight[names]
    coverage = score / total
    precision = score / np.maximum(window_weight[:, None], 1e-6)
    fit = 2 * score / (total + window_weight[:, None])
    value = fit + 0.5 * coverage
    window = value.argmax(axis=0)
    every = np.arange(len(names))
    best_value = value[window, every]
    # Tight span of a name inside its window: from the first to the last word that matches, either way round.
    word_name = np.repeat(every, sizes)
    word_window = window[word_name]
    hit = present & (inside[word_window, column] > 0)
    early = np.where(hit, first_at[word_window, column], _FAR)
    late = np.where(hit, last_at[word_window, column], -1)
    low_a, high_a = np.minimum.reduceat(early, starts), np.maximum.reduceat(np.where(hit, early, -1), starts)
    low_b, high_b = np.minimum.reduceat(np.where(hit, late, _FAR), starts), np.maximum.reduceat(late, starts)
    use_b = (high_b - low_b) < (high_a - low_a)
    low, high = np.where(use_b, low_b, low_a), np.where(use_b, high_b, high_a)
    for at, name in enumerate(names.tolist()):
        span = found.spans.get(name)
        if span is not None:
            low[at], high[at] = span
    gone = high < 0
    low[gone], high[gone] = 0, 0
    sums = np.zeros(length + 1, np.float32)
    np.cumsum(weights, out=sums[1:])
    got = score[window, every]
    tight = np.minimum(got / np.maximum(sums[high + 1] - sums[low], 1e-6), 1.0)
    tight[gone] = 0
    best_value = best_value + 0.5 * tight

    # One name per entry: the best; acronyms count less than a name in words.
    is_acronym = index.name_kind[names] == KIND_ACRONYM
    rank_value = best_value - 0.2 * is_acronym
    order = np.lexsort((-rank_value, owner))
    head = np.ones(len(order), bool)
    head[1:] = owner[order][1:] != owner[order][:-1]
    chosen = order[head]
    keep = np.argsort(-rank_value[chosen], kind="stable")[:KEPT]
    chosen = chosen[keep]
    kept = entries[owner[chosen]]
    size = len(kept)
    rows = np.zeros((size, len(FEATURES)), np.float32)

    def put(name: str, values: npt.ArrayLike) -> None:
        rows[:, _AT[name]] = values

    win = window[chosen]
    lo, hi = low[chosen], high[chosen]
    got_c, total_c = got[chosen], total[chosen]
    put("fit", fit[win, chosen])
    put("coverage", coverage[win, chosen])
    put("window_precision", precision[win, chosen])
    put("tight_precision", tight[chosen])
    put("coverage_whole", coverage[:, chosen].max(axis=0))
    put("name_weight", total_c)
    put("name_words", sizes[chosen])
    put("missing_weight", total_c - got_c)
    missing = ~hit
    put("missing_words", np.add.reduceat(missing.astype(np.float32), starts)[chosen])
    put("missing_max", np.maximum.reduceat(np.where(missing, flat_weight, 0), starts)[chosen])
    put("matched_max", np.maximum.reduceat(np.where(hit, flat_weight, 0), starts)[chosen])
    put("window_missing", window_weight[win] - got_c)
    put("missing_kind", np.maximum.reduceat(missing & index.word_is_kind[flat], starts)[chosen])
    town = flat == index.city_word[entries[owner]][word_name]
    put("city_in_name", np.maximum.reduceat(town, starts)[chosen])
    put("missing_place", np.maximum.reduceat(town & missing, starts)[chosen])
    sure = np.where(hit, inside[word_window, column], 0)
    hits = np.add.reduceat(hit.astype(np.float32), starts)
    put("certainty", (np.add.reduceat(sure, starts) / np.maximum(hits, 1))[chosen])
    put("kind_label", index.name_kind[names[chosen]] == 0)
    put("kind_acronym", is_acronym[chosen])
    _neighbours(rows, parsed, weights, lo, hi)
    _other_names(rows, owner, chosen, best_value, coverage, is_acronym, window)
    put("acronym_hit", [bool(found.entries[int(item)][2] & 2) for item in kept])
    put("window_first", [runs[item][2] for item in win])
    put("window_last", [parsed.segment[-1] - runs[item][3] for item in win])
    put("window_run", [runs[item][3] - runs[item][2] + 1 for item in win])
    put("window_part", [parsed.part[runs[item][2]] for item in win])
    put("window_kind", [any(parsed.kind[runs[item][2] : runs[item][3] + 1]) for item in win])
    put("segments", len(parsed.raw))
    put("words", length)
    put("first_word", lo)
    _place(rows, index, seen, kept)
    for name, values in (
        ("inactive", table.inactive), ("names", table.names), ("children", table.children), ("known", table.known),
        ("has_parent", table.has_parent), ("has_domain", table.has_domain),
    ):  # fmt: skip
        put(name, values[kept])
    rows[:, _AT["is_education"] : _AT["is_education"] + len(TYPES)] = table.types[kept]
    texts = [index.texts[name] for name in names[chosen]]
    words = parsed.words
    spoken = [" ".join(words[start : end + 1]) for start, end in zip(lo, hi, strict=True)]
    put("likeness", [fuzz.ratio(one, two) / 100 for one, two in zip(texts, spoken, strict=True)])
    exact = np.array([name in found.spans for name in names[chosen]], bool)
    put("exact_words", exact * sizes[chosen])
    put("exact_share", exact * (hi - lo + 1) / length)
    facts = [found.entries[int(item)] for item in kept]
    put("search_score", [fact[0] for fact in facts])
    put("search_rank", [fact[1] for fact in facts])
    put("way_exact", [bool(fact[2] & 1) for fact in facts])
    put("way_search", [bool(fact[2] & 8) for fact in facts])
    put("way_parent", [bool(fact[2] & 16) for fact in facts])
    put("domain_match", [bool(fact[2] & 4) for fact in facts])
    put("explained", got_c / max(float(sums[-1]), 1e-6))
    put("order", np.arange(size))
    put("same_name", index.name_same[names[chosen]])
    here = set(seen.countries.tolist())
    same_here = []
    for name in names[chosen].tolist():
        same = index.exact[index.texts[name]]
        if len(same) == 1 or not here:
            same_here.append(len(same))
        else:
            same_here.append(
                sum(index.places.country[index.name_entry[other]] in here for other in same[:50])
            )
    put("same_name_here", same_here)
    return Measured(kept, rows, np.stack([lo, hi], axis=1), win.astype(np.int64))


def _weight(index: NameIndex, word: str, sense: Meaning) -> float:
    """Weigh a word of the string by the rarity of what it stands for; numbers and codes hardly count."""
    if any(letter.isdigit() for letter in word):
        return _CODE_WEIGHT
    if not sense:
        return index.unknown_weight * 0.8
    return float(index.word_weight[sense[0][0]])


def _ranges(begin: Ints, stop: Ints) -> Ints:
    """Return the numbers of several half-open ranges, one after the other."""
    sizes = stop - begin
    ends = np.cumsum(sizes)
    if not len(ends):
        return np.zeros(0, np.int64)
    steps = np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
    return np.repeat(begin, sizes) + steps


def _neighbours(rows: Floats, parsed: Parsed, weights: Floats, low: Ints, high: Ints) -> None:
    """Say what stands beside the matched words in the same segment: more words of a longer name, perhaps."""
    segment = parsed.segment
    length = len(segment)
    for row, (start, end) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        if start == 0 or segment[start - 1] != segment[start]:
            rows[row, _AT["left_edge"]] = 1
        else:
            rows[row, _AT["left_weight"]] = weights[start - 1]
            rows[row, _AT["left_linked"]] = parsed.linked[start]
            rows[row, _AT["left_kind"]] = parsed.words[start - 1] in KINDS
        if end == length - 1 or segment[end + 1] != segment[end]:
            rows[row, _AT["right_edge"]] = 1
        else:
            rows[row, _AT["right_weight"]] = weights[end + 1]
            rows[row, _AT["right_linked"]] = parsed.linked[end + 1]
            rows[row, _AT["right_kind"]] = parsed.words[end + 1] in KINDS


def _other_names(
    rows: Floats,
    owner: Ints,
    chosen: Ints,
    value: Floats,
    coverage: Floats,
    is_acronym: npt.NDArray[np.bool_],
    window: Ints,
) -> None:
    """Let the other names of an entry speak: a second witness for an acronym, a full name elsewhere."""
    count = int(owner.max()) + 1
    own = coverage[window, np.arange(len(owner))]
    best_long = np.zeros(count, np.float32)
    np.maximum.at(best_long, owner[~is_acronym], coverage[:, ~is_acronym].max(axis=0))
    full = np.bincount(owner, weights=own > 0.99, minlength=count)
    rest = value.copy()
    rest[chosen] = 0
    second = np.zeros(count, np.float32)
    np.maximum.at(second, owner, rest)
    who = owner[chosen]
    rows[:, _AT["long_coverage"]] = best_long[who]
    rows[:, _AT["full_names"]] = full[who]
    rows[:, _AT["second_fit"]] = second[who]


def _place(rows: Floats, index: NameIndex, seen: Seen, kept: Ints) -> None:
    """Compare the places named in the string with where an entry lies."""
    places = index.places
    country = np.isin(places.country[kept], seen.countries)
    city = np.isin(places.city[kept], seen.cities) & (places.city[kept] > 0)
    subdivision = np.isin(places.subdivision[kept], seen.subdivisions) & (places.subdivision[kept] > 0)
    rows[:, _AT["country_match"]] = country
    rows[:, _AT["country_clash"]] = ~country & bool(len(seen.countries)) & (places.country[kept] > 0)
    rows[:, _AT["country_none"]] = not len(seen.countries)
    rows[:, _AT["city_match"]] = city
    rows[:, _AT["city_clash"]] = ~city & bool(len(seen.cities))
    rows[:, _AT["subdivision_match"]] = subdivision
    rows[:, _AT["place_kind"]] = len(seen.cities)
