"""Where the actors of a network stand in its picture: always the same for the same network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, log1p, sqrt
from typing import Final

from akkuri.analysis.network.graph import Network
from akkuri.web.charts.labels import PlacedLabel, Plane, Spot, place_labels

__all__ = [
    "DESK",
    "MOST",
    "PHONE",
    "SMALL",
    "EdgeLine",
    "Layout",
    "NodeSpot",
    "Sheet",
    "lay_out",
    "strongest",
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a network is drawn on: its plane, how many actors it holds, and how large the largest is."""

    plane: Plane
    most: int
    largest: float
    smallest: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.plane.width

    @property
    def height(self) -> float:
        """Its height."""
        return self.plane.height


MOST: Final = 150
"""So many actors are drawn; more cannot be told apart."""
DESK: Final = Sheet(Plane(960, 720, 11, sure=24), MOST, 13, 3.5)
PHONE: Final = Sheet(Plane(330, 460, 11, sure=10, longest=20), 40, 9, 3.5)
"""The same for a narrow screen: fewer actors, letters of the size of those around them."""
SMALL: Final = Sheet(Plane(340, 270, 11, sure=6, longest=22), 20, 9, 4)
"""Beside other things of a page."""
_BETWEEN: Final = 2.5
"""What two spots have at least between them."""
_MARGIN: Final = 0.035
_SEED: Final = 1
_ROUNDS: Final = 300
_REMEMBERED: Final = 32
_TIED: Final = 4
"""Pictures of which the ties are remembered, for the other languages; a network stays as long as they."""
_APART: Final = 60
"""Rounds in which spots that touch are moved apart."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class NodeSpot:
    """One actor in the picture; its label is empty where it has no room."""

    iri: str
    x: float
    y: float
    radius: float
    label: PlacedLabel


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """The ties of a pair; `one` and `other` are places in the list of spots."""

    one: int
    other: int
    width: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The actors that are drawn, those with most ties first, and the lines between them."""

    sheet: Sheet
    spots: list[NodeSpot]
    lines: list[EdgeLine]


def strongest(network: Network, around: str | None = None) -> list[str]:
    """Return the actors to draw: those whose ties weigh most, or one with its partners; at most MOST."""
    weight = network.weights
    known = network.index if around is None else network.neighbours(around)
    ranked = sorted(known, key=lambda iri: (-weight[iri], iri))
    return ([] if around is None else [around]) + ranked[: MOST - (around is not None)]


def lay_out(
    network: Network, drawn: Sequence[str], name: Callable[[str], str], sheet: Sheet = DESK
) -> Layout:
    """Place actors so that those with strong ties are near each other (Fruchterman, Reingold; fixed seed).

    Of those that are to be drawn, the strongest first, so many are as the sheet holds.
    """
    drawn = tuple(drawn[: sheet.most])
    return _placed(drawn, tuple(map(name, drawn)), *_tied(network, drawn, sheet), sheet)


@lru_cache(maxsize=_TIED)
def _tied(
    network: Network, drawn: tuple[str, ...], sheet: Sheet
) -> tuple[tuple[float, ...], tuple[tuple[int, int, float], ...], tuple[EdgeLine, ...]]:
    """Return the radii of actors, their ties, and the lines for them: the same in every language."""
    shown = set(drawn)
    index = {iri: place for place, iri in enumerate(drawn)}
    ties: list[tuple[int, int, float]] = []
    weight: dict[str, float] = dict.fromkeys(drawn, 0.0)
    lines = []
    for one, other, edge in network.edges_among(shown):
        ties.append((index[one], index[other], log1p(edge.weight)))
        weight[one] += edge.weight
        weight[other] += edge.weight
        lines.append(EdgeLine(index[one], index[other], round(min(0.4 + 0.7 * log1p(edge.weight), 4), 1)))
    highest = max(weight.values(), default=0.0) or 1.0
    grown = sheet.largest - sheet.smallest
    radii = [round(sheet.smallest + grown * sqrt(weight[iri] / highest), 1) for iri in drawn]
    return tuple(radii), tuple(ties), tuple(lines)


@lru_cache(maxsize=_REMEMBERED)
def _placed(
    drawn: tuple[str, ...],
    names: tuple[str, ...],
    radii: tuple[float, ...],
    ties: tuple[tuple[int, int, float], ...],
    lines: tuple[EdgeLine, ...],
    sheet: Sheet,
) -> Layout:
    """Place actors with their names; remembered, as most are called the same in every language."""
    places = _fitted(_sprung(len(drawn), ties), sheet)
    spots = [
        Spot(x, y, radius, name)
        for name, (x, y), radius in zip(names, _moved_apart(places, radii, sheet), radii, strict=True)
    ]
    labels = place_labels(spots, sheet.plane)
    placed = [
        NodeSpot(iri, spot.x, spot.y, spot.radius, label)
        for iri, spot, label in zip(drawn, spots, labels, strict=True)
    ]
    return Layout(sheet, placed, list(lines))


@lru_cache(maxsize=_REMEMBERED)
def _sprung(count: int, ties: tuple[tuple[int, int, float], ...]) -> tuple[Point, ...]:
    """Place so many actors by their ties; remembered, as a picture is asked for in several languages."""
    import rustworkx as rx

    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    nodes = graph.add_nodes_from(range(count))
    graph.add_edges_from(ties)
    found = rx.spring_layout(
        graph, k=2.2 / sqrt(max(count, 1)), num_iter=_ROUNDS, weight_fn=float, seed=_SEED, scale=1
    )
    return tuple((float(found[node][0]), float(found[node][1])) for node in nodes)


def _fitted(places: Sequence[Point], sheet: Sheet) -> list[Point]:
    """Fill the picture: mostly by rank, else by distance, so that a few far off don't press the rest."""

    def spread(values: list[float], size: float) -> list[float]:
        ordered = sorted(values)
        low, high = ordered[0], ordered[-1]
        rank = {value: place / max(len(ordered) - 1, 1) for place, value in enumerate(ordered)}
        share = [0.7 * rank[v] + 0.3 * (v - low) / ((high - low) or 1) for v in values]
        margin = _MARGIN * size + sheet.largest
        return [margin + part * (size - 2 * margin) for part in share]

    if len(places) < 2:
        return [(sheet.width / 2, sheet.height / 2) for _ in places]
    east, south = spread([x for x, _ in places], sheet.width), spread([y for _, y in places], sheet.height)
    return list(zip(east, south, strict=True))


def _moved_apart(places: list[Point], radii: Sequence[float], sheet: Sheet) -> list[Point]:
    """Push spots that touch away from each other, within the picture."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    widest = 2 * max(radii, default=0.0) + _BETWEEN
    for _ in range(_APART):
        pushes = _pushes(xs, ys, radii, widest)
        if not pushes:
            break
        for place, (right, down) in pushes.items():
            margin = radii[place] + 2
            xs[place] = min(max(xs[place] + right, margin), sheet.width - margin)
            ys[place] = min(max(ys[place] + down, margin), sheet.height - margin)
    return [(round(x, 1), round(y, 1)) for x, y in zip(xs, ys, strict=True)]


def _pushes(
    xs: Sequence[float], ys: Sequence[float], radii: Sequence[float], widest: float
) -> dict[int, Point]:
    """Return how far each spot that touches others has to go; `widest` is the most two may be apart then."""
    found: dict[int, Point] = {}
    order = sorted(range(len(xs)), key=xs.__getitem__)
    for at, one in enumerate(order):
        for other in order[at + 1 :]:
            right = xs[one] - xs[other]
            if -right >= widest:
                break  # all that follow are farther to the right
            down = ys[one] - ys[other]
            wanted = radii[one] + radii[other] + _BETWEEN
            far = max(hypot(right, down), 0.01)
            if far < wanted:
                part = (wanted - far) / 2 / far
                for place, sign in ((one, part), (other, -part)):
                    x, y = found.get(place, (0.0, 0.0))
                    found[place] = x + right * sign, y + down * sign
    return found
