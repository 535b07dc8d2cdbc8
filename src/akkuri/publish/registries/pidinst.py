"""PIDINST 1.0: one JSON and one XML document for each piece of equipment."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.instruments import (
    devices,
    full_date,
    operators,
    own_identifier,
    persistent_identifier,
    source_addresses,
)
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.record_access import Records
from akkuri.xml import Element, add, document, element

__all__ = ["FORMAT", "documents", "write"]

_SINGULAR: Final = {
    "owners": "owner",
    "manufacturers": "manufacturer",
    "instrumentTypes": "instrumentType",
    "dates": "date",
    "relatedIdentifiers": "relatedIdentifier",
}


def write(edition: Edition, package: Package) -> Report:
    """Write `json/{slug}.json` and `xml/{slug}.xml`, and what is lacking as report.json."""
    records = Records(edition)
    report = Report("pidinst", records)
    for iri, found in documents(records):
        # The identifier that a registry assigns is wanted, but the record's own IRI is one already.
        judged = found | {"pid": persistent_identifier(records, iri)[0]}
        if report.judge(iri, records.labels(iri), "instrument", judged):
            slug = records.slug(iri)
            package.text(f"json/{slug}.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n")
            with package.file(f"xml/{slug}.xml") as file:
                file.write(document(_xml(found)))
    package.text("report.json", report.text())
    return report


FORMAT: Final = ExportFormat(
    "pidinst",
    write,
    order=130,
    extension="zip",
    media_type="application/zip",
    file_type="JSON",
    packaged=True,
    registry=True,
)


def documents(records: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and fields of every device, whole or not."""
    for iri in devices(records, "pidinst", "instrument"):
        found = _instrument(records, iri)
        yield iri, {key: value for key, value in found.items() if value}


def _instrument(records: Records, iri: str) -> dict[str, Any]:
    identifier, kind = persistent_identifier(records, iri)
    identifier, kind = (identifier, kind) if identifier else own_identifier(iri)
    model, ended = records.value(iri, "ak:model"), full_date(records.value(iri, "ak:ended"))
    return {
        "identifier": {"identifier": identifier, "identifierType": kind},
        "schemaVersion": "1.0",
        "landingPage": records.page(iri),
        "name": records.label(iri),
        "owners": [
            {"ownerName": owner["name"]}
            | (
                {"ownerIdentifier": {"ownerIdentifier": owner["ror"], "ownerIdentifierType": "ROR"}}
                if owner["ror"]
                else {}
            )
            for owner in operators(records, iri)
        ],
        "manufacturers": [{"manufacturerName": name} for name in records.values(iri, "ak:manufacturer")],
        "model": {"modelName": model} if model else {},
        "description": records.texts(iri, "skos:note").get("en", ""),
        "instrumentTypes": [
            {
                "instrumentTypeName": records.label(concept),
                "instrumentTypeIdentifier": {
                    "instrumentTypeIdentifier": concept,
                    "instrumentTypeIdentifierType": own_identifier(concept)[1],
                },
            }
            for concept in records.iris(iri, "ak:equipmentType")
            if records.label(concept)
        ],
        "dates": [{"date": ended, "dateType": "DeCommissioned"}] if ended else [],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": address,
                "relatedIdentifierType": "URL",
                "relationType": "IsDescribedBy",
                **({"relatedIdentifierName": title} if title else {}),
            }
            for address, title in source_addresses(records, iri)
        ],
    }


def _xml(found: Mapping[str, Any]) -> Element:
    """Write the fields as XML: an object with its own name inside becomes text with attributes."""
    root = element("", "instrument")
    for name, value in found.items():
        if name in _SINGULAR:
            container = add(root, name)
            for item in value:
                _element(container, _SINGULAR[name], item)
        else:
            _element(root, name, value)
    return root


def _element(parent: Element, name: str, value: Any) -> None:
    if isinstance(value, str):
        add(parent, name, value)
    elif name in value:
        attributes = {key: text for key, text in value.items() if key != name}
        add(parent, name, value[name], **attributes)
    else:
        child = add(parent, name)
        for key, inner in value.items():
            _element(child, key, inner)
