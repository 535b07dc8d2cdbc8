"""A list that people at a registry read or upload: one line a record that has what is demanded."""

from collections.abc import Iterable, Sequence
from typing import Any

from akkuri.publish.files import Package
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.record_access import Records
from akkuri.tables.spreadsheet_csv import spreadsheet_csv

__all__ = ["write_lines", "write_list"]


def write_list(
    package: Package,
    name: str,
    columns: Sequence[str],
    report: Report,
    records: Records,
    found: Iterable[tuple[str, str, dict[str, Any]]],
) -> Report:
    """Write the only list of a format, as `write_lines` does, and what others lack as report.json."""
    write_lines(package, name, columns, report, records, found)
    package.text("report.json", report.text())
    return report


def write_lines(
    package: Package,
    name: str,
    columns: Sequence[str],
    report: Report,
    records: Records,
    found: Iterable[tuple[str, str, dict[str, Any]]],
) -> None:
    """Write the records that are whole into the file `name`; what the others lack is in the report.

    `found` gives IRI, entity of the format and fields by column.
    """
    lines = [
        document
        for iri, entity, document in found
        if report.judge(iri, records.labels(iri), entity, document)
    ]
    with package.file(name) as file:
        file.write(spreadsheet_csv(columns, lines, "en"))
