"""What files would change in the tables of a folder: checked, merged, told; nothing is written yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from akkuri.checks.cluster import Cluster
from akkuri.checks.paths import check_additions
from akkuri.checks.report.finding import Finding, Severity
from akkuri.checks.standing import Standing
from akkuri.curation.called import with_names
from akkuri.curation.changes import RowChange, changes_of
from akkuri.curation.gap_changes import changed_cells
from akkuri.curation.merging import merge
from akkuri.curation.writing import as_csv
from akkuri.tables.rows import Row, Table, Tables

__all__ = ["Additions", "read_additions"]


@dataclass(frozen=True, slots=True)
class Additions:
    """What was found in files, and what they change."""

    findings: list[Finding]
    changes: list[RowChange]
    """Rows that come or say something else; empty with a violation."""
    cells: list[str]
    """A sentence for each cell of the gap table that changes, where it was asked for."""
    contents: dict[str, str]
    """File → the table as it becomes."""

    @property
    def refused(self) -> bool:
        """Whether a violation stands in the way."""
        return any(finding.severity is Severity.VIOLATION for finding in self.findings)


def read_additions(
    files: Sequence[Path],
    cluster: Cluster,
    today: date,
    lang: str,
    reading: Callable[[Path | None], None],
    standing: Standing | None = None,
) -> Additions:
    """Read workbooks and CSV files as additions to the tables of a cluster and check them with these.

    `today` is noted in rows that change. Who reads one file after another gives the tables as they stand; the
    cells of the gap table are then not looked at. Raises UsageError for a file that cannot be read.
    """
    there = standing.tables if standing else cluster.read()
    checked = check_additions(files, cluster, reading=reading, standing=standing)
    if any(finding.severity is Severity.VIOLATION for finding in checked.findings):
        return Additions(checked.findings, [], [], {})
    merged = merge(checked.settled, there, cluster, today)
    changes = [change for each in merged for change in changes_of(each.schema, each.before, each.after)]
    after = {each.schema.name: each.after for each in merged}
    becoming = _with(there, after)
    changes = with_names(changes, there.schema, (becoming, there), cluster.vocabularies)
    contents = {
        each.schema.file_name: as_csv(each.header, [row.cells for row in each.after]) for each in merged
    }
    cells = changed_cells(there, becoming, cluster, lang) if merged and standing is None else []
    return Additions(checked.findings, changes, cells, contents)


def _with(there: Tables, after: dict[str, list[Row]]) -> Tables:
    """Return the tables with the rows of some of them replaced."""
    found = Tables(there.schema)
    for schema in there.schema:
        rows = after.get(schema.name, there.named(schema.name))
        found.tables.append(Table(schema, schema.file_name, rows, tuple(schema.header)))
    return found
