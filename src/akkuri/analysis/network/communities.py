"""Communities of a weighted network by the Leiden method, the same on every run."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["leiden"]

ROUNDS: Final = 10
"""So often the whole is begun anew from the communities found; two or three times are enough as a rule."""
LEAST: Final = 1e-12
"""A smaller gain is one of rounding: taking it would let nodes wander for ever."""

Neighbours = Sequence[dict[int, float]]


def leiden(count: int, edges: Iterable[tuple[int, int, float]], resolution: float = 1.0) -> list[int]:
    """Return for each node 0 … count-1 the number of its community; nodes with the same number are together.

    The modularity at `resolution` is raised by the moves of Traag, Waltman and van Eck (2019): nodes move to
    the best neighbouring community, communities are refined into connected parts, and the parts become the
    nodes of the next level. Nodes are visited in their order and ties go to the lowest number, so nothing
    depends on chance. Every community is connected. Weights must be above zero; loops are not allowed.
    """
    near: list[dict[int, float]] = [{} for _ in range(count)]
    for one, other, weight in edges:
        near[one][other] = near[one].get(other, 0.0) + weight
        near[other][one] = near[other].get(one, 0.0) + weight
    near = [dict(sorted(row.items())) for row in near]
    found = list(range(count))
    for _ in range(ROUNDS):
        better = _Level(near, [sum(row.values()) for row in near], resolution).solve(found)
        if better == found:
            break
        found = better
    return found


class _Level:
    """A network whose nodes may stand for several: `strength` is the weight that ends in each."""

    def __init__(self, near: Neighbours, strength: Sequence[float], resolution: float) -> None:
        self._near = near
        self._strength = strength
        self._resolution = resolution
        self._factor = resolution / (sum(strength) or 1.0)

    def solve(self, labels: Sequence[int]) -> list[int]:
        """Return better labels of the nodes, beginning with those given."""
        moved = _numbered(self._move(labels))
        parts = _numbered(self._refine(moved))
        if len(set(parts)) == len(parts):
            return moved
        above = dict(zip(parts, moved, strict=True))
        coarse = self._coarse(parts).solve([above[part] for part in range(len(above))])
        return _numbered([coarse[part] for part in parts])

    def _move(self, labels: Sequence[int]) -> list[int]:
        """Move single nodes to the community where the modularity gains most, until none gains."""
        own = list(labels)
        total: defaultdict[int, float] = defaultdict(float)
        for node, label in enumerate(own):
            total[label] += self._strength[node]
        waiting = deque(range(len(own)))
        queued = [True] * len(own)
        while waiting:
            node = waiting.popleft()
            queued[node] = False
            before = own[node]
            total[before] -= self._strength[node]
            best = self._best(node, own, total, before)
            total[best] += self._strength[node]
            if best == before:
                continue
            own[node] = best
            for other in self._near[node]:
                if own[other] != best and not queued[other]:
                    queued[other] = True
                    waiting.append(other)
        return own

    def _best(self, node: int, own: Sequence[int], total: dict[int, float], before: int) -> int:
        """Return the community of most gain for a node in none; its former one when none has more."""
        links: defaultdict[int, float] = defaultdict(float)
        links[before] = 0.0
        for other, weight in self._near[node].items():
            links[own[other]] += weight
        share = self._factor * self._strength[node]
        best, most = before, links[before] - share * total[before]
        for label in sorted(links):
            gain = links[label] - share * total[label]
            if gain > most + LEAST:
                best, most = label, gain
        return best

    def _refine(self, labels: Sequence[int]) -> list[int]:
        """Split communities into connected parts: a node alone joins the part that gains most.

        Only nodes and parts that are well tied to the rest of their community join (Traag 2019, appendix A).
        """
        whole: defaultdict[int, float] = defaultdict(float)
        for node, label in enumerate(labels):
            whole[label] += self._strength[node]
        part = list(range(len(labels)))
        total = dict(enumerate(self._strength))
        inward = [
            sum(weight for other, weight in row.items() if labels[other] == labels[node])
            for node, row in enumerate(self._near)
        ]
        outer = dict(enumerate(inward))
        """Weight from each part to the rest of its community."""
        alone = [True] * len(labels)
        for node, label in enumerate(labels):
            rest = self._factor * self._strength[node] * (whole[label] - self._strength[node])
            if not alone[node] or inward[node] < rest:
                continue
            links: defaultdict[int, float] = defaultdict(float)
            for other, weight in self._near[node].items():
                if labels[other] == label:
                    links[part[other]] += weight
            best, most = node, LEAST
            for name in sorted(links):
                tied = outer[name] >= self._factor * total[name] * (whole[label] - total[name])
                gain = links[name] - self._factor * self._strength[node] * total[name]
                if tied and gain > most:
                    best, most = name, gain
            if best != node:
                part[node] = best
                total[best] += self._strength[node]
                outer[best] += inward[node] - 2 * links[best]
                alone[node] = alone[best] = False
        return part

    def _coarse(self, parts: Sequence[int]) -> "_Level":
        """Return the network of the parts, numbered from zero; their strength keeps the ties inside."""
        count = max(parts) + 1
        strength = [0.0] * count
        near: list[dict[int, float]] = [{} for _ in range(count)]
        for node, part in enumerate(parts):
            strength[part] += self._strength[node]
            row = near[part]
            for other, weight in self._near[node].items():
                if parts[other] != part:
                    row[parts[other]] = row.get(parts[other], 0.0) + weight
        return _Level(near, strength, self._resolution)


def _numbered(labels: Sequence[int]) -> list[int]:
    """Number labels from zero in the order in which they first come."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]
