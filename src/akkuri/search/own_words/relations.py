"""How things that sentences name belong together: the region of a town, concepts with narrower ones."""

from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from akkuri.naming.answers import Found
from akkuri.naming.resolver import Resolver
from akkuri.naming.store_source import Select
from akkuri.naming.things import concepts

__all__ = ["REGION", "TOWN", "Relations"]

REGION: Final = "region"
TOWN: Final = "municipality"


class Relations:
    """Looks them up in the graph when they are asked for: few sentences need any."""

    def __init__(self, select: Select, known: Resolver) -> None:
        self._select = select
        self._known = known

    def region(self, town: str) -> str | None:
        """Return the code of the region in which a town lies; None where the graph does not say."""
        answer = self._known.resolve(town, concepts(TOWN))
        if not isinstance(answer, Found):
            return None
        place = f"{NamedNode(answer.thing.iri)} <{self._known.names.ak}region>"
        for row in self._select(f"SELECT ?region WHERE {{ {place} ?region }}"):
            if isinstance(region := row["region"], NamedNode):
                return region.value.rpartition("/")[2]
        return None

    def is_wide(self, scheme: str, concept: str) -> bool:
        """Tell whether a concept only gathers narrower ones."""
        return f"{self._known.names.base}concept/{scheme}/{concept}" in self._wide

    @cached_property
    def _wide(self) -> frozenset[str]:
        broader = f"<{self._known.names.prefixes['skos']}broader>"
        rows = self._select(f"SELECT DISTINCT ?wide WHERE {{ ?narrow {broader} ?wide }}")
        return frozenset(wide.value for row in rows if isinstance(wide := row["wide"], NamedNode))
