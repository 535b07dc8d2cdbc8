"""research.fi: documents have the classes, properties and multiplicities of the public model."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from akkuri import resources
from akkuri.publish.edition import Edition
from akkuri.publish.formats import export, find_format
from akkuri.publish.registries.needs import mapping_table
from akkuri.publish.registries.record_access import Records
from akkuri.publish.registries.research_fi import infrastructures, services

from .mapped import assert_mapped

URN = "urn:nbn:fi:research-infras-2016072531"
FULL = f"""
<id/organisation/o> a ak:Organisation ; skos:prefLabel "O"@en, "O suomeksi"@fi ;
  ak:rorId <https://ror.org/020hwjq30> ; ak:isni "0000000108389418" ; ak:businessId "2228357-4" .
<id/organisation/p> a ak:Organisation ; skos:prefLabel "P"@en ; ak:pic "999" .
<id/facility/f> a ak:Facility ; skos:prefLabel "Laboratory"@en, "Laboratorio"@fi ; ak:countryCode "FI" ;
  dct:description "What it is."@en ; ak:operator <id/organisation/o> ; ak:nationalPid <{URN}> ;
  ak:acronym "LAB" ; ak:opened "2020-03-01"^^xsd:date ; ak:openedPrecision "YYYY-MM" ;
  ak:closed "2024-05-06"^^xsd:date ;
  foaf:homepage <https://f.example/> ; schema:email "lab@f.example" ; schema:streetAddress "Road 1" ;
  schema:addressLocality "Espoo" ; schema:termsOfService <https://f.example/terms> ;
  ak:privacyPolicy <https://f.example/privacy> .
<id/facility/f#offering-c> a ak:Offering ; ak:facility <id/facility/f> ;
  ak:capability <concept/capability/c> ;
  ak:accessMode <concept/access-mode/open> ; skos:note "On order."@en .
<id/facility/g> a ak:Facility ; skos:prefLabel "Shared"@en ; ak:countryCode "FI" ; dct:description "G."@en ;
  ak:operator <id/organisation/o>, <id/organisation/p> ; ak:accessMode <concept/access-mode/open> .
<id/facility/h> a ak:Facility ; skos:prefLabel "Abroad"@en ; ak:countryCode "SE" ; dct:description "H."@en ;
  ak:operator <id/organisation/o> ; ak:accessMode <concept/access-mode/open> .
<concept/capability/c> skos:prefLabel "Coating"@en, "Pinnoitus"@fi, "Beläggning"@sv .
<concept/access-mode/open> skos:definition "Open to all."@en .
"""

Model = dict[str, dict[str, tuple[str, bool]]]


@pytest.fixture(scope="module")
def model(shared: Path) -> Model:
    """Class → property in lower camel case → (type, several)."""
    found: Model = {}
    lines = (shared / "registries/research_fi_model.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        _, cls, _, name, kind, multiple, _ = line.split("\t")
        key = name if name.isupper() or name[:2].isupper() else name[0].lower() + name[1:]
        found.setdefault(cls, {})[key] = (kind, multiple == "n")
    return found


SIMPLE: dict[str, type] = {"string": str, "int": int, "bool": bool}


def check(value: Any, kind: str, model: Model, where: str) -> None:
    if kind in SIMPLE:
        assert type(value) is SIMPLE[kind], where
        return
    for key, inner in value.items():
        assert key in model[kind], f"{where}: {kind} has no {key}"
        expected, several = model[kind][key]
        assert isinstance(inner, list) == several, f"{where}.{key}"
        for item in inner if several else [inner]:
            check(item, expected, model, f"{where}.{key}")


def written(edition: Edition, folder: Path) -> tuple[list[Any], list[Any], Any]:
    done = export(edition, find_format("research.fi"), folder)
    read = [
        json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("infrastructures", "services")
    ]
    return read[0], read[1], done.report


def test_all_real_records_fit_the_model(edition: Edition, model: Model, tmp_path: Path) -> None:
    found, offered, report = written(edition, tmp_path / "out")
    for document in found:
        check(document, "Infrastructure", model, document["infraIdentifier"]["localIdentifier"])
    for document in offered:
        check(document, "Service", model, document["serviceIdentifier"]["localIdentifier"])
    assert len(found) == report.written["infrastructure"] > 50
    assert len(offered) == report.written["service"] > 50
    with (resources.data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        status = {row["id"].removeprefix("fac-"): row["status"] for row in csv.DictReader(file)}
    told = {status[one["infraIdentifier"]["localIdentifier"].rpartition("/")[2]] for one in found}
    assert told <= {"operational", "closed", ""}  # no plan stands among what one can use
    assert set(report.reasons("infrastructure")) == {"infraResponsibleOrganization"}


def test_the_model_notices_a_wrong_document(model: Model) -> None:
    with pytest.raises(AssertionError, match="has no infraColour"):
        check({"infraColour": "red"}, "Infrastructure", model, "x")
    with pytest.raises(AssertionError, match=r"x\.infraName"):
        check({"infraName": "not a list"}, "Infrastructure", model, "x")


def test_a_full_record(small_turtle: Callable[[str], Edition], model: Model, tmp_path: Path) -> None:
    (infrastructure,), (service,), report = written(small_turtle(FULL), tmp_path / "out")
    check(infrastructure, "Infrastructure", model, "f")
    check(service, "Service", model, "f#c")
    assert infrastructure["infraIdentifier"] == {
        "localIdentifier": "https://w3id.org/akkuri/id/facility/f",
        "keyIdentifierURN": URN,
        "keyIdentifierURNLink": f"https://urn.fi/{URN}",
    }
    assert infrastructure["infraResearchfiURL"]["sv"] == (
        "https://research.fi/sv/results/infrastructure/research-infras-2016072531"
    )
    assert infrastructure["infraStartsOn"] == {"year": 2020, "month": 3, "datePartial": "2020-03"}
    assert infrastructure["infraEndsOn"] == {"year": 2024, "month": 5, "day": 6, "datePartial": "2024-05-06"}
    assert service["serviceName"][2] == {"textContent": "Beläggning", "textLanguage": "sv"}
    assert service["isPartOfInfrastructure"]["infraName"] == infrastructure["infraName"]
    left_out = [need for need in report.needs if need.required]
    assert [need.record.rpartition("/")[2] for need in left_out] == ["g"]
    assert "which organisation is responsible for it" in left_out[0].sentence("en", "research.fi")


def test_every_field_stands_in_the_mapping_table(small_turtle: Callable[[str], Edition]) -> None:
    more = """<id/facility/g#offering-d> a ak:Offering ; ak:facility <id/facility/g> ;
      ak:capability <concept/capability/c> ."""
    text = FULL.replace('ak:openedPrecision "YYYY-MM"', 'ak:openedPrecision "YYYY-MM-DD"') + more
    records = Records(small_turtle(text))
    found = dict(infrastructures(records))
    offered = [one for iri, document in found.items() for _, one in services(records, iri, document)]
    within = [entry for entry in mapping_table("research_fi") if entry.field.startswith("isPartOf")]
    unwritten = [
        ("infrastructure", name)
        for name in ("ESFRICodes", "fieldOfScience", "finlandRoadmap", "infraRelations")
    ]
    unwritten += [("service", name) for name in ("serviceUserRole", "serviceTargetSegment")]
    assert_mapped(
        "research_fi",
        {"infrastructure": found.values(), "service": offered},
        nested=("infraServices", *(entry.field for entry in within if "." in entry.field)),
        unwritten=unwritten,
    )
