"""Records of tables as people name them: by id, or by name in any language."""

from akkuri.checks.cells.table_names import TableNames
from akkuri.checks.cluster import Cluster
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Wanted, records
from akkuri.tables.rows import Tables

__all__ = ["NamedRecords"]


class NamedRecords:
    """Understands what a person writes for a record of a folder of tables."""

    def __init__(self, rows: Tables, cluster: Cluster) -> None:
        self._rows, self._cluster = rows, cluster
        names = TableNames(rows, cluster.vocabularies, cluster.names)
        self.resolver = Resolver(names, cluster.names)

    def id(self, written: str, lang: str, wanted: Wanted | None = None, where: str = "") -> str:
        """Return the id, as tables have it, of the record that is meant; of any kind unless some are wanted.

        Raises UnresolvedError, whose sentence begins with `where` and names those that may be meant.
        """
        if wanted is None:
            if self._stands(written):
                return written
            wanted = records(*self._cluster.names.kinds.names)
        return self.resolver.find(written, wanted, lang, where).written

    def _stands(self, written: str) -> bool:
        """Say whether a row has it as its id, also in a table that no kind of record declares."""
        schema = self._cluster.schema.by_prefix.get(written.partition("-")[0])
        rows = self._rows.named(schema.name) if schema else ()
        return any(schema is not None and row[schema.key[0]] == written for row in rows)
