"""What the formats for instruments share: identifiers, operators, places and sources of equipment."""

import re
from typing import Any, Final

from akkuri.publish.registries.codes import code
from akkuri.publish.registries.offered import exists
from akkuri.publish.registries.record_access import Records

__all__ = [
    "devices",
    "full_date",
    "operators",
    "own_identifier",
    "persistent_identifier",
    "point",
    "source_addresses",
]

_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,}(?:\.\d+)*/\S+)", re.IGNORECASE)
_HANDLE: Final = re.compile(r"(?:https?://hdl\.handle\.net/|hdl:)(\S+/\S+)", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def devices(records: Records, form: str, entity: str) -> list[str]:
    """Return the records of an entity that are devices at what exists: an activity is none, nor is a plan."""
    activity = records.names.concept("equipment-nature", "activity")
    return [
        iri
        for iri in records.exported(form, entity)
        if activity not in records.iris(iri, "ak:equipmentNature")
        and all(exists(records, home) for home in records.iris(iri, "ak:facility"))
    ]


def persistent_identifier(records: Records, iri: str) -> tuple[str, str]:
    """Return (identifier, `DOI` or `Handle`) that a record states (dct:identifier); empty when none."""
    for value in records.values(iri, "dct:identifier"):
        for pattern, kind in ((_DOI, "DOI"), (_HANDLE, "Handle")):
            found = pattern.fullmatch(value)
            if found:
                return found[1], kind
    return "", ""


def own_identifier(iri: str) -> tuple[str, str]:
    """Return the record's IRI as an identifier with its type."""
    return iri, "w3id" if iri.startswith("https://w3id.org/") else "URL"


def operators(records: Records, equipment: str) -> list[dict[str, str]]:
    """Return name and ROR of those who run or own the facility of a piece of equipment, owners first."""
    found: list[str] = []
    facilities = records.iris(equipment, "ak:facility")
    for facility in facilities:
        for link in records.subjects("ak:to", facility):
            kind = records.iri(link, "ak:collaborationKind")
            if code("datacite", "collaboration-kind", kind, records.names) == "Owner":
                found += records.iris(link, "ak:from")
    for facility in facilities:
        found += records.iris(facility, "ak:operator")
    return [
        {"name": records.label(iri), "ror": records.iri(iri, "ak:rorId"), "iri": iri}
        for iri in dict.fromkeys(found)
        if records.label(iri)
    ]


def source_addresses(records: Records, record: str) -> list[tuple[str, str]]:
    """Return (address, title) of the sources of a record."""
    found = []
    for source in records.iris(records.page(record), "dct:source"):
        address = records.iri(source, "schema:url")
        if address:
            found.append((address, records.value(source, "dct:title")))
    return found


def point(records: Records, facility: str) -> dict[str, Any]:
    """Return place name and point of a facility, as far as stated."""
    return {
        "place": records.value(facility, "schema:addressLocality"),
        "lat": records.value(facility, "wgs84:lat"),
        "long": records.value(facility, "wgs84:long"),
    }


def full_date(value: str) -> str:
    """Return a date that has a day, else nothing."""
    return value if _DATE.fullmatch(value) else ""
