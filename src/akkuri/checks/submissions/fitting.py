"""Units and what is measured in them: of several units called alike, the one that fits."""

from collections.abc import Callable, Mapping
from functools import cached_property

from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.answers import Answer, Found
from akkuri.naming.things import Wanted, concepts
from akkuri.tables.schema import Column, TableSchema

__all__ = ["Fitting", "Known"]

Known = Callable[[str, Wanted], Answer | None]
"""Tells what a text means among what is wanted."""
_UNIT = "unit"


class Fitting:
    """Knows in which units each quantity may be given."""

    def __init__(self, vocabularies: Vocabularies, names: Names) -> None:
        self._vocabularies, self._names = vocabularies, names

    def unit(
        self, value: str, column: Column, schema: TableSchema, cells: Mapping[str, str], known: Known
    ) -> Found | None:
        """Return the unit that a value means beside what is measured: “C” beside a temperature is a degree.

        None for another column, and where nothing says what is measured or it has no such unit.
        """
        allowed = self._units_of(schema, cells) if column.scheme == _UNIT else set()
        wanted = concepts(_UNIT).within(lambda thing: thing.iri in allowed)
        answer = known(value, wanted) if allowed else None
        return answer if isinstance(answer, Found) else None

    def _units_of(self, schema: TableSchema, cells: Mapping[str, str]) -> set[str]:
        """Return the units of what another cell of the row names; none where nothing says it."""
        things = [
            self._names.concept(f"{column.scheme}/{cells[column.name]}")
            for column in schema.columns
            if column.scheme and column.scheme != _UNIT and not column.separator and cells.get(column.name)
        ]
        return set().union(*(self._allowed.get(thing, set()) for thing in things))

    @cached_property
    def _allowed(self) -> dict[str, set[str]]:
        """IRI of what is measured → those of its units."""
        found: dict[str, set[str]] = {}
        for quad in self._vocabularies.quads:
            if quad.predicate.value == f"{self._names.ak}allowedUnit":
                subject, unit = (getattr(each, "value", "") for each in (quad.subject, quad.object))
                found.setdefault(subject, set()).add(unit)
        return found
