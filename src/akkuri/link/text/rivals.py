"""Compare the candidates of a string with each other: who claims the same words, who is whose parent."""

from typing import Final

import numpy as np
import numpy.typing as npt

from akkuri.link.text.features import FEATURES, Measured
from akkuri.link.text.index import NameIndex

__all__ = ["CONTEXT", "compare", "relations"]

CONTEXT: Final = (
    "score", "place", "top", "gap", "rival_overlapping", "rival_apart", "parent_score", "child_score",
    "likely", "total", "rival_longer", "rival_inside", "better_same_span", "same_span",
    "parent_overlaps", "child_overlaps", "sibling_score", "apart_parent", "relative_of_top",
    "rival_spelling", "rival_fit", "rival_clean", "apart_clean", "rival_city", "rival_country",
    "same_span_clean",
)  # fmt: skip
_AT: Final = {name: place for place, name in enumerate(CONTEXT)}
_TRAIT: Final = {name: place for place, name in enumerate(FEATURES)}
_LIKELY: Final = 0.3

Floats = npt.NDArray[np.float32]


def relations(index: NameIndex, entries: list[int]) -> npt.NDArray[np.bool_]:
    """Return a square of candidates: row is a child of column, at one remove or two."""
    size = len(entries)
    place = {entry: at for at, entry in enumerate(entries)}
    square = np.zeros((size, size), bool)
    for row, entry in enumerate(entries):
        for parent in index.parents[entry]:
            if parent in place:
                square[row, place[parent]] = True
            for elder in index.parents[parent]:
                if elder in place and elder != entry:
                    square[row, place[elder]] = True
        for child in index.children[entry]:
            if child in place:
                square[place[child], row] = True
    return square


def compare(index: NameIndex, measured: Measured, scores: Floats) -> Floats:
    """Return a row of context features for every candidate, given the scores of the first model."""
    size = len(scores)
    rows = np.zeros((size, len(CONTEXT)), np.float32)
    if not size:
        return rows
    low, high = measured.spans[:, 0], measured.spans[:, 1]
    other = ~np.eye(size, dtype=bool)
    overlap = (low[:, None] <= high[None, :]) & (low[None, :] <= high[:, None]) & other
    same = (low[:, None] == low[None, :]) & (high[:, None] == high[None, :]) & other
    inside = overlap & (low[None, :] >= low[:, None]) & (high[None, :] <= high[:, None]) & ~same
    longer = overlap & (low[None, :] <= low[:, None]) & (high[None, :] >= high[:, None]) & ~same
    child_of = relations(index, measured.entries.tolist())
    sibling = ((child_of.astype(np.float32) @ child_of.T.astype(np.float32)) > 0) & other
    column = scores[None, :]

    def best(mask: npt.NDArray[np.bool_]) -> Floats:
        found: Floats = np.where(mask, column, 0).max(axis=1).astype(np.float32)
        return found

    top = int(scores.argmax())
    order = np.argsort(np.argsort(-scores, kind="stable"), kind="stable")
    rows[:, _AT["score"]] = scores
    rows[:, _AT["place"]] = order
    rows[:, _AT["top"]] = scores[top]
    rows[:, _AT["gap"]] = scores - best(other)
    rows[:, _AT["rival_overlapping"]] = best(overlap)
    rows[:, _AT["rival_apart"]] = best(other & ~overlap)
    rows[:, _AT["parent_score"]] = best(child_of)
    rows[:, _AT["child_score"]] = best(child_of.T)
    rows[:, _AT["likely"]] = (scores > _LIKELY).sum()
    rows[:, _AT["total"]] = scores.sum()
    rows[:, _AT["rival_longer"]] = best(longer)
    rows[:, _AT["rival_inside"]] = best(inside)
    rows[:, _AT["same_span"]] = same.sum(axis=1)
    rows[:, _AT["better_same_span"]] = best(same)
    rows[:, _AT["parent_overlaps"]] = best(child_of & overlap)
    rows[:, _AT["child_overlaps"]] = best(child_of.T & overlap)
    rows[:, _AT["apart_parent"]] = best(child_of & ~overlap)
    rows[:, _AT["sibling_score"]] = best(sibling)
    rows[:, _AT["relative_of_top"]] = child_of[:, top].astype(np.float32) - child_of[top, :]

    def trait(name: str, mask: npt.NDArray[np.bool_]) -> Floats:
        found: Floats = np.where(mask, measured.rows[:, _TRAIT[name]][None, :], 0).max(axis=1)
        return found

    rows[:, _AT["rival_spelling"]] = trait("spelling", overlap)
    rows[:, _AT["rival_fit"]] = trait("fit", overlap)
    rows[:, _AT["rival_clean"]] = trait("clean_name", overlap)
    rows[:, _AT["apart_clean"]] = trait("clean_name", other & ~overlap)
    rows[:, _AT["rival_city"]] = trait("city_match", overlap)
    rows[:, _AT["rival_country"]] = trait("country_match", overlap)
    rows[:, _AT["same_span_clean"]] = trait("clean_name", same)
    return rows
