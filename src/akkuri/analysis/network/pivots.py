"""Betweenness and closeness of a network too large to look from every actor: estimated from some of them."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

__all__ = ["PIVOTS", "Estimate", "estimate"]

PIVOTS: Final = 2000
SEED: Final = 42


@dataclass(frozen=True, slots=True)
class Estimate:
    """Betweenness and closeness of each actor as arrays, and the largest standard error of a betweenness."""

    betweenness: Any
    closeness: Any
    pivots: int
    error: float


def estimate(one: Any, other: Any, count: int, pivots: int = PIVOTS) -> Estimate:
    """Look from `pivots` actors drawn without repetition (all of them give the exact values).

    `one` and `other` are the ends of the edges, as arrays of numbers below `count`. Betweenness is the mean
    of Brandes' dependencies (2001), normalised by the number of pairs as in rustworkx; closeness comes from
    the distances to the pivots, scaled by the share that can be reached (Wasserman and Faust).
    """
    near = _Neighbours(one, other, count)
    drawn = min(pivots, count)
    total, squares = np.zeros(count), np.zeros(count)
    far, reached = np.zeros(count), np.zeros(count)
    for pivot in np.sort(np.random.default_rng(SEED).choice(count, drawn, replace=False)):
        dependency, distance = near.look(int(pivot))
        total += dependency
        squares += dependency**2
        far += np.maximum(distance, 0)
        reached += distance >= 0
    pairs = max(1, (count - 1) * (count - 2))
    mean = total / drawn
    # Of the mean of a sample without repetition; none when every actor was looked from.
    variance = (squares / drawn - mean**2) / max(1, drawn - 1) * (count - drawn) / max(1, count - 1)
    error = float(np.sqrt(np.maximum(variance, 0).max())) * count / pairs
    others, most = (reached - 1, max(1, drawn - 1)) if drawn == count else (reached, drawn)
    closeness = np.where(far > 0, others / most * others / np.maximum(far, 1), 0.0)
    return Estimate(mean * count / pairs, closeness, drawn, error)


class _Neighbours:
    """The neighbours of every actor one after another in one array, and where each actor's begin."""

    def __init__(self, one: Any, other: Any, count: int) -> None:
        start, end = np.concatenate([one, other]), np.concatenate([other, one])
        self._near = end[np.argsort(start, kind="stable")]
        self._degree = np.bincount(start, minlength=count)
        self._first = np.cumsum(self._degree) - self._degree
        self._count = count

    def look(self, pivot: int) -> tuple[Any, Any]:
        """Return how much each actor lies between a pivot and the others, and its distance (-1: none)."""
        distance = np.full(self._count, -1)
        distance[pivot] = 0
        ways = np.zeros(self._count)
        ways[pivot] = 1
        steps: list[tuple[Any, Any]] = []
        front = np.array([pivot])
        while True:
            start, end = self._ties(front)
            new = distance[end] < 0
            if not new.any():
                break
            start, end = start[new], end[new]
            steps.append((start, end))
            distance[end] = len(steps)
            ways += np.bincount(end, ways[start], self._count)
            front = np.flatnonzero(distance == len(steps))
        dependency = np.zeros(self._count)
        for start, end in reversed(steps):
            dependency += np.bincount(start, ways[start] / ways[end] * (1 + dependency[end]), self._count)
        dependency[pivot] = 0
        return dependency, distance

    def _ties(self, front: Any) -> tuple[Any, Any]:
        """Return both ends of every tie of some actors."""
        degree = self._degree[front]
        begin = np.repeat(self._first[front] - (np.cumsum(degree) - degree), degree)
        return np.repeat(front, degree), self._near[begin + np.arange(len(begin))]
