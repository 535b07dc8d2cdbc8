"""ROR: what its form for a new organisation asks, one line for each that has no ROR identifier yet."""

from collections.abc import Iterator
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.codes import code
from akkuri.publish.registries.instruments import source_addresses
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.record_access import Records
from akkuri.publish.registries.spreadsheet_list import write_list

__all__ = ["COLUMNS", "FORMAT", "documents", "write"]

COLUMNS: Final = (
    "name",
    "labels",
    "aliases",
    "acronym",
    "website",
    "type",
    "city",
    "country",
    "wikidata",
    "isni",
    "parent",
    "publications",
    "evidence",
    "record",
)
"""The questions of the form, and the record that they are about."""


def write(edition: Edition, package: Package) -> Report:
    """Write `requests.csv`, and what is lacking as report.json."""
    records = Records(edition)
    lines = ((iri, "organization", document) for iri, document in documents(records))
    return write_list(package, "requests.csv", COLUMNS, Report("ror"), records, lines)


FORMAT: Final = ExportFormat(
    "ror",
    write,
    order=170,
    extension="zip",
    media_type="application/zip",
    file_type="CSV",
    packaged=True,
    registry=True,
)


def documents(records: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and answers of every organisation in force without a ROR identifier."""
    for iri in records.exported("ror", "organization"):
        if records.iri(iri, "ak:rorId") or records.value(iri, "ak:ended"):
            continue
        found = _answers(records, iri)
        yield iri, {key: value for key, value in found.items() if value}


def _answers(records: Records, iri: str) -> dict[str, str]:
    labels = {lang: label for lang, label in records.labels(iri).items() if lang != "en"}
    parent = records.iri(iri, "ak:parentOrganisation")
    identifier = records.iri(parent, "ak:rorId") if parent else ""
    kind = records.iri(iri, "ak:organisationType")
    return {
        "name": records.label(iri),
        "labels": "; ".join(f"{label} ({lang})" for lang, label in labels.items()),
        "aliases": "; ".join(records.values(iri, "skos:altLabel")),
        "acronym": records.value(iri, "ak:acronym"),
        "website": records.iri(iri, "foaf:homepage"),
        "type": code("ror", "organisation-type", kind, records.names),
        "city": records.value(iri, "schema:addressLocality"),
        "country": records.value(iri, "ak:countryCode"),
        "wikidata": records.iri(iri, "ak:wikidataId") or records.value(iri, "ak:wikidataId"),
        "isni": records.value(iri, "ak:isni") or records.iri(iri, "ak:isni"),
        "parent": " ".join(filter(None, (records.label(parent), identifier))) if parent else "",
        "evidence": "; ".join(address for address, _ in source_addresses(records, iri)),
        "record": records.page(iri),
    }
