"""What time has made wrong: plans without news, operators that ended, dates that have not come yet."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.naming.dates import day_of, is_date, months_after
from akkuri.tables.rows import Row, Tables

__all__ = ["PLAN_MONTHS", "check_ages"]

PLAN_MONTHS: Final = 18
"""A plan or a building site that nobody told about for so long is asked about."""
_AHEAD: Final = ("planned", "under-construction")
_OVER: Final = ("closed", "cancelled")
_EARLIEST: Final = {"modified": 2000, "verified": 2000, "retrieved": 1991}
"""Columns of what people do with rows and web pages, and the year before which nobody can have."""


def check_ages(tables: Tables, day: date, looked: Tables) -> Iterator[Finding]:
    """Yield what was right once and is not, or cannot be yet, on a day: that of the release, or today.

    The rows of `looked` are asked, the operators are those of `tables`.
    """
    ended = {
        row["id"]: row
        for name in ("organisations", "networks")
        for row in tables.named(name)
        if row["ended"] or row["replaced_by"]
    }
    for table in looked:
        dates = [column.name for column in table.schema.columns if column.datatype == "partialDate"]
        for row in table.rows:
            yield from _dates(row, dates, day)
            if row["status"] in _AHEAD and table.schema.name == "facilities":
                yield from _plan(row, day)
            if row["status"] not in _OVER and not row["withdrawn"] and not row["replaced_by"]:
                yield from _operators(row, ended)


def _dates(row: Row, columns: list[str], day: date) -> Iterator[Finding]:
    """A date of something that happened lies neither ahead nor before it could happen.

    What ends may end later, and so may something that is built open later.
    """
    for column in columns:
        value = row[column].strip()
        if not value or not is_date(value):
            continue
        place = (row.file, row.number, column, value)
        year = _EARLIEST.get(column)
        if year is not None and int(value[:4]) < year:
            yield table_finding("date-early", *place, Severity.WARNING, year=year)
        elif day_of(value) > day.isoformat() and _has_happened(row, column):
            yield table_finding("date-future", *place, Severity.WARNING, day=day.isoformat())


def _has_happened(row: Row, column: str) -> bool:
    if column == "opened":
        return row["status"] not in _AHEAD
    return column in ("retrieved", "verified", "modified", "source_date", "date", "as_of", "withdrawn")


def _plan(row: Row, day: date) -> Iterator[Finding]:
    """A plan or a building site has news from the last months."""
    newest = row["source_date"].strip()
    if is_date(newest) and day_of(newest, last=True) < months_after(day, -PLAN_MONTHS).isoformat():
        yield table_finding(
            "plan-old",
            *(row.file, row.number, "status", row["status"]),
            Severity.WARNING,
            newest=newest,
            months=PLAN_MONTHS,
            day=day.isoformat(),
        )


def _operators(row: Row, ended: dict[str, Row]) -> Iterator[Finding]:
    """What runs is run by somebody who is still there."""
    for operator in filter(None, row["operator_ids"].split(";")):
        if operator in ended:
            place = (row.file, row.number, "operator_ids", operator)
            after, when = ended[operator]["replaced_by"], ended[operator]["ended"]
            if after:
                yield table_finding("operator-replaced", *place, Severity.WARNING, after, meant=after)
            else:
                yield table_finding("operator-ended", *place, Severity.WARNING, when=when)
