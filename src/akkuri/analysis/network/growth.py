"""How the network grew: projects, actors, pairs and density by year."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.own import own_actors
from akkuri.analysis.network.ties import partners
from akkuri.analysis.weights import Parameters

__all__ = ["Year", "growth"]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of co-participation, without pairs of two actors outside the cluster.

    A project without a known end counts in its first year only.
    """

    year: int
    projects: int
    actors: int
    new_actors: int
    """Actors never seen in a project of an earlier year."""
    pairs: int
    new_pairs: int
    density: float
    """Pairs that share a project, of all pairs of the year's actors with one of the cluster."""


def growth(
    model: Model, parameters: Parameters, since: int | None = None, until: int | None = None
) -> list[Year]:
    """Return one row for every year from the first dated project to the last, within a period."""
    own = own_actors(model, parameters)
    dated = [
        (
            model.projects[project],
            members,
            {pair for pair in combinations(members, 2) if pair[0] in own or pair[1] in own},
        )
        for project, members in partners(model, parameters).items()
        if model.projects[project].start is not None
    ]
    if not dated:
        return []
    first = min(project.start or 0 for project, *_ in dated)
    last = max(project.end or project.start or 0 for project, *_ in dated)
    known_actors: set[str] = set()
    known_pairs: set[tuple[str, str]] = set()
    found = []
    for year in range(first, last + 1):
        running = [
            (members, pairs)
            for project, members, pairs in dated
            if (project.start or 0) <= year <= (project.end or project.start or 0)
        ]
        actors = {actor for members, _ in running for actor in members}
        pairs = set[tuple[str, str]]().union(*(pairs for _, pairs in running))
        possible = comb(len(actors), 2) - comb(len(actors - own), 2)
        if (since is None or year >= since) and (until is None or year <= until):
            found.append(
                Year(
                    year,
                    len(running),
                    len(actors),
                    len(actors - known_actors),
                    len(pairs),
                    len(pairs - known_pairs),
                    round(len(pairs) / possible, 4) if possible else 0.0,
                )
            )
        known_actors |= actors
        known_pairs |= pairs
    return found
