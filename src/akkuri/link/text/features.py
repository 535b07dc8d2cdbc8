"""Measure how well every candidate fits a string: names against its segments, place, kind and relations."""

from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from akkuri.link.text.candidates import (
    BY_ACRONYM,
    BY_DOMAIN,
    BY_NAME,
    BY_PARENT,
    BY_SEARCH,
    FoundCandidates,
    Meaning,
)
from akkuri.link.text.index import NameIndex
from akkuri.link.text.name_fit import NameFit
from akkuri.link.text.normalise import KINDS
from akkuri.link.text.places import Seen
from akkuri.link.text.segment import ParsedText
from akkuri.link.text.windows import Reading

__all__ = ["FEATURES", "EntryTable", "Measured", "measure"]

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
SAME_LOOKED_AT: Final = 50

FEATURES: Final = (
    "fit", "coverage", "window_precision", "tight_precision", "coverage_whole", "name_weight",
    "name_words", "missing_weight", "missing_words", "missing_max", "matched_max", "window_missing",
    "exact_words", "exact_share", "left_weight", "right_weight", "left_edge", "right_edge",
    "left_linked", "right_linked", "missing_place", "missing_kind", "left_kind", "right_kind",
    "kind_label", "kind_acronym", "second_fit", "full_names", "acronym_hit", "long_coverage",
    "certainty", "window_first", "window_last", "window_run", "window_part", "segments", "words",
    "country_match", "country_clash", "country_none", "city_match", "city_clash", "subdivision_match",
    "city_in_name", "inactive", "names", "children", "has_parent", "same_name", "same_name_here",
    "known", "has_domain", "domain_match", "likeness", "search_share", "search_rank", "way_exact",
    "way_search", "way_parent", "explained", "first_word", "order", "window_kind", "cities", "in_order",
    "adjacent", "span_segments", "alien_window", "alien_window_max", "alien_span", "alien_left",
    "alien_right", "alien_left_max", "company", "hinted", "matched_names", "matched_names_max",
    "alone_in_segment", "parts_before", "rest", "rest_max", "rest_kind", "same_spelling", "spelling",
    "clean_name", "clean_acronym",
    *(f"is_{kind}" for kind in TYPES),
)  # fmt: skip
_AT: Final = {name: place for place, name in enumerate(FEATURES)}

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Measured:
    """The kept candidates of a string: entries, a row of features each, and the words that each explains."""

    __slots__ = ("entries", "rows", "spans")

    def __init__(self, entries: Ints, rows: Floats, spans: Ints) -> None:
        self.entries = entries
        self.rows = rows
        self.spans = spans


class EntryTable:
    """Features that belong to an entry whatever the string: worked out once for an index."""

    def __init__(self, index: NameIndex) -> None:
        entries = index.entries
        types = np.zeros((len(entries), len(TYPES)), np.float32)
        for row, entry in enumerate(entries):
            for kind in entry.types:
                if kind in TYPES:
                    types[row, TYPES.index(kind)] = 1
        self.columns: dict[str, Floats] = {
            "inactive": np.array([entry.status != "active" for entry in entries], np.float32),
            "known": np.array([len(entry.identifiers) for entry in entries], np.float32),
            "has_domain": np.array([bool(entry.domains) for entry in entries], np.float32),
            "names": np.diff(index.entry_name_start).astype(np.float32),
            "children": np.log1p(np.array([len(item) for item in index.children], np.float32)),
            "has_parent": np.array([bool(item) for item in index.parents], np.float32),
        }
        self.columns |= {f"is_{kind}": types[:, place] for place, kind in enumerate(TYPES)}


class _Sheet:
    """The rows being filled, one column after the other."""

    def __init__(self, size: int) -> None:
        self.rows = np.zeros((size, len(FEATURES)), np.float32)

    def put(self, **columns: npt.ArrayLike) -> None:
        for name, values in columns.items():
            self.rows[:, _AT[name]] = values

    def get(self, name: str) -> Floats:
        return self.rows[:, _AT[name]]


def measure(
    index: NameIndex,
    table: EntryTable,
    parsed: ParsedText,
    seen: Seen,
    senses: list[Meaning],
    found: FoundCandidates,
) -> Measured:
    """Return the best-fitting candidates of a string with their features."""
    if not found.entries or not any(senses):
        return Measured(
            np.zeros(0, np.int64), np.zeros((0, len(FEATURES)), np.float32), np.zeros((0, 2), np.int64)
        )
    reading = Reading(index, parsed, seen, senses)
    names = NameFit(index, reading, found)
    sheet = _Sheet(len(names.kept))
    _name(sheet, index, reading, names, found)
    _order(sheet, names)
    _other_names(sheet, names)
    _window(sheet, reading, names)
    _neighbours(sheet, reading, names)
    _aliens(sheet, reading, names)
    _place(sheet, index, seen, names)
    _ways(sheet, names, found)
    _same(sheet, index, seen, names)
    sheet.put(**{name: values[names.kept] for name, values in table.columns.items()})
    _clean(sheet)
    return Measured(names.kept, sheet.rows, np.stack([names.low, names.high], axis=1)[names.chosen])


def _name(sheet: _Sheet, index: NameIndex, reading: Reading, names: NameFit, found: FoundCandidates) -> None:
    """Say how much of the name is in the string and what is missing."""
    chosen = names.chosen
    got, total = names.got[chosen], names.total[chosen]
    missing = ~names.hit
    is_kind = index.word_is_kind[names.flat]
    town = names.flat == index.city_word[names.entries[names.owner]][names.word_name]
    telling = np.where(names.hit & ~reading.key_is_place[names.column] & ~is_kind, names.flat_weight, 0)
    low, high = names.low[chosen].tolist(), names.high[chosen].tolist()
    texts = [index.texts[name] for name in names.names[chosen]]
    spoken = [" ".join(reading.parsed.words[start : end + 1]) for start, end in zip(low, high, strict=True)]
    exact = np.array([name in found.spans for name in names.names[chosen].tolist()], bool)
    written = [reading.parsed.spelling(start, end) for start, end in zip(low, high, strict=True)]
    spellings = [index.spellings[name] for name in names.names[chosen]]
    pairs = list(zip(spellings, written, strict=True))
    sheet.put(
        same_spelling=[two in known for known, two in pairs],
        spelling=[max(fuzz.ratio(one, two) for one in known) / 100 for known, two in pairs],
        fit=names.fit[chosen],
        coverage=names.own_coverage[chosen],
        window_precision=names.precision[chosen],
        tight_precision=names.tight[chosen],
        coverage_whole=names.coverage[:, chosen].max(axis=0),
        name_weight=total,
        name_words=names.sizes[chosen],
        missing_weight=total - got,
        missing_words=names.each(missing)[chosen],
        missing_max=names.most(np.where(missing, names.flat_weight, 0))[chosen],
        missing_kind=names.most(missing & is_kind)[chosen],
        missing_place=names.most(town & missing)[chosen],
        city_in_name=names.most(town)[chosen],
        matched_max=names.most(np.where(names.hit, names.flat_weight, 0))[chosen],
        matched_names=names.each(telling)[chosen],
        matched_names_max=names.most(telling)[chosen],
        certainty=(names.each(names.sure) / np.maximum(names.each(names.hit), 1))[chosen],
        kind_label=index.name_kind[names.names[chosen]] == 0,
        kind_acronym=names.is_acronym[chosen],
        likeness=[fuzz.ratio(one, two) / 100 for one, two in zip(texts, spoken, strict=True)],
        exact_words=exact * names.sizes[chosen],
        exact_share=exact * (names.high[chosen] - names.low[chosen] + 1) / reading.length,
        explained=got / max(float(reading.sums[-1]), 1e-6),
        order=np.arange(len(chosen)),
    )


def _order(sheet: _Sheet, names: NameFit) -> None:
    """Say whether the words stand in the name's order, and side by side."""
    step = np.zeros(len(names.flat), np.int64)
    step[1:] = names.early[1:] - names.early[:-1]
    inner = np.ones(len(names.flat), bool)
    inner[names.starts] = False
    inner[1:] &= names.hit[1:] & names.hit[:-1]
    pairs = np.maximum(names.sizes - 1, 1)
    sheet.put(
        in_order=(names.each(inner & (step > 0)) / pairs)[names.chosen],
        adjacent=(names.each(inner & (step == 1)) / pairs)[names.chosen],
    )


def _other_names(sheet: _Sheet, names: NameFit) -> None:
    """Let the other names of an entry speak: a second witness for an acronym, a full name elsewhere."""
    count = len(names.entries)
    words = ~names.is_acronym
    long = np.zeros(count, np.float32)
    np.maximum.at(long, names.owner[words], names.coverage[:, words].max(axis=0))
    rest = names.value.copy()
    rest[names.chosen] = 0
    second = np.zeros(count, np.float32)
    np.maximum.at(second, names.owner, rest)
    who = names.owner[names.chosen]
    full = np.bincount(names.owner, weights=names.own_coverage > 0.99, minlength=count)
    sheet.put(long_coverage=long[who], full_names=full[who], second_fit=second[who])


def _window(sheet: _Sheet, reading: Reading, names: NameFit) -> None:
    """Describe the window that the name was found in, and the string."""
    window = names.window[names.chosen]
    first, last = reading.runs[window, 2], reading.runs[window, 3]
    kinds = np.concatenate([[0], np.cumsum(reading.parsed.kind)])
    sheet.put(
        window_missing=np.maximum(reading.window_weight[window] - names.got[names.chosen], 0),
        window_first=first,
        window_last=reading.segment[-1] - last,
        window_run=last - first + 1,
        window_part=np.array(reading.parsed.part)[first],
        window_kind=kinds[last + 1] > kinds[first],
        segments=len(reading.parsed.raw),
        words=reading.length,
        first_word=names.low[names.chosen],
        company=reading.parsed.company,
        hinted=reading.seen.hinted,
    )


def _neighbours(sheet: _Sheet, reading: Reading, names: NameFit) -> None:
    """Say what stands beside the matched words in the same segment: more words of a longer name, perhaps."""
    parsed, weights, length = reading.parsed, reading.weights, reading.length
    spans = zip(names.low[names.chosen].tolist(), names.high[names.chosen].tolist(), strict=True)
    for row, (start, end) in zip(sheet.rows, spans, strict=True):
        if start == 0 or parsed.segment[start - 1] != parsed.segment[start]:
            row[_AT["left_edge"]] = 1
        else:
            row[_AT["left_weight"]] = weights[start - 1]
            row[_AT["left_linked"]] = parsed.linked[start]
            row[_AT["left_kind"]] = parsed.words[start - 1] in KINDS
        if end == length - 1 or parsed.segment[end + 1] != parsed.segment[end]:
            row[_AT["right_edge"]] = 1
        else:
            row[_AT["right_weight"]] = weights[end + 1]
            row[_AT["right_linked"]] = parsed.linked[end + 1]
            row[_AT["right_kind"]] = parsed.words[end + 1] in KINDS


def _aliens(sheet: _Sheet, reading: Reading, names: NameFit) -> None:
    """Weigh the words, no places, that a name leaves unexplained: near it and in the whole string."""
    chosen = names.chosen
    belongs = np.zeros((len(names.names), len(reading.keys)), bool)
    belongs[names.word_name[names.present], names.column[names.present]] = True
    explained = (belongs[chosen].astype(np.float32) @ (reading.spots > 0).T.astype(np.float32)) > 0
    strange = np.where(explained | reading.is_place, 0, reading.weights[None, :])
    at, segment = np.arange(reading.length), reading.segment
    window = reading.runs[names.window[chosen]]
    low, high = names.low[chosen], names.high[chosen]
    before, after = at < low[:, None], at > high[:, None]
    in_window = np.where((at >= window[:, :1]) & (at < window[:, 1:2]), strange, 0)
    left = np.where(before & (segment == segment[low][:, None]), strange, 0)
    right = np.where(after & (segment == segment[high][:, None]), strange, 0)
    between = np.where(before | after, 0, strange)
    rest = np.where(reading.in_part, 0, strange)
    beside = left.sum(axis=1) + right.sum(axis=1) + between.sum(axis=1)
    parts = np.concatenate([[0], np.cumsum(reading.parsed.part)])
    sheet.put(
        alien_window=in_window.sum(axis=1),
        alien_window_max=in_window.max(axis=1),
        alien_span=between.sum(axis=1),
        alien_left=left.sum(axis=1),
        alien_left_max=left.max(axis=1),
        alien_right=right.sum(axis=1),
        span_segments=segment[high] - segment[low] + 1,
        alone_in_segment=beside == 0,
        parts_before=parts[segment[low]],
        rest=rest.sum(axis=1),
        rest_max=rest.max(axis=1),
        rest_kind=((rest > 0) & reading.is_kind).sum(axis=1),
    )


def _place(sheet: _Sheet, index: NameIndex, seen: Seen, names: NameFit) -> None:
    """Compare the places named in the string with where an entry lies."""
    places, kept = index.places, names.kept
    country = np.isin(places.country[kept], seen.countries)
    city = np.isin(places.city[kept], seen.cities) & (places.city[kept] > 0)
    subdivision = np.isin(places.subdivision[kept], seen.subdivisions) & (places.subdivision[kept] > 0)
    sheet.put(
        country_match=country,
        country_clash=~country & bool(len(seen.countries)) & (places.country[kept] > 0),
        country_none=not len(seen.countries),
        city_match=city,
        city_clash=~city & bool(len(seen.cities)),
        subdivision_match=subdivision,
        cities=len(seen.cities),
    )


def _ways(sheet: _Sheet, names: NameFit, found: FoundCandidates) -> None:
    """Say by which ways the candidate was found."""
    facts = np.array([found.entries[entry] for entry in names.kept.tolist()], np.float64)
    way = facts[:, 2].astype(np.int64)
    sheet.put(
        search_share=facts[:, 0],
        search_rank=facts[:, 1],
        way_exact=way & BY_NAME > 0,
        acronym_hit=way & BY_ACRONYM > 0,
        domain_match=way & BY_DOMAIN > 0,
        way_search=way & BY_SEARCH > 0,
        way_parent=way & BY_PARENT > 0,
    )


def _same(sheet: _Sheet, index: NameIndex, seen: Seen, names: NameFit) -> None:
    """Count the names that read the same, everywhere and in the countries that the string names."""
    here = set(seen.countries.tolist())
    country = index.places.country
    counts = []
    for name in names.names[names.chosen].tolist():
        same = index.exact[index.texts[name]]
        if len(same) == 1 or not here:
            counts.append(len(same))
        else:
            counts.append(sum(country[index.name_entry[other]] in here for other in same[:SAME_LOOKED_AT]))
    sheet.put(same_name=index.name_same[names.names[names.chosen]], same_name_here=counts)


def _clean(sheet: _Sheet) -> None:
    """Say whether a whole name stands alone in its segment with nothing against it."""
    whole = sheet.get("exact_words") == sheet.get("name_words")
    fine = whole & (sheet.get("alone_in_segment") == 1) & (sheet.get("country_clash") == 0)
    acronym = sheet.get("kind_acronym") == 1
    here = (sheet.get("country_match") == 1) | (sheet.get("city_match") == 1)
    sheet.put(
        clean_name=fine & ~acronym, clean_acronym=fine & acronym & here & (sheet.get("same_name_here") <= 1)
    )
