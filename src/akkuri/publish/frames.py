"""The tables with typed columns and the statements as polars frames, written as Parquet (extra `frames`)."""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any, Final, cast

import polars as pl
from polars.io.plugins import register_io_source
from pyoxigraph import Literal, Quad

from akkuri.naming.numbers import finite
from akkuri.publish.edition import Edition, iri
from akkuri.publish.files import Package
from akkuri.publish.tables.tabulate import TableRows, tabulate
from akkuri.tables.schema import Column

__all__ = ["STATEMENTS", "write_frames"]

STATEMENTS: Final = pl.Schema(
    dict.fromkeys(("subject", "predicate", "object", "datatype", "language", "graph"), pl.String())
)
"""Columns of statements.parquet; an object without a datatype is an IRI."""

_ROWS: Final = 50_000
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
"""A whole number that has room in 64 bits."""


def write_frames(edition: Edition, package: Package, part: str) -> None:
    """Write one Parquet file a table, and `statements.parquet` with the statements of a part."""
    for name, content in edition.each_once(_tables, lambda: _tables(edition)):
        with package.file(f"{name}.parquet") as file:
            file.write(content)
    with package.file("statements.parquet") as file:
        _write(file, STATEMENTS, map(_statement, edition.quads(part)))


def _tables(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Give the name of each table and its file, which is the same beside any part of the statements."""
    with tabulate(edition) as tables:
        for table in tables.values():
            content = io.BytesIO()
            _write(content, _schema(table), _typed(table))
            yield table.schema.name, content.getvalue()


def _write(file: IO[bytes], schema: pl.Schema, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows in pieces, so that memory does not grow with the table."""

    def pieces(*_: object) -> Iterator[pl.DataFrame]:
        stream = iter(rows)
        while batch := list(islice(stream, _ROWS)):
            yield pl.DataFrame(batch, schema, orient="row")

    frame = register_io_source(pieces, schema=schema)
    target = _Target(file)
    try:
        frame.sink_parquet(cast("IO[bytes]", target), compression="zstd", maintain_order=True)
    except pl.exceptions.PolarsError:
        if target.failed is not None:
            raise target.failed from None
        raise


class _Target(io.RawIOBase):
    """A file to write to that remembers why it failed: the engine says only that something did."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.failed: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        try:
            return self._file.write(piece)
        except OSError as error:
            self.failed = error
            raise

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            self.failed = error
            raise


def _statement(quad: Quad) -> tuple[str | None, ...]:
    value = quad.object
    subject, predicate, graph = iri(quad.subject), quad.predicate.value, iri(quad.graph_name)
    if isinstance(value, Literal):
        return (subject, predicate, value.value, value.datatype.value, value.language, graph)
    return (subject, predicate, iri(value), None, None, graph)


def _schema(table: TableRows) -> pl.Schema:
    return pl.Schema({column.name: _type(column) for column in table.schema.columns})


def _type(column: Column) -> pl.DataType:
    if column.separator:
        return pl.List(pl.String())
    numbers: dict[str, pl.DataType] = {"decimal": pl.Float64(), "integer": pl.Int64()}
    return numbers.get(column.datatype, pl.String())


def _typed(table: TableRows) -> Iterator[tuple[Any, ...]]:
    columns = table.schema.columns
    for row in table:
        yield tuple(_value(column, cell) for column, cell in zip(columns, row, strict=True))


def _value(column: Column, cell: str) -> Any:
    if column.separator:
        return column.values(cell)
    if column.datatype == "decimal":
        return finite(cell)  # A cell that is no number has no place in a column of numbers.
    if column.datatype == "integer":
        return int(cell) if _WHOLE.fullmatch(cell) else None
    return cell or None
