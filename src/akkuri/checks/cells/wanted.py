"""What a cell of a column may name."""

from akkuri.namespaces import Names
from akkuri.naming.things import Wanted, concepts, records
from akkuri.tables.schema import Column

__all__ = ["wanted_in"]


def wanted_in(column: Column, names: Names) -> Wanted | None:
    """Return what a column names: concepts of a scheme or records of kinds; None where it names nothing."""
    if column.scheme:
        return concepts(column.scheme)
    kinds = names.kinds.by_prefix
    named = [kinds[prefix].name for prefix in column.refers_to if prefix in kinds]
    return records(*named) if named else None
