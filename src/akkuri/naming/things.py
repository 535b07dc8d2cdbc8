"""What can be meant: a thing with everything it is called, and what is wanted where a name is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from textwrap import shorten
from typing import Final

from akkuri.naming.languages import best
from akkuri.naming.spelling import fold

__all__ = [
    "CHOICE",
    "COUNTRIES",
    "KIND",
    "UNITS",
    "Name",
    "Scale",
    "Thing",
    "Wanted",
    "concepts",
    "countries",
    "kinds",
    "places",
    "records",
]

CHOICE: Final = "choice"
"""The group of what a declaration lists, such as the scales that sums are compared by."""
COUNTRIES: Final = "country"
"""The group of countries: ISO 3166-1 codes and their names."""
KIND: Final = "kind"
"""The group of the kinds of record."""
_SHOWN: Final = 80
"""Characters of a name that are shown beside what one writes."""
UNITS: Final = "concept/unit"
_RECORDS: Final = "id/"
Name = tuple[str, str]
"""A language, empty where none is stated, and what something is called in it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How a unit is turned into the canonical one of its quantity: value × factor + offset."""

    canonical: str
    """IRI of the canonical unit."""
    factor: Decimal
    offset: Decimal
    least: Decimal | None = None
    most: Decimal | None = None
    """The values for which the unit is used, where another one is called the same; None: all."""

    def holds(self, amount: Decimal) -> bool:
        """Tell whether the unit is used for a value of it."""
        return (self.least is None or amount >= self.least) and (self.most is None or amount <= self.most)


@dataclass(frozen=True, slots=True)
class Thing:
    """A record, concept, country or kind, and what it is called.

    `group` is the path under the base that the IRIs of its like begin with, such as `id/facility` or
    `concept/capability`; `id` is the end of its IRI.
    """

    group: str
    id: str
    iri: str = ""
    table_id: str | None = field(default=None, compare=False)
    """What the tables call a record, such as `fac-x`."""
    names: tuple[Name, ...] = field(default=(), compare=False)
    """Preferred names, at most one a language."""
    others: tuple[Name, ...] = field(default=(), compare=False)
    """Other names: old ones, acronyms, spellings that were met."""
    hidden: tuple[Name, ...] = field(default=(), compare=False)
    """What only searches know: never shown, and never enough where another thing has it too."""
    codes: tuple[str, ...] = field(default=(), compare=False)
    """Notation and identifiers of registries."""
    addresses: tuple[str, ...] = field(default=(), compare=False)
    """Web pages of the thing itself: the page that a source is, the home page of an organisation."""
    successor: str | None = field(default=None, compare=False)
    """IRI of the record that took its place."""
    gone: bool = field(default=False, compare=False)
    """Replaced or withdrawn."""
    scale: Scale | None = field(default=None, compare=False)
    """For a unit: its place among the units of the same quantity."""

    @property
    def written(self) -> str:
        """What one writes for it in a table: `fac-x` for a record, the code of a unit, else the id."""
        if self.table_id:
            return self.table_id
        return self.codes[0] if self.group == UNITS and self.codes else self.id

    def label(self, lang: str) -> str:
        """Return its name in a language, else in English, Finnish, Swedish or any; its id without names."""
        return best(dict(self.names), lang) or self.id

    def shown(self, lang: str) -> str:
        """Return what to write in a table and what it is called, such as `org-vtt (VTT)`."""
        label = self._label(lang)
        return f"{self.written} ({label})" if label else self.written

    def offered(self, lang: str) -> str:
        """Return what it is called and its id, either of which can be written, such as `VTT (org-vtt)`."""
        label = self._label(lang)
        return f"{label} ({self.written})" if label else self.written

    def is_called(self, name: str) -> bool:
        """Tell whether it has a name, or one that begins so where what is written is cut off (…)."""
        begun, cut = fold(name.removesuffix("…")), name.endswith("…")
        every = (fold(each) for _, each in (*self.names, *self.others))
        return any(each.startswith(begun) if cut else each == begun for each in every)

    def _label(self, lang: str) -> str:
        """Return its name, shortened; empty where it is no other than its id."""
        label = shorten(self.label(lang), _SHOWN, placeholder=" …")
        return "" if not self.names or fold(label) == fold(self.written) else label


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a name may mean at the place where it is written: groups, and which of their things."""

    groups: tuple[str, ...]
    only: Callable[[Thing], bool] | None = field(default=None, compare=False)

    def within(self, only: Callable[[Thing], bool]) -> "Wanted":
        """Return the same for some things only, such as those a table has rows for."""
        return Wanted(self.groups, only)

    def takes(self, thing: Thing) -> bool:
        """Tell whether a thing of the groups may be meant."""
        return self.only is None or self.only(thing)


def records(*kinds: str) -> Wanted:
    """Want records of these kinds, such as `facility`."""
    return Wanted(tuple(f"{_RECORDS}{kind}" for kind in kinds))


def concepts(*schemes: str) -> Wanted:
    """Want concepts of these schemes, such as `capability`."""
    return Wanted(tuple(f"concept/{scheme}" for scheme in schemes))


def places() -> Wanted:
    """Want a region or a country."""
    return Wanted(("concept/region", COUNTRIES))


def countries() -> Wanted:
    """Want a country."""
    return Wanted((COUNTRIES,))


def kinds() -> Wanted:
    """Want a kind of record."""
    return Wanted((KIND,))
