"""Which things reach a value, or cover one: what is stated of them, in canonical units."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from threading import Lock
from typing import Final

from akkuri.computing import held
from akkuri.namespaces import Names
from akkuri.naming.bounds import LEAST, MOST
from akkuri.naming.kept_lines import KeptLists, json_line, open_lines
from akkuri.naming.quantities import Mention
from akkuri.naming.store_source import Select

__all__ = ["VALUES", "Reached", "Stated", "Values", "together"]

VALUES: Final = "values.jsonl"
"""The file of a release that holds what is stated of things, a line a canonical unit."""
_FORM: Final = 1
"""Raised whenever a value is read or written in another way."""

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

    def __init__(self, select: Select, names: Names, release: Path | None = None) -> None:
        """Take what knows them; it is asked when the first search has a value, as few do.

        `release` is the folder of the release, where there is one: its file is read instead.
        """
        self._select = select
        self._names = names
        self._release = release
        self._lock = Lock()
        self._known: Mapping[str, Sequence[Stated]] | None = None

    @property
    def _by_unit(self) -> Mapping[str, Sequence[Stated]]:
        with held(self._lock):
            if self._known is None:
                self._known = self._read()
            return self._known

    def write(self, file: Path) -> None:
        """Write the values by their canonical unit, as a release keeps them."""
        found = self._asked(self._query)
        lines = sorted(json_line([unit, *map(_facts, stated)]) for unit, stated in found.items())
        with file.open("w", encoding="utf-8", newline="\n") as handle:
            handle.writelines((json_line({"form": _FORM, "query": self._query}), *lines))

    @property
    def _query(self) -> str:
        header = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in self._names.prefixes.items())
        of_kinds = (
            _OF_KIND % (_term(kind.cls), name, name, self._names.concept("unit", unit))
            for kind in self._names.kinds
            for name, unit in kind.values.items()
        )
        return f"{header}\n{_STATED % ''.join((_SPECIFIED, *of_kinds))}"

    def _read(self) -> Mapping[str, Sequence[Stated]]:
        """Return the values by unit, as the release keeps them where they are what would be asked for."""
        kept = open_lines(self._release / VALUES, _FORM) if self._release else None
        if kept is None or kept[0]["query"] != self._query:
            return self._asked(self._query)
        return _KeptValues(KeptLists(kept[1]))

    def _asked(self, query: str) -> Mapping[str, Sequence[Stated]]:
        by_unit: defaultdict[str, list[Stated]] = defaultdict(list)
        for row in self._select(query):
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
        return {unit: sorted(found, key=_facts) for unit, found in by_unit.items()}

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

        def nearest(thing: str, values: Iterable[Stated]) -> tuple[Stated, ...]:
            """Order values of a thing: of equal ones its own before those of its equipment."""
            return tuple(
                sorted(values, key=lambda each: (each.far(asked), each.parameter, each.subject != thing))
            )

        reached = {thing: nearest(thing, values) for thing, values in found.items()}
        lower = {thing: nearest(thing, values) for thing, values in other.items() if thing not in reached}
        off = {thing: values[0].far(asked) for thing, values in (reached | lower).items()}
        return Reached(reached, frozenset(lower), off, lower)


class _KeptValues(Mapping[str, Sequence[Stated]]):
    """The values by unit as a release keeps them: a search has those of one unit or two."""

    def __init__(self, lists: KeptLists) -> None:
        self._lists = lists
        self._met: dict[str, Sequence[Stated]] = {}

    def __len__(self) -> int:
        return len(self._lists)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __getitem__(self, unit: str) -> Sequence[Stated]:
        if unit not in self._met:
            self._met[unit] = [_stated(unit, *facts) for facts in self._lists[unit]]
        return self._met[unit]


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


def _facts(stated: Stated) -> tuple[str, str, str, str, str, bool]:
    """Return a value without its unit; what it lacks is empty."""
    lower, upper = ("" if each is None else str(each) for each in (stated.lower, stated.upper))
    return stated.subject, stated.facility or "", stated.parameter, lower, upper, stated.signed


def _stated(
    unit: str, subject: str, facility: str, parameter: str, lower: str, upper: str, signed: bool
) -> Stated:
    return Stated(subject, facility or None, parameter, unit, _number(lower), _number(upper), signed)


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
