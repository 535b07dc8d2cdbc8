"""uniquip: the columns of the UK equipment registry, one line for each infrastructure and device."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.instruments import devices, full_date, operators
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.offered import exists, mailboxes
from akkuri.publish.registries.record_access import Records
from akkuri.publish.registries.spreadsheet_list import write_list
from akkuri.tables.spreadsheet_csv import spreadsheet_csv

__all__ = ["COLUMNS", "FIELDS", "FORMAT", "documents", "write"]

COLUMNS: Final = (
    "Type",
    "Name",
    "Description",
    "Related Facility ID",
    "Technique",
    "Location",
    "Contact Name",
    "Contact Telephone",
    "Contact URL",
    "Contact Email",
    "Secondary Contact Name",
    "Secondary Contact Telephone",
    "Secondary Contact URL",
    "Secondary Contact Email",
    "ID",
    "Photo",
    "Department",
    "Site Location",
    "Building",
    "Service Level",
    "Web Address",
)
"""In the order of the registry's own files of 2014. What is about people stays empty."""
FIELDS: Final = {
    "type": "Type",
    "institutionID": "ID",
    "name": "Name",
    "description": "Description",
    "manufacturer": "manufacturer",
    "model": "model",
    "decommissionedDate": "decommissionedDate",
    "subject": "Technique",
    "contactEmail": "Contact Email",
    "managingDepartment": "Department",
}
"""Field of the registry's data model of 2025 → the column with the same.

What its sections on access, relations and funding ask is not written."""


def write(edition: Edition, package: Package) -> Report:
    """Write `uniquip.csv`, the same by newer names (`uniquip-2025.csv`), and what is lacking."""
    records = Records(edition)
    found = list(documents(records))
    named = (line for _, _, line in found if "Name" in line)
    newer = ({name: line.get(column) for name, column in FIELDS.items()} for line in named)
    with package.file("uniquip-2025.csv") as file:
        file.write(spreadsheet_csv(tuple(FIELDS), newer, "en"))
    lines = ((iri, entity, line) for entity, iri, line in found)
    return write_list(package, "uniquip.csv", COLUMNS, Report("uniquip", records), records, lines)


FORMAT: Final = ExportFormat(
    "uniquip",
    write,
    order=160,
    extension="zip",
    media_type="application/zip",
    file_type="CSV",
    packaged=True,
    registry=True,
)


def documents(records: Records) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give entity, IRI and columns of every infrastructure and device in force that is there or was."""
    for iri in filter(partial(exists, records), records.exported("uniquip", "facility")):
        yield "facility", iri, _filled(_place(records, iri) | _named(records, iri, "facility"))
    for iri in devices(records, "uniquip", "equipment"):
        homes = records.iris(iri, "ak:facility")
        types = [records.label(concept) for concept in records.iris(iri, "ak:equipmentType")]
        found = (_place(records, homes[0]) if homes else {}) | _named(records, iri, "equipment")
        found["Description"] = records.texts(iri, "skos:note").get("en", "")
        found["Related Facility ID"] = ", ".join(map(records.table_id, homes))
        found["Technique"] = "; ".join(filter(None, types))
        found["Department"] = "; ".join(holder["name"] for holder in operators(records, iri))
        found["manufacturer"] = "; ".join(records.values(iri, "ak:manufacturer"))
        found["model"] = records.value(iri, "ak:model")
        found["decommissionedDate"] = full_date(records.value(iri, "ak:ended"))
        yield "equipment", iri, _filled(found)


def _named(records: Records, iri: str, kind: str) -> dict[str, str]:
    return {
        "Type": kind,
        "ID": records.table_id(iri),
        "Name": records.label(iri),
        "Web Address": records.iri(iri, "foaf:homepage") or records.page(iri),
    }


def _place(records: Records, facility: str) -> dict[str, str]:
    """Return where an infrastructure is and how to reach it, without anything about people."""
    holders = [records.label(iri) for iri in records.iris(facility, "ak:operator")]
    return {
        "Description": records.texts(facility, "dct:description").get("en", ""),
        "Technique": "; ".join(
            records.label(concept) for concept in records.iris(facility, "ak:facilityKind")
        ),
        "Contact URL": records.iri(facility, "ak:contactPage"),
        "Contact Email": next(iter(mailboxes(records, facility)), ""),
        "Department": "; ".join(holders),
        "Site Location": records.value(facility, "schema:addressLocality"),
        "Building": records.value(facility, "schema:streetAddress"),
    }


def _filled(fields: dict[str, str]) -> dict[str, Any]:
    contact = fields.get("Contact Email") or fields.get("Contact URL") or ""
    return {key: value for key, value in (fields | {"contact": contact}).items() if value}
