"""EOSC resource profiles: organisations, and facilities that others can use as services, as JSON."""

import json
from collections.abc import Iterator
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.instruments import full_date
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.offered import capabilities, mailboxes, offered, offerings
from akkuri.publish.registries.record_access import Records

__all__ = ["FORMAT", "organizations", "services", "write"]

_SCHEMES: Final = {
    "ak:rorId": "ds_persistent_identity_scheme-ror",
    "ak:isni": "ds_persistent_identity_scheme-isni",
    "ak:wikidataId": "Wikidata",
    "ak:nationalPid": "URN",
}
"""Property → the vocabulary's term for the identifier scheme, or its name where the vocabulary has none."""


def write(edition: Edition, package: Package) -> Report:
    """Write `organizations/{slug}.json` and `services/{slug}.json`, and what is lacking as report.json."""
    records = Records(edition)
    report = Report("eosc", records)
    for entity, folder, found in (
        ("organization", "organizations", organizations(records)),
        ("service", "services", services(records)),
    ):
        for iri, document in found:
            if report.judge(iri, records.labels(iri), entity, document):
                text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
                package.text(f"{folder}/{records.slug(iri)}.json", text)
    package.text("report.json", report.text())
    return report


FORMAT: Final = ExportFormat(
    "eosc",
    write,
    order=120,
    extension="zip",
    media_type="application/zip",
    file_type="JSON",
    packaged=True,
    registry=True,
    demands="ak:eoscNode",
)


def organizations(records: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and fields of every organisation that runs a facility others can use."""
    services = offered(records, "eosc", "service")
    providers = {operator for iri in services for operator in records.iris(iri, "ak:operator")}
    for iri in filter(providers.__contains__, records.exported("eosc", "organization")):
        legal = records.value(iri, "ak:legalEntity")
        yield (
            iri,
            _filled(
                {
                    "id": records.iri(iri, "ak:rorId") or iri,
                    "alternativePIDs": _identifiers(records, iri),
                    "name": records.label(iri),
                    "abbreviation": records.value(iri, "ak:acronym"),
                    "website": records.iri(iri, "foaf:homepage"),
                    "country": records.value(iri, "ak:countryCode"),
                    "legalEntity": legal == "true" if legal else None,
                    "legalStatus": records.value(iri, "ak:legalStatus"),
                    "hostingLegalEntity": records.label(records.iri(iri, "ak:parentOrganisation"))
                    if records.iri(iri, "ak:parentOrganisation")
                    else "",
                    "description": records.texts(iri, "dct:description").get("en", ""),
                    "logo": records.iri(iri, "schema:logo"),
                    "publicContact": mailboxes(records, iri),
                    "nodePID": records.value(iri, "ak:eoscNode"),
                }
            ),
        )


def services(records: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and fields of every facility that others can use."""
    for iri in offered(records, "eosc", "service"):
        operators = records.iris(iri, "ak:operator")
        yield (
            iri,
            _filled(
                {
                    "id": iri,
                    "alternativePIDs": _identifiers(records, iri),
                    "url": [records.page(iri)],
                    "name": records.label(iri),
                    "description": records.texts(iri, "dct:description").get("en", ""),
                    "publishingDate": full_date(records.value(iri, "ak:opened")),
                    "type": "Service",
                    "nodePID": records.value(iri, "ak:eoscNode"),
                    "resourceOwner": (records.iri(operators[0], "ak:rorId") or operators[0])
                    if len(operators) == 1
                    else "",
                    "publicContact": mailboxes(records, iri),
                    "serviceProviders": [records.label(operator) for operator in operators],
                    "webpage": records.iri(iri, "foaf:homepage"),
                    "logo": records.iri(iri, "schema:logo"),
                    "tags": [records.label(concept) for concept in capabilities(records, iri)],
                    "jurisdiction": records.value(iri, "ak:jurisdiction"),
                    "trl": _trl(records, iri),
                    "termsOfUse": records.iri(iri, "schema:termsOfService"),
                    "privacyPolicy": records.iri(iri, "ak:privacyPolicy"),
                    "accessPolicy": records.iri(iri, "ak:accessPolicy"),
                }
            ),
        )


def _identifiers(records: Records, iri: str) -> list[dict[str, str]]:
    """Return the other identifiers of a record with their schemes."""
    found = []
    for predicate, scheme in _SCHEMES.items():
        for value in (*records.iris(iri, predicate), *records.values(iri, predicate)):
            found.append({"pid": value, "pidSchema": scheme})
    return found


def _trl(records: Records, iri: str) -> str:
    """Return the vocabulary's term for the highest level stated of a facility or of what it offers."""
    stated = [
        level
        for subject in (iri, *offerings(records, iri))
        for term in ("ak:trlMax", "ak:trlMin")
        if (level := records.value(subject, term))
    ]
    level = max(stated, key=int, default="")
    return records.value(records.names.concept("trl", level), "ak:eoscTerm") if level else ""


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known; False is known."""
    return {key: value for key, value in fields.items() if value is not None and value not in ("", [], {})}
