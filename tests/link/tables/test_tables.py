"""Linking tables: our records as entries, candidates, Splink's levels and probabilities, findings, graphs."""

import importlib.util
import math
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, Store

from akkuri import resources
from akkuri.cli import program
from akkuri.errors import UsageError
from akkuri.link.decisions.findings import Snapshot, empty_set, find
from akkuri.link.decisions.link_graphs import link_graphs
from akkuri.link.decisions.mapping_sets import BY_HAND, NONE_FOUND, accepted, read, write
from akkuri.link.registries import profile
from akkuri.link.registries.base import Entry, Name
from akkuri.link.tables.command import LinkRequest, link_table
from akkuri.link.tables.comparisons import LEVELS
from akkuri.link.tables.own_records import kinds, subjects
from akkuri.link.tables.pairs import candidate_pairs
from akkuri.link.tables.scoring import probabilities, score, shipped
from akkuri.link.tables.splink_engines import ENGINES, database
from akkuri.link.text.index import NameIndex
from akkuri.namespaces import DEFAULT_BASE, Names

DAY = date(2026, 11, 24)
NAMES = Names()
SK = "http://www.w3.org/2004/02/skos/core#"


def org(key: str, *names: str, **more: object) -> Entry:
    acronyms = tuple(Name(name, "acronym") for name in names if name.isupper())
    labels = tuple(Name(name) for name in names if not name.isupper())
    return replace(Entry(id=key, names=labels + acronyms), **more)


REGISTRY = [
    org("https://ror.org/020hwjq30", "Aalto University", "Aalto-yliopisto", country="FI", city="Espoo",
        types=("education",), links=("https://www.aalto.fi",), identifiers={"wikidata": "Q300980"}),
    org("https://ror.org/04b181w54", "VTT Technical Research Centre of Finland", "VTT", country="FI",
        city="Espoo", types=("facility",), domains=("vttresearch.com",)),
    org("https://ror.org/008s23110", "Metso (Finland)", country="FI", city="Helsinki", types=("company",)),
    org("https://ror.org/002fy4y97", "Metso (Canada)", country="CA", city="Toronto", types=("company",)),
    org("https://ror.org/03yj89h83", "University of Oulu", "Oulun yliopisto", country="FI", city="Oulu",
        types=("education",)),
]  # fmt: skip


def best(record: Entry, registry: list[Entry] = REGISTRY) -> list[tuple[str, float, dict[str, int]]]:
    index = NameIndex(registry)
    found = score([record], index.entries, candidate_pairs(index, [record]), "ror")
    return [(index.entries[item.entry].id[-9:], item.probability, dict(item.levels)) for item in found]


def test_our_organisations_are_entries_in_every_language() -> None:
    by_id = {item.id: item for item in subjects("organisations", None, NAMES)}
    vtt = by_id[NAMES.id("organisation", "vtt")]
    assert "Teknologian tutkimuskeskus VTT Oy" in {name.text for name in vtt.names if name.lang == "fi"}
    assert (vtt.country, vtt.city) == ("FI", "Espoo")
    assert vtt.identifiers["ror"] == "https://ror.org/04b181w54"
    offis = by_id[NAMES.id("organisation", "offis")]
    assert Name("OFFIS", "acronym") in offis.names, "an abbreviation before the name it shortens"
    assert Name("Institute for Information Technology", "alias", "en") in offis.names
    assert NAMES.id("network", "battedu") in by_id


@pytest.mark.parametrize(
    ("what", "slug", "identifiers"),
    [
        ("regions", "region/FI1B1", {"notation": "FI1B1"}),
        ("municipalities", "municipality/049", {"notation": "049", "region": "FI1B1"}),
    ],
)
def test_our_places_are_entries(what: str, slug: str, identifiers: dict[str, str]) -> None:
    by_id = {item.id: item for item in subjects(what, None, NAMES)}  # type: ignore[arg-type]
    entry = by_id[f"{DEFAULT_BASE}concept/{slug}"]
    assert identifiers.items() <= entry.identifiers.items()
    assert entry.country == "FI"


def test_tables_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    shutil.copyfile(resources.data() / "about.json", tmp_path / "about.json")
    with pytest.raises(UsageError, match=rf"{tmp_path}: holds no table; expected the tables"):
        subjects("organisations", tmp_path, NAMES)


def test_types_of_both_sides_meet() -> None:
    assert kinds(("university-of-applied-sciences",)) == kinds(("Education",)) == ("education",)
    assert set(kinds(("research-institute",))) & set(kinds(("facility",)))
    assert kinds(("unheard-of",)) == ()


def test_a_university_that_gives_money_is_not_of_the_kind_of_its_city() -> None:
    assert not set(kinds(("municipality-or-region",))) & set(kinds(("education", "funder")))
    assert set(kinds(("funder",))) & set(kinds(("Funder",)))


def test_the_right_candidate_is_likely_and_its_evidence_named() -> None:
    record = org(
        "x",
        "Aalto University",
        country="FI",
        city="Espoo",
        types=("university",),
        links=("https://aalto.fi",),
    )
    first, *others = best(record)
    assert first[0] == "020hwjq30"
    assert first[1] > 0.95
    assert all(chance < 0.05 for _, chance, _ in others)
    assert first[2] == {
        "name": 4, "acronym": -1, "place": 2, "host": 1, "kind": 1, "parent": -1, "own": -1, "wikidata": -1,
        "isni": -1,
    }  # fmt: skip


def test_the_country_tells_companies_of_one_name_apart() -> None:
    canada = best(org("x", "Metso", country="CA", types=("company",)))
    assert canada[0][0] == "002fy4y97"
    assert canada[0][1] > 5 * canada[1][1]
    nowhere = best(org("x", "Metso", types=("company",)))
    assert math.isclose(nowhere[0][1], nowhere[1][1]), "without a country neither is likelier"
    assert nowhere[0][1] <= 0.5


def test_none_of_them_is_an_answer() -> None:
    assert all(
        chance < 0.05
        for _, chance, _ in best(org("x", "Valmet Automotive", country="FI", types=("company",)))
    )
    assert sum(chance for _, chance, _ in best(org("x", "Metso", country="FI"))) < 1


def test_a_slip_and_another_word_order_are_found() -> None:
    assert best(org("x", "Aalto Univeristy", country="FI"))[0][0] == "020hwjq30"
    turned = best(org("x", "Oulu University", country="FI", city="Oulu", types=("university",)))[0]
    assert turned[0] == "03yj89h83"
    assert turned[2]["name"] >= 3


def test_a_stated_identifier_outweighs_another_name() -> None:
    record = org("x", "Polytechnic of Otaniemi", identifiers={"wikidata": "Q300980"})
    assert best(record)[0][0] == "020hwjq30"
    contrary = org("x", "Aalto University", country="FI", identifiers={"ror": "https://ror.org/03yj89h83"})
    found = {key: chance for key, chance, _ in best(contrary)}
    assert found["020hwjq30"] < 0.5


def test_spark_is_an_extra() -> None:
    if importlib.util.find_spec("pyspark") is not None:
        pytest.skip("pyspark is installed")
    with pytest.raises(UsageError, match=r"needs the extra spark, .*: pip install 'akkuri\[spark\]'"):
        database("spark")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark_scores_as_duckdb_does() -> None:
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    record = org("x", "Aalto University", country="FI", city="Espoo", types=("university",))
    index = NameIndex(REGISTRY)
    pairs = candidate_pairs(index, [record])
    here, there = (score([record], index.entries, pairs, "ror", engine) for engine in ENGINES)
    assert [item.entry for item in here] == [item.entry for item in there]
    assert [item.probability for item in here] == pytest.approx(
        [item.probability for item in there], abs=0.02
    )


def test_probabilities_of_a_record_add_up_to_less_than_one() -> None:
    rows = [(0, 0, 3.0, {}), (0, 1, 3.0, {}), (0, 2, 0.0, {}), (1, 5, -20.0, {}), (2, 1, 500.0, {})]
    found = probabilities(rows, 1.0)
    assert found[:3] == [8 / 18, 8 / 18, 1 / 18]
    assert found[3] < 1e-5
    assert found[4] == pytest.approx(1.0)
    assert probabilities(rows, 0.5)[4] == pytest.approx(1.0)


def test_the_shipped_model_has_every_level_and_likeness_speaks_for_the_same() -> None:
    model = shipped()
    assert set(model.weights) == set(LEVELS)
    for name, pairs in model.weights.items():
        assert len(pairs) == len(LEVELS[name])
        assert all(0 < m < 1 and 0 < u < 1 for m, u in pairs)
        assert pairs[0][0] / pairs[0][1] > 1 > pairs[-1][0] / pairs[-1][1], name


def test_a_withdrawn_entry_gives_its_name_to_its_successor() -> None:
    old = org("https://ror.org/03jp1vv85", "FEI (Netherlands)", country="NL", types=("company",))
    heir = org(
        "https://ror.org/01139ec29",
        "Thermo Fisher Scientific (Netherlands)",
        country="NL",
        types=("company",),
    )
    old = replace(old, status="withdrawn", successors=(heir.id,))
    record = replace(org("x", "FEI", country="NL", types=("company",)), id=NAMES.id("organisation", "fei"))
    sheet = empty_set(profile("ror"), DEFAULT_BASE)
    found = find([record], Snapshot(profile("ror"), [*REGISTRY, old, heir], "1"), sheet, DAY)
    assert [item.object.curie for item in found] == ["ror:01139ec29"]


def test_projects_are_linked_by_their_grant_numbers() -> None:
    records = [
        Entry(id=NAMES.id("project", "a"), names=(Name("A"),), identifiers={"grant": "101104013"}),
        Entry(id=NAMES.id("project", "b"), names=(Name("B"),), identifiers={"grant": "A70678"}),
        Entry(id=NAMES.id("project", "c"), names=(Name("C"),)),
    ]
    page = "https://cordis.europa.eu/project/id/101104013"
    entries = [Entry(id=page, names=(Name("Whole title"),), identifiers={"grant": "101104013"})]
    sheet = empty_set(profile("cordis"), DEFAULT_BASE)
    found = find(records, Snapshot(profile("cordis"), entries, "dump"), sheet, DAY)
    assert [item.object.curie for item in found] == ["cordis:101104013", NONE_FOUND.curie, NONE_FOUND.curie]
    assert accepted(found[0])
    assert found[0].object_source_version == "dump"


def test_of_two_places_with_one_name_none_is_certain() -> None:
    record = Entry(id=f"{DEFAULT_BASE}concept/municipality/626", names=(Name("Pyhäjärvi"),), country="FI")
    places = [
        Entry(id=f"https://sws.geonames.org/{key}/", names=(Name("Pyhäjärvi"),), country=country)
        for key, country in ((640440, "FI"), (640441, "FI"), (1, "SE"))
    ]
    sheet = empty_set(profile("geonames"), DEFAULT_BASE)
    found = find([record], Snapshot(profile("geonames"), places, "x"), sheet, DAY)
    assert {(item.object.curie, item.confidence) for item in found} == {
        ("geonames:640440/", 0.495), ("geonames:640441/", 0.495),
    }  # fmt: skip
    assert {item.predicate.curie for item in found} == {"skos:closeMatch"}, (
        "a municipality is not its main town"
    )


SNAPSHOT = """\
ror_id\tstatus\tname\tlabels_lang\tacronyms\ttypes\tcountry_code\tcity\twebsite\tsuccessors
https://ror.org/020hwjq30\tactive\tAalto University\tAalto-yliopisto@fi\t\teducation\tFI\t\thttps://aalto.fi\t
https://ror.org/04b181w54\t{status}\tVTT Technical Research Centre of Finland\t\tVTT\tfacility\tFI\t\t\t{heir}
https://ror.org/03yj89h83\tactive\tUniversity of Oulu\t\t\teducation\tFI\tOulu\t\t
"""


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    path = tmp_path / "ror.tsv"
    path.write_text(SNAPSHOT.format(status="active", heir=""))
    return path


def test_a_run_writes_a_set_and_the_next_keeps_its_decisions(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "ror.sssom.tsv"
    request = LinkRequest("ror", snapshot, out=out, label="v1")
    outcome = link_table(request, DAY, NAMES)
    assert (outcome.linked, outcome.waiting) == (3, 0)
    assert outcome.records == outcome.linked + outcome.waiting + outcome.without
    sheet = read(out)
    rows = [
        item.model_copy(update={"justification": BY_HAND, "predicate_modifier": "Not"})
        if item.subject.identifier == "organisation/aalto"
        else item
        for item in sheet.mappings
    ]
    write(out, sheet.with_mappings(rows))
    again = link_table(request, DAY, NAMES)
    assert again.linked == 2
    refused = [item for item in read(out).mappings if item.subject.identifier == "organisation/aalto"]
    assert [(item.object.curie, item.negated) for item in refused] == [("ror:020hwjq30", True)]
    first = out.read_bytes()
    link_table(request, DAY, NAMES)
    assert out.read_bytes() == first, "the same input gives the same bytes"


def test_a_link_whose_target_was_withdrawn_is_kept_and_told(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "ror.sssom.tsv"
    link_table(LinkRequest("ror", snapshot, out=out), DAY, NAMES)
    sheet = read(out)
    rows = [
        item.model_copy(update={"justification": BY_HAND}) if accepted(item) else item
        for item in sheet.mappings
    ]
    write(out, sheet.with_mappings(rows))
    snapshot.write_text(
        SNAPSHOT.format(status="withdrawn", heir="https://ror.org/03yj89h83=University of Oulu")
    )
    outcome = link_table(LinkRequest("ror", snapshot, out=out), DAY, NAMES)
    told = "akid:organisation/vtt is linked to https://ror.org/04b181w54, which is withdrawn, "
    assert outcome.notes == [told + "successor https://ror.org/03yj89h83."]
    assert any(item.object.curie == "ror:04b181w54" and accepted(item) for item in read(out).mappings)


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (LinkRequest("grid", Path("x")), "no registry “grid”; expected one of: cordis, eosc, "),
        (LinkRequest("ror"), "akkuri link ror needs --snapshot FILE"),
        (
            LinkRequest("ror", Path("x"), engine="bigquery"),
            "no engine “bigquery”; expected one of: duckdb, spark",
        ),
        (
            LinkRequest("ror", Path("x"), out=Path("/nowhere/x.tsv")),
            "/nowhere/x.tsv: its folder does not exist",
        ),
        (LinkRequest("esfri", Path("x"), endpoint="http://127.0.0.1:9/"), "esfri has no SPARQL endpoint"),
    ],
)
def test_wrong_usage_is_one_sentence(request_: LinkRequest, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        link_table(request_, DAY, NAMES)


def test_a_broken_snapshot_leaves_the_set_as_it_was(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "ror.sssom.tsv"
    link_table(LinkRequest("ror", snapshot, out=out), DAY, NAMES)
    before = out.read_bytes()
    snapshot.write_text(SNAPSHOT[:500])
    with pytest.raises(UsageError, match=r"ror\.tsv: line"):
        link_table(LinkRequest("ror", snapshot, out=out), DAY, NAMES)
    assert out.read_bytes() == before


def test_the_command_says_what_it_did(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "ror.sssom.tsv"
    result = CliRunner().invoke(
        program, ["link", "ror", "--snapshot", str(snapshot), "--out", str(out), "--lang", "sv"]
    )
    assert result.exit_code == 0
    assert "3 av " in result.stderr
    assert "länkade" in result.stderr
    assert result.stdout == ""


def test_accepted_links_become_a_graph_that_says_where_they_are_from(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "ror.sssom.tsv"
    link_table(LinkRequest("ror", snapshot, out=out, label="v1"), DAY, NAMES)
    sheet = read(out)
    rows = [
        item.model_copy(update={"predicate_modifier": "Not", "justification": BY_HAND})
        if item.object.curie == "ror:03yj89h83"
        else item
        for item in sheet.mappings
    ]
    write(out, sheet.with_mappings(rows))
    quads = link_graphs(tmp_path, NAMES)
    graph = NamedNode(f"{DEFAULT_BASE}graph/links/ror")
    assert {quad.graph_name for quad in quads} == {graph}
    links = {
        (quad.subject.value, quad.object.value) for quad in quads if quad.predicate.value == SK + "exactMatch"
    }
    assert links == {
        (NAMES.id("organisation", "aalto"), "https://ror.org/020hwjq30"),
        (NAMES.id("organisation", "vtt"), "https://ror.org/04b181w54"),
    }, "neither the refused one nor those without a counterpart"
    about = {
        quad.predicate.value.rpartition("/")[2]: quad.object.value for quad in quads if quad.subject == graph
    }
    assert about["object_source_version"] == "v1"
    assert about["modified"] == "2026-11-24"


def test_a_triple_that_stands_elsewhere_is_not_repeated_and_strangers_are_left_out(
    snapshot: Path, tmp_path: Path
) -> None:
    link_table(LinkRequest("ror", snapshot, out=tmp_path / "ror.sssom.tsv"), DAY, NAMES)
    aalto, vtt = (NamedNode(NAMES.id("organisation", slug)) for slug in ("aalto", "vtt"))
    same, record = NamedNode(SK + "exactMatch"), NamedNode(NAMES.doc("organisation", "aalto"))
    store = Store()
    store.extend(
        [
            Quad(aalto, same, NamedNode("https://ror.org/020hwjq30"), record),
            Quad(vtt, NamedNode(SK + "prefLabel"), NamedNode("https://e.org/"), record),
        ]
    )
    links = [quad for quad in link_graphs(tmp_path, NAMES, store) if quad.predicate == same]
    assert [(quad.subject, quad.object.value) for quad in links] == [(vtt, "https://ror.org/04b181w54")]


def test_another_base_moves_the_links(snapshot: Path, tmp_path: Path) -> None:
    link_table(LinkRequest("ror", snapshot, out=tmp_path / "ror.sssom.tsv"), DAY, NAMES)
    moved = link_graphs(tmp_path, Names("https://example.org/kg/"))
    assert all(quad.graph_name.value == "https://example.org/kg/graph/links/ror" for quad in moved)  # type: ignore[union-attr]
    assert any(quad.subject.value == "https://example.org/kg/id/organisation/aalto" for quad in moved)
    assert link_graphs(tmp_path / "nowhere", NAMES) == []


def test_same_as_implies_the_match(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "ror.sssom.tsv"
    link_table(LinkRequest("ror", snapshot, out=out), DAY, NAMES)
    out.write_text(out.read_text().replace("skos:exactMatch", "owl:sameAs"))
    predicates = [
        quad.predicate.value for quad in link_graphs(tmp_path, NAMES) if "ror.org/0" in str(quad.object)
    ]
    assert (
        predicates.count("http://www.w3.org/2002/07/owl#sameAs") == predicates.count(SK + "exactMatch") == 3
    )
