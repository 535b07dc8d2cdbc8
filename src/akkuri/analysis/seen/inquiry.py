"""Asking people about empty cells: which to ask about, in which order, and what their noes are worth."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

__all__ = ["AskedCell", "asked_cells", "nobody", "worth"]

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AskedCell:
    """One question of the inquiry: a stage and a capability."""

    stage: str
    capability: str
    control: bool
    """Whether it is one of those with a single facility, from which one learns how often people know."""


def asked_cells(cells: Mapping[_Pair, Collection[str]]) -> list[AskedCell]:
    """Return the empty cells mixed with the one-facility cells, so that the order tells nothing.

    `cells` gives the facilities in use of each cell. The order is always the same for the same cells.
    """
    asked = [AskedCell(*pair, control=len(there) == 1) for pair, there in cells.items() if len(there) < 2]
    return sorted(asked, key=lambda cell: sha256(f"{cell.stage}/{cell.capability}".encode()).digest())


def nobody(beforehand: float, known: float, noes: int) -> float:
    """Return how sure one may be that there is none, after so many informed noes.

    `beforehand` is how sure one was, `known` the share of the controls that those asked knew of; both are
    shares from 0 to 1.
    """
    missed: float = (1 - beforehand) * (1 - known) ** noes
    return beforehand / (beforehand + missed) if beforehand else 0.0


def worth(known: float, beforehand: Iterable[float], noes: Iterable[int]) -> list[tuple[int, list[float]]]:
    """Return for each number of noes how sure one may be, by how sure one was beforehand."""
    starts = list(beforehand)
    return [(count, [nobody(start, known, count) for start in starts]) for count in noes]
