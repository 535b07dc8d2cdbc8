"""The two ends of a link that holds both ways: in the order of their ids, so that it is stored once."""

from functools import cached_property

from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.tables.schema import TableSchema

__all__ = ["Ends"]


class Ends:
    """Knows which kinds of link hold both ways."""

    def __init__(self, vocabularies: Vocabularies, names: Names) -> None:
        self._vocabularies, self._names = vocabularies, names

    def put_in_order(self, schema: TableSchema, cells: dict[str, str]) -> None:
        """Put the ends of what holds both ways in the order of their ids."""
        kinds = {cells.get(column.name) for column in schema.columns if column.scheme and column.required}
        ends = [c for c in schema.columns if c.refers_to and c.required and not c.separator]
        pair = len(ends) == 2 and ends[0].refers_to == ends[1].refers_to
        if pair and kinds & self._symmetric and all(cells.get(end.name) for end in ends):
            ordered = sorted(cells[end.name] for end in ends)
            cells.update(zip((end.name for end in ends), ordered, strict=True))

    @cached_property
    def _symmetric(self) -> set[str | None]:
        """The ids of concepts that hold both ways."""
        return {
            str(getattr(quad.subject, "value", "")).rpartition("/")[2]
            for quad in self._vocabularies.quads
            if quad.predicate.value == f"{self._names.ak}symmetric"
            and getattr(quad.object, "value", "") == "true"
        }
