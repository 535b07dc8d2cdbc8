"""DataCite 4.6: one XML document for each piece of equipment, as a resource of the type Instrument."""

from collections.abc import Iterator
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.instruments import (
    devices,
    operators,
    own_identifier,
    persistent_identifier,
    point,
    source_addresses,
)
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.record_access import Records
from akkuri.xml import Element, add, add_texts, document, element

__all__ = ["FORMAT", "NAMESPACE", "documents", "write"]

NAMESPACE: Final = "http://datacite.org/schema/kernel-4"
_ROR: Final = {"schemeURI": "https://ror.org/"}


def write(edition: Edition, package: Package) -> Report:
    """Write `{slug}.xml` for each piece of equipment, and what is lacking as report.json."""
    records = Records(edition)
    report = Report("datacite", records)
    for iri, found in documents(records, edition):
        if report.judge(iri, records.labels(iri), "resource", found):
            with package.file(f"xml/{records.slug(iri)}.xml") as file:
                file.write(document(_xml(found)))
    package.text("report.json", report.text())
    return report


FORMAT: Final = ExportFormat(
    "datacite",
    write,
    order=140,
    extension="zip",
    media_type="application/zip",
    file_type="XML",
    packaged=True,
    registry=True,
)


def documents(records: Records, edition: Edition) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and fields of every device, whole or not."""
    for iri in devices(records, "datacite", "resource"):
        found = _resource(records, iri, edition.issued)
        yield iri, {key: value for key, value in found.items() if value}


def _resource(records: Records, iri: str, issued: str) -> dict[str, Any]:
    doi, kind = persistent_identifier(records, iri)
    doi = doi if kind == "DOI" else ""
    holders = operators(records, iri)
    types = [concept for concept in records.iris(iri, "ak:equipmentType") if records.label(concept)]
    ended = records.value(iri, "ak:ended")
    places = [point(records, facility) for facility in records.iris(iri, "ak:facility")]
    return {
        "doi": doi,
        "identifier": {"value": doi or iri, "identifierType": "DOI" if doi else "URL"},
        "creators": [{"creatorName": name} for name in records.values(iri, "ak:manufacturer")],
        "titles": records.labels(iri),
        "publisher": holders[0] if holders else {},
        "publicationYear": issued[:4],
        "resourceType": {"value": records.label(types[0]) if types else "", "general": "Instrument"},
        "subjects": [
            {"value": label, "lang": lang, "valueURI": concept, "schemeURI": concept.rpartition("/")[0]}
            for concept in types
            for lang, label in records.labels(concept).items()
        ],
        "contributors": [{"contributorType": "HostingInstitution", **holder} for holder in holders],
        "dates": [{"value": ended, "dateType": "Withdrawn"}] if ended else [],
        "alternateIdentifiers": (
            [{"value": iri, "alternateIdentifierType": own_identifier(iri)[1]}] if doi else []
        ),
        "relatedIdentifiers": [
            {"value": records.page(iri), "relationType": "IsDescribedBy"},
            *(
                {"value": address, "relationType": "IsDocumentedBy"}
                for address, _ in source_addresses(records, iri)
            ),
        ],
        "descriptions": records.texts(iri, "skos:note"),
        "geoLocations": [place for place in places if place["place"] or place["lat"]],
    }


def _xml(found: dict[str, Any]) -> Element:
    root = element(NAMESPACE, "resource")
    add(
        root, "identifier", found["identifier"]["value"], identifierType=found["identifier"]["identifierType"]
    )
    creators = add(root, "creators")
    for creator in found["creators"]:
        add(add(creators, "creator"), "creatorName", creator["creatorName"], nameType="Organizational")
    add_texts(add(root, "titles"), "title", found["titles"])
    publisher = found["publisher"]
    ror = {"publisherIdentifier": publisher["ror"], "publisherIdentifierScheme": "ROR"} | _ROR
    add(root, "publisher", publisher["name"], **(ror if publisher["ror"] else {}))
    add(root, "publicationYear", found["publicationYear"])
    kind = found["resourceType"]
    add(root, "resourceType", kind["value"], resourceTypeGeneral=kind["general"])
    _subjects(root, found.get("subjects", []))
    contributors = add(root, "contributors")
    for entry in found["contributors"]:
        contributor = add(contributors, "contributor", contributorType=entry["contributorType"])
        add(contributor, "contributorName", entry["name"], nameType="Organizational")
        if entry["ror"]:
            add(contributor, "nameIdentifier", entry["ror"], nameIdentifierScheme="ROR", **_ROR)
    _listed(root, "dates", "date", found.get("dates", []), {})
    _listed(root, "alternateIdentifiers", "alternateIdentifier", found.get("alternateIdentifiers", []), {})
    related = found["relatedIdentifiers"]
    _listed(root, "relatedIdentifiers", "relatedIdentifier", related, {"relatedIdentifierType": "URL"})
    if "descriptions" in found:
        add_texts(
            add(root, "descriptions"), "description", found["descriptions"], descriptionType="TechnicalInfo"
        )
    _places(root, found.get("geoLocations", []))
    return root


def _subjects(root: Element, subjects: list[dict[str, str]]) -> None:
    if subjects:
        container = add(root, "subjects")
        for entry in subjects:
            add(
                container,
                "subject",
                entry["value"],
                lang=entry["lang"],
                schemeURI=entry["schemeURI"],
                valueURI=entry["valueURI"],
            )


def _listed(
    root: Element, container: str, item: str, entries: list[dict[str, str]], fixed: dict[str, str]
) -> None:
    if entries:
        parent = add(root, container)
        for entry in entries:
            attributes = {key: value for key, value in entry.items() if key != "value"} | fixed
            add(parent, item, entry["value"], **attributes)


def _places(root: Element, places: list[dict[str, str]]) -> None:
    if places:
        container = add(root, "geoLocations")
        for place in places:
            location = add(container, "geoLocation")
            if place["place"]:
                add(location, "geoLocationPlace", place["place"])
            if place["lat"] and place["long"]:
                spot = add(location, "geoLocationPoint")
                add(spot, "pointLongitude", place["long"])
                add(spot, "pointLatitude", place["lat"])
