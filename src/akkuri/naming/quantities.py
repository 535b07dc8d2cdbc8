"""Values with units as people write them: "300 kW", "0,5 MW", "−25 °C"; the units of one quantity compare."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cached_property
from typing import Final

from akkuri.naming.answers import Found
from akkuri.naming.numbers import number_and_unit, readings
from akkuri.naming.resolver import Resolver
from akkuri.naming.spelling import tidy
from akkuri.naming.things import UNITS, Scale, Thing, Wanted

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
_METRIC: Final = re.compile(
    r"(€|EUR|W|V|A|g|s|tpa|t|N|Pa|Hz|L|l|B|By|bit|J|K|m)(\.?h|·h|\.?m)?(?![A-Za-z0-9²³^])"
)
"""How the symbols begin that may have a prefix: no power, as a prefix is raised with it."""
_NUMBER: Final = (
    r"(?:[+\-\u2212\u2010-\u2013]|mi(?:in|n)us\s)?\s?"
    r"[0-9](?:[0-9.,'\u00a0\u2009\u202f]|[ ](?=[0-9]{3}(?![0-9])))*"
)
_BETWEEN: Final = r"\s*(?:\.\.\.?|…|[-–—\u2212]|to|till|[–]|\s)\s*"
_MENTION: Final = re.compile(
    rf"(?<![\w.,/])(?P<low>{_NUMBER})(?:\s?[/\u2044]\s?(?P<parts>[1-9][0-9]?)(?![0-9.,])|{_BETWEEN}(?P<high>{_NUMBER}))?"
    r"(?:(?<=[0-9])-|\s*)(?=[^\s\d.,-])",
    re.IGNORECASE,
)
"""A number, a share as 1/3, or a range, before what may be its unit: 300 kW, 800-volt."""
_SHARE: Final = re.compile(r"(?<![\w.,/-])(?P<unit>[^\W\d_]{1,3})/(?P<parts>[1-9][0-9]?)(?![\w/-]|[.,][0-9])")
"""How shares are written of a unit that is a rate: C/3."""
_MINUS_WORD: Final = re.compile(r"mi(?:in|n)us\s+", re.IGNORECASE)
_MANY: Final = re.compile(
    r"(?:(?P<thousand>tuhatta?|thousand|tusen)|(?P<million>milj(?:oonaa?|oner|on|\.|(?=\s))|millions?|mn)"
    r"|(?P<billion>miljard(?:ia|i|er)?|mrd\.?|billions?))\s+",
    re.IGNORECASE,
)
"""Words for many of a unit: 5 miljoonaa euroa."""
_TIMES: Final = {"thousand": Decimal("1e3"), "million": Decimal("1e6"), "billion": Decimal("1e9")}
_YEARLY: Final = "/a"
"""How the codes of units end that say how much a year."""
_LONGEST_UNIT: Final = 3
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
        numbers, (times, written) = readings(parts[0]), _many(parts[1])
        if len(numbers) != 1:
            return None
        number = Decimal(numbers[0]) * times
        unit = self._unit(written, number)
        return _quantity(number, unit) if unit else None

    def mentions(self, text: str) -> Iterator[Mention]:
        """Give every value with a unit that stands in a text, in order."""
        start = 0
        while match := _MENTION.search(text, start):
            found = self._mention(text, match)
            yield from self._shares(text, start, found.start if found else match.end("low"))
            start = found.end if found else match.end("low")
            if found:
                yield found
        yield from self._shares(text, start, len(text))

    def _shares(self, text: str, start: int, end: int) -> Iterator[Mention]:
        for match in _SHARE.finditer(text, start, end):
            number = 1 / Decimal(match["parts"])
            unit = self._unit(match["unit"], number)
            if unit is not None and unit[0].most is not None:
                yield Mention((_quantity(number, unit),), match.start(), match.end())

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

    def _mention(self, text: str, match: re.Match[str]) -> Mention | None:
        behind = text[match.end() : match.end() + 60]
        times, rest = _many(behind)
        start = match.end() + len(behind) - len(rest)
        numbers = [
            times * Decimal(_likelier(each)) / Decimal(match["parts"] or 1)
            for end in ("low", "high")
            if match[end] and (each := readings(_MINUS_WORD.sub("-", match[end]).strip(" .,")))
        ]
        if len(numbers) != 1 + bool(match["high"]):
            return None
        for word in reversed(list(re.finditer(r"[^\s,;?!()]+", rest))[:_LONGEST_UNIT]):
            if unit := self._unit(rest[: word.end()].rstrip(".:"), *numbers):
                found = tuple(_quantity(each, unit) for each in numbers)
                surely = tidy(word[0].rstrip(".:")) not in _hidden(unit[1])
                return Mention(found, match.start(), start + word.end(), surely)
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
        answer = self._known.resolve(written, _WANTED)
        shown = (
            (name for _, name in (*answer.thing.names, *answer.thing.others))
            if isinstance(answer, Found)
            else ()
        )
        if isinstance(answer, Found) and (written in answer.thing.codes or written in shown):
            return self._declared(answer.thing)
        scale = self._prefixed(written)
        if scale is not None:
            return scale, None
        if isinstance(answer, Found):
            return self._declared(answer.thing)
        meant = self._folded.get(written.casefold(), set())
        return self._declared(next(iter(meant))) if len(meant) == 1 else None

    def _prefixed(self, written: str) -> Scale | None:
        for symbol, factor in (("", Decimal(1)), *_PREFIXES.items()):
            base = self._bare.get(written.removeprefix(symbol)) if written.startswith(symbol) else None
            if base is not None and not base.offset:
                return Scale(base.canonical, base.factor * factor, base.offset)
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


def _many(written: str) -> tuple[Decimal, str]:
    """Return how many times a unit is meant, and the unit: a million and "euroa" for "miljoonaa euroa"."""
    match = _MANY.match(written)
    return (
        (_TIMES[match.lastgroup], written[match.end() :])
        if match and match.lastgroup
        else (Decimal(1), written)
    )


def _likelier(numbers: Sequence[str]) -> str:
    """Choose between 1.000 and 1000 for "1,000": nobody writes a decimal zero in the third place."""
    return numbers[-1] if numbers[0].endswith("0") else numbers[0]


def _quantity(number: Decimal, unit: tuple[Scale, Thing | None]) -> Quantity:
    scale, thing = unit
    return Quantity(number * scale.factor + scale.offset, scale.canonical, thing, number)


def _symbols(unit: Thing) -> set[str]:
    return {*unit.codes, *(tidy(name) for _, name in (*unit.names, *unit.others) if " " not in name)}


def _hidden(unit: Thing | None) -> set[str]:
    return {name for _, name in unit.hidden} - set(unit.codes) if unit is not None else set()
