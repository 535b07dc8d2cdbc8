"""PIDINST and DataCite: every written document is valid, and nothing is invented for the others."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from lxml import etree

from akkuri import resources
from akkuri.publish.edition import Edition
from akkuri.publish.formats import Exported, export, find_format
from akkuri.publish.registries import datacite, pidinst
from akkuri.publish.registries.record_access import Records

from .mapped import assert_mapped

FULL = """
<id/equipment/e> a ak:Equipment ; skos:prefLabel "Mixer"@en, "Sekoitin"@fi ; ak:manufacturer "Maker" ;
  ak:model "M 1" ; ak:equipmentType <concept/equipment-type/mixer> ; skos:note "For slurry."@en ;
  ak:facility <id/facility/f> ; dct:identifier "https://doi.org/10.5442/NI000001" ;
  ak:ended "2026-02-03"^^xsd:date .
<doc/equipment/e> dct:source <id/source/s> .
<id/source/s> schema:url <https://s.example/page> ; dct:title "A page" .
<id/facility/f> a ak:Facility ; ak:operator <id/organisation/o> ; schema:addressLocality "Espoo" ;
  wgs84:lat 60.2 ; wgs84:long 24.6 .
<id/organisation/o> a ak:Organisation ; skos:prefLabel "O"@en ; ak:rorId <https://ror.org/020hwjq30> .
<concept/equipment-type/mixer> skos:prefLabel "Mixer type"@en, "Sekoitintyyppi"@fi .
"""


def made_by(folder: Path, name: str, edition: Edition) -> tuple[Path, Exported]:
    return folder / name, export(edition, find_format(name), folder / name)


@pytest.fixture(scope="module", params=["pidinst", "datacite"])
def real(
    request: pytest.FixtureRequest, edition: Edition, tmp_path_factory: Any
) -> tuple[str, Path, Exported]:
    folder, done = made_by(tmp_path_factory.mktemp("instruments"), request.param, edition)
    return request.param, folder, done


def validate(shared: Path, folder: Path) -> int:
    """Validate every document of an export; return how many there are."""
    root = shared / "conformance"
    number = 0
    if (folder / "json").is_dir():
        schema = json.loads((root / "pidinst/support/pidinst-schema-1_0.schema.json").read_text())
        validator = Draft7Validator(schema, format_checker=FormatChecker())
        xsd = etree.XMLSchema(etree.parse(root / "pidinst/support/pidinst-schema-1_0.xsd"))
        for file in folder.glob("json/*.json"):
            validator.validate(json.loads(file.read_text(encoding="utf-8")))
    else:
        xsd = etree.XMLSchema(etree.parse(root / "datacite-4.6/resources/kernel-4.6/metadata.xsd"))
    for file in folder.glob("xml/*.xml"):
        xsd.assertValid(etree.parse(file))
        number += 1
    return number


def test_every_document_of_the_real_records_is_valid(real: tuple[str, Path, Exported], shared: Path) -> None:
    _, folder, done = real
    assert done.report is not None
    assert validate(shared, folder) == sum(done.report.written.values())


def test_only_devices_without_a_maker_or_an_operator_are_left_out(real: tuple[str, Path, Exported]) -> None:
    with (resources.data() / "equipment.csv").open(encoding="utf-8", newline="") as file:
        devices = [row for row in csv.DictReader(file) if row["nature"] != "activity"]
    with (resources.data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        homes = {row["id"]: row for row in csv.DictReader(file)}
    plans = {name for name, row in homes.items() if row["status"] not in {"operational", "closed", ""}}
    operated = {name for name, row in homes.items() if row["operator_ids"]}
    equipment = [row for row in devices if row["facility_id"] not in plans]
    assert len(equipment) < len(devices)
    whole = [row for row in equipment if row["manufacturer"] and row["facility_id"] in operated]
    assert real[2].report is not None
    (written,) = real[2].report.written.values()
    (left_out,) = real[2].report.left_out.values()
    assert (written, left_out) == (len(whole), len(equipment) - len(whole))


def test_what_is_lacking_is_told_in_three_languages(real: tuple[str, Path, Exported]) -> None:
    _, folder, _ = real
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    entry = next(item for item in report["records"] if "EMC test facility" in item["sentence"]["en"])
    assert entry["left_out"]
    assert "you still need: the manufacturer (equipment.csv: manufacturer), a" in entry["sentence"]["en"]
    assert "tarvitaan vielä: valmistaja (equipment.csv: manufacturer), " in entry["sentence"]["fi"]
    assert "behövs ännu: tillverkaren (equipment.csv: manufacturer), en" in entry["sentence"]["sv"]


@pytest.mark.parametrize("name", ["pidinst", "datacite"])
def test_a_full_record_is_valid_and_lacks_nothing(
    small_turtle: Callable[[str], Edition], shared: Path, tmp_path: Path, name: str
) -> None:
    folder, done = made_by(tmp_path, name, small_turtle(FULL))
    assert done.report is not None
    assert done.report.needs == []
    assert validate(shared, folder) == 1


def test_what_pidinst_says_of_a_full_record(small_turtle: Callable[[str], Edition], tmp_path: Path) -> None:
    folder, _ = made_by(tmp_path, "pidinst", small_turtle(FULL))
    assert json.loads((folder / "json/e.json").read_text(encoding="utf-8")) == {
        "identifier": {"identifier": "10.5442/NI000001", "identifierType": "DOI"},
        "schemaVersion": "1.0",
        "landingPage": "https://w3id.org/akkuri/doc/equipment/e",
        "name": "Mixer",
        "owners": [
            {
                "ownerName": "O",
                "ownerIdentifier": {
                    "ownerIdentifier": "https://ror.org/020hwjq30",
                    "ownerIdentifierType": "ROR",
                },
            }
        ],
        "manufacturers": [{"manufacturerName": "Maker"}],
        "model": {"modelName": "M 1"},
        "description": "For slurry.",
        "instrumentTypes": [
            {
                "instrumentTypeName": "Mixer type",
                "instrumentTypeIdentifier": {
                    "instrumentTypeIdentifier": "https://w3id.org/akkuri/concept/equipment-type/mixer",
                    "instrumentTypeIdentifierType": "w3id",
                },
            }
        ],
        "dates": [{"date": "2026-02-03", "dateType": "DeCommissioned"}],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": "https://s.example/page",
                "relatedIdentifierType": "URL",
                "relationType": "IsDescribedBy",
                "relatedIdentifierName": "A page",
            }
        ],
    }


def test_without_a_doi_the_record_is_written_under_its_own_address(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    text = FULL.replace('dct:identifier "https://doi.org/10.5442/NI000001" ;', "")
    folder, done = made_by(tmp_path, "datacite", small_turtle(text))
    tree = etree.parse(folder / "xml/e.xml")
    spaces = {"d": "http://datacite.org/schema/kernel-4"}
    (identifier,) = tree.findall("d:identifier", spaces)
    assert identifier.text == "https://w3id.org/akkuri/id/equipment/e"
    assert identifier.get("identifierType") == "URL"
    assert done.report is not None
    (need,) = done.report.needs
    assert need.required == ()
    assert need.sentence("en", "datacite") == (
        "Mixer is written; to register it with DataCite you still need: "
        "a DOI, which the registry assigns (equipment.csv: doi)."
    )


def test_every_field_stands_in_the_mapping_table(small_turtle: Callable[[str], Edition]) -> None:
    edition = small_turtle(FULL)
    records = Records(edition)
    assert_mapped(
        "pidinst",
        {"instrument": [found for _, found in pidinst.documents(records)]},
        unwritten=[("instrument", "pid")],
    )
    assert_mapped("datacite", {"resource": [found for _, found in datacite.documents(records, edition)]})
