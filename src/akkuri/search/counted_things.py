"""Numbers of things that are counted, whose unit is their name: "over 100 employees"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Final

from akkuri.naming.bounds import bounded
from akkuri.naming.numbers import readings
from akkuri.naming.quantities import Mention, Quantity
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import UNITS
from akkuri.search.words import stem_words
from akkuri.texts import LANGUAGES

__all__ = ["CountedThings"]

_GROUPS: Final = ("concept/parameter", "concept/measure")
"""What is measured and counted."""
_ONE: Final = "one"
"""The unit of what is only counted."""
_NUMBER: Final = re.compile(
    r"(?<![\w.,/-])(?P<number>[1-9][0-9]{0,2}(?:[ \u00a0]?[0-9]{3})*)(?P<more>\+?)\s+(?P<word>[^\W\d_]{4,})"
)
_FEW: Final = 10
"""Fewer are seldom a bound, unless they are said to be one: "two laboratories"."""


class CountedThings:
    """Knows by which words people call what is counted."""

    def __init__(self, known: Resolver) -> None:
        self._known = known

    def mentions(self, text: str) -> Iterator[Mention]:
        """Give the numbers that stand before the name of something that is counted, and what that is."""
        for match in _NUMBER.finditer(text):
            of = frozenset[str]().union(*(self._called.get(stem, ()) for stem in stem_words(match["word"])))
            found = readings(match["number"])
            unit = next((each for each in self._known.index(UNITS).things if each.id == _ONE), None)
            if not (of and found and unit):
                continue
            number, end = Decimal(found[0]), match.end("more")
            bound, start, _ = bounded(text, match.start(), end)
            if bound or number >= _FEW:
                one = Quantity(number, unit.iri, unit, number)
                yield Mention((one,), match.start(), end, bound, (start, match.end()), of)

    @cached_property
    def _called(self) -> Mapping[str, set[str]]:
        """Stem of a name of one word → what is called so."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for group in _GROUPS:
            for thing in self._known.index(group).things:
                for lang, name in (*thing.names, *thing.others, *thing.hidden):
                    stems = stem_words(name, lang) if lang in LANGUAGES else ()
                    if len(stems) == 1:
                        found[stems[0]].add(thing.iri)
        return dict(found)
