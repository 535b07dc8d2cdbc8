"""What a search finds: hits in their order, counted by kind and by facet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from akkuri.naming.quantities import Mention
from akkuri.naming.things import Thing
from akkuri.search.entries import SearchEntry
from akkuri.search.request import Understood
from akkuri.search.values import Stated

__all__ = ["Hit", "SearchFound"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit; `values` are those that suffice, `unknown` says that no source states one."""

    entry: SearchEntry
    values: tuple[Stated, ...] = ()
    unknown: bool = False
    off: Decimal = Decimal(0)
    """How far the nearest of its values is from what was asked."""
    unstated: tuple[Mention, ...] = ()
    """Those of several values that no source states of it."""


@dataclass(frozen=True, slots=True)
class SearchFound:
    """All hits in their order, and how many there are by kind and by facet."""

    hits: Sequence[Hit]
    kinds: dict[str, int]
    """Counted without regard to the kind that is asked for."""
    facets: dict[str, dict[str, int]]
    understood: Understood
    lacking: tuple[str, ...] = ()
    """Words that are nowhere."""
    partial: bool = False
    """No entry has every word: these have the most."""
    short: int = 0
    """Things that have the words but state only lower values."""
    unreached: int | None = None
    """Where a value is asked for that nothing reaches: how many things state one of that quantity."""
    unknown_facets: tuple[str, ...] = field(default=())
    identified: str | None = None
    """IRI of the record whose identifier is what was written; its hit is the first."""
    yearly: Mention | None = None
    """A value for which the values of the hits are those a year: nothing states it as it was written."""
    lower: bool = False
    """Nothing reaches the value, so the hits are those with the nearest ones."""
    unstated: Mention | None = None
    """A value of a quantity that nothing states; where there is no other, its unit is looked for."""
    unstated_unit: Thing | None = None
    """The unit of that quantity."""
