"""research.fi: infrastructures and services as the national service's public model has them, as JSON."""

import json
from collections.abc import Iterator
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.offered import mailboxes, offered, offerings
from akkuri.publish.registries.record_access import Records

__all__ = ["COUNTRY", "FORMAT", "infrastructures", "services", "write"]

COUNTRY: Final = "FI"
"""The service is national: it lists infrastructures in this country."""

_RESOLVER: Final = "https://urn.fi/"
_PORTAL: Final = "https://research.fi"


def write(edition: Edition, package: Package) -> Report:
    """Write `infrastructures.json` and `services.json` (arrays), and what is lacking as report.json."""
    records = Records(edition)
    report = Report("research.fi", records)
    whole: dict[str, list[dict[str, Any]]] = {"infrastructures": [], "services": []}
    serving = set(records.exported("research.fi", "service"))
    for iri, document in infrastructures(records):
        if report.judge(iri, records.labels(iri), "infrastructure", document):
            whole["infrastructures"].append(document)
            for offering, service in services(records, iri, document) if iri in serving else ():
                if report.judge(offering, _service_labels(records, iri, offering), "service", service):
                    whole["services"].append(service)
    for name, documents in whole.items():
        package.text(f"{name}.json", json.dumps(documents, ensure_ascii=False, indent=1) + "\n")
    package.text("report.json", report.text())
    return report


FORMAT: Final = ExportFormat(
    "research.fi",
    write,
    order=150,
    extension="zip",
    media_type="application/zip",
    file_type="JSON",
    packaged=True,
    registry=True,
    aliases=("researchfi", "research-fi", "research_fi"),
)


def _service_labels(records: Records, facility: str, offering: str) -> dict[str, str]:
    """Name a service by what it does and where, because many do the same."""
    what = records.labels(records.iri(offering, "ak:capability"))
    return {lang: f"{label} ({records.label(facility, lang)})" for lang, label in what.items()}


def infrastructures(records: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and fields of every facility in the country that others can use."""
    for iri in offered(records, "research.fi", "infrastructure"):
        if records.value(iri, "ak:countryCode") == COUNTRY:
            yield iri, _infrastructure(records, iri)


def services(
    records: Records, facility: str, infrastructure: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and fields of every offering of a facility, which names its infrastructure."""
    part_of = _filled(
        {
            key: infrastructure.get(source)
            for key, source in (
                ("infraIdentifier", "infraIdentifier"),
                ("infraParticipatingOrganizations", "infraParticipatingOrganizations"),
                ("infraResponsibleOrganization", "infraResponsibleOrganization"),
                ("infraName", "infraName"),
                ("researchfiURL", "infraResearchfiURL"),
            )
        }
    )
    for offering in offerings(records, facility):
        yield offering, _service(records, offering) | {"isPartOfInfrastructure": part_of}


def _infrastructure(records: Records, iri: str) -> dict[str, Any]:
    operators = [_organization(records, operator) for operator in records.iris(iri, "ak:operator")]
    urn = records.iri(iri, "ak:nationalPid")
    return _filled(
        {
            "infraIdentifier": _identifier(iri, urn),
            "infraName": _descriptive(records.labels(iri)),
            "infraDescription": _descriptive(records.texts(iri, "dct:description")),
            "infraAcronym": records.value(iri, "ak:acronym"),
            "infraResponsibleOrganization": operators[0] if len(operators) == 1 else None,
            "infraParticipatingOrganizations": operators if len(operators) > 1 else [],
            "infraStartsOn": _date(records.value(iri, "ak:opened")),
            "infraEndsOn": _date(records.value(iri, "ak:closed")),
            "infraServices": [_service(records, offering) for offering in offerings(records, iri)],
            "infraHomepage": [{"weblinkURL": page} for page in records.iris(iri, "foaf:homepage")],
            "infraContactInformation": _contact(records, iri),
            "infraResearchfiURL": _portal(urn),
        }
    )


def _service(records: Records, offering: str) -> dict[str, Any]:
    facility = records.iri(offering, "ak:facility")
    return _filled(
        {
            "serviceIdentifier": _identifier(offering, ""),
            "serviceName": _descriptive(records.labels(records.iri(offering, "ak:capability"))),
            "serviceDescription": _descriptive(records.texts(offering, "skos:note")),
            "serviceObtain": _descriptive(_obtain(records, offering)),
            "serviceTermsOfUse": [
                {"weblinkURL": page} for page in records.iris(facility, "schema:termsOfService")
            ],
            "servicePrivacyPolicy": [
                {"weblinkURL": page} for page in records.iris(facility, "ak:privacyPolicy")
            ],
            "serviceContactInformation": _contact(records, facility),
        }
    )


def _identifier(iri: str, urn: str) -> dict[str, Any]:
    return _filled(
        {
            "localIdentifier": iri,
            "keyIdentifierURN": urn,
            "keyIdentifierURNLink": f"{_RESOLVER}{urn}" if urn else "",
        }
    )


def _portal(urn: str) -> dict[str, str]:
    """Return the pages of an infrastructure in the national portal, which follow from its URN."""
    last = urn.rpartition(":")[2]
    return {lang: f"{_PORTAL}/{lang}/results/infrastructure/{last}" for lang in ("fi", "sv", "en") if last}


def _organization(records: Records, iri: str) -> dict[str, Any]:
    identifiers = [
        {"pidContent": value, "pidType": kind}
        for kind, predicate in (
            ("RORID", "ak:rorId"),
            ("ISNI", "ak:isni"),
            ("BusinessID", "ak:businessId"),
            ("PIC", "ak:pic"),
            ("WikidataID", "ak:wikidataId"),
        )
        for value in (*records.iris(iri, predicate), *records.values(iri, predicate))
    ]
    return _filled({"organizationName": records.labels(iri), "organizationIdentifier": identifiers})


def _contact(records: Records, iri: str) -> list[dict[str, Any]]:
    """Return the contact information: only public addresses of the infrastructure itself."""
    street, city = records.value(iri, "schema:streetAddress"), records.value(iri, "schema:addressLocality")
    entry = _filled(
        {
            "email": mailboxes(records, iri),
            "visitingAddress": _filled({"street": street, "locality": {"fi": city}}) if street else {},
        }
    )
    return [entry] if entry else []


def _obtain(records: Records, offering: str) -> dict[str, str]:
    """Return how to get in, by language: what the access modes mean, then what the facility says."""
    parts = [records.texts(mode, "skos:definition") for mode in records.iris(offering, "ak:accessMode")]
    parts.append(records.texts(records.iri(offering, "ak:facility"), "ak:howToApply"))
    languages = dict.fromkeys(lang for part in parts for lang in part)
    return {lang: " ".join(part[lang] for part in parts if lang in part) for lang in languages}


def _descriptive(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"textContent": text, "textLanguage": lang} for lang, text in texts.items()]


def _date(value: str) -> dict[str, Any]:
    """Return year, month and day as far as they are stated."""
    parts = value.split("-") if value else []
    named = dict(zip(("year", "month", "day"), (int(part) for part in parts), strict=False))
    return named | {"datePartial": value} if value else {}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None and value not in ("", [], {})}
