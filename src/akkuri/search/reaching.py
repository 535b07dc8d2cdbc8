"""What reaches the values of a search; where nothing does, what reaches as much a year."""

from dataclasses import replace

from akkuri.naming.quantities import Mention, Quantities
from akkuri.search.request import Understood
from akkuri.search.values import Reached, Values, together

__all__ = ["Reaching"]


class Reaching:
    """Looks values up among those that sources state."""

    def __init__(self, values: Values, quantities: Quantities) -> None:
        self._values = values
        self._quantities = quantities

    def reached(self, understood: Understood) -> tuple[Reached | None, Mention | None]:
        """Return what reaches the values, and which of them is met by as much a year only."""
        each, yearly = [], None
        for asked in understood.values:
            reached, within = self._reach(asked)
            each.append(reached)
            yearly = yearly or (asked if within else None)
        return (together(each), yearly) if each else (None, None)

    def _reach(self, asked: Mention) -> tuple[Reached, bool]:
        """Return what reaches a value; where nothing does, what reaches as much a year, and True."""
        reached = self._values.reach(asked)
        found = [self._quantities.yearly(each) for each in asked.quantities] if not reached.reached else []
        yearly = tuple(each for each in found if each is not None)
        if yearly and len(yearly) == len(found):
            within = self._values.reach(replace(asked, quantities=yearly))
            if within.reached or (within.short and not reached.short):
                return within, True
        return reached, False
