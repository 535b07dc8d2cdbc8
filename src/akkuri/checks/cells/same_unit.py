"""Whether two ways to write a unit mean the same one: kWh and kW.h."""

from collections.abc import Callable
from functools import cache

from akkuri.checks.cells.table_names import TableNames
from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.answers import Found
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import concepts
from akkuri.tables.rows import Tables
from akkuri.tables.schema import Schema

__all__ = ["units_alike"]


def units_alike(schema: Schema, vocabularies: Vocabularies, names: Names) -> Callable[[str, str], bool]:
    """Return what tells it by the names that the vocabularies have for units."""
    resolver = Resolver(TableNames(Tables(schema), vocabularies, names), names)

    @cache
    def meant(written: str) -> str | None:
        answer = resolver.known(written, concepts("unit"))
        return answer.thing.iri if isinstance(answer, Found) else None

    return lambda one, other: one == other or (meant(one) is not None and meant(one) == meant(other))
