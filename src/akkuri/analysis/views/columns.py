"""A column of a view: its name, and what its cells hold, by which a page knows how to write them."""

from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["Holds", "ViewColumn", "plain"]


class Holds(Enum):
    """What the cells of a column hold; `of` of the column says of which column or scheme."""

    PLAIN = auto()
    """A text, number or truth value, or a list of texts, as it is."""
    ENGLISH = auto()
    """A text that curators write in English only."""
    NUMERAL = auto()
    """A number that names, such as a year or a step: neither aligned nor split into thousands."""
    RECORD = auto()
    """The name of the record whose IRI stands in the column `of`."""
    RECORDS = auto()
    """The names of the records whose IRIs stand in the column `of`."""
    CONCEPTS = auto()
    """Ids of concepts of the scheme `of`, alone or with a count after a colon."""
    COUNTED = auto()
    """Names with a count in brackets; `?` is not told. With `of` country they are country codes."""
    STATE = auto()
    """The name of the state of a cell whose id stands in the column `of`."""
    CAPABILITY = auto()
    """The name of a capability; with its `stage`, `capability` and `area` it leads to the cell."""
    CELLS = auto()
    """Cells, written `stage/capability` in the column `of`, perhaps with a state after a colon."""
    COUNTRY = auto()
    """A country code."""
    DATE = auto()
    """A date, a month or a year."""
    EUROS = auto()
    """A sum in euros."""
    SHARE = auto()
    """A number from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """One column; its title is the text `views.col_<name>`."""

    name: str
    holds: Holds = Holds.PLAIN
    of: str = ""


def plain(*names: str) -> tuple[ViewColumn, ...]:
    """Return columns that hold what they hold."""
    return tuple(ViewColumn(name) for name in names)
