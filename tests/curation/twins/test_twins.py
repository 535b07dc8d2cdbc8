"""`akkuri twins`: who may be one, why, and what a merge does to the tables."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.curation.twins.finding import Twins, twins
from akkuri.curation.twins.merging import merge_twins
from akkuri.curation.twins.traits import Traits, page, traits
from akkuri.settings import Settings
from akkuri.tables.rows import Row
from program import akkuri, near

FIELDS = ("id", "name_en", "name_fi", "alt_names", "type", "country", "city", "ror", "homepage", "parent_id")


def of(*rows: tuple[str, ...]) -> list[Traits]:
    schema = open_cluster(resources.data(), Settings.from_env().names).schema.by_name["organisations"]
    made = [Row("t", at, dict(zip(FIELDS, row, strict=False))) for at, row in enumerate(rows, start=2)]
    return list(traits(schema, made))


def pairs(*rows: tuple[str, ...]) -> list[Twins]:
    return twins(of(*rows), {"org-b": 3})


def test_the_same_name_in_other_letters_is_proposed_and_the_more_used_stays() -> None:
    (pair,) = pairs(
        ("org-a", "Northmark Metals Oy", "", "", "company", "FI", "Pori"),
        ("org-b", "NORTHMARK METALS", "", "", "company", "FI", "Pori"),
        ("org-c", "Southmark Timber", "", "", "company", "FI", "Pori"),
    )
    assert (pair.keep.id, pair.other.id) == ("org-b", "org-a")
    assert [each.kind for each in pair.evidence] == ["name-same", "place-same"]
    assert [each.value for each in pair.evidence] == ["Northmark Metals Oy / NORTHMARK METALS", "Pori"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("org-a", "Siemens", "", "", "company", "DE"), ("org-b", "Siemens", "", "", "company", "PT")),
        (
            ("org-a", "University of Pori", "", "", "university", "FI", "Pori"),
            ("org-b", "Pori University of Applied Sciences", "", "", "university", "FI", "Pori"),
        ),
        (
            ("org-a", "Northmark", "", "", "company", "FI", "Pori"),
            ("org-b", "Northmark", "", "", "company", "FI", "Pori", "", "", "org-a"),
        ),
        (
            ("org-a", "Northmark Metals", "", "", "company", "FI", "", "https://ror.org/04b181w54"),
            ("org-b", "Northmark Metals", "", "", "company", "FI", "", "https://ror.org/020hwjq30"),
        ),
    ],
    ids=["countries", "kinds of university", "parent", "identifiers"],
)
def test_what_is_known_apart_is_not_proposed(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert pairs(one, other) == []


def test_an_identifier_or_a_page_and_a_slip_in_the_name_are_enough() -> None:
    ror = "https://ror.org/04b181w54"
    assert (
        len(pairs(("org-a", "One", "", "", "", "", "", ror), ("org-b", "Two", "", "", "", "", "", ror))) == 1
    )
    slip = pairs(
        ("org-a", "Northmark Mettals", "", "", "", "FI", "Pori", "", "https://www.northmark.example/"),
        ("org-b", "Northmark Metals", "", "", "", "FI", "Pori", "", "http://northmark.example"),
    )
    assert [each.kind for each in slip[0].evidence] == ["name-near", "page-same", "place-same"]


FACILITY = ("id", "name_en", "operator_ids", "country", "city")


@pytest.mark.parametrize(
    ("name", "operator", "found"),
    [
        ("Hämeruukki pilot centre, Kivenlahti", "org-vtt", ["word-rare", "place-same", "named-same"]),
        ("Hämeruukki pilot centre, Kivenlahti", "", ["word-rare", "place-same"]),
        ("Northmarkin mylly", "org-northmark", None),  # the word only says whose both are
        ("Porvoon mylly", "", None),  # or where
    ],
)
def test_a_rare_word_with_place_or_operator_is_asked_for(
    name: str, operator: str, found: list[str] | None
) -> None:
    schema = open_cluster(resources.data(), Settings.from_env().names).schema.by_name["facilities"]
    given = (
        ("fac-a", "VTT Hämeruukki piloting centre", "org-vtt", "FI", "Porvoo"),
        ("fac-b", "Northmarkin Porvoon tehdas", "org-northmark", "FI", "Porvoo"),
        ("fac-c", name, operator, "FI", "Porvoo"),
    )
    rows = [Row("t", at, dict(zip(FACILITY, row, strict=True))) for at, row in enumerate(given, start=2)]
    records, called = list(traits(schema, rows)), {"org-northmark": ["northmark"], "org-vtt": ["vtt"]}
    assert [pair for pair in twins(records, {}, called=called) if "word-rare" in str(pair.evidence)] == []
    told = [pair.evidence for pair in twins(records, {}, 0.1, called)]
    rare = [evidence for evidence in told if evidence[0].kind == "word-rare"]
    assert [[each.kind for each in evidence] for evidence in rare] == ([found] if found else [])
    assert {evidence[0].value for evidence in rare} <= {"Hämeruukki"}


def test_addresses_that_differ_in_spelling_only() -> None:
    assert page("https://www.a.fi/x/?utm_source=rss") == page("http://a.fi/x") == "a.fi/x"
    assert page("https://a.fi/x?id=1") != page("https://a.fi/x?id=2")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The national tables with a second record of VTT: in one project with it, in one without."""
    copy = tmp_path / "data"
    shutil.copytree(resources.data(), copy)

    def add(name: str, **cells: str) -> None:
        header = list(rows(copy, name)[0])
        with (copy / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header, lineterminator="\n").writerow(cells)

    source = rows(copy, "sources")[0]["id"]
    both = next(
        row["project_id"] for row in rows(copy, "participations") if row["organisation_id"] == "org-vtt"
    )
    taken = {row["project_id"] for row in rows(copy, "participations") if row["organisation_id"] == "org-vtt"}
    alone = next(row["id"] for row in rows(copy, "projects") if row["id"] not in taken)
    more = {"type": "research-institute", "country": "FI", "source_ids": source, "modified": "2026-11-26"}
    add("organisations", id="org-vtt-again", name_en="VTT Technical Research Centre Finland", **more)
    for project in (both, alone):
        given = {"role": "participant", "source_ids": source}
        add("participations", project_id=project, organisation_id="org-vtt-again", **given)
    return copy


def test_a_merge_keeps_both_addresses_and_moves_what_named_the_second(folder: Path) -> None:
    before = len(rows(folder, "participations"))
    assert "org-vtt-again" in akkuri("twins", "organisations", "--data", folder, "--format", "csv").stdout
    dry = near("twins", "--merge", "org-vtt", "org-vtt-again", "--data", folder, "--dry-run")
    assert dry.returncode == 0
    assert len(rows(folder, "participations")) == before
    done = akkuri("twins", "--merge", "org-vtt", "org-vtt-again", "--data", folder)
    assert done.returncode == 0, done.stderr
    organisations = {row["id"]: row for row in rows(folder, "organisations")}
    assert organisations["org-vtt-again"]["replaced_by"] == "org-vtt"
    assert "VTT Technical Research Centre Finland" in organisations["org-vtt"]["alt_names"].split(";")
    parts = rows(folder, "participations")
    assert len(parts) == before - 1  # in one project it stood beside VTT
    assert not [row for row in parts if row["organisation_id"] == "org-vtt-again"]
    again = near("twins", "organisations", "--data", folder, "--format", "json")
    assert "org-vtt-again" not in {pair["other"] for pair in json.loads(again.stdout)}


@pytest.mark.parametrize(
    ("keep", "other"),
    [
        ("fac-vtt-battery-laboratory", "fac-aalto-hydrometallurgy"),
        ("prj-batcircle", "prj-batcircle-2"),
        ("src-9a9c5040", "src-50de8aa6"),
    ],
)
def test_facilities_projects_and_sources_are_merged_like_organisations(keep: str, other: str) -> None:
    there = open_cluster(resources.data(), Settings.from_env().names).read()
    merged = merge_twins(keep, other, there, date(2026, 11, 27))
    (table,) = (schema for schema in there.schema if keep.partition("-")[0] in schema.id_prefixes)
    of_other = next(row for row in merged.rows[table.name] if row["id"] == other)
    assert of_other["replaced_by"] == keep
    assert len(merged.rows) > 1, "what named the other names the one that stays"
    naming = [
        row.cells
        for schema in there.schema
        for row in merged.rows.get(schema.name, there.named(schema.name))
        for column in schema.columns
        if column.refers_to and other in column.values(row[column.name])
    ]
    assert naming == []


def test_an_identifier_of_a_registry_is_handed_over_to_the_one_that_stays() -> None:
    """Two records that give the same one are a violation, so that such a merge would be refused."""
    there = open_cluster(resources.data(), Settings.from_env().names).read()
    stated = {row["id"]: row for row in there.named("organisations")}
    keep = next(row["id"] for row in stated.values() if not row["ror"] and not row["business_id"])
    merged = merge_twins(keep, "org-centria", there, date(2026, 11, 27))
    now = {row["id"]: row for row in merged.rows["organisations"]}
    for column in ("ror", "business_id", "pic", "wikidata"):
        assert stated["org-centria"][column], "the example says it"
        assert (now[keep][column], now["org-centria"][column]) == (stated["org-centria"][column], "")


def test_two_things_told_apart_are_not_proposed_again(folder: Path) -> None:
    before = near("twins", "organisations", "--data", folder, "--format", "csv")
    assert "org-vtt-again" in before.stdout
    told = akkuri("twins", "--distinct", "org-vtt-again", "org-vtt", "--note", "asked them", "--data", folder)
    assert told.returncode == 0, told.stderr
    with (folder / "links" / "distinct.csv").open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["one"], line["other"], line["note"]) == ("org-vtt", "org-vtt-again", "asked them")
    after = near("twins", "organisations", "--data", folder, "--format", "csv")
    assert "org-vtt-again" not in after.stdout
    assert "judged to be two things and not shown: 1" in after.stderr
    (folder / "links" / "distinct.csv").write_text("one,other\norg-vtt,\n", encoding="utf-8")
    broken = near("twins", "organisations", "--data", folder)
    assert (broken.returncode, broken.stderr.count("\n")) == (2, 1)
    assert "distinct.csv:2" in broken.stderr


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("org-vtt", "fac-vtt-battery-laboratory"), "are not two records of one table"),
        (("org-vtt", "Alto University"), "Did you mean Aalto University (org-aalto)"),
        (("VTT", "org-vtt"), "are not two records of one table"),
    ],
)
def test_what_cannot_be_merged_is_one_sentence(pair: tuple[str, str], said: str) -> None:
    done = near("twins", "--merge", *pair)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
