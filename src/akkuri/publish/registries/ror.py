"""ROR: what its form asks, for new organisations and for changes of those that have an identifier."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from akkuri.naming.spelling import fold
from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.codes import code, country_name
from akkuri.publish.registries.instruments import source_addresses
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.record_access import Records
from akkuri.publish.registries.spreadsheet_list import write_lines

__all__ = ["CHANGES", "COLUMNS", "FORMAT", "documents", "updates", "write"]

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
    "search",
)
"""The questions of the form, the record that they are about, and where to see that ROR does not have it."""


CHANGES: Final = ("ror", "name", "change", "value", "language", "evidence", "record")
"""A change of a record that is there: what to add, and what shows it."""
_OWN: Final = "https://ror.org/"
_SHORT: Final = 3
"""Letters of a name that says nothing without what it stands for."""
_LONGEST_ACRONYM: Final = 10


def write(edition: Edition, package: Package) -> Report:
    """Write `requests.csv` (new records) and `updates.csv` (changes), and what is lacking as report.json.

    What ROR has already is known of the part that the links were made from: each request says where to look,
    and a change that a record has is left out when it is sent.
    """
    records = Records(edition)
    report = Report("ror", records)
    new = ((iri, "organization", document) for iri, document in documents(records))
    changed = ((iri, "update", change) for iri, change in updates(records))
    write_lines(package, "requests.csv", COLUMNS, report, records, new)
    write_lines(package, "updates.csv", CHANGES, report, records, changed)
    package.text("report.json", report.text())
    return report


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


def updates(records: Records) -> Iterator[tuple[str, dict[str, str]]]:
    """Give IRI and a change for names in other languages than English, and for a parent, of those in ROR.

    Only where another source than ROR itself stands behind the record.
    """
    for iri in records.exported("ror", "organization"):
        identifier = records.iri(iri, "ak:rorId")
        if not identifier or records.value(iri, "ak:ended"):
            continue
        shown = [address for address, _ in source_addresses(records, iri) if not address.startswith(_OWN)]
        about = {"ror": identifier, "name": records.label(iri), "record": records.page(iri)}
        about["evidence"] = "; ".join(shown)
        changes = [("label", label, lang) for lang, label in records.labels(iri).items() if lang != "en"]
        parent = records.iri(iri, "ak:parentOrganisation")
        if parent and (parent_identifier := records.iri(parent, "ak:rorId")):
            changes.append(("relationship: parent", parent_identifier, ""))
        for change, value, lang in changes:
            found = {**about, "change": change, "value": value, "language": lang}
            yield iri, {key: value for key, value in found.items() if value}


def _other_names(records: Records, iri: str) -> tuple[list[str], list[str]]:
    """Return aliases and acronyms as ROR tells them apart.

    A spelling of the name in capitals is no alias, nor are three letters that stand for nothing in the name.
    """
    named = records.labels(iri)
    known = {fold(label) for label in named.values()}
    initials = {"".join(word[0] for word in label.split()).upper() for label in named.values()}
    aliases, acronyms = [], records.values(iri, "ak:acronym")
    for other in records.values(iri, "skos:altLabel"):
        if fold(other) in known:
            continue
        known.add(fold(other))
        if other.isupper() and " " not in other and len(other) <= _LONGEST_ACRONYM:
            if len(other) > 1 and any(other in letters for letters in initials):
                acronyms.append(other)
                continue
            if len(other) <= _SHORT:
                continue
        aliases.append(other)
    return aliases, list(dict.fromkeys(acronyms))


def _answers(records: Records, iri: str) -> dict[str, str]:
    labels = {lang: label for lang, label in records.labels(iri).items() if lang != "en"}
    parent = records.iri(iri, "ak:parentOrganisation")
    identifier = records.iri(parent, "ak:rorId") if parent else ""
    aliases, acronyms = _other_names(records, iri)
    kind = records.iri(iri, "ak:organisationType")
    return {
        "name": records.label(iri),
        "labels": "; ".join(f"{label} ({lang})" for lang, label in labels.items()),
        "aliases": "; ".join(aliases),
        "acronym": "; ".join(acronyms),
        "website": records.iri(iri, "foaf:homepage"),
        "type": code("ror", "organisation-type", kind, records.names),
        "city": records.value(iri, "schema:addressLocality"),
        "country": country_name(records.value(iri, "ak:countryCode")),
        "wikidata": _last(records.iri(iri, "ak:wikidataId") or records.value(iri, "ak:wikidataId")),
        "isni": _in_fours(_last(records.value(iri, "ak:isni") or records.iri(iri, "ak:isni"))),
        "parent": " ".join(filter(None, (records.label(parent), identifier))) if parent else "",
        "evidence": "; ".join(address for address, _ in source_addresses(records, iri)),
        "record": records.page(iri),
        "search": f"{_OWN}search?query={quote(records.label(iri))}",
    }


def _last(address: str) -> str:
    """Return an identifier as the form asks it, without the address that it may be part of."""
    return address.rpartition("/")[2]


def _in_fours(isni: str) -> str:
    """Return an ISNI as ROR writes it: 0000 0001 2345 6789."""
    digits = isni.replace(" ", "")
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
