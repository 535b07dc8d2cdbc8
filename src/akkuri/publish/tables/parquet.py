"""Parquet: the tables with typed columns, and all statements of a part in one table."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from pyoxigraph import Literal, Quad

from akkuri.publish.edition import Edition, iri
from akkuri.publish.files import Package
from akkuri.publish.tables.tabulate import TableRows, tabulate
from akkuri.tables.schema import Column

__all__ = ["STATEMENTS", "write"]

STATEMENTS: Final = pa.schema(
    [
        pa.field("subject", pa.string(), nullable=False),
        pa.field("predicate", pa.string(), nullable=False),
        pa.field("object", pa.string(), nullable=False),
        pa.field("datatype", pa.string()),
        pa.field("language", pa.string()),
        pa.field("graph", pa.string(), nullable=False),
    ]
)
"""Columns of statements.parquet; an object without a datatype is an IRI."""

_ROWS: Final = 50_000
_COMPRESSION: Final = "zstd"


def write(edition: Edition, package: Package, part: str = "all") -> None:
    """Write one Parquet file a table, and `statements.parquet` with the statements of a part."""
    with tabulate(edition) as tables:
        for table in tables.values():
            _write(package, f"{table.schema.name}.parquet", _schema(table), _typed(table))
    _write(package, "statements.parquet", STATEMENTS, map(_statement, edition.quads(part)))


def _write(package: Package, name: str, schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows in pieces, so that memory does not grow with the table."""
    with (
        package.file(name) as file,
        pq.ParquetWriter(file, schema, compression=_COMPRESSION) as writer,
    ):
        for batch in _batches(rows):
            cells = zip(*batch, strict=True)
            columns = [pa.array(values, field.type) for values, field in zip(cells, schema, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    stream = iter(rows)
    while batch := list(islice(stream, _ROWS)):
        yield batch


def _statement(quad: Quad) -> tuple[str | None, ...]:
    value = quad.object
    subject, predicate, graph = iri(quad.subject), quad.predicate.value, iri(quad.graph_name)
    if isinstance(value, Literal):
        return (subject, predicate, value.value, value.datatype.value, value.language, graph)
    return (subject, predicate, iri(value), None, None, graph)


def _schema(table: TableRows) -> pa.Schema:
    return pa.schema([(column.name, _type(column)) for column in table.schema.columns])


def _type(column: Column) -> pa.DataType:
    if column.separator:
        return pa.list_(pa.string())
    return {"decimal": pa.float64(), "integer": pa.int64()}.get(column.datatype, pa.string())


def _typed(table: TableRows) -> Iterator[tuple[Any, ...]]:
    columns = table.schema.columns
    for row in table:
        yield tuple(_value(column, cell) for column, cell in zip(columns, row, strict=True))


def _value(column: Column, cell: str) -> Any:
    if column.separator:
        return column.values(cell)
    if not cell:
        return None
    if column.datatype == "decimal":
        return float(Decimal(cell))
    return int(cell) if column.datatype == "integer" else cell
