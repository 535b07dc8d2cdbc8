"""Chains of facilities, step after step, and the links that are missing."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from akkuri.analysis.chain.links import HOLE, ChainLink, ServedStep, beside

__all__ = ["Chains", "Missing", "join"]

OFFERED: Final = 3
"""So many facilities abroad are offered for a missing link."""

Path = tuple[int, tuple[ChainLink, ...]]
"""How often the chain moves on to another area, and its links."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A step that nobody in the area does."""

    step: int
    nobody: bool
    """Nobody at all; else nobody at a scale beside that of the step before."""
    offered: tuple[ChainLink, ...]
    """The nearest abroad that would do."""


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains with the fewest moves first, how many there are in all, and what is missing."""

    found: tuple[tuple[ChainLink, ...], ...]
    count: int
    missing: tuple[Missing, ...]


def join(
    steps: Sequence[ServedStep],
    most: int,
    near: Callable[[Sequence[ChainLink], Sequence[ChainLink]], list[ChainLink]],
) -> Chains:
    """Join the steps to chains of facilities at scales beside each other.

    Where nobody in the area would do, the nearest abroad stand in: `near` sorts some links by how near they
    are to others. Where nobody is recorded at all, the chain has a hole and goes on behind it.
    """
    layers: list[list[ChainLink]] = []
    missing: list[Missing] = []
    for number, step in enumerate(steps):
        before = layers[-1] if layers else [HOLE]
        here = _fitting(step.home, before)
        if not here:
            following = steps[number + 1].home if number + 1 < len(steps) else ()
            towards = [link for link in before if link is not HOLE] or list(following)
            here = near(_fitting(step.abroad, before), towards)[:OFFERED]
            missing.append(Missing(number, not step.home, tuple(here)))
        layers.append(here or [HOLE])
    paths: dict[ChainLink, list[Path]] = {link: [(0, (link,))] for link in layers[0]}
    counts = dict.fromkeys(layers[0], 1)
    for layer in layers[1:]:
        counts = {link: sum(n for before, n in counts.items() if beside(before, link)) for link in layer}
        paths = _onward(paths, layer, most)
    best = nsmallest(most, (path for found in paths.values() for path in found))
    return Chains(tuple(links for _, links in best), sum(counts.values()), tuple(missing))


def _fitting(links: Sequence[ChainLink], before: Sequence[ChainLink]) -> list[ChainLink]:
    ranks = {one.rank for one in before if one is not HOLE}
    anything = HOLE in before
    return [link for link in links if anything or any(abs(rank - link.rank) <= 1 for rank in ranks)]


def _onward(
    paths: dict[ChainLink, list[Path]], layer: Sequence[ChainLink], most: int
) -> dict[ChainLink, list[Path]]:
    """Prolong the best chains by each link of a layer; by scale and area, as layers may be large."""
    at: defaultdict[tuple[int, str], list[Path]] = defaultdict(list)
    for link, found in paths.items():
        at[link.rank, link.area].extend(found)
    kept = {key: nsmallest(most, found) for key, found in at.items()}
    onward = {}
    for link in layer:
        reached = [
            (moves + (path[-1].area != link.area), (*path, link))
            for (rank, _), found in kept.items()
            if HOLE in (link, found[0][1][-1]) or abs(rank - link.rank) <= 1
            for moves, path in found
        ]
        if reached:
            onward[link] = nsmallest(most, reached)
    return onward
