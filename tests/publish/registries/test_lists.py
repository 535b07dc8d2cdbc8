"""Lists that registries take as they are: uniquip, ROR's form, QuickStatements; what is lacking is told."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from akkuri.publish.downloads import Shelf, find_download
from akkuri.publish.edition import Edition
from akkuri.publish.formats import export, find_format, held
from akkuri.publish.registries import ror, uniquip, wikidata
from akkuri.publish.registries.record_access import Records

from .mapped import assert_mapped

FULL = """
<id/organisation/o> a ak:Organisation ; skos:prefLabel "Organisation O"@en , "Organisaatio O"@fi ;
  ak:acronym "OO" ; skos:altLabel "=Old name" , "ORGANISATION O" ,
  "OO" , "XYZ" ; foaf:homepage <https://o.example/> ; ak:countryCode "FI" ;
  schema:addressLocality "Espoo" ; ak:organisationType <concept/organisation-type/university> ;
  ak:parentOrganisation <id/organisation/p> ; ak:isni "0000000123456789" .
<id/organisation/p> a ak:Organisation ; skos:prefLabel "Parent"@en , "Emo"@fi ; ak:countryCode "FI" ;
  foaf:homepage <https://p.example/> ; ak:rorId <https://ror.org/020hwjq30> ;
  ak:isni "0000000123456780" ; ak:wikidataId <http://www.wikidata.org/entity/Q300980> ;
  ak:parentOrganisation <id/organisation/q> .
<id/organisation/q> a ak:Organisation ; skos:prefLabel "Q"@en ;
  ak:wikidataId <http://www.wikidata.org/entity/Q42> .
<id/facility/f> a ak:Facility ; skos:prefLabel "Laboratory \\"F\\""@en , "Se laboratorio"@fi ;
  ak:descriptiveName "fi" ;
  dct:description "Where devices are."@en ;
  ak:operator <id/organisation/p> ; ak:facilityKind <concept/facility-kind/laboratory> ; ak:countryCode "FI" ;
  ak:functionalMailbox "lab@f.example" ; ak:contactPage <https://f.example/contact> ;
  ak:status <concept/status/operational> ;
  schema:addressLocality "Espoo" ; schema:streetAddress "Road 1" ; foaf:homepage <https://f.example/> ;
  wgs84:lat "60.2"^^xsd:decimal ; wgs84:long "24.6"^^xsd:decimal ; ak:geoPrecision "site" ;
  ak:opened "2020-03-04"^^xsd:date ; ak:rorId <https://ror.org/020hwjq31> ; ak:isni "0000000123456781" ;
  ak:parentOrganisation <id/organisation/q> .
<id/facility/parent> a ak:Facility ; skos:prefLabel "Parent"@en ; ak:operator <id/organisation/p> ;
  dct:description "Parent itself."@en ; ak:functionalMailbox "p@p.example" ; ak:countryCode "FI" ;
  ak:facilityKind <concept/facility-kind/laboratory> .
<id/facility/plan> a ak:Facility ; skos:prefLabel "Plan"@en ; ak:status <concept/status/planned> ;
  ak:facilityKind <concept/facility-kind/laboratory> ; ak:countryCode "FI" .
<id/equipment/e> a ak:Equipment ; skos:prefLabel "Device E"@en ; skos:note "A good one."@en ;
  ak:manufacturer "Maker" , "Other maker" ; ak:model "M 1" ; ak:ended "2026-02-03"^^xsd:date ;
  ak:facility <id/facility/f> ; ak:equipmentType <concept/equipment-type/x> .
<concept/facility-kind/laboratory> skos:prefLabel "Laboratory"@en .
<concept/organisation-type/university> skos:prefLabel "University"@en .
<concept/equipment-type/x> skos:prefLabel "Diffractometer"@en .
<doc/facility/f> dct:source <id/source/s> .
<doc/facility/parent> dct:source <id/source/s> .
<doc/organisation/o> dct:source <id/source/s> .
<doc/organisation/p> dct:source <id/source/s> .
<doc/organisation/q> dct:source <id/source/s> .
<id/source/s> schema:url <https://s.example/page> ; ak:retrieved "2026-11-01"^^xsd:date .
"""


@pytest.fixture
def full(small_turtle: Callable[[str], Edition]) -> Edition:
    return small_turtle(FULL)


def lines(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def test_uniquip_has_the_columns_of_the_registry_and_no_people(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    """What is planned, or stands in what is planned, is not there for anybody to ask for."""
    bare = '<id/facility/bare> a ak:Facility ; skos:prefLabel "Bare"@en ; ak:status <concept/status/closed> .'
    later = '<id/equipment/later> a ak:Equipment ; skos:prefLabel "L"@en ; ak:facility <id/facility/plan> .'
    done = export(small_turtle(FULL + bare + later), find_format("uniquip"), tmp_path / "out")
    found = {line["ID"]: line for line in lines(tmp_path / "out/uniquip.csv")}
    assert set(found) == {"fac-f", "fac-parent", "fac-bare", "eq-e"}
    device, home = found["eq-e"], found["fac-f"]  # a device may be called as the facility that it is
    assert list(device) == list(uniquip.COLUMNS)
    assert device["Type"] == "equipment"
    assert device["Related Facility ID"] == "fac-f"
    assert home["Type"] == "facility"
    assert home["Web Address"] == "https://f.example/"
    assert device["Web Address"] == "https://w3id.org/akkuri/doc/equipment/e"
    assert device["Contact Email"] == home["Contact Email"] == "lab@f.example"
    assert all(not line["Contact Name"] for line in found.values())
    newer = {line["institutionID"]: line for line in lines(tmp_path / "out/uniquip-2025.csv")}
    assert list(newer) == list(found)
    assert (newer["eq-e"]["manufacturer"], newer["eq-e"]["model"]) == ("Maker; Other maker", "M 1")
    assert newer["eq-e"]["decommissionedDate"] == "2026-02-03"
    assert newer["eq-e"]["subject"] == device["Technique"]
    assert newer["fac-f"]["managingDepartment"] == home["Department"] == "Parent"
    assert done.report is not None
    assert [need.sentence("en", "uniquip") for need in done.report.needs] == [
        "Bare is written; to register it with uniquip you still need: "
        "a description (facilities.csv: description), a public contact address (mailbox; contact_page)."
    ]


def test_ror_is_asked_for_those_that_it_does_not_have(full: Edition, tmp_path: Path) -> None:
    done = export(full, find_format("ror"), tmp_path / "out")
    (change,) = lines(tmp_path / "out/updates.csv")
    assert (change["ror"], change["change"], change["value"], change["language"], change["evidence"]) == (
        "https://ror.org/020hwjq30",
        "label",
        "Emo",
        "fi",
        "https://s.example/page",
    )
    (line,) = lines(tmp_path / "out/requests.csv")
    assert (line["name"], line["type"], line["city"], line["country"]) == (
        "Organisation O",
        "education",
        "Espoo",
        "Finland",
    )
    assert line["isni"] == "0000 0001 2345 6789"  # as ROR writes it
    asked = {iri.rpartition("/")[2]: found for iri, found in ror.documents(Records(full))}
    assert asked["q"]["wikidata"] == "Q42"  # the form asks for the identifier, not for its address
    assert line["parent"] == "Parent https://ror.org/020hwjq30"
    assert line["labels"] == "Organisaatio O (fi)"
    assert line["aliases"] == "'=Old name"  # never a formula; the name in capitals is no other name
    assert line["acronym"] == "OO"
    assert done.report is not None
    sentences = {need.record.rpartition("/")[2]: need.sentence("en", "ror") for need in done.report.needs}
    assert sentences["q"].startswith(
        "To publish Q in ROR you still need: a website (organisations.csv: homepage), a type (type), a place"
    )
    assert "a page with its publications" in sentences["o"]
    assert "a look whether the registry has it already" in sentences["o"]  # not all of ROR is known here
    assert line["search"] == "https://ror.org/search?query=Organisation%20O"


def test_quickstatements_name_every_operator_that_has_an_item(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    joint = "<id/facility/f> ak:operator <id/organisation/q> , <id/organisation/o> ."
    export(small_turtle(FULL + joint), find_format("wikidata"), tmp_path / "out")
    new = (tmp_path / "out/new-items.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[2] for line in new if "\tP137\t" in line] == ["Q300980", "Q42"]


def test_quickstatements_have_references_and_make_no_plans_items(full: Edition, tmp_path: Path) -> None:
    export(full, find_format("quickstatements"), tmp_path / "out")
    new = (tmp_path / "out/new-items.tsv").read_text(encoding="utf-8").splitlines()
    known = (tmp_path / "out/known-items.tsv").read_text(encoding="utf-8").splitlines()
    reference = ["S854", '"https://s.example/page"', "S813", "+2026-11-01T00:00:00Z/11"]
    assert new.count("CREATE") == 2  # a facility named like its operator is the item of that one
    assert 'LAST\tLen\t"Parent"' not in new
    assert 'LAST\tLen\t"Laboratory ”F”"' in new
    assert "\t".join(["LAST", "P31", "Q483242", *reference]) in new
    assert "\t".join(["LAST", "P571", "+2020-03-04T00:00:00Z/11", *reference]) in new
    assert "\t".join(["LAST", "P137", "Q300980", *reference]) in new
    assert "\t".join(["LAST", "P625", "@60.2/24.6", *reference]) in new
    assert "Se laboratorio" not in "".join(new)  # a description is no label of an item
    assert 'LAST\tDen\t"laboratory in Espoo, Finland"' in new
    assert "\t".join(["Q300980", "P6782", '"020hwjq30"', "S854", '"https://ror.org/020hwjq30"']) in known
    assert not [line for line in known if "\tP17\t" in line or "\tP856\t" in line]  # it has them
    assert not [line for line in known if line.startswith("Q42")]  # nothing to say of it
    looked_up = lines(tmp_path / "out/search-first.csv")
    assert [row["label"] for row in looked_up] == ['Laboratory "F"', "Organisation O"]
    assert looked_up[0]["search"].endswith("?search=Laboratory%20%22F%22")
    for line in (*new, *known):
        cells = line.split("\t")
        own = cells[1:2] == ["P6782"]
        assert cells[0] == "CREATE" or cells[1][0] in "LD" or own or cells[3:] == reference, line


def test_every_field_stands_in_the_mapping_table(full: Edition) -> None:
    records = Records(full)
    listed = list(uniquip.documents(records))
    assert_mapped(
        "uniquip",
        {
            kind: [found for entity, _, found in listed if entity == kind]
            for kind in ("facility", "equipment")
        },
    )
    assert_mapped(
        "ror",
        {
            "organization": [{**found, "wikidata": "Q1"} for _, found in ror.documents(records)],
            "update": [found for _, found in ror.updates(records)],
        },
        unwritten=[("organization", "publications"), ("organization", "absent")],
    )
    items = [found for _, found in wikidata.documents(records)]
    assert_mapped(
        "wikidata",
        {
            "item": [found for found in items if "item" not in found],
            "known": [{"operator": "", "coordinates": "", **found} for found in items if "item" in found],
        },
        unwritten=[("item", "absent")],
    )


def test_what_no_record_can_fill_is_not_offered(edition: Edition, tmp_path: Path) -> None:
    """Neither in the catalogue nor among all formats; the export itself says what is lacking."""
    assert find_format("eosc") not in held(edition)
    catalogue = edition.graph.with_name("catalog.ttl").read_text(encoding="utf-8")
    assert "download/eosc.zip" not in catalogue
    assert "download/uniquip.zip" in catalogue
    done = export(edition, find_format("eosc"), tmp_path / "out")
    assert done.report is not None
    assert done.report.written.total() == 0
    assert done.report.reasons("service")["nodePID"] == done.report.left_out["service"]


def test_who_makes_all_files_reads_the_graph_once_for_several(full: Edition, tmp_path: Path) -> None:
    alone, together = Shelf(full, tmp_path / "alone"), Shelf(full, tmp_path / "together")
    together.reading_once()

    def made(shelf: Shelf, *names: str) -> list[str]:
        return [shelf.get(found)[1] for found in map(find_download, names) if found is not None]

    first = ("graph.geojson", "graph.graphml", "graph-links.graphml", "ror.zip")
    expected, lists = made(alone, *first), made(alone, "uniquip.zip", "wikidata.zip")
    assert len({*expected, *lists}) == 6
    assert made(together, *first) == expected
    full.graph.write_bytes(b"")
    assert made(together, "uniquip.zip", "wikidata.zip") == lists
