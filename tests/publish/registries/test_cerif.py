"""CERIF: valid against the profile's schema and Schematron on all records, and true to them."""

import csv
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from akkuri import resources
from akkuri.publish.edition import Edition
from akkuri.publish.formats import export, find_format
from akkuri.publish.registries.cerif import documents

from .mapped import assert_mapped
from .schematron import failures

CF = {"c": "https://www.openaire.eu/cerif-profile/1.2/", "o": "http://www.openarchives.org/OAI/2.0/"}
SETS = {"OrgUnit": "orgunits", "Project": "projects", "Funding": "funding", "Equipment": "equipments"}


class Cached(etree.Resolver):
    """Answers the schemas that the profile imports from the web out of the profile's own copies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def resolve(self, url: str, public_id: str, context: object) -> object:
        copy = self._folder / url.rpartition("/")[2]
        return self.resolve_filename(str(copy), context) if url.startswith("http") else None


@pytest.fixture(scope="session")
def schema(shared: Path) -> etree.XMLSchema:
    folder = shared / "conformance/openaire-cerif/schemas"
    both = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:import namespace="http://www.openarchives.org/OAI/2.0/"
        schemaLocation="{(folder / "cached/OAI-PMH.xsd").as_uri()}"/>
      <xs:import namespace="https://www.openaire.eu/cerif-profile/1.2/"
        schemaLocation="{(folder / "openaire-cerif-profile.xsd").as_uri()}"/>
    </xs:schema>"""
    parser = etree.XMLParser()
    parser.resolvers.add(Cached(folder / "cached"))
    return etree.XMLSchema(etree.fromstring(both, parser))


@pytest.fixture(scope="session")
def exported(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    target = tmp_path_factory.mktemp("cerif") / "cerif.zip"
    export(edition, find_format("cerif"), target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("entity", SETS)
def test_all_real_records_are_valid(
    exported: dict[str, bytes], schema: etree.XMLSchema, shared: Path, entity: str
) -> None:
    root = etree.fromstring(exported[f"openaire_cris_{SETS[entity]}.xml"])
    schema.assertValid(root)
    assert failures(shared / "conformance/openaire-cerif/schemas/openaire-cerif-profile.sch", root) == []
    assert len(root.findall(f".//o:metadata/c:{entity}", CF)) > 20


def test_the_schematron_validator_notices_what_it_must(shared: Path) -> None:
    rules = shared / "conformance/openaire-cerif/schemas/openaire-cerif-profile.sch"
    for dates, wrong in (
        ('startDate="2024" endDate="2022-03"', 1),
        ('startDate="2024-05-02" endDate="2024"', 0),
        ('startDate="2024-05-02" endDate="2024-05-01"', 0),  # the profile allows one day
        ('startDate="2024-05-03" endDate="2024-05-01"', 1),
    ):
        text = f'<Funding xmlns="{CF["c"]}"><Duration {dates}/></Funding>'
        assert len(failures(rules, etree.fromstring(text))) == wrong, dates


@pytest.mark.parametrize("entity", SETS)
def test_the_samples_of_the_profile_pass_the_same_schema(
    schema: etree.XMLSchema, shared: Path, entity: str
) -> None:
    name = {"Funding": "fundings"}.get(entity, SETS[entity])
    sample = shared / f"conformance/openaire-cerif/samples/openaire_cerif_xml_example_{name}.xml"
    schema.assertValid(etree.parse(sample))


def rows(table: str) -> Iterator[dict[str, str]]:
    with (resources.data() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_every_organisation_and_project_is_there_and_what_is_left_out_is_counted(
    exported: dict[str, bytes],
) -> None:
    report = json.loads(exported["report.json"])
    organisations = sum(1 for table in ("organisations", "networks") for _ in rows(table))
    assert report["written"]["OrgUnit"] == organisations
    projects = list(rows("projects"))
    assert report["written"]["Project"] == len(projects)
    assert report["written"]["Equipment"] == sum(1 for _ in rows("equipment"))
    grants = sum(1 for row in projects if row["grant_id"])
    programmes = len({row["programme"] for row in projects if row["programme"]})
    unknown = sum(1 for row in projects if row["funding_eur"] and not row["grant_id"])
    assert report["written"]["Funding"] == grants + programmes
    assert report["left_out"] == {"Funding": unknown}
    assert report["reasons"] == {"Funding": {"Type": unknown}}
    assert all("kind of funding" in entry["sentence"]["en"] for entry in report["records"])


FULL = """
<id/organisation/o> a ak:Organisation ; skos:prefLabel "O"@en, "Oo"@sv ;
  ak:organisationType <concept/organisation-type/university> ; ak:pic "1" ;
  ak:rorId <https://ror.org/020hwjq30> ; ak:isni "0000000108389418" ; ak:businessId "2228357-4" ;
  foaf:homepage <https://o.example/> ; ak:parentOrganisation <id/organisation/p> .
<id/organisation/p> a ak:Organisation ; skos:prefLabel "P"@en .
<id/project/x> a ak:Project ; skos:prefLabel "Title"@en ; ak:acronym "X" ;
  ak:grantId "101" ; ak:programme "Programme" ; ak:funding 12.5 ; dct:description "What"@en ;
  ak:start "2020-02-01"^^xsd:date ; ak:stage <concept/value-chain-stage/mining> ;
  ak:end "2023-01-31"^^xsd:date .
<id/project/x#participation-o-coordinator> ak:project <id/project/x> ;
  ak:organisation <id/organisation/o> ;
  ak:role <concept/participation-role/coordinator> .
<id/project/x#participation-o-participant> ak:project <id/project/x> ;
  ak:organisation <id/organisation/o> ; ak:role <concept/participation-role/participant> .
<id/project/x#participation-o-associated> ak:project <id/project/x> ;
  ak:organisation <id/organisation/o> ; ak:role <concept/participation-role/associated> .
<id/project/x#participation-p-funder> ak:project <id/project/x> ;
  ak:organisation <id/organisation/p> ;
  ak:role <concept/participation-role/funder> .
<id/facility/f> a ak:Facility ; ak:operator <id/organisation/o> .
<id/collaboration/c> ak:from <id/organisation/p> ;
  ak:to <id/facility/f> ;
  ak:collaborationKind <concept/collaboration-kind/owns> .
<id/equipment/e> a ak:Equipment ; skos:prefLabel "E"@en ; skos:note "A note \\u0007"@en ;
  ak:equipmentType <concept/equipment-type/mixer> ;
  ak:facility <id/facility/f> .
"""


def test_a_full_record_of_each_entity_is_valid_and_holds_what_was_stated(
    small_turtle: Callable[[str], Edition], schema: etree.XMLSchema, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    done = export(small_turtle(FULL), find_format("cerif"), target)
    assert done.report is not None
    assert done.report.needs == []
    trees = {entity: etree.parse(target / f"openaire_cris_{name}.xml") for entity, name in SETS.items()}
    for tree in trees.values():
        schema.assertValid(tree)

    def text(entity: str, path: str) -> list[str]:
        return [str(item) for item in trees[entity].xpath(path, namespaces=CF)]

    assert text("OrgUnit", "//c:OrgUnit[@id='OrgUnits/o']/c:ISNI/text()") == ["0000 0001 0838 9418"]
    assert text("OrgUnit", "//c:OrgUnit[@id='OrgUnits/o']/c:PartOf/c:OrgUnit/@id") == ["OrgUnits/p"]
    assert text("Project", "//c:Coordinator/c:OrgUnit/@id") == ["OrgUnits/o"]
    assert text("Project", "//c:Funded/c:By/c:OrgUnit/@id") == ["OrgUnits/p"]
    assert text("Project", "//c:StartDate/text()") == ["2020-02-01"]
    assert text("Project", "//c:EndDate/text()") == ["2023-01-31"]
    assert text("Funding", "//c:Duration/@startDate") == ["2020-02-01"]
    assert text("Funding", "//c:Amount/@currency") == ["EUR"]
    assert text("Equipment", "//c:Owner/c:OrgUnit/@id") == ["OrgUnits/p"]
    assert text("Equipment", "//c:Link/c:OrgUnit/@id") == ["OrgUnits/o"]
    assert text("Equipment", "//c:Description/text()") == ["A note  "]


def test_a_date_without_a_day_stands_in_the_funding_only(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    vague = FULL.replace('"2020-02-01"^^xsd:date', '"2020-02-01"^^xsd:date ; ak:startPrecision "YYYY-MM"')
    found = documents(small_turtle(vague))
    assert found["Project"][0]["StartDate"] == ""
    assert found["Funding"][0]["Duration"] == {"startDate": "2020-02", "endDate": "2023-01-31"}


def test_every_field_stands_in_the_mapping_table_and_the_other_way_round(
    small_turtle: Callable[[str], Edition],
) -> None:
    # What is nested below is an entity of its own, with its own lines in the table.
    whole = ("Consortium.Coordinator", "Consortium.Partner", "Consortium.Member", "Funded.By", "Funded.As")
    assert_mapped("cerif", documents(small_turtle(FULL)), nested=whole)
