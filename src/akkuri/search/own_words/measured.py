"""What a sentence asks of a value: which parameter it is of, and from where to where it may reach."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.naming.bounds import MOST
from akkuri.naming.quantities import Quantities, Quantity, digits
from akkuri.naming.resolver import Resolver
from akkuri.naming.store_source import Select
from akkuri.search.own_words.bounds import AT_LEAST, AT_MOST
from akkuri.search.own_words.entities import Entity, Sentence
from akkuri.search.words import stem_words

__all__ = ["MEASURED", "MeasuredValues"]

MEASURED: Final = "parameter"
"""The scheme, and the parameter of a question, that says what is measured."""
_TYPE: Final = "equipment-type"
_MOSTLY: Final = 0.8
"""Such a part of all values in a unit are of the parameter that is meant by the unit alone."""


class MeasuredValues:
    """Knows which parameters have values in which units."""

    def __init__(self, select: Select, known: Resolver) -> None:
        self._select = select
        self._known = known
        self._quantities = Quantities(known)

    def given(self, entity: Entity) -> dict[str, str]:
        """Return the bounds and the unit for a value or a range that a sentence names."""
        return self.written(entity.quantities, entity.bound)

    def written(self, quantities: Sequence[Quantity], bound: str) -> dict[str, str]:
        """Return the bounds and the unit for quantities."""
        first = quantities[0]
        unit = first.unit or self._known.index("concept/unit").at_iri(first.canonical)
        numbers = sorted(each.number if each.unit else each.amount for each in quantities)
        named = {"max": numbers[0]} if bound == MOST else {"min": numbers[0]}
        if len(numbers) > 1:
            named = {"min": numbers[0], "max": numbers[-1]}
        return {name: digits(each) for name, each in named.items()} | ({"unit": unit.written} if unit else {})

    @staticmethod
    def counted(known: Sentence) -> dict[str, str]:
        """Return the bounds that a sentence names without a unit: over 200 people."""
        sorts = {"min": AT_LEAST, "max": AT_MOST}
        return {name: found[0].said for name, sort in sorts.items() if (found := known.of(sort))}

    def parameter(self, quantity: Quantity, known: Sentence) -> str | None:
        """Return the parameter that a value is of: named in part, or nearly alone in a unit."""
        usage = self._usage.get(quantity.canonical, {})
        types = [entity.value for entity in known.of(_TYPE)]
        if of_types := self._of_types(types, usage):
            usage = of_types
        whole = [entity.places for entity in known.entities]
        named = [
            entity.value
            for entity in known.of(MEASURED)
            if entity.value in usage and not any(entity.places < places for places in whole)
        ]
        if named:
            return named[0]
        if told := self._told(usage, known):
            return told
        most = max(sorted(usage), key=lambda each: usage[each], default=None)
        return most if most is not None and usage[most] >= _MOSTLY * sum(usage.values()) else None

    def fitting(self, parameter: str, quantity: Quantity) -> tuple[str, Quantity] | None:
        """Return the parameter that a named one stands for where that has no values in the unit, or so.

        So much may be meant as so much a year: a planned capacity in GWh. None where the named one fits.
        """
        yearly = self._quantities.yearly(quantity)
        for each in (quantity, *((yearly,) if yearly else ())):
            usage = self._usage.get(each.canonical, {})
            if parameter in usage:
                return None if each is quantity else (parameter, each)
            if kin := sorted(name for name in usage if name.startswith(f"{parameter}_")):
                return kin[0], each
        return None

    def _told(self, usage: Collection[str], known: Sentence) -> str | None:
        """Return the parameter that alone has a word of the sentence in its name: planned capacity."""
        said = {stem for word in known.tokens for stem in stem_words(word)}
        called = {
            thing.written: {stem for lang, name in thing.names for stem in stem_words(name, lang)}
            for thing in self._known.index(f"concept/{MEASURED}").things
            if thing.written in usage
        }
        shared = Counter(stem for stems in called.values() for stem in stems)
        own = [each for each, stems in called.items() if any(shared[stem] == 1 for stem in stems & said)]
        return own[0] if len(own) == 1 else None

    def _of_types(self, types: Sequence[str], usage: Mapping[str, int]) -> Mapping[str, int]:
        """Return how many values each parameter has among devices of some types: a storage is no cell."""
        if not types:
            return {}
        ak, skos = self._known.names.ak, self._known.names.prefixes["skos"]
        iris = " ".join(f"<{self._known.names.concept(_TYPE, each)}>" for each in types)
        rows = self._select(
            f"SELECT ?parameter (COUNT(*) AS ?count) WHERE {{ VALUES ?type {{ {iris} }}"
            f" ?sort <{skos}broader>* ?type . ?device <{ak}equipmentType> ?sort ."
            f" ?value <{ak}specificationOf> ?device ; <{ak}parameter> ?parameter }} GROUP BY ?parameter"
        )
        counted = {
            parameter.value.rpartition("/")[2]: int(count.value)
            for row in rows
            if isinstance(parameter := row["parameter"], NamedNode)
            and isinstance(count := row["count"], Literal)
        }
        return {name: counted[name] for name in usage if name in counted}

    @cached_property
    def _usage(self) -> Mapping[str, Mapping[str, int]]:
        """Canonical unit → parameter → how many values it has."""
        ak = f"<{self._known.names.ak}"
        rows = self._select(
            f"SELECT ?parameter ?unit (COUNT(*) AS ?count) WHERE {{ ?value {ak}parameter> ?parameter ;"
            f" {ak}unit> ?written . ?written {ak}canonicalUnit> ?unit }} GROUP BY ?parameter ?unit"
        )
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for row in rows:
            parameter, unit, count = row["parameter"], row["unit"], row["count"]
            if (
                isinstance(parameter, NamedNode)
                and isinstance(unit, NamedNode)
                and isinstance(count, Literal)
            ):
                found[unit.value][parameter.value.rpartition("/")[2]] = int(count.value)
        return found
