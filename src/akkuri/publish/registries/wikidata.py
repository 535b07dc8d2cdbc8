"""Wikidata: QuickStatements for items that are not there yet, and for those that are, with references."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.codes import code, codes, country_name
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.offered import exists
from akkuri.publish.registries.record_access import Records
from akkuri.tables.spreadsheet_csv import spreadsheet_csv

__all__ = ["FORMAT", "documents", "write"]

_PROPERTIES: Final = {
    "instanceOf": "P31",
    "country": "P17",
    "website": "P856",
    "ror": "P6782",
    "isni": "P213",
    "operator": "P137",
    "parent": "P749",
    "coordinates": "P625",
    "inception": "P571",
}
"""Field → the property of the statement, in the order in which they are written."""
_OF_KNOWN: Final = ("ror", "isni", "operator", "parent", "coordinates")
"""What may be lacking on an item that is there; type, country and website it has, and mostly newer."""
_ROR: Final = "https://ror.org/"
_SEARCH: Final = "https://www.wikidata.org/w/index.php?search="
_QUOTE: Final = '"'
_PRECISION: Final = {4: 9, 7: 10, 10: 11}
"""Length of a date → its precision: a year, a month, a day."""
_TYPES: Final = (("ak:organisationType", "organisation-type"), ("ak:facilityKind", "facility-kind"))


def write(edition: Edition, package: Package) -> Report:
    """Write `new-items.tsv` and `known-items.tsv`, where to look first, and what is lacking as report.json.

    What an item has already is not known here: QuickStatements adds the reference to such a statement. Nor
    is whether there is an item: `search-first.csv` has the search for each that would be made.
    """
    records = Records(edition)
    report = Report("wikidata", records)
    files: dict[str, list[str]] = {"new-items.tsv": [], "known-items.tsv": []}
    sought = []
    for iri, found in documents(records):
        entity = "known" if "item" in found else "item"
        if report.judge(iri, records.labels(iri), entity, found):
            files[f"{'known' if entity == 'known' else 'new'}-items.tsv"] += _commands(found)
            if entity == "item":
                label = next(iter(found["labels"].values()))
                search = f"{_SEARCH}{quote(label)}"
                sought.append({"label": label, "search": search, "record": records.page(iri)})
    for name, lines in files.items():
        package.text(name, "".join(f"{line}\n" for line in lines))
    with package.file("search-first.csv") as file:
        file.write(spreadsheet_csv(("label", "search", "record"), sought, "en"))
    package.text("report.json", report.text())
    return report


FORMAT: Final = ExportFormat(
    "wikidata",
    write,
    order=180,
    extension="zip",
    media_type="application/zip",
    file_type="TSV",
    packaged=True,
    registry=True,
    aliases=("quickstatements",),
)


def documents(records: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give IRI and fields of every record in force that may be an item, as QuickStatements writes values."""
    for iri in records.exported("wikidata", "item"):
        if not exists(records, iri) or _is_that_of_operator(records, iri):
            continue
        item = _last(records.iri(iri, "ak:wikidataId") or records.value(iri, "ak:wikidataId"))
        found = _fields(records, iri) | {"references": _references(records, iri)}
        if item:
            found = {"item": item, **{key: found[key] for key in (*_OF_KNOWN, "references")}}
        filled = {key: value for key, value in found.items() if value}
        if not item or any(name in filled for name in _OF_KNOWN):
            yield iri, filled


def _fields(records: Records, iri: str) -> dict[str, Any]:
    kinds = [(records.iri(iri, name), scheme) for name, scheme in _TYPES if records.iri(iri, name)]
    kind, scheme = kinds[0] if kinds else ("", "")
    country = records.value(iri, "ak:countryCode")
    city = records.value(iri, "schema:addressLocality")
    lat, lon = records.value(iri, "wgs84:lat"), records.value(iri, "wgs84:long")
    operators = [_item(records, operator) for operator in records.iris(iri, "ak:operator")]
    where = ", ".join(filter(None, (city, country_name(country))))
    described = records.values(iri, "ak:descriptiveName")
    return {
        "labels": {lang: label for lang, label in records.labels(iri).items() if lang not in described},
        "description": f"{records.label(kind).lower()} in {where}" if kind and where else "",
        "instanceOf": code("wikidata", scheme, kind, records.names) if kind else "",
        "country": codes("wikidata", "country").get(country, ""),
        "website": _text(records.iri(iri, "foaf:homepage")),
        "ror": _text(_last(records.iri(iri, "ak:rorId"))),
        "isni": _text(_last(records.iri(iri, "ak:isni") or records.value(iri, "ak:isni")).replace(" ", "")),
        "operator": list(filter(None, operators)),
        "parent": _item(records, records.iri(iri, "ak:parentOrganisation")),
        "coordinates": f"@{lat}/{lon}" if lat and lon and _is_exact(records, iri) else "",
        "inception": _time(records.value(iri, "ak:opened")),
    }


def _is_exact(records: Records, iri: str) -> bool:
    """Tell whether a point is that of the thing, not of the municipality around it."""
    stated = records.value(iri, "ak:geoPrecision")
    return bool(stated) and stated != "municipality"


def _is_that_of_operator(records: Records, iri: str) -> bool:
    """Tell whether an operator of the same name has an item: what is one thing there is two records here."""
    named = records.label(iri)
    return any(
        _item(records, operator) and records.label(operator) == named
        for operator in records.iris(iri, "ak:operator")
    )


def _references(records: Records, iri: str) -> list[dict[str, str]]:
    """Return address and day of reading of the sources of a record."""
    found = []
    for source in records.iris(records.page(iri), "dct:source"):
        if address := records.iri(source, "schema:url"):
            read = _time(records.value(source, "ak:retrieved"))
            found.append({"S854": _text(address)} | ({"S813": read} if read else {}))
    return found


def _commands(found: Mapping[str, Any]) -> Iterator[str]:
    """Give the lines of an item, each statement with the first of its references.

    What shows a ROR identifier is ROR's own page of it.
    """
    item = found.get("item", "LAST")
    if item == "LAST":
        yield "CREATE"
        for lang, label in found["labels"].items():
            yield f"LAST\tL{lang}\t{_text(label)}"
        if "description" in found:
            yield f"LAST\tDen\t{_text(found['description'])}"
    reference = "".join(f"\t{key}\t{value}" for key, value in found["references"][0].items())
    for field, name in _PROPERTIES.items():
        if field in found:
            own = f'\tS854\t"{_ROR}{found[field].strip(_QUOTE)}"' if field == "ror" else reference
            for value in found[field] if isinstance(found[field], list) else [found[field]]:
                yield f"{item}\t{name}\t{value}{own}"


def _item(records: Records, iri: str) -> str:
    return _last(records.iri(iri, "ak:wikidataId") or records.value(iri, "ak:wikidataId")) if iri else ""


def _last(address: str) -> str:
    return address.rpartition("/")[2]


def _text(value: str) -> str:
    """Return a text in quotation marks, none of which may stand in it."""
    inner = " ".join(value.replace('"', "”").split())
    return f'"{inner}"' if inner else ""


def _time(value: str) -> str:
    """Return a year, month or day as a point in time with its precision."""
    precision = _PRECISION.get(len(value))
    return f"+{(value + '-00-00')[:10]}T00:00:00Z/{precision}" if precision else ""
