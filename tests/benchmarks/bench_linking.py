"""How well and how fast free-text affiliations are linked, beside two simple baselines on the same rows.

Run as `python tests/benchmarks/bench_linking.py SNAPSHOT GOLD SPLIT`: a registry snapshot, a gold TSV with
the columns affiliation and ror_ids (and split), and the split to score. The organisations of the tables are
candidates too, as for everyone who calls `akkuri link`. Rows whose gold lies outside the snapshot are scored
apart. The baselines' thresholds are chosen on the rows of the other splits. Prints one
table, with 95 % intervals of F1 from 1,000 resamplings, and the seconds and peak memory of 2,000 strings.
"""

import csv
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy
from rapidfuzz import fuzz, process

from akkuri.link.registries.base import Entry, follow_successors
from akkuri.link.registries.ror import PROFILE, RorRegistry
from akkuri.link.text.linker import Linker
from akkuri.link.text.normalise import fold
from akkuri.link.text.own_candidates import beside
from akkuri.settings import Settings

SEGMENTS = ",;()[]"
SPEED_ROWS = 2000
Answer = tuple[frozenset[str], float]
"""Links, and the score they rest on."""


@dataclass(frozen=True)
class Row:
    text: str
    gold: frozenset[str]
    inside: bool


@dataclass(frozen=True)
class Score:
    hits: int
    given: int
    wanted: int
    exact: int

    @property
    def precision(self) -> float:
        return self.hits / max(self.given, 1)

    @property
    def recall(self) -> float:
        return self.hits / max(self.wanted, 1)

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(self.given + self.wanted, 1)


def read(path: Path, split: str, known: set[str], *, others: bool = False) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    golds = [frozenset(item for item in row["ror_ids"].split("|") if item) for row in rows]
    return [
        Row(row["affiliation"], gold, gold <= known)
        for row, gold in zip(rows, golds, strict=True)
        if (row.get("split", split) == split) != others
    ]


def score(rows: Sequence[Row], answers: Sequence[frozenset[str]]) -> Score:
    return Score(
        sum(len(row.gold & answer) for row, answer in zip(rows, answers, strict=True)),
        sum(map(len, answers)),
        sum(len(row.gold) for row in rows),
        sum(row.gold == answer for row, answer in zip(rows, answers, strict=True)),
    )


def interval(rows: Sequence[Row], answers: Sequence[frozenset[str]]) -> tuple[float, float]:
    chance = random.Random(1)
    found = []
    for _ in range(1000):
        picked = chance.choices(range(len(rows)), k=len(rows))
        found.append(score([rows[at] for at in picked], [answers[at] for at in picked]).f1)
    found.sort()
    return found[25], found[974]


def pieces(text: str) -> list[str]:
    for sign in SEGMENTS:
        text = text.replace(sign, "\n")
    return [piece.strip() for piece in text.split("\n") if piece.strip()]


def string_match(entries: Sequence[Entry]) -> Callable[[Sequence[str]], list[Answer]]:
    """The entry whose name, its words sorted, is most like a segment of the string with its words sorted."""
    owners, names = zip(
        *((entry.id, " ".join(sorted(fold(name.text).split()))) for entry in entries for name in entry.names),
        strict=True,
    )

    def link(texts: Sequence[str]) -> list[Answer]:
        parts = [(at, piece) for at, text in enumerate(texts) for piece in pieces(text)]
        best: list[Answer] = [(frozenset(), 0.0)] * len(texts)
        for start in range(0, len(parts), 200):
            block = parts[start : start + 200]
            sought = [" ".join(sorted(fold(piece).split())) for _, piece in block]
            likeness = process.cdist(sought, names, scorer=fuzz.ratio, workers=2)
            for (at, _), row in zip(block, likeness, strict=True):
                place = int(row.argmax())
                if row[place] > best[at][1]:
                    best[at] = (frozenset([owners[place]]), float(row[place]))
        return best

    return link


def full_text(entries: Sequence[Entry]) -> Callable[[Sequence[str]], list[Answer]]:
    """The entry of the first name that a search by three-letter pieces and BM25 finds for the string."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("grams", tokenizer_name="grams", index_option="freq")
    builder.add_text_field("owner", stored=True, tokenizer_name="raw")
    schema = builder.build()
    index = tantivy.Index(schema)
    index.register_tokenizer(
        "grams", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, prefix_only=False)).build()
    )
    writer = index.writer(256_000_000, 1)
    for entry in entries:
        for name in entry.names:
            writer.add_document(tantivy.Document(grams=fold(name.text), owner=entry.id))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def link(texts: Sequence[str]) -> list[Answer]:
        found: list[Answer] = []
        for text in texts:
            folded = fold(text)
            grams = sorted({folded[at : at + 3] for at in range(len(folded) - 2)})
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "grams", gram)) for gram in grams]
            )
            hits = searcher.search(query, 1).hits
            if hits:
                score, address = hits[0]
                found.append((frozenset([searcher.doc(address)["owner"][0]]), score))
            else:
                found.append((frozenset(), 0.0))
        return found

    return link


def cut(answers: Sequence[Answer], threshold: float) -> list[frozenset[str]]:
    return [links if strength >= threshold else frozenset() for links, strength in answers]


def best_threshold(rows: Sequence[Row], answers: Sequence[Answer]) -> float:
    steps = sorted({strength for _, strength in answers})[:: max(len(answers) // 100, 1)]
    return max(steps, key=lambda step: score(rows, cut(answers, step)).f1)


def line(name: str, rows: Sequence[Row], answers: Sequence[frozenset[str]], seconds: float) -> str:
    pairs = [(row, answer) for row, answer in zip(rows, answers, strict=True) if row.inside]
    outside = [answer - row.gold for row, answer in zip(rows, answers, strict=True) if not row.inside]
    empty = [answer for row, answer in pairs if not row.gold]
    inner, given = [row for row, _ in pairs], [answer for _, answer in pairs]
    found = score(inner, given)
    low, high = interval(inner, given)
    return (
        f"| {name} | {found.precision:.3f} | {found.recall:.3f} | {found.f1:.3f} | {low:.3f}–{high:.3f} "
        f"| {found.exact / len(inner):.3f} | {sum(map(bool, outside)) / max(len(outside), 1):.3f} "
        f"| {sum(map(bool, empty)) / max(len(empty), 1):.3f} | {1000 * seconds / len(rows):.1f} |"
    )


def main(snapshot: Path, gold: Path, split: str) -> None:
    began = time.perf_counter()
    candidates = beside(RorRegistry().read(snapshot), PROFILE, RorRegistry(), None, Settings.from_env().names)
    linker = Linker(candidates.entries, own=candidates.records)
    prepared = time.perf_counter() - began
    known = {entry.id for entry in follow_successors(RorRegistry().read(snapshot))}
    rows, tuning = read(gold, split, known), read(gold, split, known, others=True)
    texts = [row.text for row in rows]
    many = (texts + [row.text for row in tuning])[:SPEED_ROWS]
    began = time.perf_counter()
    list(linker.link(many))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"index {prepared:.1f} s, {len(many)} strings {seconds:.1f} s, peak {peak:.0f} MiB\n")
    print("| method | precision | recall | F1 | 95 % | exact sets | wrong outside | wrong on empty | ms |")
    print("|---|---|---|---|---|---|---|---|---|")
    entries = follow_successors(RorRegistry().read(snapshot))
    for name, make in (("string match over segments", string_match), ("full-text top-1", full_text)):
        link = make(entries)
        threshold = best_threshold(
            [row for row in tuning if row.inside], link([row.text for row in tuning if row.inside])
        )
        began = time.perf_counter()
        answers = link(texts)
        seconds = time.perf_counter() - began
        print(line(name, rows, cut(answers, threshold), seconds), flush=True)
    began = time.perf_counter()
    links = [frozenset(link.ids) for link in linker.link(texts)]
    print(line("akkuri link", rows, links, time.perf_counter() - began))
    scored = sum(row.inside for row in rows)
    print(
        f"\n{scored} rows scored, of them {sum(row.inside and not row.gold for row in rows)} empty; ", end=""
    )
    print(f"{len(rows) - scored} rows whose gold lies outside.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
