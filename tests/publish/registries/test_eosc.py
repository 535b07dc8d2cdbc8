"""EOSC: nothing is invented, and a record that has everything is valid."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from akkuri.checks.cluster import open_cluster
from akkuri.checks.report.finding import Severity
from akkuri.checks.run import check_tables
from akkuri.graph.mapping import map_tables
from akkuri.namespaces import Names
from akkuri.publish.edition import Edition
from akkuri.publish.formats import FORMATS, export, find_format
from akkuri.publish.registries.eosc import organizations, services
from akkuri.publish.registries.needs import columns_to_add, mapping_table
from akkuri.publish.registries.record_access import Records

from .mapped import assert_mapped

HYDROGEN = Path(__file__).parents[2] / "fixtures" / "hydrogen"
FULL = """
<id/organisation/o> a ak:Organisation ; skos:prefLabel "Organisation O"@en ; ak:acronym "OO" ;
  ak:rorId <https://ror.org/020hwjq30> ; foaf:homepage <https://o.example/> ; ak:countryCode "FI" ;
  ak:legalEntity true ; ak:legalStatus "provider_legal_status-public_legal_entity" ;
  ak:parentOrganisation <id/organisation/p> ; dct:description "Does research."@en ;
  schema:logo <https://o.example/logo.svg> ; schema:email <mailto:info@o.example> ; ak:eoscNode "node-egi" .
<id/organisation/p> a ak:Organisation ; skos:prefLabel "Parent"@en .
<id/facility/f> a ak:Facility ; skos:prefLabel "Laboratory F"@en ; dct:description "A laboratory."@en ;
  ak:operator <id/organisation/o> ; ak:nationalPid <urn:nbn:fi:research-infras-2016072531> ;
  ak:opened "2020-03-04"^^xsd:date ; ak:trlMin 3 ; ak:trlMax 6 ; foaf:homepage <https://f.example/> ;
  ak:eoscNode "node-egi" ; ak:jurisdiction "ds_jurisdiction-global" ; schema:email "lab@o.example" ;
  schema:logo <https://o.example/f.svg> ; schema:termsOfService <https://f.example/terms> ;
  ak:privacyPolicy <https://f.example/privacy> ; ak:accessPolicy <https://f.example/access> .
<id/facility/f#offering-c> a ak:Offering ; ak:facility <id/facility/f> ;
  ak:capability <concept/capability/c> .
<concept/capability/c> skos:prefLabel "Coating"@en .
<concept/trl/6> ak:eoscTerm "trl-6" .
<id/facility/g> a ak:Facility ; skos:prefLabel "Plant G"@en ;
  ak:accessMode <concept/access-mode/in-house> .
"""


@pytest.fixture(scope="module")
def schemas(shared: Path) -> dict[str, Draft202012Validator]:
    """The published schemas.

    That of the service lacks a bracket and joins two closed objects, so that no document could satisfy it;
    here the bracket is set and the two are one object, as the profile's text means.
    """
    folder = shared / "conformance/eosc-resources/schemas"
    organization = json.loads((folder / "organization.schema.json").read_text())
    resource = json.loads((folder / "eosc-resource.schema.json").read_text())
    text = (folder / "service.schema.json").read_text()
    with pytest.raises(ValueError, match="Expecting ',' delimiter"):
        json.loads(text)
    mended = text.replace(
        '            }\n        }\n      },\n      "required": [\n        "webpage"',
        '            }\n        }\n        }\n      },\n      "required": [\n        "webpage"',
    )
    own: dict[str, Any] = json.loads(mended)["allOf"][1]
    service = {
        "type": "object",
        "properties": resource["properties"] | own["properties"],
        "required": resource["required"] + own["required"],
        "additionalProperties": False,
    }
    checker = FormatChecker()
    return {
        "organizations": Draft202012Validator(organization, format_checker=checker),
        "services": Draft202012Validator(service, format_checker=checker),
    }


@pytest.fixture(scope="module")
def vocabularies(shared: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    lines = (shared / "registries/eosc_vocabularies.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        kind, term = line.split("\t")[:2]
        found.setdefault(kind, set()).add(term)
    return found


def test_a_full_record_is_valid_and_uses_the_vocabularies(
    small_turtle: Callable[[str], Edition],
    schemas: dict[str, Draft202012Validator],
    vocabularies: dict[str, set[str]],
    tmp_path: Path,
) -> None:
    done = export(small_turtle(FULL), find_format("eosc"), tmp_path / "eosc")
    assert done.report is not None
    assert done.report.written == {"organization": 1, "service": 1}
    assert done.report.needs == []
    found = {
        folder: json.loads(next((tmp_path / "eosc" / folder).iterdir()).read_text(encoding="utf-8"))
        for folder in schemas
    }
    for folder, validator in schemas.items():
        validator.validate(found[folder])
    service, organization = found["services"], found["organizations"]
    assert service["trl"] in vocabularies["Technology readiness level"]
    assert service["jurisdiction"] in vocabularies["Jurisdiction"]
    assert service["nodePID"] in vocabularies["Node"]
    assert organization["country"] in vocabularies["Country"]
    assert organization["legalStatus"] in vocabularies["Provider legal status"]
    assert organization["alternativePIDs"][0]["pidSchema"] in vocabularies["Persistent identity scheme"]
    assert organization["legalEntity"] is True
    assert organization["publicContact"] == ["info@o.example"]
    assert service["resourceOwner"] == organization["id"] == "https://ror.org/020hwjq30"
    assert service["publishingDate"] == "2020-03-04"
    assert service["tags"] == ["Coating"]


def test_the_columns_that_are_shown_make_a_service_exportable(
    small: Callable[[str], Edition], schemas: dict[str, Draft202012Validator], tmp_path: Path
) -> None:
    """A curator who has the facts adds the columns that `export eosc --columns` shows."""
    folder = Path(shutil.copytree(HYDROGEN, tmp_path / "cluster"))
    shown = columns_to_add("eosc", small(""))
    (folder / "columns.json").write_text(shown, encoding="utf-8")
    facts = {"opened": "2020-03-04", "homepage": "https://lab.example/", "mailbox": "lab@lab.example"}
    facts |= {"eosc_node": "node-egi", "jurisdiction": "ds_jurisdiction-global"}
    fill(
        folder / "facilities.csv", "fac-electrolyser-lab", facts | {"terms_page": "https://lab.example/terms"}
    )
    facts = {
        "homepage": "https://u.example/",
        "acronym": "NEU",
        "about": "A university.",
        "legal_entity": "true",
    }
    facts |= {"logo": "https://u.example/l.svg", "mailbox": "info@u.example", "eosc_node": "node-egi"}
    fill(folder / "organisations.csv", "org-northern-energy-university", facts)
    fill(folder / "offerings.csv", "fac-electrolyser-lab", {"trl_min": "3", "trl_max": "6"})
    cluster = open_cluster(folder, Names())
    tables = cluster.read()
    found = check_tables(tables, cluster.vocabularies, cluster.names)
    assert [each for each in found if each.severity is Severity.VIOLATION] == []
    fill(folder / "organisations.csv", "org-northern-energy-university", {"legal_entity": "perhaps"})
    found = check_tables(cluster.read(), cluster.vocabularies, cluster.names)
    assert [each.value for each in found if each.severity is Severity.VIOLATION] == ["perhaps"]
    mapped = map_tables(tables, cluster.vocabularies, cluster.names).quads
    level = f'<{cluster.names.concept("trl", "6")}> <{cluster.names.ak}eoscTerm> "trl-6" .\n'
    done = export(
        small("".join(f"{quad} .\n" for quad in mapped) + level), find_format("eosc"), tmp_path / "out"
    )
    assert done.report is not None
    assert done.report.written == {"organization": 1, "service": 1}
    for entity, validator in schemas.items():
        (file,) = (tmp_path / "out" / entity).iterdir()
        validator.validate(json.loads(file.read_text(encoding="utf-8")))


def fill(table: Path, row_id: str, cells: dict[str, str]) -> None:
    """Fill cells of the first row of a table that begins with an id."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(dict.fromkeys([*rows[0], *cells]))
    row = next(row for row in rows if row[header[0]] == row_id)
    row.update(cells)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_the_schemas_notice_what_is_lacking(schemas: dict[str, Draft202012Validator]) -> None:
    assert not schemas["services"].is_valid({"id": "x"})
    assert not schemas["organizations"].is_valid({"id": "x"})


def test_what_is_written_of_the_real_records_is_valid_and_the_rest_is_counted(
    edition: Edition, schemas: dict[str, Draft202012Validator], tmp_path: Path
) -> None:
    done = export(edition, find_format("eosc"), tmp_path / "eosc")
    report = done.report
    assert report is not None
    for folder, validator in schemas.items():
        for file in (tmp_path / "eosc").glob(f"{folder}/*.json"):
            validator.validate(json.loads(file.read_text(encoding="utf-8")))
    assert report.written["service"] + report.left_out["service"] > 100
    # No laboratory states a logo, a contact or a node, and none of them is made up.
    assert report.written["organization"] == 0
    assert report.reasons("organization")["logo"] == report.left_out["organization"]


def test_the_sentence_names_the_laboratory_and_what_it_needs(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    text = FULL
    for stated in ('schema:email "lab@o.example" ;', "schema:termsOfService <https://f.example/terms> ;"):
        assert stated in text
        text = text.replace(stated, "")
    done = export(small_turtle(text), find_format("eosc"), tmp_path / "eosc")
    assert done.report is not None
    (need,) = done.report.needs
    assert [need.sentence(lang, "eosc") for lang in ("en", "fi", "sv")] == [
        "To publish Laboratory F in EOSC you still need: a public contact address (facilities.csv: mailbox), "
        "terms of use (terms_page).",
        "Jotta Laboratory F voidaan julkaista muodossa EOSC, tarvitaan vielä: "
        "julkinen yhteysosoite (facilities.csv: mailbox), käyttöehdot (terms_page).",
        "För att publicera Laboratory F i EOSC behövs ännu: en offentlig kontaktadress "
        "(facilities.csv: mailbox), användarvillkor (terms_page).",
    ]


def test_the_report_names_row_and_column_and_what_may_stand_there(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    text = FULL.replace('ak:jurisdiction "ds_jurisdiction-global" ;', "").replace("trlMin 3", "trlMin 0")
    text = text.replace("ak:trlMin 0 ; ak:trlMax 6 ;", "")
    export(small_turtle(text), find_format("eosc"), tmp_path / "eosc")
    report = json.loads((tmp_path / "eosc/report.json").read_text(encoding="utf-8"))
    (lacking,) = report["records"]
    cells = {(cell["table"], cell["row"], cell["column"]) for cell in lacking["cells"]}
    assert cells == {
        ("facilities.csv", "fac-f", "jurisdiction"),
        ("facilities.csv", "fac-f", "trl_max"),
        ("offerings.csv", "fac-f", "trl_max"),
    }
    columns = {f"{column['table']}: {column['column']}": column for column in report["columns"]}
    assert not columns["facilities.csv: jurisdiction"]["declared"]
    assert columns["offerings.csv: trl_max"]["declared"]
    assert columns["offerings.csv: trl_max"]["write"]["fi"] == "Kokonaisluku väliltä 1–9."
    for lang in ("en", "fi", "sv"):
        assert "ds_jurisdiction-national" in columns["facilities.csv: jurisdiction"]["write"][lang]


@pytest.mark.parametrize("form", [form.name for form in FORMATS if form.registry])
def test_where_a_lacking_fact_is_written_is_a_column_that_there_is_or_that_can_be_added(
    form: str, small: Callable[[str], Edition]
) -> None:
    edition = small("")
    added = json.loads(columns_to_add(form, edition))["tables"]
    places = {
        (table["url"].removesuffix(".csv"), column["name"])
        for table in added
        for column in table["tableSchema"]["columns"]
    }
    places |= {(table.name, column.name) for table in edition.schema for column in table.columns}
    entities = {entity: kind.table for kind in edition.names.kinds for entity in kind.exports.get(form, ())}
    for entry in mapping_table(form.replace(".", "_")):
        for place in entry.write.split():
            table, _, column = place.rpartition(".")
            table = table or entities.get(entry.entity, "")
            assert not table or (table, column) in places, (entry.entity, entry.field, place)


def test_every_field_stands_in_the_mapping_table(small_turtle: Callable[[str], Edition]) -> None:
    records = Records(small_turtle(FULL))
    assert_mapped(
        "eosc",
        {
            "organization": [found for _, found in organizations(records)],
            "service": [found for _, found in services(records)],
        },
    )
