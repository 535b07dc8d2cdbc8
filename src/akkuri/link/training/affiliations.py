r"""Fit the affiliation linking model from gold that the user supplies, and write it as one JSON file.

Gold is a TSV with the columns `affiliation` and `ror_ids` (`|` between several, empty for none); with a
column `split` only its `train` rows are used. Several files may be given, each with a weight:
`--gold clean.tsv --gold noisy.tsv=0.1`. The shipped model was fitted with the clean gold of S2AFF (its train
rows) at weight 1 and Crossref's assertions at weight 0.05:

    python -m akkuri.link.training.affiliations --snapshot ror.tsv --gold s2aff.tsv \
        --gold crossref.tsv=0.05 --out src/akkuri/link/text/fitted/affiliation.json

Needs LightGBM (`pip install akkuri[train]`); linking itself does not.
"""

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import numpy as np
import numpy.typing as npt

from akkuri.errors import AkkuriError, UsageError
from akkuri.extras import require
from akkuri.link.registries.ror import RorRegistry
from akkuri.link.text.features import FEATURES, Measured
from akkuri.link.text.linker import Linker, decide
from akkuri.link.text.rivals import CONTEXT, compare

if TYPE_CHECKING:
    import lightgbm

Floats = npt.NDArray[np.float32]

FOLDS: Final = 5
COMMON_WORD: Final = 5
"""Entries that have a word before the model remembers how common it is."""
SEEDS: Final = (1, 2, 3)
TAKEN_OUT: Final = 0.3
"""Weight of the copy of a clean row whose answer is taken out of the registry."""
NOISY_KEPT: Final = 14
"""Candidates kept of rows that are not from the clean file: enough to learn from, and much quicker."""
PRECISION: Final = 0.935
OUTSIDE: Final = 0.08
"""The threshold has the best F1 among those with this precision and no more wrong links than this share of
the rows whose answer the registry lacks, on rows that the trees have not seen."""
COMMON: Final = {
    "objective": "binary",
    "num_threads": 1,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
    "max_bin": 63,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
FIRST: Final = COMMON | {
    "learning_rate": 0.06,
    "num_leaves": 24,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "max_depth": 8,
}
FIRST_ROUNDS: Final = 220
SECOND: Final = COMMON | {
    "learning_rate": 0.04,
    "num_leaves": 16,
    "min_data_in_leaf": 40,
    "lambda_l2": 10.0,
    "max_depth": 7,
}
SECOND_ROUNDS: Final = 220


@dataclass
class Gold:
    """Strings with their right answers, candidates and weights; `clean` rows choose the threshold."""

    texts: list[str]
    answers: list[set[str]]
    complete: list[bool]
    measured: list[Measured]
    weight: npt.NDArray[np.float64]
    clean: npt.NDArray[np.bool_]
    fold: npt.NDArray[np.int64]


def read_gold(path: Path) -> list[tuple[str, set[str]]]:
    """Return the training rows of a gold file; raises UsageError for one without the columns."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or not {"affiliation", "ror_ids"} <= rows[0].keys():
        raise UsageError(f"{path}: expected a TSV with the columns affiliation and ror_ids.")
    return [
        (row["affiliation"], {item for item in row["ror_ids"].split("|") if item})
        for row in rows
        if row.get("split", "train") == "train"
    ]


def prepare(linker: Linker, sources: list[tuple[Path, float]]) -> Gold:
    """Measure the candidates of every gold row; rows with one answer share a fold, none is met twice."""
    texts, answers, weights, clean, folds, measured = [], [], [], [], [], []
    for place, (path, weight) in enumerate(sources):
        for text, ids in read_gold(path):
            texts.append(text)
            answers.append(ids)
            weights.append(weight)
            clean.append(place == 0)
            key = "|".join(sorted(ids)) or text
            folds.append(int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % FOLDS)
            found = linker.measure(text)
            kept = len(found.entries) if place == 0 else NOISY_KEPT
            measured.append(Measured(found.entries[:kept], found.rows[:kept], found.spans[:kept]))
    known = linker.index.rows.keys()
    complete = [ids <= known for ids in answers]
    for at in [at for at, first in enumerate(clean) if first and answers[at] & known]:
        texts.append(texts[at])
        answers.append(answers[at])
        weights.append(weights[at] * TAKEN_OUT)
        clean.append(False)
        folds.append(folds[at])
        complete.append(False)
        measured.append(without(linker, measured[at], answers[at]))
    return Gold(
        texts=texts,
        answers=answers,
        complete=complete,
        measured=measured,
        weight=np.array(weights),
        clean=np.array(clean),
        fold=np.array(folds),
    )


def without(linker: Linker, measured: Measured, ids: set[str]) -> Measured:
    """Take entries, their parents and their children out of the candidates, as if the registry had none.

    Teaches that an incomplete registry is no reason to link to the next best.
    """
    index = linker.index
    gone = {index.rows[ident] for ident in ids if ident in index.rows}
    gone |= {other for row in gone for other in (*index.parents[row], *index.children[row])}
    stay = np.array([entry not in gone for entry in measured.entries.tolist()], bool)
    return Measured(measured.entries[stay], measured.rows[stay], measured.spans[stay])


def targets(linker: Linker, gold: Gold) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Return rows, whether each is right, and the number of its string."""
    rows = np.concatenate([item.rows for item in gold.measured])
    string = np.repeat(np.arange(len(gold.texts)), [len(item.entries) for item in gold.measured])
    entries = linker.index.entries
    right = np.array(
        [
            entries[entry].id in ids
            for item, ids in zip(gold.measured, gold.answers, strict=True)
            for entry in item.entries.tolist()
        ],
        bool,
    )
    return rows, right, string


class Forests:
    """Several boosters whose log-odds are averaged: less depends on chance than with one."""

    def __init__(self, boosters: "list[lightgbm.Booster]") -> None:
        self.boosters = boosters

    def margin(self, rows: Floats) -> npt.NDArray[np.float64]:
        """Return the mean log-odds of every row."""
        margins = np.array([booster.predict(rows, raw_score=True) for booster in self.boosters])
        mean: npt.NDArray[np.float64] = margins.mean(axis=0)
        return mean


def fit(rows: Floats, right: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64], second: bool) -> Forests:
    """Fit the boosters of one stage, each with its own seed."""
    import lightgbm

    data = lightgbm.Dataset(rows, right.astype(np.float32), weight=weight, free_raw_data=False)
    settings, rounds = (SECOND, SECOND_ROUNDS) if second else (FIRST, FIRST_ROUNDS)
    return Forests([lightgbm.train(settings | {"seed": seed}, data, rounds) for seed in SEEDS])


def unseen(
    rows: Floats,
    right: npt.NDArray[np.bool_],
    weight: npt.NDArray[np.float64],
    fold: npt.NDArray[np.int64],
    second: bool,
) -> npt.NDArray[np.float64]:
    """Return the log-odds of every row from a forest that has not seen its fold."""
    margin = np.zeros(len(rows))
    for part in range(FOLDS):
        test = fold == part
        margin[test] = fit(rows[~test], right[~test], weight[~test], second).margin(rows[test])
    return margin


def contexts(linker: Linker, gold: Gold, margin: npt.NDArray[np.float64]) -> Floats:
    """Return the context features of every row, from unseen first scores."""
    scores = (1 / (1 + np.exp(-margin))).astype(np.float32)
    cuts = np.cumsum([len(item.entries) for item in gold.measured])[:-1]
    parts = np.split(scores, cuts)
    return np.concatenate(
        [compare(linker.index, item, part) for item, part in zip(gold.measured, parts, strict=True)]
    )


def calibrate(margin: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Fit scale and shift of the logistic function by Newton's method (Platt's calibration)."""
    beta = np.array([1.0, 0.0])
    design = np.stack([margin, np.ones(len(margin))], axis=1)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (right - chance)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design
        beta += np.linalg.solve(curve + 1e-9 * np.eye(2), slope)
    return float(beta[0]), float(beta[1])


def measure_quality(
    linker: Linker, gold: Gold, chances: list[Floats], threshold: float, use: npt.NDArray[np.bool_]
) -> dict[str, float]:
    """Return micro precision, recall, F1 and exact sets on complete rows, and wrong links on the others."""
    hits = given = wanted = exact = rows = outside = wrong = 0
    for at in np.flatnonzero(use):
        item, ids = gold.measured[at], gold.answers[at]
        chosen = decide(linker.index, item, chances[at], threshold)
        links = {linker.index.entries[item.entries[place]].id for place in chosen}
        if gold.complete[at]:
            rows += 1
            hits += len(links & ids)
            given += len(links)
            wanted += len(ids)
            exact += links == ids
        else:
            outside += 1
            wrong += bool(links - ids)
    precision, recall = hits / max(given, 1), hits / max(wanted, 1)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "exact": exact / max(rows, 1),
        "outside_wrong": wrong / max(outside, 1),
    }


def describe(forests: Forests, features: tuple[str, ...]) -> dict[str, Any]:
    """Turn boosters into the parallel arrays of `akkuri.link.text.forest.Forest`."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    roots: list[int] = []
    deepest = 0

    def walk(node: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        at = len(feature)
        feature.append(int(node.get("split_feature", 0)))
        threshold.append(_shorter(node["threshold"]) if "threshold" in node else 0.0)
        value.append(0.0 if "threshold" in node else round(node["leaf_value"] / len(SEEDS), 5))
        left.append(at)
        right.append(at)
        if "threshold" in node:
            left[at] = walk(node["left_child"], depth + 1)
            right[at] = walk(node["right_child"], depth + 1)
        return at

    for booster in forests.boosters:
        roots += [walk(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    return {
        "features": list(features),
        "depth": deepest,
        "roots": roots,
        "feature": feature,
        "threshold": threshold,
        "left": left,
        "right": right,
        "value": value,
    }


def _shorter(number: float) -> float:
    """Keep six digits: the features are 32-bit numbers."""
    return float(f"{number:.6g}")


def choose_threshold(linker: Linker, gold: Gold, chances: list[Floats]) -> float:
    """Return the threshold with the best F1 among those with the wanted precision on clean unseen rows."""
    grid = np.arange(0.30, 0.91, 0.01)
    quality = [measure_quality(linker, gold, chances, float(step), gold.clean) for step in grid]
    able = [
        place
        for place, found in enumerate(quality)
        if found["precision"] >= PRECISION and found["outside_wrong"] <= OUTSIDE
    ] or [len(grid) - 1]
    return float(grid[max(able, key=lambda place: quality[place]["f1"])])


def train(linker: Linker, gold: Gold) -> dict[str, Any]:
    """Fit both forests, calibrate and choose the threshold; prints what cross-validation says."""
    rows, right, string = targets(linker, gold)
    weight, fold = gold.weight[string], gold.fold[string]
    margin = unseen(rows, right, weight, fold, second=False)
    both = np.concatenate([rows, contexts(linker, gold, margin)], axis=1)
    final = unseen(both, right, weight, fold, second=True)
    clean = gold.clean[string]
    scale, shift = calibrate(final[clean], right[clean])
    chance = (1 / (1 + np.exp(-(scale * final + shift)))).astype(np.float32)
    chances = np.split(chance, np.cumsum([len(item.entries) for item in gold.measured])[:-1])
    threshold = choose_threshold(linker, gold, chances)
    for name, use in (("first file", gold.clean), ("the others", ~gold.clean)):
        if use.any():
            found = measure_quality(linker, gold, chances, threshold, use)
            click.echo(f"{name}: " + ", ".join(f"{key} {number:.3f}" for key, number in found.items()))
    click.echo(f"threshold {threshold:.2f}, calibration {scale:.3f} {shift:.3f}")
    return {
        "first": describe(fit(rows, right, weight, second=False), FEATURES),
        "second": describe(fit(both, right, weight, second=True), FEATURES + CONTEXT),
        "scale": round(scale, 5),
        "shift": round(shift, 5),
        "threshold": round(threshold, 3),
        "entries": len(linker.index.entries),
        "words": {
            word: int(count)
            for word, count in zip(linker.index.words_by_number, linker.index.word_count, strict=True)
            if count >= COMMON_WORD
        },
    }


@click.command()
@click.option("--snapshot", type=click.Path(path_type=Path), required=True, help="A ROR snapshot.")
@click.option(
    "--gold", "golds", multiple=True, required=True, help="FILE or FILE=WEIGHT; the first is the clean one."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The model file to write.")
def main(snapshot: Path, golds: tuple[str, ...], out: Path) -> None:
    """Fit the model and write it."""
    sources = []
    for item in golds:
        name, _, weight = item.partition("=")
        sources.append((Path(name), float(weight or 1)))
    try:
        require("train")
        linker = Linker(RorRegistry().read(snapshot), untrained=True)
        description = train(linker, prepare(linker, sources))
    except AkkuriError as error:
        raise SystemExit(f"akkuri.link.training.affiliations: {error}") from error
    out.write_text(json.dumps(description, separators=(",", ":")) + "\n", encoding="utf-8")
    click.echo(f"{out}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
