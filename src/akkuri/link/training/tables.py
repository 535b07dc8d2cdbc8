"""Fit the model of table linking from decided links: levels among right and wrong candidates, calibration."""

import argparse
import json
from collections import Counter, defaultdict
from math import log
from pathlib import Path
from typing import Any

import click

from akkuri.link.decisions.mapping_sets import accepted, read
from akkuri.link.registries import registry
from akkuri.link.registries.base import follow_successors
from akkuri.link.tables.comparisons import LEVELS
from akkuri.link.tables.own_records import subjects
from akkuri.link.tables.pairs import candidate_pairs
from akkuri.link.tables.scoring import PairModel, levels, probabilities, shipped
from akkuri.link.text.index import NameIndex
from akkuri.namespaces import Names

FIXED = {"own": [(0.98, 0.001), (0.02, 0.999)], "wikidata": [(0.97, 0.001), (0.03, 0.999)]}
FIXED |= {"isni": FIXED["wikidata"], "parent": [(0.6, 0.1), (0.4, 0.9)]}
"""Identifiers and parents: too few decided pairs have them on both sides to count."""
SET = {"place": (0.65, 0.3, 0.05), "host": (0.85, 0.15)}
"""Shares among right candidates, set by hand: the tables took most cities and home pages from ROR itself, so
that counting would make agreement look surer, and its absence worse, than they are for a new record."""
SMOOTHING = 1.0
FOLDS = 5
SCALES = [0.4 + 0.05 * step for step in range(17)]


def fit(rows: list[Any], right: set[tuple[int, int]], share: float) -> PairModel:
    """Count how often each level is reached among right and among other candidates."""
    weights = dict(FIXED)
    for name, labels in LEVELS.items():
        if name in FIXED:
            continue
        seen: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
        for record, entry, _, reached in rows:
            if reached[name] >= 0:
                seen[(record, entry) in right][reached[name]] += 1
        pairs = []
        for level in range(len(labels) - 1, -1, -1):
            shares = [
                (seen[same][level] + SMOOTHING) / (sum(seen[same].values()) + SMOOTHING * len(labels))
                for same in (True, False)
            ]
            given = SET[name][len(labels) - 1 - level] if name in SET else shares[0]
            pairs.append((round(given, 5), round(shares[1], 5)))
        weights[name] = pairs
    return PairModel(weights, share, 1.0)


def rescored(rows: list[Any], model: PairModel) -> list[Any]:
    """Give every pair the match weight that a model gives it, as Splink adds it up."""
    prior = log(model.share / (1 - model.share) / 12, 2)
    found = []
    for record, entry, _, reached in rows:
        weight = prior
        for name, labels in LEVELS.items():
            if reached[name] >= 0:
                m, u = model.weights[name][len(labels) - 1 - reached[name]]
                weight += log(m / u, 2)
        found.append((record, entry, weight, reached))
    return found


def main() -> None:
    """Fit, choose the calibration by cross-validation over records, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--snapshot", type=Path, required=True)
    parser.add_argument("--links", type=Path, default=Path("data/links/ror.sssom.tsv"))
    parser.add_argument("--out", type=Path, default=Path("src/akkuri/link/tables/fitted/organisations.json"))
    options = parser.parse_args()
    sheet = read(options.links)
    records = [  # without the identifiers under which they would be found at once
        type(item)(**{name: getattr(item, name) for name in item.__slots__} | {"identifiers": {}})
        for item in subjects("organisations", None, Names())
    ]
    index = NameIndex(follow_successors(registry("ror").read(options.snapshot)))
    rows_of = {item.id: row for row, item in enumerate(records)}
    right = {
        (
            rows_of[sheet.converter.expand(item.subject.curie)],
            index.rows[sheet.converter.expand(item.object.curie)],
        )
        for item in sheet.mappings
        if accepted(item)
        and item.predicate.curie == "skos:exactMatch"
        and sheet.converter.expand(item.object.curie) in index.rows
    }
    pairs = candidate_pairs(index, records)
    click.echo(f"{len(right)} links, {len(right & set(pairs))} among the {len(pairs)} candidates")
    rows = levels(records, index.entries, pairs, "ror", "duckdb", shipped())
    share = len(right) / len(records)
    loss: defaultdict[float, float] = defaultdict(float)
    chances: list[tuple[float, bool]] = []
    for scale in SCALES:
        for fold in range(FOLDS):
            model = fit([row for row in rows if row[0] % FOLDS != fold], right, share)
            held = rescored([row for row in rows if row[0] % FOLDS == fold], model)
            for row, chance in zip(held, probabilities(held, scale), strict=True):
                same = (row[0], row[1]) in right
                bounded = min(max(chance, 1e-6), 1 - 1e-6)
                loss[scale] -= log(bounded if same else 1 - bounded)
    best = min(SCALES, key=lambda scale: loss[scale])
    for fold in range(FOLDS):
        model = fit([row for row in rows if row[0] % FOLDS != fold], right, share)
        held = rescored([row for row in rows if row[0] % FOLDS == fold], model)
        chances += [
            (chance, (row[0], row[1]) in right)
            for row, chance in zip(held, probabilities(held, best), strict=True)
        ]
    for low, high in ((0.0, 0.05), (0.05, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        inside = [(chance, same) for chance, same in chances if low <= chance < high]
        if inside:
            said = sum(chance for chance, _ in inside) / len(inside)
            true = sum(same for _, same in inside) / len(inside)
            click.echo(f"{low:.2f}-{high:.2f}: {len(inside):5} pairs, said {said:.3f}, true {true:.3f}")
    model = fit(rows, right, share)
    options.out.write_text(
        json.dumps({"share": round(share, 4), "scale": round(best, 2), "weights": model.weights}, indent=1)
        + "\n"
    )
    click.echo(f"scale {best:.2f}, log loss per pair {loss[best] / len(rows):.4f}: {options.out}")


if __name__ == "__main__":
    main()
