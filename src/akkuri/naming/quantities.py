"""Values with units as people write them: "300 kW", "0,5 MW", "−25 °C"; the units of one quantity compare."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import cached_property
from typing import Final

from akkuri.naming.answers import Found
from akkuri.naming.bounds import between, bounded, frost
from akkuri.naming.numbers import number_and_unit, readings
from akkuri.naming.resolver import Resolver
from akkuri.naming.spelling import tidy
from akkuri.naming.things import UNITS, Scale, Thing, Wanted
from akkuri.naming.written_values import (
    AROUND_RANGE,
    COLD,
    ENDS,
    MENTION,
    SHARE,
    SUM,
    TIMES,
    counts_in_time,
    likelier,
    many_of,
    number_of,
    without_endings,
)

__all__ = ["Mention", "Quantities", "Quantity", "digits"]

_WANTED: Final = Wanted((UNITS,))
_PREFIXES: Final = {
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "µ": Decimal("1e-6"),
    "μ": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    "k": Decimal("1e3"),
    "M": Decimal("1e6"),
    "G": Decimal("1e9"),
    "T": Decimal("1e12"),
    "P": Decimal("1e15"),
}
"""The SI prefixes that are met; a unit that is declared with one is known with the others too."""
_PREFIX_WORDS: Final = {
    "kilo": Decimal("1e3"),
    "mega": Decimal("1e6"),
    "giga": Decimal("1e9"),
    "tera": Decimal("1e12"),
}
"""The prefixes that values are written with in words."""
_METRIC: Final = re.compile(
    r"(€|EUR|W|V|A|g|s|tpa|t|N|Pa|Hz|L|l|B|By|bit|J|K|m)(\.?h|·h|\.?m)?(?![A-Za-z0-9²³^])"
)
"""How the symbols begin that may have a prefix: no power, as a prefix is raised with it."""
_YEARLY: Final = "/a"
"""How the codes of units end that say how much a year."""
_MILLION: Final = TIMES["million"]
_LONGEST_UNIT: Final = 4
_RATES: Final = (
    (re.compile(r"\s+(?:(?:per|an|i)\s+)?(?:hour|hourly|timmen?|tunnissa)$", re.IGNORECASE), "h"),
    (
        re.compile(
            r"\s+(?:(?:per|a|om)\s+)?(?:year|yearly|annum|annually|året?|årligen|vuodessa)$", re.IGNORECASE
        ),
        "a",
    ),
)
"""Times in which so much is done, in words, and the symbols of them."""
"""Words that a unit is written in at most: "tonnes per year"."""
_SIGNIFICANT: Final = Context(prec=12)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the canonical unit of its quantity."""

    amount: Decimal
    canonical: str
    """IRI of the canonical unit; values compare where it is the same."""
    unit: Thing | None
    """The unit as it was written; None where it is declared with another prefix only."""
    number: Decimal
    """The value in the unit as it was written."""

    def among(self, unit: Thing) -> Decimal | None:
        """Return the value in another unit; None for one of another quantity."""
        if unit.scale is None or unit.scale.canonical != self.canonical:
            return None
        return (self.amount - unit.scale.offset) / unit.scale.factor


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity, or both ends of a range, and where in a text it stands."""

    quantities: tuple[Quantity, ...]
    start: int
    end: int
    bound: str = ""
    """LEAST or MOST where the words around it say so."""
    span: tuple[int, int] = (0, 0)
    """Where it stands with those words."""
    of: frozenset[str] = frozenset()
    """What it counts, by IRI: 100 people are employees, and no number of anything else."""
    surely: bool = True
    """False where only searches know that the unit is called so: 5C may be a temperature."""


class Quantities:
    """Understands values by the units that a graph declares."""

    def __init__(self, known: Resolver) -> None:
        self._known = known

    def read(self, text: str) -> Quantity | None:
        """Read a number and its unit; None where there is no unit, or it is none that is known."""
        parts = number_and_unit(text)
        if parts is None:
            return None
        numbers, (times, written) = readings(parts[0]), many_of(parts[1])
        if len(numbers) != 1:
            return None
        number = Decimal(numbers[0]) * times
        unit = self._unit(written, number) or self._rate(written)
        return _quantity(number, unit) if unit else None

    def mentions(self, text: str) -> Iterator[Mention]:
        """Give every value with a unit that stands in a text, in order."""
        waiting: Mention | None = None
        for found in self._each(text):
            one = waiting.quantities[-1].canonical if waiting and len(waiting.quantities) == 1 else None
            ends = (waiting.start, waiting.end) if waiting else (0, 0)
            if waiting and one == found.quantities[0].canonical and len(found.quantities) == 1:
                whole = between(text, ends, (found.start, found.end))
                if whole is not None:
                    both = (*waiting.quantities, *found.quantities)
                    waiting = replace(waiting, quantities=both, end=found.end, span=whole, bound="")
                    continue
            if waiting and found.start < waiting.span[1]:
                continue  # 25 °C ± 2 °C
            if waiting:
                yield waiting
            waiting = found
        if waiting:
            yield waiting

    def _each(self, text: str) -> Iterator[Mention]:
        start = 0
        while True:
            match, sum_of = MENTION.search(text, start), SUM.search(text, start)
            if sum_of and (match is None or sum_of.start() <= match.start()) and (euros := self._sum(sum_of)):
                start = sum_of.end()
                yield euros
                continue
            if match is None:
                break
            found = self._mention(text, match)
            behind = found.end if found else match.end("low") if match["low"] else match.start() + 1
            yield from self._shares(text, start, found.start if found else behind)
            start = behind
            if found:
                yield found
        yield from self._shares(text, start, len(text))

    def _sum(self, match: re.Match[str]) -> Mention | None:
        """Read a sum whose currency stands before it: €300m, EUR 1.5 bn."""
        unit, numbers = self._unit("EUR"), readings(match["number"])
        if unit is None or not numbers:
            return None
        times = next((n for name, n in TIMES.items() if match[name]), Decimal(1))
        found = _quantity(times * Decimal(likelier(numbers)), unit)
        return _placed(match.string, (found,), match.start(), match.end())

    def _shares(self, text: str, start: int, end: int) -> Iterator[Mention]:
        for match in SHARE.finditer(text, start, end):
            number = 1 / Decimal(match["parts"])
            unit = self._unit(match["unit"], number)
            if unit is not None and unit[0].most is not None:
                yield _placed(text, (_quantity(number, unit),), match.start(), match.end())

    def yearly(self, quantity: Quantity) -> Quantity | None:
        """Return as much a year, where a unit for that is declared: GW.h/a for GW.h; None where none is."""
        for unit in self._units:
            for code in unit.codes:
                bare = self._unit(code.removesuffix(_YEARLY)) if code.endswith(_YEARLY) else None
                if bare is None or unit.scale is None or bare[0].canonical != quantity.canonical:
                    continue
                number = (quantity.amount - bare[0].offset) / bare[0].factor
                return _quantity(number, (unit.scale, unit))
        return None

    def unit(self, iri: str) -> Thing | None:
        """Return a declared unit."""
        return self._by_iri.get(iri)

    def unit_of(self, mention: Mention) -> Thing | None:
        """Return the unit of a mention; the canonical one where it was written with another prefix."""
        quantity = mention.quantities[0]
        return quantity.unit or self.unit(quantity.canonical)

    def _mention(self, text: str, match: re.Match[str]) -> Mention | None:
        behind = text[match.end() : match.end() + 60]
        times, rest = many_of(behind)
        start = match.end() + len(behind) - len(rest)
        ends = next(([match[one], match[two]] for one, two in ENDS if match[one]), [])
        written = [each for each in ends if each]
        numbers = [
            times * number / Decimal(match["parts"] or 1)
            for each in written
            if (number := number_of(each)) is not None
        ]
        if len(numbers) != len(written):
            return None
        for word in reversed(list(re.finditer(r"[^\s,;?!()]+", rest))[:_LONGEST_UNIT]):
            for name in without_endings(rest[: word.end()].rstrip(".:")):
                if unit := self._unit(name, *numbers) or self._rate(name):
                    found = tuple(_quantity(each, unit) for each in numbers)
                    surely = tidy(name) not in _hidden(unit[1])
                    return _placed(text, found, match.start(), start + len(name), surely)
                if (cold := COLD.match(name)) and (unit := self._unit(name[cold.end() :])):
                    found = tuple(_quantity(-each, unit) for each in numbers)
                    return _placed(text, found, match.start(), start + len(name))
        if (
            times >= _MILLION and not counts_in_time(rest) and (unit := self._unit("EUR"))
        ):  # millions of nothing that is named are money
            said = behind[: len(behind) - len(rest)].rstrip()
            found = tuple(_quantity(each, unit) for each in numbers)
            return _placed(text, found, match.start(), match.end() + len(said))
        return None

    def _unit(self, written: str, *numbers: Decimal) -> tuple[Scale, Thing | None] | None:
        """Return the scale of a unit: declared so, declared with another prefix, or but for its capitals.

        Of two that are called the same, the one with bounds is meant within them: 2C is a rate, 25C is not.
        """
        written = tidy(written).replace("^", "")
        bounded = self._bounded.get(written)
        if bounded is not None and bounded.scale and all(map(bounded.scale.holds, numbers)):
            return self._declared(bounded)
        if bounded is not None:
            others = [unit for unit in self._units if unit != bounded and written in _hidden(unit)]
            return self._declared(others[0]) if len(others) == 1 else None
        answer = self._known.known(written, _WANTED)
        shown = (
            (name for _, name in (*answer.thing.names, *answer.thing.others))
            if isinstance(answer, Found)
            else ()
        )
        if isinstance(answer, Found) and (written in answer.thing.codes or written in shown):
            return self._declared(answer.thing)
        scale = self._prefixed(written) or self._prefixed_in_words(written)
        if scale is not None:
            return scale, None
        if isinstance(answer, Found):
            return self._declared(answer.thing)
        meant = self._folded.get(written.casefold(), set())
        return self._declared(next(iter(meant))) if len(meant) == 1 else None

    def _rate(self, written: str) -> tuple[Scale, Thing | None] | None:
        """Return the scale of so much in a time, where a unit for that is declared: kilos an hour, kg/h."""
        for pattern, time in _RATES:
            if match := pattern.search(written):
                bare = written[: match.start()]
                unit = self._unit(bare)
                codes = (bare, *(unit[1].codes if unit and unit[1] else ()))
                return next((rate for code in codes if (rate := self._unit(f"{code}/{time}"))), None)
        return None

    def _prefixed(self, written: str) -> Scale | None:
        for symbol, factor in (("", Decimal(1)), *_PREFIXES.items()):
            base = self._bare.get(written.removeprefix(symbol)) if written.startswith(symbol) else None
            if base is not None and not base.offset:
                return Scale(base.canonical, base.factor * factor, base.offset)
        return None

    def _prefixed_in_words(self, written: str) -> Scale | None:
        """Return the scale of a unit in words that is declared with another prefix: gigawatt hours."""
        name = written.casefold()
        for prefix, factor in _PREFIX_WORDS.items():
            if not name.startswith(prefix):
                continue
            for other, by in _PREFIX_WORDS.items():
                answer = self._known.known(other + name.removeprefix(prefix), _WANTED)
                if isinstance(answer, Found) and (scale := answer.thing.scale) and not scale.offset:
                    return Scale(scale.canonical, scale.factor * factor / by, scale.offset)
        return None

    @staticmethod
    def _declared(unit: Thing) -> tuple[Scale, Thing] | None:
        return (unit.scale, unit) if unit.scale else None

    @property
    def _units(self) -> list[Thing]:
        return self._known.things(_WANTED)

    @cached_property
    def _by_iri(self) -> dict[str, Thing]:
        return {unit.iri: unit for unit in self._units}

    @cached_property
    def _bounded(self) -> dict[str, Thing]:
        """Symbols of units that declare for which values they are used."""
        units = [unit for unit in self._units if unit.scale is not None and unit.scale.most is not None]
        return {name: unit for unit in units for name in _symbols(unit)}

    @cached_property
    def _folded(self) -> dict[str, set[Thing]]:
        """Symbols without regard to capitals: kw."""
        found: defaultdict[str, set[Thing]] = defaultdict(set)
        for unit in self._units:
            for name in _symbols(unit):
                found[name.casefold()].add(unit)
        return dict(found)

    @cached_property
    def _bare(self) -> dict[str, Scale]:
        """Symbols without their prefixes: W and W.h where kW and kW.h are declared."""
        found: dict[str, Scale] = {}
        for unit in self._units:
            if unit.scale is None:
                continue
            for name in _symbols(unit):
                for prefix, factor in (("", Decimal(1)), *_PREFIXES.items()):
                    bare = name.removeprefix(prefix)
                    if name.startswith(prefix) and _METRIC.match(bare):
                        scale = Scale(unit.scale.canonical, unit.scale.factor / factor, unit.scale.offset)
                        found.setdefault(bare, scale)
        return found


def digits(number: Decimal) -> str:
    """Write a number as tables and queries take it: no exponent, twelve digits at most that count."""
    text = format(_SIGNIFICANT.plus(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _placed(text: str, found: tuple[Quantity, ...], start: int, end: int, surely: bool = True) -> Mention:
    """Return a mention with what the words around it say of it."""
    cold = frost(text, start, end) if len(found) == 1 and found[0].number > 0 else None
    unit = found[0].unit
    if cold is not None and unit is not None and unit.scale is not None:
        start, end = cold
        found = (_quantity(-found[0].number, (unit.scale, unit)),)
    bound, first, last = bounded(text, start, end) if len(found) == 1 else ("", start, end)
    if len(found) > 1 and (match := AROUND_RANGE.match(text, end)):
        last = match.end()
    return Mention(found, start, end, bound, (first, last), surely=surely)


def _quantity(number: Decimal, unit: tuple[Scale, Thing | None]) -> Quantity:
    scale, thing = unit
    return Quantity(number * scale.factor + scale.offset, scale.canonical, thing, number)


def _symbols(unit: Thing) -> set[str]:
    return {*unit.codes, *(tidy(name) for _, name in (*unit.names, *unit.others) if " " not in name)}


def _hidden(unit: Thing | None) -> set[str]:
    return {name for _, name in unit.hidden} - set(unit.codes) if unit is not None else set()
