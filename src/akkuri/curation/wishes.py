"""Which template somebody wants: kinds and a record by what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from akkuri.checks.cluster import Cluster, open_cluster
from akkuri.curation.fields import about, tables_of
from akkuri.curation.named_records import NamedRecords
from akkuri.curation.template import Prefilled
from akkuri.kinds import Kind
from akkuri.naming.things import kinds
from akkuri.settings import Settings
from akkuri.tables.rows import Tables
from akkuri.tables.schema import TableSchema

__all__ = ["Wishes", "read_wishes", "wishes_over"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """The tables that are wanted, over the rows that are there."""

    cluster: Cluster
    rows: Tables
    tables: list[TableSchema]
    prefilled: Prefilled | None


def read_wishes(data: Path, settings: Settings, named: Sequence[str], record: str | None) -> Wishes:
    """Understand names of kinds, in any language, and of a record, by the tables of a folder.

    Without kinds all are wanted; for a record its own and those whose records must name it.
    Raises UsageError for a name that means none, or several.
    """
    cluster = open_cluster(data, settings.names)
    return wishes_over(cluster, cluster.read(), settings, named, record)


def wishes_over(
    cluster: Cluster, rows: Tables, settings: Settings, named: Sequence[str], record: str | None = None
) -> Wishes:
    """Understand the same by rows that are read already, as who wants several templates has them."""
    declared = cluster.names.kinds
    named_records = NamedRecords(rows, cluster)
    wanted = [
        declared[named_records.resolver.find(name, kinds(), settings.lang).id]
        for name in dict.fromkeys(named)
    ]
    if record is None:
        return Wishes(cluster, rows, tables_of(wanted or declared, cluster.schema), None)
    meant = named_records.id(record, settings.lang)
    own: Kind = declared.by_prefix[meant.partition("-")[0]]
    shown = [own, *wanted] if wanted else about(own, declared, cluster.schema)
    tables = tables_of(shown, cluster.schema)
    return Wishes(cluster, rows, tables, Prefilled.about(meant, rows, tables))
