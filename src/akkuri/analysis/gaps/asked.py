"""What is asked of the gap analysis."""

from functools import cached_property

from akkuri.analysis.gaps.filters import CAPABILITY
from akkuri.analysis.lookup import find_area
from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.filters import GROUPS, REGION, STAGE

__all__ = ["GapsAsked"]


class GapsAsked(Asked):
    """A request to the gap analysis."""

    @cached_property
    def area(self) -> str:
        """The region or country; the home country by default. Raises UsageError where there is none."""
        return self[REGION] or find_area(self.model, None, self.lang)

    @property
    def breadth(self) -> str:
        """Which operators count as one (one of BREADTHS)."""
        return self[GROUPS] or "own"

    @cached_property
    def capabilities(self) -> frozenset[str] | None:
        """The capability asked for with all narrower ones; None for all."""
        asked = self[CAPABILITY]
        return None if asked is None else frozenset(self.model.narrower(asked))

    def wants(self, stage: str, capability: str | None = None) -> bool:
        """Tell whether a stage and capability pass the filters."""
        return self[STAGE] in (None, stage) and (
            self.capabilities is None or capability is None or capability in self.capabilities
        )
