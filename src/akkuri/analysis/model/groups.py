"""Groups of organisations: who belongs to whom, so that nobody is called alone whose subsidiary is not."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

__all__ = ["BREADTHS", "Groups"]

BREADTHS: Final = ("own", "family", "none")
"""own: an organisation with its own subsidiaries; family: also its parents, and their other subsidiaries;
none: each for itself.
A predecessor is never apart: what a replaced record took part in is its successor's."""


class Groups:
    """The groups that parent organisations make; ownership of a share alone makes none."""

    def __init__(self, parents: Mapping[str, Iterable[str]]) -> None:
        self._parents = {actor: frozenset(above) - {actor} for actor, above in parents.items()}
        below: defaultdict[str, set[str]] = defaultdict(set)
        for actor, above in self._parents.items():
            for parent in above:
                below[parent].add(actor)
        self._below = dict(below)

    @property
    def heads(self) -> list[str]:
        """The organisations that have subsidiaries, sorted."""
        return sorted(self._below)

    def own(self, actor: str) -> frozenset[str]:
        """Return an organisation with its subsidiaries, theirs too."""
        return _reached(actor, lambda one: self._below.get(one, ()))

    def family(self, actor: str) -> frozenset[str]:
        """Return the organisation's own group, its parents, and the own groups of its siblings."""
        siblings = {child for parent in self._parents.get(actor, ()) for child in self._below[parent]}
        return frozenset({actor, *self.above(actor)}.union(*map(self.own, {actor, *siblings})))

    def above(self, actor: str) -> frozenset[str]:
        """Return the organisations that one is a subsidiary of, directly or through others."""
        return _reached(actor, lambda one: self._parents.get(one, ())) - {actor}

    def within(self, actor: str, breadth: str) -> frozenset[str]:
        """Return those whose ties count as the organisation's own; `breadth` is one of BREADTHS."""
        if breadth == "none":
            return frozenset({actor})
        return self.own(actor) if breadth == "own" else self.family(actor)

    def rolled(self, actors: Iterable[str], breadth: str = "own") -> dict[str, str]:
        """Return for each of some actors the one that it counts as, which is itself where it has no group.

        That is the one among them that it is a subsidiary of; of a family, also a parent that is not among
        them, where another of them is of that parent too. `breadth` is one of BREADTHS.
        """
        given = set(actors)
        if breadth == "none":
            return {actor: actor for actor in sorted(given)}
        heads = given | (self._shared(given) if breadth == "family" else frozenset())
        found = {}
        for actor in sorted(given):
            above = self.above(actor) & heads
            highest = [one for one in above if not (self.above(one) - {actor}) & heads] or sorted(above)
            found[actor] = min(highest, default=actor)
        return found

    def _shared(self, actors: set[str]) -> frozenset[str]:
        """Return the parents of some actors that have at least two of them below."""
        parents = {parent for actor in actors for parent in self._parents.get(actor, ())}
        return frozenset(parent for parent in parents if len(self.own(parent) & actors) > 1)


def _reached(start: str, following: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return all that can be reached; who owns itself by a circle is reached once."""
    found = {start}
    ring = [start]
    while ring:
        ring = [one for each in ring for one in following(each) if one not in found]
        found.update(ring)
    return frozenset(found)
