"""Acquaintance of whole groups: two know each other when one of each group is tied to one of the other."""

from collections.abc import Collection, Mapping
from functools import cache

from akkuri.analysis.model.groups import Groups

__all__ = ["Rolled"]


class Rolled:
    """Neighbours of groups; `breadth` says how far a group goes (one of BREADTHS)."""

    def __init__(self, groups: Groups, around: Mapping[str, Collection[str]], breadth: str) -> None:
        self._around = around
        self.members = cache(lambda actor: groups.within(actor, breadth))
        self._known = cache(self._reach)

    def tied(self, one: str, other: str) -> bool:
        """Tell whether the groups of two are one, or tied."""
        return not self._known(one).isdisjoint(self.members(other))

    def joined(self, actor: str, joined: Collection[str]) -> tuple[str, ...]:
        """Return those of an actor's group, but itself, that are among some."""
        return tuple(sorted(one for one in self.members(actor) if one != actor and one in joined))

    def through(self, one: str, other: str) -> tuple[str, ...]:
        """Return the members of both groups, but the two, through whom the two are tied."""
        found = {
            end
            for member in self.members(one)
            for far in self.members(other) & set(self._around.get(member, ()))
            for end in (member, far)
        }
        return tuple(sorted(found - {one, other}))

    def _reach(self, actor: str) -> frozenset[str]:
        members = self.members(actor)
        return members.union(*(self._around.get(member, ()) for member in members))
