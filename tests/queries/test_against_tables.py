"""Answers worked out from the CSV files with plain Python, compared with the queries as sets."""

from collections import Counter, defaultdict
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

import pytest

from akkuri import resources
from analysis.tables import PILOT, Tables
from decided_links import links

BASE = "https://w3id.org/akkuri/"


def iri(table_id: str) -> str:
    kinds = {"org": "organisation", "net": "network", "fac": "facility", "prj": "project", "gap": "gap"}
    kinds |= {"eq": "equipment", "inv": "investment", "acc": "accreditation"}
    prefix, _, slug = table_id.partition("-")
    return f"{BASE}id/{kinds[prefix]}/{slug}"


def concept(scheme: str, name: str) -> str:
    return f"{BASE}concept/{scheme}/{name}"


def split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def cells(row):
    """The (capability, stage) pairs of an offering or production row."""
    return [(row["capability"], stage) for stage in split(row["stages"])]


IN_USE = {"operational", ""}  # where no source tells the status, a facility counts as in use


def in_use(table, country="FI"):
    return {
        row["id"]: row for row in table("facilities") if row["status"] in IN_USE and row["country"] == country
    }


def named(pairs):
    return {(concept("capability", c), concept("value-chain-stage", s)) for c, s in pairs}


def answer(rows, *columns):
    return {tuple(row[column] for column in columns) for row in rows}


@pytest.fixture(scope="module")
def tables():
    return Tables(resources.data())


def expected_cells(tables, holds):
    return {(c, s) for s, c in tables.cells() if holds(s, c)}


def test_single_operator(run, tables):
    runners = {pair: tables.operators(tables.serving(*pair)) for pair in tables.cells()}
    alone = expected_cells(tables, lambda *pair: len(runners[pair]) == 1)
    rows = run("gaps/single-operator")
    assert answer(rows, "capability", "stage") == named(alone)
    told = {next(iter(runners[s, c])) for c, s in alone}
    assert {row["operator"] for row in rows} - {None} == {iri(one) for one in told if one.startswith("org-")}


def test_single_operator_counts_inside_the_region_only(run, tables):
    def alone(stage, capability):
        return len(tables.operators(tables.serving(stage, capability, region="FI1B1"))) == 1

    expected = named(expected_cells(tables, alone))
    assert answer(run("gaps/single-operator", region="Uusimaa"), "capability", "stage") == expected


def test_one_facility(run, tables):
    found = {pair: {row["facility_id"] for row in tables.serving(*pair)} for pair in tables.cells()}
    got = answer(run("gaps/one-facility"), "capability", "stage", "facility")
    assert got == {
        (concept("capability", c), concept("value-chain-stage", s), iri(next(iter(at))))
        for (s, c), at in found.items()
        if len(at) == 1
    }


def test_in_house_only(run, tables):
    found = expected_cells(tables, lambda s, c: tables.in_use(s, c) and not tables.serving(s, c))
    assert answer(run("gaps/in-house-only"), "capability", "stage") == named(found)


def test_planned_only(run, tables):
    found = expected_cells(tables, lambda s, c: tables.planned(s, c) and not tables.in_use(s, c))
    assert answer(run("gaps/planned-only"), "capability", "stage") == named(found)


def test_no_pilot_scale(run, tables):
    def none(stage, capability):
        rows = tables.serving(stage, capability)
        return rows and not any(row["scale"] in PILOT for row in rows)

    found = expected_cells(tables, none)
    assert answer(run("gaps/no-pilot-scale"), "capability", "stage") == named(found)


def test_open_by_stage(run, table):
    facilities = in_use(table)
    open_at = defaultdict(set)
    for row in table("offerings"):
        if row["facility_id"] in facilities and {"open", "commercial-service"} & set(
            row["access"].split(";")
        ):
            for stage in split(row["stages"]):
                open_at[concept("value-chain-stage", stage)].add(row["facility_id"])
    rows = run("gaps/open-by-stage")
    assert len(rows) == 11
    assert {row["stage"]: row["openAt"] for row in rows} == {
        row["stage"]: len(open_at[row["stage"]]) for row in rows
    }


def test_stated_needs_that_are_answered(run, table):
    operational = {row["id"] for row in table("facilities") if row["status"] in IN_USE}
    expected = {
        iri(row["id"])
        for row in table("gaps")
        if any(answer in operational for answer in split(row["addressed_by_ids"]))
    }
    assert answer(run("gaps/stated-needs", answered="true"), "gap") == {(gap,) for gap in expected}
    everything = answer(run("gaps/stated-needs"), "gap")
    assert everything == {(iri(row["id"]),) for row in table("gaps")}


def test_by_origin(run, table):
    expected = Counter(row["origin"] for row in table("gaps"))
    assert {row["origin"]: row["statements"] for row in run("gaps/by-origin")} == expected


def test_shared_projects(run, table):
    members = defaultdict(set)
    for row in table("participations"):
        if row["role"] != "funder":
            members[row["project_id"]].add(row["organisation_id"])
    pairs = Counter()
    for found in members.values():
        pairs.update(combinations(sorted(iri(member) for member in found), 2))
    expected = {(one, other, count) for (one, other), count in pairs.items() if count >= 3}
    assert expected
    got = answer(run("network/shared-projects", min="3"), "organisation", "partner", "projects")
    assert got == expected


def test_programmes_of_pairs(run, table):
    """Every programme that a source names for one of the shared projects, whether all have one or not."""
    country = {row["id"]: row["country"] for row in table("organisations") + table("networks")}
    programme = {row["id"]: row["programme"] for row in table("projects")}
    members = defaultdict(set)
    for row in table("participations"):
        if row["role"] not in ("funder", "listed") and country[row["organisation_id"]] == "FI":
            members[row["project_id"]].add(iri(row["organisation_id"]))
    shared = defaultdict(list)
    for project, found in members.items():
        for pair in combinations(sorted(found), 2):
            shared[pair].append(programme[project])
    expected = {
        (*pair, "; ".join(sorted({name for name in names if name})))
        for pair, names in shared.items()
        if len(names) >= 2
    }
    assert any("; " in names for _, _, names in expected)
    rows = run("network/shared-projects", country="FI")
    assert answer(rows, "organisation", "partner", "programmes") == expected


def test_coordinators_of_horizon_projects(run, table):
    country = {row["id"]: row["country"] for row in table("organisations") + table("networks")}
    projects = {row["id"]: row for row in table("projects") if "horizon" in row["programme"].lower()}
    expected = {
        (
            iri(row["organisation_id"]),
            iri(row["project_id"]),
            float(funding) if (funding := projects[row["project_id"]]["funding_eur"]) else None,
        )
        for row in table("participations")
        if row["role"] == "coordinator"
        and row["project_id"] in projects
        and country[row["organisation_id"]] == "FI"
    }
    assert expected
    rows = run("network/coordinators", programme="horizon")
    assert answer(rows, "organisation", "project", "fundingEur") == expected


def test_isolated(run, table, tables):
    busy = {member for members in tables.members().values() for member in members}
    for row in table("collaborations"):
        busy |= {row["from_id"], row["to_id"]} if row["type"] == "member-of" else set()
    expected = {
        (iri(row["id"]),)
        for row in table("organisations")
        if row["country"] == "FI" and not tables.own_group(row["id"]) & busy
    }
    assert answer(run("network/isolated"), "organisation") == expected


def test_members(run, table):
    expected = {
        (iri(row["to_id"]), iri(row["from_id"]))
        for row in table("collaborations")
        if row["type"] == "member-of"
    }
    assert answer(run("network/members"), "network", "member") == expected


def test_unlinked(run, table):
    identifiers = ("ror", "wikidata", "isni", "business_id", "pic")
    linked = {f"{BASE}id/{record}" for record, prefix, _ in links() if prefix in ("ror", "wikidata")}
    expected = {
        (iri(row["id"]),)
        for row in table("organisations") + table("networks")
        if not any(row[name] for name in identifiers) and iri(row["id"]) not in linked
    }
    assert answer(run("quality/unlinked"), "organisation") == expected


def test_stale_facilities(run, table):
    published = {row["id"]: row["date"] for row in table("sources")}
    newest = {
        row["id"]: max([row["source_date"], *(published[one] for one in split(row["source_ids"]))])
        for row in table("facilities")
    }
    expected = {(iri(key),) for key, day in newest.items() if day and day < "2020-06"}
    assert expected
    assert answer(run("quality/stale", before="2020-06", recordkind="facility"), "record") == expected


def test_near(run, table):
    """The distance on a sphere, worked out apart from the engine's; the border itself is left open."""
    lat0, lon0 = radians(63.83847), radians(23.13066)

    def distance(row):
        lat, lon = radians(float(row["lat"])), radians(float(row["lon"]))
        half = sin((lat - lat0) / 2) ** 2 + cos(lat) * cos(lat0) * sin((lon - lon0) / 2) ** 2
        return 2 * 6371 * asin(sqrt(half))

    placed = [row for row in table("facilities") if row["lat"]]
    surely = {(iri(row["id"]),) for row in placed if distance(row) < 0.99 * 150}
    perhaps = {(iri(row["id"]),) for row in placed if distance(row) < 1.01 * 150}
    got = answer(run("directory/near", municipality="Kokkola", km="150"), "facility")
    assert surely <= got <= perhaps
    assert surely


def test_narrower_capabilities_count(run):
    """Cell assembly and dry rooms stand under the group of cell making."""
    group = answer(run("directory/offerings", capability="group-cells"), "facility", "capability")
    for part in ("cell-assembly", "dry-room", "electrode-processing", "formation-and-cycling"):
        found = answer(run("directory/offerings", capability=part), "facility", "capability")
        assert found
        assert found <= group


def test_values_compare_across_units(run, table):
    """At least 500 kg/h, whether a source says tonnes an hour or tonnes a year (of 8,766 hours)."""
    hours = {"t/h": 8766, "t/a": 1}
    expected = {
        (iri(row["facility_id"]) if "facility_id" in row else f"{BASE}id/equipment/{row['equipment_id'][3:]}")
        for row in table("facility_parameters") + table("equipment_parameters")
        if row["unit"] in hours and float(row["value_max"] or row["value"]) * hours[row["unit"]] >= 0.5 * 8766
    }
    assert len(expected) > 3
    got = answer(run("directory/specifications", min="500", unit="kg/h"), "subject")
    assert got == {(subject,) for subject in expected}
    assert got == answer(run("directory/specifications", min="0.5", unit="t/h"), "subject")
