"""Where the actors of a network stand in its picture: always the same for the same network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log1p, sqrt
from typing import Final

from akkuri.analysis.network.graph import Network

__all__ = ["HEIGHT", "MOST", "WIDTH", "EdgeLine", "Layout", "NodeSpot", "lay_out", "strongest"]

MOST: Final = 150
"""So many actors are drawn; more cannot be told apart."""
WIDTH: Final = 960
HEIGHT: Final = 720
_MARGIN: Final = 34
_SEED: Final = 1
_ROUNDS: Final = 300
_NAMED: Final = 25
"""So many actors are named even where their names cover others."""
_LETTER: Final = 5.9
_LINE: Final = 12

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Label = tuple[str, float, float]
"""A name and where it begins."""


@dataclass(frozen=True, slots=True)
class NodeSpot:
    """One actor in the picture; its label is empty where it has no room."""

    iri: str
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """The ties of a pair; `one` and `other` are places in the list of spots."""

    one: int
    other: int
    width: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The actors that are drawn, those with most ties first, and the lines between them."""

    spots: list[NodeSpot]
    lines: list[EdgeLine]


def strongest(network: Network, around: str | None = None) -> list[str]:
    """Return the actors to draw: those whose ties weigh most, or one with its partners; at most MOST."""
    weight: dict[str, float] = dict.fromkeys(network.index, 0.0)
    for one, other, edge in network.edges():
        weight[one] += edge.weight
        weight[other] += edge.weight
    known = network.index if around is None else network.neighbours(around)
    ranked = sorted(known, key=lambda iri: (-weight[iri], iri))
    return ([] if around is None else [around]) + ranked[: MOST - (around is not None)]


def lay_out(network: Network, drawn: Sequence[str], name: Callable[[str], str]) -> Layout:
    """Place actors so that those with strong ties are near each other (Fruchterman, Reingold; fixed seed)."""
    import rustworkx as rx

    shown = set(drawn)
    graph: rx.PyGraph[str, float] = rx.PyGraph(multigraph=False)
    index = dict(zip(drawn, graph.add_nodes_from(list(drawn)), strict=True))
    weight: dict[str, float] = dict.fromkeys(drawn, 0.0)
    lines = []
    for one, other, edge in network.edges():
        if one in shown and other in shown:
            graph.add_edge(index[one], index[other], log1p(edge.weight))
            weight[one] += edge.weight
            weight[other] += edge.weight
            lines.append(EdgeLine(index[one], index[other], round(min(0.4 + 0.7 * log1p(edge.weight), 4), 1)))
    found = rx.spring_layout(
        graph,
        k=2.2 / sqrt(max(len(drawn), 1)),
        num_iter=_ROUNDS,
        weight_fn=float,
        seed=_SEED,
        scale=1,
    )
    places = _fitted([(float(x), float(y)) for x, y in (found[index[iri]] for iri in drawn)])
    highest = max(weight.values(), default=0.0) or 1.0
    radii = [round(3.5 + 10 * sqrt(weight[iri] / highest), 1) for iri in drawn]
    labels = _labels(places, radii, [name(iri) for iri in drawn])
    spots = [
        NodeSpot(iri, round(x, 1), round(y, 1), radius, *label)
        for iri, (x, y), radius, label in zip(drawn, places, radii, labels, strict=True)
    ]
    return Layout(spots, lines)


def _fitted(places: list[Point]) -> list[Point]:
    """Fill the picture: by rank half and half by distance, so that a few far off don't press the rest."""

    def spread(values: list[float], size: float) -> list[float]:
        ordered = sorted(values)
        low, high = ordered[0], ordered[-1]
        rank = {value: place / max(len(ordered) - 1, 1) for place, value in enumerate(ordered)}
        share = [0.5 * rank[v] + 0.5 * (v - low) / ((high - low) or 1) for v in values]
        return [_MARGIN + part * (size - 2 * _MARGIN) for part in share]

    if len(places) < 2:
        return [(WIDTH / 2, HEIGHT / 2) for _ in places]
    east, south = spread([x for x, _ in places], WIDTH), spread([y for _, y in places], HEIGHT)
    return list(zip(east, south, strict=True))


def _labels(places: Sequence[Point], radii: Sequence[float], names: Sequence[str]) -> list[Label]:
    """Return the names that have room around their spots, those with most ties first; the others are empty.

    The first ones may cover smaller spots: whoever has most ties is named.
    """
    spots = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, radii, strict=True) if r > 6]
    labels: list[Box] = []
    found = []
    for rank, ((x, y), radius, name) in enumerate(zip(places, radii, names, strict=True)):
        text = name if len(name) <= 28 else f"{name[:27].rstrip()}…"
        taken = labels if rank < _NAMED else labels + spots
        for left, middle in _around(x, y, radius, len(text) * _LETTER):
            box = (left, middle - _LINE / 2, left + len(text) * _LETTER, middle + _LINE / 2)
            if box[0] > 0 and box[2] < WIDTH and not any(_meet(box, one) for one in taken):
                labels.append(box)
                found.append((text, round(left, 1), round(middle + 4, 1)))
                break
        else:
            found.append(("", 0.0, 0.0))
    return found


def _around(x: float, y: float, radius: float, width: float) -> list[Point]:
    """Return where a label may begin, and the height of its middle: right, left, above and below a spot."""
    return [
        (x + radius + 2, y),
        (x - radius - 2 - width, y),
        (x - width / 2, y - radius - _LINE / 2),
        (x - width / 2, y + radius + _LINE / 2 + 1),
    ]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
