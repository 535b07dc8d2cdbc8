"""A list that people at a registry read or upload: one line a record that has what is demanded."""

from collections.abc import Iterable, Sequence
from typing import Any

from akkuri.publish.files import Package
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.record_access import Records
from akkuri.tables.spreadsheet_csv import spreadsheet_csv

__all__ = ["write_list"]


def write_list(
    package: Package,
    name: str,
    columns: Sequence[str],
    report: Report,
    records: Records,
    found: Iterable[tuple[str, str, dict[str, Any]]],
) -> Report:
    """Write the records that are whole into the file `name`, and what the others lack as report.json.

    `found` gives IRI, entity of the format and fields by column.
    """
    lines = [
        document
        for iri, entity, document in found
        if report.judge(iri, records.labels(iri), entity, document)
    ]
    with package.file(name) as file:
        file.write(spreadsheet_csv(columns, lines, "en"))
    package.text("report.json", report.text())
    return report
