"""The organisations of the tables are candidates beside a snapshot; two kinds of university stay apart."""

import csv
import shutil
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.link.registries import profile
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.ror import RorRegistry
from akkuri.link.text.linker import Linker
from akkuri.link.text.own_candidates import LinkCandidates, beside
from akkuri.settings import Settings

ROR = "https://ror.org/"
TURKU_UAS, TURKU = ROR + "04s0yt949", ROR + "05vghhr25"
LAB, LUT = ROR + "01qdmn762", ROR + "0208vgz68"
TAMPERE_UAS, TAMPERE = ROR + "00bwtjf83", ROR + "033003e23"
METROPOLIA, CENTRIA, NOVIA = ROR + "03hdaef25", ROR + "02t9b8973", ROR + "05e08rb26"
ABO_AKADEMI, VTT, LAPLAND = ROR + "029pk6x14", ROR + "04b181w54", ROR + "047h64h89"
OWN = "https://w3id.org/akkuri/id/organisation/"


@pytest.fixture(scope="module")
def candidates(tiny: Path) -> LinkCandidates:
    adapter = RorRegistry()
    return beside(adapter.read(tiny), profile("ror"), adapter, None, Settings.from_env().names)


@pytest.fixture(scope="module")
def national(candidates: LinkCandidates) -> Linker:
    return Linker(candidates.entries, own=candidates.records)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Turku University of Applied Sciences", {TURKU_UAS}),
        ("Turun ammattikorkeakoulu Oy, Turku", {TURKU_UAS}),
        ("Åbo yrkeshögskola", {TURKU_UAS}),
        ("Turun AMK", {TURKU_UAS}),
        ("Turku AMK, Finland", {TURKU_UAS}),
        ("Turku UAS", {TURKU_UAS}),
        ("Turun yliopisto", {TURKU}),
        ("Åbo universitet", {TURKU}),
        ("Department of Chemistry, University of Turku, Finland", {TURKU}),
        ("University of Turku; Turku University of Applied Sciences", {TURKU, TURKU_UAS}),
        ("LAB-ammattikorkeakoulu, Lahti", {LAB}),
        ("LAB University of Applied Sciences, Lappeenranta, Finland", {LAB}),
        ("LUT University, Lappeenranta", {LUT}),
        ("Lappeenrannan teknillinen yliopisto", {LUT}),
        ("Tampereen ammattikorkeakoulu", {TAMPERE_UAS}),
        ("Tampere University of Applied Sciences, Finland", {TAMPERE_UAS}),
        ("Tampereen yliopisto", {TAMPERE}),
        ("Lapin AMK, Kemi", {LAPLAND}),
        ("Metropolia", {METROPOLIA}),
        ("Metropolia Ammattikorkeakoulu, Helsinki", {METROPOLIA}),
        ("Metropolia AMK", {METROPOLIA}),
        ("Centria-ammattikorkeakoulu, Kokkola", {CENTRIA}),
        ("Yrkeshögskolan Centria", {CENTRIA}),
        ("Åbo Akademi, Vasa", {ABO_AKADEMI}),
        ("Faculty of Science and Engineering, Åbo Akademi University", {ABO_AKADEMI}),
        ("Yrkeshögskolan Novia, Vasa", {NOVIA}),
        ("Novia UAS", {NOVIA}),
        ("Valtion teknillinen tutkimuskeskus", {VTT}),
        ("Teknologian tutkimuskeskus VTT Oy", {VTT}),
        ("Teknologiska forskningscentralen VTT Ab", {VTT}),
        ("Terrafame Oy, Sotkamo", {OWN + "terrafame"}),
        ("Valmet Automotive Oyj", {OWN + "valmet-automotive"}),
        ("Valmet Automotive Ab, Nystad", {OWN + "valmet-automotive"}),
        ("Umicore Finland Oy, Kokkola", {OWN + "umicore-finland"}),
        ("Suomen Malmijalostus Oy", {OWN + "finnish-minerals-group"}),
        ("Nowhere University of Applied Sciences", set()),
        ("Kokkola", set()),
        ("Department of Botany, Sotkamo, Finland", set()),
    ],
)
def test_links(national: Linker, text: str, ids: set[str]) -> None:
    (link,) = national.link([text])
    assert set(link.ids) == ids


def test_a_university_is_not_that_of_applied_sciences_of_its_place_where_only_one_is_known() -> None:
    school = Entry("a", (Name("Rauma University of Applied Sciences"),), country="FI", city="Rauma")
    university = Entry("b", (Name("University of Pori"), Name("Porin yliopisto")), country="FI", city="Pori")
    linker = Linker([school, university], own={"a", "b"})
    texts = ["University of Rauma", "Pori University of Applied Sciences", "Porin ammattikorkeakoulu"]
    assert [link.ids for link in linker.link(texts)] == [(), (), ()]


def test_each_thing_is_one_candidate(candidates: LinkCandidates) -> None:
    idents = [entry.id for entry in candidates.entries]
    assert len(idents) == len(set(idents))
    assert candidates.records[VTT] == (OWN + "vtt",)
    (vtt,) = [entry for entry in candidates.entries if entry.id == VTT]
    assert "Teknologiska forskningscentralen VTT Ab" in {name.text for name in vtt.names}


def test_a_former_name_stays_with_the_organisation_that_ended() -> None:
    lab = ROR + "01qdmn762"
    snapshot = [
        Entry(
            ROR + "saimaa",
            (Name("Saimaa University of Applied Sciences"),),
            country="FI",
            status="inactive",
            successors=(lab,),
        ),
        Entry(lab, (Name("LAB University of Applied Sciences"),), country="FI"),
    ]
    found = beside(snapshot, profile("ror"), RorRegistry(), None, Settings.from_env().names)
    (heir,) = [entry for entry in found.entries if entry.id == lab]
    texts = {name.text for name in heir.names}
    assert "Saimaa University of Applied Sciences" not in texts
    assert "Lahti University of Applied Sciences" in texts, "the snapshot has no such organisation"


def test_a_record_is_the_entry_of_its_name_unless_that_was_refused(tmp_path: Path) -> None:
    tables = tmp_path / "data"
    (tables / "links").mkdir(parents=True)
    shutil.copy(resources.data() / "about.json", tables)
    with (resources.data() / "organisations.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with (tables / "organisations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for ident, name in (("org-one", "Northmark Metals Ltd"), ("org-two", "Southmark")):
            writer.writerow({"id": ident, "name_en": name, "type": "company", "country": "GB"})
    links = (
        "#curie_map:\n#  akid: https://w3id.org/akkuri/id/\n#  ror: https://ror.org/\n"
        "#  semapv: https://w3id.org/semapv/vocab/\n#  skos: http://www.w3.org/2004/02/skos/core#\n"
        "#mapping_set_id: https://w3id.org/akkuri/graph/links/ror\n"
        "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\n"
        "akid:organisation/two\tskos:exactMatch\tNot\tror:two\tsemapv:ManualMappingCuration\n"
    )
    (tables / "links" / "ror.sssom.tsv").write_text(links, encoding="utf-8")
    snapshot = [
        Entry(ROR + "one", (Name("Northmark Metals (United Kingdom)"),), country="GB"),
        Entry(ROR + "two", (Name("Southmark"),), country="GB"),
    ]
    found = beside(snapshot, profile("ror"), RorRegistry(), tables, Settings.from_env().names)
    assert found.records == {ROR + "one": (OWN + "one",), OWN + "two": (OWN + "two",)}
