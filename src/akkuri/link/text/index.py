"""A registry ready for linking: names as numbered words, a full-text index, places and relations."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import tantivy

from akkuri.link.registries.base import Entry
from akkuri.link.text.normalise import KINDS, both_forms, content, fold
from akkuri.link.text.places import Gazetteer

__all__ = ["KIND_ACRONYM", "Common", "NameIndex"]

KIND_ACRONYM: Final = 2
_KINDS: Final = {"label": 0, "alias": 1, "acronym": KIND_ACRONYM}
_HEAP: Final = 256 * 1024 * 1024
_BRACKETED: Final = " ("
_SHORT: Final = 8


@dataclass(frozen=True, slots=True)
class Common:
    """In how many of so many entries the common words stand, in the registry that a model was fitted on."""

    entries: int
    words: dict[str, int]


class NameIndex:
    """Every name of every entry; arrays over names (`name_…`), words (`word_…`) or entries (`entry_…`)."""

    def __init__(self, entries: Sequence[Entry], common: Common | None = None) -> None:
        self.entries = list(entries)
        self.places = Gazetteer(self.entries)
        self.vocabulary: dict[str, int] = {}
        self.exact: defaultdict[str, list[int]] = defaultdict(list)
        self.acronyms: defaultdict[str, list[int]] = defaultdict(list)
        self.domains: defaultdict[str, list[int]] = defaultdict(list)
        owner: list[int] = []
        kinds: list[int] = []
        words: list[int] = []
        starts: list[int] = [0]
        self.texts: list[str] = []
        self.spellings: list[tuple[str, ...]] = []
        entry_starts: list[int] = [0]
        vocabulary = self.vocabulary
        for row, entry in enumerate(self.entries):
            known: dict[str, int] = {}
            for text, kind in _spellings(entry):
                parts, spelling = both_forms(text)
                key = " ".join(parts)
                if not key:
                    continue
                spelling = spelling.removeprefix("the ")
                if key in known:
                    if spelling not in self.spellings[known[key]]:
                        self.spellings[known[key]] += (spelling,)
                    continue
                known[key] = len(owner)
                self.exact[key].append(len(owner))
                if kind == KIND_ACRONYM:
                    self.acronyms[fold(text).replace(".", "").replace("-", "").replace(" ", "")].append(
                        len(owner)
                    )
                owner.append(row)
                kinds.append(kind)
                for part in parts:
                    words.append(vocabulary.setdefault(part, len(vocabulary)))
                starts.append(len(words))
                self.texts.append(key)
                self.spellings.append((spelling,))
            entry_starts.append(len(owner))
            for domain in _domains(entry):
                self.domains[domain].append(row)
        self.name_entry: npt.NDArray[np.int32] = np.array(owner, np.int32)
        self.name_kind: npt.NDArray[np.int8] = np.array(kinds, np.int8)
        self.name_start: npt.NDArray[np.int64] = np.array(starts, np.int64)
        self.name_words: npt.NDArray[np.int32] = np.array(words, np.int32)
        self.entry_name_start: npt.NDArray[np.int64] = np.array(entry_starts, np.int64)
        self._weigh(common or Common(0, {}))
        self._relate()
        town = {city: content(city)[-1:] if city else [] for city in {entry.city for entry in self.entries}}
        self.city_word = np.array(
            [vocabulary.get(town[entry.city][0], -1) if town[entry.city] else -1 for entry in self.entries],
            np.int32,
        )
        """The last word of an entry's city, numbered; -1 when no name has it."""
        self.words_by_number = list(vocabulary)
        self._sorted_words = sorted(vocabulary)
        self._search = _full_text(self.texts)
        self.searcher = self._search.searcher()

    def _weigh(self, common: Common) -> None:
        """Give every word its rarity, and every name the sum of its words.

        Common words have the rarity of the registry that the model was fitted on, so that a small registry is
        measured by the same rule.
        """
        vocabulary = self.vocabulary
        counts = np.diff(self.name_start)
        of_entry = np.repeat(self.name_entry, counts).astype(np.int64)
        pairs = np.unique(of_entry * len(self.vocabulary) + self.name_words)
        seen = np.bincount(pairs % max(len(self.vocabulary), 1), minlength=len(self.vocabulary))
        size = max(len(self.entries), common.entries)
        share = np.maximum(seen, 1) / max(size, 1)
        for word, count in common.words.items():
            number = vocabulary.get(word)
            if number is not None:
                share[number] = count / common.entries
        self.word_weight: npt.NDArray[np.float32] = np.log1p(1 / share).astype(np.float32)
        self.word_count = seen
        self.unknown_weight = float(np.log1p(size))
        self.word_is_kind = np.zeros(len(self.vocabulary), bool)
        for word in KINDS:
            if word in self.vocabulary:
                self.word_is_kind[self.vocabulary[word]] = True
        total = (
            np.add.reduceat(self.word_weight[self.name_words], self.name_start[:-1])
            if len(counts)
            else counts
        )
        self.name_weight: npt.NDArray[np.float32] = total.astype(np.float32)
        self.name_same = np.array([len(self.exact[key]) for key in self.texts], np.int32)

    def _relate(self) -> None:
        """Number the parents and children of every entry."""
        rows = {entry.id: row for row, entry in enumerate(self.entries)}
        self.rows = rows
        self.parents = [[rows[item] for item in entry.parents if item in rows] for entry in self.entries]
        self.children = [[rows[item] for item in entry.children if item in rows] for entry in self.entries]

    def starting_with(self, stem: str, limit: int) -> list[int]:
        """Return the words that begin with a stem, the commonest first."""
        words = self._sorted_words
        at = bisect_left(words, stem)
        found = []
        while at < len(words) and words[at].startswith(stem):
            found.append(self.vocabulary[words[at]])
            at += 1
        if len(found) > limit:
            found.sort(key=lambda word: -self.word_count[word])
        return found[:limit]

    def near(self, word: str) -> list[str]:
        """Return the words with the first two letters and the length of one: it may be a slip for them."""
        words = self._sorted_words
        at = bisect_left(words, word[:2])
        end = bisect_left(words, word[:2] + "\U0010ffff")
        size = len(word)
        return [other for other in words[at:end] if abs(len(other) - size) <= 2]

    def search(self, text: str, limit: int) -> list[tuple[float, int]]:
        """Return (score, name) of the best names for some words, by BM25."""
        query = self._search.parse_query(text, ["words"])
        return [
            (score, address.doc) for score, address in self.searcher.search(query, limit, count=False).hits
        ]


def _spellings(entry: Entry) -> list[tuple[str, int]]:
    """Return the names with their kinds, and the forms people write for them."""
    found = []
    for name in entry.names:
        text, kind = name.text, _KINDS[name.kind]
        if _BRACKETED in text and text.endswith(")"):
            found.append((text[: text.index(_BRACKETED)], kind))
        found.append((text, kind))
        if kind != KIND_ACRONYM and " " not in text and text.isupper() and len(text) <= _SHORT:
            found[-1] = (text, KIND_ACRONYM)
    return found


def _domains(entry: Entry) -> set[str]:
    hosts = {link.split("//")[-1].split("/")[0].lower().removeprefix("www.") for link in entry.links}
    return hosts | {domain.lower() for domain in entry.domains}


def _full_text(texts: Sequence[str]) -> tantivy.Index:
    """Build the index in memory; one writer thread keeps a document's number equal to its name's."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(builder.build())
    index.register_tokenizer(
        "whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    )
    writer = index.writer(_HEAP, 1)
    for text in texts:
        writer.add_document(tantivy.Document(words=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index
