"""Tracing SHACL results back to the cells they come from, without telling a fault twice."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from akkuri.checks.cells.references import lost_rows, unread_tables
from akkuri.checks.report.finding import Finding, Severity
from akkuri.checks.shacl.engines import ValidationResult
from akkuri.checks.shacl.messages import TableWords
from akkuri.checks.shacl.shapes import ShapeInfo
from akkuri.graph.mapping import MappedGraph, StatementOrigin
from akkuri.namespaces import PREFIXES, Names, rebase
from akkuri.tables.rows import Tables
from akkuri.tables.schema import Column, TableSchema

__all__ = ["Places", "findings_of", "without_repeats"]

Locate = Callable[[ValidationResult, ShapeInfo], StatementOrigin]


class Places:
    """Finds file, row and column of a result by the index that the mapping kept."""

    def __init__(self, tables: Tables, mapped: MappedGraph, names: Names) -> None:
        self._mapped = mapped
        self._names = names
        self._schemas: dict[str, TableSchema] = {table.file: table.schema for table in tables}
        self._prefixes = {prefix: rebase(iri, names.base) for prefix, iri in PREFIXES.items()}
        unread = [schema for schema in tables.schema if schema.name in unread_tables(tables)]
        self._unread_prefixes = tuple(f"{prefix}-" for schema in unread for prefix in schema.id_prefixes)
        self._unread_links = {
            self.property(column) for schema in unread for column in schema.columns if column.refers_to
        }
        self._lost = {lost for _, lost in lost_rows(tables)}

    def rests_on_unread(self, finding: Finding, shape: ShapeInfo | None) -> bool:
        """Tell whether a finding may only be there because a table, or a row of one, could not be read."""
        if finding.value in self._lost or finding.value.startswith(self._unread_prefixes or ("\x00",)):
            return True
        return shape is not None and not self._unread_links.isdisjoint(shape.mentions)

    def __call__(self, result: ValidationResult, shape: ShapeInfo) -> StatementOrigin:
        """Return the cell to blame, or the row, or for a concept the file of its vocabulary."""
        path = result.path or shape.path
        row = self._mapped.rows.get(result.focus)
        if row is None:
            return StatementOrigin(self._vocabulary(result.focus), 0, None)
        schema = self._schemas[row.file]
        columns = [column for column in schema.columns if path and self.property(column) == path]
        spoken = [column for column in columns if column.lang and column.lang == result.lang]
        if spoken or columns:
            return StatementOrigin(row.file, row.row, (spoken or columns)[0].name)
        of_record = path is None and result.value == result.focus
        return StatementOrigin(row.file, row.row, schema.key[0] if of_record and schema.key else None)

    def property(self, column: Column) -> str | None:
        """Return the IRI of a column's property."""
        if column.property is None:
            return None
        prefix, colon, local = column.property.partition(":")
        namespace = self._prefixes.get(prefix) if colon else None
        return namespace + local if namespace else column.property

    def column_property(self, file: str, column: str) -> str | None:
        """Return the IRI of the property of a file's column."""
        schema = self._schemas.get(file)
        found = [c for c in schema.columns if c.name == column] if schema else []
        return self.property(found[0]) if found else None

    def _vocabulary(self, iri: str) -> str:
        root = self._names.concept("")
        return f"{iri.removeprefix(root).partition('/')[0]}.ttl" if iri.startswith(root) else ""


def findings_of(
    results: Iterable[ValidationResult], infos: Mapping[str, ShapeInfo], wording: TableWords, locate: Locate
) -> Iterator[Finding]:
    """Turn results of shapes that speak for themselves into findings."""
    for result in results:
        shape = infos.get(result.shape)
        if shape is None:
            continue
        cell = locate(result, shape)
        yield Finding(
            shape.code,
            shape.severity,
            shape.names,
            wording.messages(shape, result),
            cell.file,
            cell.row or None,
            cell.column,
            wording.short(result.value) if result.value else "",
            result.focus,
            shape.iri,
            result.path or shape.path,
            result.component,
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the table checks have told: cells, rows that stand twice, and properties left unsaid."""

    cells: Mapping[tuple[str, int | None, str | None], Severity]
    rows: set[tuple[str, int | None]]
    silent: Mapping[tuple[str, int | None], set[str]]


def without_repeats(
    table: Iterable[Finding], shacl: Iterable[Finding], infos: Mapping[str, ShapeInfo], places: Places
) -> list[Finding]:
    """Join both lists so that one fault is told once.

    The table check wins at a cell; only about the form of a value a shape says it better. A shape is
    silent where it misses what an unreadable cell of the same row would have said, and about a row
    whose key stands twice.
    """
    told, found = list(table), list(shacl)
    better = {(f.file, f.row, f.column) for f in found if f.severity is Severity.VIOLATION and f.column}
    forms = ("cell-form", "cell-pattern")
    told = [f for f in told if f.code not in forms or (f.file, f.row, f.column) not in better]
    found = [f for f in found if not places.rests_on_unread(f, infos.get(f.shape or ""))]
    silent: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    twice: set[tuple[str, int | None]] = set()
    for finding in told:
        if finding.code == "key-twice":
            twice.add((finding.file, finding.row))
        if finding.column and finding.severity is Severity.VIOLATION and finding.code != "value-twice":
            row = None if finding.code == "column-missing" else finding.row
            silent[finding.file, row].add(places.column_property(finding.file, finding.column) or "")
    cells: dict[tuple[str, int | None, str | None], Severity] = {}
    for finding in (each for each in told if each.column):
        place = (finding.file, finding.row, finding.column)
        cells[place] = min(finding.severity, cells.get(place, finding.severity))
    known = _Told(cells, twice, silent)
    return told + [finding for finding in found if not _is_repeat(finding, known, infos)]


def _is_repeat(finding: Finding, told: _Told, infos: Mapping[str, ShapeInfo]) -> bool:
    place = (finding.file, finding.row)
    graver = told.cells.get((*place, finding.column), Severity.INFO) <= finding.severity
    if ((*place, finding.column) in told.cells and graver) or place in told.rows:
        return True
    shape = infos.get(finding.shape or "")
    whole_file = told.silent.get((finding.file, None), set())
    return shape is not None and bool(shape.mentions & (told.silent.get(place, set()) | whole_file))
