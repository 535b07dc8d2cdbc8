"""OpenAIRE CERIF XML 1.2: organisations, projects, funding and equipment, as OAI-PMH payloads.

Each entity is first gathered as a document of fields (`mappings/cerif.csv`), then written in the
order of the schema.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.registries.cerif_xml import FUNDING_TYPES, SETS, payload
from akkuri.publish.registries.codes import code
from akkuri.publish.registries.needs import Report
from akkuri.publish.registries.record_access import Records

__all__ = ["FORMAT", "documents", "write"]

_IDENTIFIERS: Final = "https://w3id.org/cerif/vocab/IdentifierTypes#"

_FULL_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

Document = dict[str, Any]


def write(edition: Edition, package: Package) -> Report:
    """Write one file an OAI-PMH set, and what is lacking as report.json."""
    records = Records(edition)
    report = Report("cerif", records)
    gatherers: dict[str, Callable[[Records], Iterator[tuple[str, dict[str, str], Document]]]] = {
        "OrgUnit": _org_units,
        "Project": _projects,
        "Funding": _fundings,
        "Equipment": _equipment,
    }
    for entity, gather in gatherers.items():
        whole = [found for iri, labels, found in gather(records) if report.judge(iri, labels, entity, found)]
        if whole:
            with package.file(f"{SETS[entity]}.xml") as file:
                file.writelines(payload(entity, whole, edition))
    package.text("report.json", report.text())
    return report


FORMAT: Final = ExportFormat(
    "cerif",
    write,
    order=110,
    extension="zip",
    media_type="application/zip",
    file_type="XML",
    packaged=True,
    registry=True,
)


def documents(edition: Edition) -> dict[str, list[Document]]:
    """Return the fields of every entity, whole or not, for tests and documentation."""
    records = Records(edition)
    return {
        "OrgUnit": [found for *_, found in _org_units(records)],
        "Project": [found for *_, found in _projects(records)],
        "Funding": [found for *_, found in _fundings(records)],
        "Equipment": [found for *_, found in _equipment(records)],
    }


def _org_units(records: Records) -> Iterator[tuple[str, dict[str, str], Document]]:
    for iri in records.exported("cerif", "OrgUnit"):
        identifiers = [
            {"type": f"{records.names.ak}{name}", "value": value}
            for name in ("businessId", "pic")
            for value in records.values(iri, f"ak:{name}")
        ]
        yield (
            iri,
            records.labels(iri),
            {
                **_org_reference(records, iri),
                "Type": _classified(records, iri, "ak:organisationType"),
                "RORID": records.iri(iri, "ak:rorId"),
                "ISNI": _isni(records.value(iri, "ak:isni")),
                "Identifier": [
                    *identifiers,
                    *(
                        {"type": f"{records.names.ak}wikidataId", "value": value}
                        for value in records.iris(iri, "ak:wikidataId")
                    ),
                    {"type": f"{_IDENTIFIERS}URL", "value": iri},
                ],
                "ElectronicAddress": records.iris(iri, "foaf:homepage"),
                "PartOf": [
                    _org_reference(records, parent) for parent in records.iris(iri, "ak:parentOrganisation")
                ],
            },
        )


def _projects(records: Records) -> Iterator[tuple[str, dict[str, str], Document]]:
    for iri in records.exported("cerif", "Project"):
        partners: dict[str, list[Document]] = {}
        for participation in records.subjects("ak:project", iri):
            role = code("cerif", "participation-role", records.iri(participation, "ak:role"), records.names)
            for organisation in records.iris(participation, "ak:organisation"):
                partners.setdefault(role or "Member", []).append(_org_reference(records, organisation))
        funders = partners.pop("By", [])
        yield (
            iri,
            records.labels(iri),
            {
                "id": f"Projects/{records.slug(iri)}",
                "Acronym": records.value(iri, "ak:acronym"),
                "Title": records.labels(iri),
                "Identifier": [
                    *(
                        {"type": f"{_IDENTIFIERS}URL", "value": value}
                        for value in records.iris(iri, "skos:exactMatch")
                    ),
                    *(
                        {"type": f"{_IDENTIFIERS}ProjectReference", "value": value}
                        for value in records.values(iri, "ak:grantId")
                    ),
                    {"type": f"{_IDENTIFIERS}URL", "value": iri},
                ],
                "StartDate": _full(records.value(iri, "ak:start")),
                "EndDate": _full(records.value(iri, "ak:end")),
                "Consortium": {role: partners[role] for role in _CONSORTIUM if role in partners},
                "Funded": _funded(records, iri, funders),
                "Subject": _classified(records, iri, "ak:stage"),
                "Abstract": records.texts(iri, "dct:description"),
            },
        )


_CONSORTIUM: Final = ("Coordinator", "Partner", "Contractor", "InkindContributor", "Member")


def _funded(records: Records, project: str, funders: list[Document]) -> list[Document]:
    """Return the funding: a schema's container holds one funder and one funding."""
    funding = _funding(records, project)
    reference: Document = {}
    if funding and funding["Type"]:
        reference = {key: funding[key] for key in ("id", "Type", "Name")}
    else:
        reference = _programme(records.value(project, "ak:programme")) or {}
    containers = [{"By": funder} for funder in funders] or ([{}] if reference else [])
    if reference:
        containers[0]["As"] = reference
    return containers


def _fundings(records: Records) -> Iterator[tuple[str, dict[str, str], Document]]:
    programmes: dict[str, Document] = {}
    for iri in records.exported("cerif", "Funding"):
        programme = _programme(records.value(iri, "ak:programme"))
        if programme:
            programmes[programme["id"]] = programme
        funding = _funding(records, iri)
        if funding:
            yield iri, records.labels(iri), funding
    for programme in programmes.values():
        yield programme["id"], programme["Name"], programme


def _funding(records: Records, project: str) -> Document | None:
    """Return the funding of a project; its type is known only where a grant number is."""
    grants, amount = records.values(project, "ak:grantId"), records.value(project, "ak:funding")
    if not grants and not amount:
        return None
    label = records.value(project, "ak:acronym") or records.label(project)
    return {
        "id": f"Fundings/{records.slug(project)}",
        "Type": f"{FUNDING_TYPES}#Grant" if grants else "",
        "Name": {"en": f"Funding of {label}"},
        "Amount": {"value": amount, "currency": "EUR"} if amount else {},
        "Identifier": [{"type": f"{_IDENTIFIERS}ProjectReference", "value": value} for value in grants],
        "PartOf": _programme(records.value(project, "ak:programme")) or {},
        "Duration": {
            key: value
            for key, value in (
                ("startDate", records.value(project, "ak:start")),
                ("endDate", records.value(project, "ak:end")),
            )
            if value
        },
    }


def _programme(name: str) -> Document | None:
    if not name:
        return None
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    mark = hashlib.sha256(name.encode()).hexdigest()[:6]
    return {
        "id": f"Fundings/programme-{slug}-{mark}",
        "Type": f"{FUNDING_TYPES}#FundingProgramme",
        "Name": {"en": name},
    }


def _equipment(records: Records) -> Iterator[tuple[str, dict[str, str], Document]]:
    for iri in records.exported("cerif", "Equipment"):
        owners, operators = list[str](), list[str]()
        for facility in records.iris(iri, "ak:facility"):
            operators += records.iris(facility, "ak:operator")
            for link in records.subjects("ak:to", facility):
                kind = records.iri(link, "ak:collaborationKind")
                if code("cerif", "collaboration-kind", kind, records.names) == "Owner":
                    owners += records.iris(link, "ak:from")
        yield (
            iri,
            records.labels(iri),
            {
                "id": f"Equipments/{records.slug(iri)}",
                "Type": _classified(records, iri, "ak:equipmentType"),
                "Name": records.labels(iri),
                "Identifier": [{"type": f"{_IDENTIFIERS}URL", "value": iri}],
                "Description": records.texts(iri, "skos:note"),
                "Owner": [_org_reference(records, owner) for owner in dict.fromkeys(owners)],
                "Link": [
                    {"type": f"{records.names.ak}operator", "OrgUnit": _org_reference(records, operator)}
                    for operator in dict.fromkeys(operators)
                ],
            },
        )


def _org_reference(records: Records, iri: str) -> Document:
    return {"id": f"OrgUnits/{records.slug(iri)}", "Name": records.labels(iri)}


def _classified(records: Records, iri: str, predicate: str) -> list[Document]:
    return [
        {"scheme": concept.rpartition("/")[0], "value": concept} for concept in records.iris(iri, predicate)
    ]


def _isni(value: str) -> str:
    """Write an ISNI in groups of four, as the profile wants it."""
    return " ".join(value[place : place + 4] for place in range(0, 16, 4)) if len(value) == 16 else ""


def _full(value: str) -> str:
    """Return a date that has a day; the profile cannot hold a year or a month."""
    return value if _FULL_DATE.fullmatch(value) else ""
