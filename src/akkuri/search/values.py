"""Which things reach a value, or cover one: what is stated of them, in canonical units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from threading import Lock
from typing import Final

from akkuri.computing import held
from akkuri.namespaces import Names
from akkuri.naming.bounds import LEAST, MOST
from akkuri.naming.quantities import Mention
from akkuri.naming.store_source import Select

__all__ = ["Reached", "Stated", "Values", "together"]

_SPECIFIED: Final = """{
    ?specification ak:specificationOf ?subject ; ak:parameter ?parameter .
    ?parameter ak:canonicalUnit ?canonical .
    OPTIONAL { ?parameter ak:physicalMin ?least }
    OPTIONAL { ?specification ak:lowerBound ?lower }
    OPTIONAL { ?specification ak:upperBound ?upper }
  } UNION {
    ?subject ak:measure ?parameter ; ak:unit/ak:canonicalUnit ?canonical .
    OPTIONAL { ?subject ak:lowerBound ?lower }
    OPTIONAL { ?subject ak:upperBound ?upper }
  }"""
_OF_KIND: Final = """ UNION {
    ?subject a %s ; %s ?lower .
    BIND(%s AS ?parameter) BIND(?lower AS ?upper) BIND(<%s> AS ?canonical)
  }"""
_STATED: Final = """SELECT ?subject ?facility ?parameter ?canonical ?least ?lower ?upper WHERE {
  %s
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

    @property
    def highest(self) -> Decimal:
        """The highest value that is stated."""
        return self.upper if self.upper is not None else self.lower or Decimal(0)

    @property
    def lowest(self) -> Decimal:
        """The lowest value: a highest one alone counts from zero upwards, a lowest one alone up to zero."""
        if self.lower is not None and self.lower != self.upper:
            return self.lower
        return min(Decimal(0), self.highest)

    def takes(self, asked: Mention) -> bool:
        """Tell whether it reaches a value, or covers it where values go below zero.

        Of a range it reaches the lower end: what just suffices stands before what goes beyond.
        """
        low, high = _ends(asked)
        if asked.bound == MOST:
            return (self.lowest if self.signed else self.highest) <= high
        if asked.bound == LEAST or not self.signed:
            return self.highest >= low
        return self.lowest <= low and high <= self.highest

    def far(self, asked: Mention) -> Decimal:
        """Return how far from what is asked it is: what just suffices fits best."""
        low, high = _ends(asked)
        if not self.signed and low <= self.highest <= high:
            return Decimal(0)
        return abs(self.highest - max(abs(low), abs(high)))


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
    unstated: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Thing → which of several values no source states of it, by number."""


class Values:
    """All values that things state."""

    def __init__(self, select: Select, names: Names) -> None:
        """Take what knows them; it is asked when the first search has a value, as few do."""
        self._select = select
        self._names = names
        self._lock = Lock()
        self._known: Mapping[str, Sequence[Stated]] | None = None

    @property
    def _by_unit(self) -> Mapping[str, Sequence[Stated]]:
        with held(self._lock):
            if self._known is None:
                self._known = self._read()
            return self._known

    def _read(self) -> Mapping[str, Sequence[Stated]]:
        header = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in self._names.prefixes.items())
        by_unit: defaultdict[str, list[Stated]] = defaultdict(list)
        of_kinds = (
            _OF_KIND % (_term(kind.cls), name, name, self._names.concept("unit", unit))
            for kind in self._names.kinds
            for name, unit in kind.values.items()
        )
        for row in self._select(f"{header}\n{_STATED % ''.join((_SPECIFIED, *of_kinds))}"):
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
            by_unit[stated.canonical].append(stated)
        return dict(by_unit)

    def below_zero(self) -> str | None:
        """The one canonical unit whose values go below zero; None where there are several or none."""
        units = {each.canonical for found in self._by_unit.values() for each in found if each.signed}
        return units.pop() if len(units) == 1 else None

    def states(self, mention: Mention) -> bool:
        """Tell whether anything states a value of the quantity."""
        stated = (self._by_unit.get(each.canonical, ()) for each in mention.quantities)
        return any(not mention.of or one.parameter in mention.of for found in stated for one in found)

    def reach(self, asked: Mention) -> Reached:
        """Return what has a value that suffices, and what has only others.

        A facility has the values of its equipment.
        """
        found: defaultdict[str, list[Stated]] = defaultdict(list)
        other: defaultdict[str, list[Stated]] = defaultdict(list)
        for stated in self._by_unit.get(asked.quantities[0].canonical, ()):
            if asked.of and stated.parameter not in asked.of:
                continue
            good = stated.takes(asked)
            for thing in filter(None, (stated.subject, stated.facility)):
                if good:
                    found[thing].append(stated)
                else:
                    other[thing].append(stated)

        def nearest(values: Iterable[Stated]) -> tuple[Stated, ...]:
            return tuple(sorted(values, key=lambda each: (each.far(asked), each.parameter)))

        reached = {thing: nearest(values) for thing, values in found.items()}
        lower = {thing: nearest(values) for thing, values in other.items() if thing not in reached}
        off = {thing: values[0].far(asked) for thing, values in (reached | lower).items()}
        return Reached(reached, frozenset(lower), off, lower)


def together(each: Sequence[Reached]) -> Reached:
    """Return what reaches all values, then what reaches some and of which no source states the others.

    What falls short of one of them is short.
    """
    if len(each) == 1:
        return each[0]
    short = frozenset(thing for one in each for thing in one.short)
    things = sorted({thing for one in each for thing in one.reached} - short)
    met = {thing: [one for one in each if thing in one.reached] for thing in things}
    return Reached(
        {thing: tuple(one.reached[thing][0] for one in met[thing]) for thing in things},
        short,
        {thing: sum((one.off[thing] for one in met[thing]), Decimal(0)) for thing in things} | each[0].off,
        each[0].lower,
        {thing: tuple(n for n, one in enumerate(each) if thing not in one.reached) for thing in things},
    )


def _term(written: str) -> str:
    return f"<{written}>" if "://" in written else written


def _ends(asked: Mention) -> tuple[Decimal, Decimal]:
    amounts = [each.amount for each in asked.quantities]
    return min(amounts), max(amounts)


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
