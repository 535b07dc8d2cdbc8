"""New records of one file that have one name: told once, at the name."""

from collections.abc import Iterator

from akkuri.checks.report.finding import Finding, table_finding
from akkuri.naming.spelling import same
from akkuri.tables.rows import Row, Table
from akkuri.tables.schema import TableSchema

__all__ = ["named_by", "twins_in"]


def named_by(schema: TableSchema) -> str | None:
    """Return the column whose name two new records of a file cannot share."""
    named = next((c for c in schema.columns if c.required and c.lang and schema.is_record), None)
    return named.name if named is not None and named.property == "skos:prefLabel" else None


def twins_in(table: Table) -> Iterator[Finding]:
    """Yield a record whose name another new one of the same file has."""
    named = named_by(table.schema)
    if named is None:
        return
    first: dict[str, Row] = {}
    for row in table.rows:
        name = same(row[named])
        other = first.setdefault(name, row)
        if name and other is not row:
            place = (row.file, row.number, named, row[named])
            yield table_finding("name-twice", *place, first=f"{other.file}:{other.number}")
