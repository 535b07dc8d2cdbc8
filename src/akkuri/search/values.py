"""Which things reach a value, or cover one: what is stated of them, in canonical units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from akkuri.namespaces import Names
from akkuri.naming.quantities import Mention, Quantity
from akkuri.naming.store_source import Select

__all__ = ["Reached", "Stated", "Values"]

_SPECIFICATIONS: Final = """SELECT ?subject ?facility ?parameter ?canonical ?least ?lower ?upper WHERE {
  ?specification ak:specificationOf ?subject ; ak:parameter ?parameter .
  ?parameter ak:canonicalUnit ?canonical .
  OPTIONAL { ?parameter ak:physicalMin ?least }
  OPTIONAL { ?specification ak:lowerBound ?lower }
  OPTIONAL { ?specification ak:upperBound ?upper }
  OPTIONAL { ?subject ak:facility ?facility }
  FILTER(BOUND(?lower) || BOUND(?upper))
}"""


@dataclass(frozen=True, slots=True)
class Stated:
    """One value that is stated of a thing."""

    subject: str
    facility: str | None
    parameter: str
    canonical: str
    lower: Decimal | None
    upper: Decimal | None
    signed: bool
    """The quantity goes below zero, as a temperature does: then a value must be covered, not reached."""

    def takes(self, quantity: Quantity) -> bool:
        """Tell whether it reaches a value; covers it where values go below zero.

        A highest value alone counts from zero upwards, a lowest one alone up to zero.
        """
        amount, highest = quantity.amount, self.upper if self.upper is not None else self.lower
        if highest is None or amount > highest:
            return False
        if not self.signed:
            return True
        lowest = self.lower if self.lower != self.upper else min(Decimal(0), highest)
        return (lowest if lowest is not None else min(Decimal(0), highest)) <= amount


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of the values asked for."""

    reached: dict[str, tuple[Stated, ...]]
    """Thing → its values that suffice, the nearest first."""
    short: frozenset[str]
    """Things whose stated values do not suffice."""
    off: dict[str, Decimal]
    """Thing → how far its nearest value is from what was asked."""
    lower: dict[str, tuple[Stated, ...]]
    """Thing whose values do not suffice → those values, the nearest first."""


class Values:
    """All values that things state."""

    def __init__(self, select: Select, names: Names) -> None:
        header = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in names.prefixes.items())
        self._by_unit: defaultdict[str, list[Stated]] = defaultdict(list)
        for row in select(f"{header}\n{_SPECIFICATIONS}"):
            text = {key: str(getattr(term, "value", "")) for key, term in row.items()}
            least = _number(text.get("least"))
            stated = Stated(
                text["subject"],
                text.get("facility"),
                text["parameter"],
                text["canonical"],
                _number(text.get("lower")),
                _number(text.get("upper")),
                least is not None and least < 0,
            )
            self._by_unit[stated.canonical].append(stated)

    @property
    def below_zero(self) -> str | None:
        """The one canonical unit whose values go below zero; None where there are several or none."""
        units = {each.canonical for found in self._by_unit.values() for each in found if each.signed}
        return units.pop() if len(units) == 1 else None

    def states(self, mention: Mention) -> bool:
        """Tell whether anything states a value of the quantity."""
        return any(each.canonical in self._by_unit for each in mention.quantities)

    def reach(self, quantities: Iterable[Quantity]) -> Reached:
        """Return what has a value that suffices for every quantity, and what has only others.

        A facility has the values of its equipment.
        """
        quantities = list(quantities)
        found: defaultdict[str, list[Stated]] = defaultdict(list)
        other: defaultdict[str, list[Stated]] = defaultdict(list)
        for stated in self._by_unit.get(quantities[0].canonical, ()) if quantities else ():
            good = all(stated.takes(each) for each in quantities)
            for thing in filter(None, (stated.subject, stated.facility)):
                if good:
                    found[thing].append(stated)
                else:
                    other[thing].append(stated)
        amount = max(abs(each.amount) for each in quantities) if quantities else Decimal(0)

        def nearest(values: Iterable[Stated]) -> tuple[Stated, ...]:
            return tuple(sorted(values, key=lambda each: (_far(each, amount), each.parameter)))

        reached = {thing: nearest(values) for thing, values in found.items()}
        lower = {thing: nearest(values) for thing, values in other.items() if thing not in reached}
        off = {thing: _far(values[0], amount) for thing, values in (reached | lower).items()}
        return Reached(reached, frozenset(lower), off, lower)


def _far(stated: Stated, amount: Decimal) -> Decimal:
    """Return how far above what is asked a value is: what just suffices fits best."""
    highest = stated.upper if stated.upper is not None else stated.lower
    return abs((highest or Decimal(0)) - amount)


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
