"""Thirty questions answered by the release, each against the CSV tables read with the standard library."""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import ViewRequest
from akkuri.api import OpenRelease, open_release
from akkuri.release.opening import Release

from .tables import ID, OPEN, PILOT, RESEARCH, Tables, iri, several


@pytest.fixture(scope="module")
def asked(release: Release) -> OpenRelease:
    return open_release(release.folder)


@pytest.fixture(scope="module")
def tables(data: Path) -> Tables:
    return Tables(data)


@pytest.fixture(scope="module")
def cells(asked: OpenRelease) -> pl.DataFrame:
    return asked.gaps()


def in_state(cells: pl.DataFrame, state: str) -> set[tuple[str, str]]:
    return set(cells.filter(pl.col("state") == state).select("stage", "capability").rows())


def missing(tables: Tables, stage: str, capability: str) -> bool:
    kinds = {"investment", "laboratory", "open-test-environment", "skills"}
    said = any(tables.gaps[gap]["kind"] in kinds for gap in tables.needs(stage, capability))
    return said and not tables.in_use(stage, capability)


def available(tables: Tables) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Cells that others may use, with their offerings."""
    found = {pair: tables.serving(*pair) for pair in tables.cells()}
    return {pair: rows for pair, rows in found.items() if rows}


def test_01_capabilities_stated_to_be_missing(cells: pl.DataFrame, tables: Tables) -> None:
    expected = {pair for pair in tables.cells() if missing(tables, *pair)}
    assert in_state(cells, "stated-missing") == expected
    assert expected


def test_02_capabilities_nobody_recorded(cells: pl.DataFrame, tables: Tables) -> None:
    expected = {
        pair
        for pair in tables.cells()
        if not missing(tables, *pair) and not tables.in_use(*pair) and not tables.planned(*pair)
    }
    assert in_state(cells, "none-recorded") == expected


def test_03_only_planned(cells: pl.DataFrame, tables: Tables) -> None:
    expected = {
        pair
        for pair in tables.cells()
        if tables.planned(*pair) and not tables.in_use(*pair) and not missing(tables, *pair)
    }
    assert in_state(cells, "planned-only") == expected


def test_04_only_in_house(cells: pl.DataFrame, tables: Tables) -> None:
    expected = {pair for pair in tables.cells() if tables.in_use(*pair) and not tables.serving(*pair)}
    assert in_state(cells, "in-house-only") == expected


def test_05_single_operator_and_who_it_is(cells: pl.DataFrame, tables: Tables) -> None:
    expected = {
        (*pair, iri(next(iter(tables.operators(rows)))))
        for pair, rows in available(tables).items()
        if len(tables.operators(rows)) == 1
    }
    rows = cells.filter(pl.col("state") == "single-operator").select("stage", "capability", "sole_operator")
    assert set(rows.rows()) == expected


def test_06_several_operators_but_no_pilot_scale(cells: pl.DataFrame, tables: Tables) -> None:
    expected = {
        pair
        for pair, rows in available(tables).items()
        if len(tables.operators(rows)) > 1 and not any(row["scale"] in PILOT for row in rows)
    }
    assert in_state(cells, "no-pilot-scale") == expected


def test_07_covered(cells: pl.DataFrame, tables: Tables) -> None:
    expected = {
        pair
        for pair, rows in available(tables).items()
        if len(tables.operators(rows)) > 1 and any(row["scale"] in PILOT for row in rows)
    }
    assert in_state(cells, "covered") | in_state(cells, "trl-hole") == expected


def test_08_severity_of_every_cell(cells: pl.DataFrame, tables: Tables) -> None:
    base = {
        "stated-missing": 0.9,
        "none-recorded": 0.7,
        "planned-only": 0.55,
        "in-house-only": 0.45,
        "single-operator": 0.35,
        "no-pilot-scale": 0.25,
        "trl-hole": 0.15,
        "covered": 0.0,
    }
    for stage, capability, state, severity in cells.select("stage", "capability", "state", "severity").rows():
        rows = tables.serving(stage, capability)
        expected = base[state] + 0.1 * bool(tables.needs(stage, capability))
        expected += 0.05 * (bool(rows) and not any(OPEN & set(several(row["access"])) for row in rows))
        expected += 0.05 * (len({row["facility_id"] for row in rows}) == 1)
        assert severity == pytest.approx(min(1.0, expected)), (stage, capability)


def test_09_counts_of_every_cell(cells: pl.DataFrame, tables: Tables) -> None:
    for row in cells.iter_rows(named=True):
        pair = (row["stage"], row["capability"])
        serving = tables.serving(*pair)
        assert row["facilities"] == len(tables.in_use(*pair))
        assert row["planned"] == len(tables.planned(*pair))
        assert row["operators"] == len(tables.operators(serving))
        assert row["open"] == len({r["facility_id"] for r in serving if OPEN & set(several(r["access"]))})
        assert row["pilot"] == len({r["facility_id"] for r in serving if r["scale"] in PILOT})
        assert row["needs"] == len(tables.needs(*pair))


def test_10_stages_and_their_open_facilities(asked: OpenRelease, tables: Tables) -> None:
    expected = Counter(
        stage
        for (stage, _), rows in available(tables).items()
        if any(OPEN & set(several(row["access"])) for row in rows)
    )
    found = dict(asked.gaps("coverage").select("stage", "open").rows())
    assert {stage: count for stage, count in found.items() if count} == expected


def test_11_coverage_of_each_region(asked: OpenRelease, tables: Tables) -> None:
    found = dict(asked.gaps("regions").select("region", "recorded").rows())
    for region, recorded in found.items():
        assert recorded == sum(bool(tables.in_use(*pair, "FI", region)) for pair in tables.cells()), region


def test_12_regions_with_industry_but_nothing_for_others(asked: OpenRelease, tables: Tables) -> None:
    own: defaultdict[str, set[str]] = defaultdict(set)
    others: defaultdict[str, set[str]] = defaultdict(set)
    for facility in tables.facilities.values():
        if facility["country"] != "FI" or not tables.present(facility["id"]) or not facility["nuts3"]:
            continue
        rows = [r for r in tables.offerings if r["facility_id"] == facility["id"]]
        for row in rows:
            if (row["access"] or facility["access"]) != "in-house":
                others[facility["nuts3"]].update(several(row["stages"]))
        if facility["kind"] == "industrial-plant":
            made = [r for r in tables.productions if r["facility_id"] == facility["id"]]
            for row in [facility, *rows, *made]:
                own[facility["nuts3"]].update(several(row["stages"]))
    expected = {region: own[region] - others[region] for region in own if own[region] - others[region]}
    rows = asked.gaps("regions").select("region", "industry_only").rows()
    assert {region: set(stages) for region, stages in rows if stages} == expected


def test_13_other_countries_as_recorded(asked: OpenRelease, tables: Tables) -> None:
    found = asked.gaps("countries")
    for country in ("DE", "SE", "NO"):
        expected = Counter(stage for stage, c in tables.cells() if tables.in_use(stage, c, country))
        rows = found.filter(pl.col("country") == country).select("stage", "recorded").rows()
        assert {stage: recorded for stage, recorded in rows if recorded} == expected


def test_14_which_stated_needs_are_answered(asked: OpenRelease, tables: Tables) -> None:
    def outcome(gap: dict[str, str]) -> str:
        answers = several(gap["addressed_by_ids"])
        states = {tables.facilities[a]["status"] for a in answers if a in tables.facilities}
        named = {c for c in tables.expected if {c, tables.broader.get(c)} & set(several(gap["capabilities"]))}
        pairs = [(s, c) for s in several(gap["stages"]) for c in named if s in tables.expected[c]]
        if states & {"operational", ""}:
            return "answered"
        if any(tables.serving(*pair) for pair in pairs):
            return "partly"
        if states & {"planned", "under-construction"}:
            return "planned"
        return "project" if any(a.startswith("prj-") for a in answers) else "open"

    rows = asked.gaps("needs").select("gap", "outcome").rows()
    assert dict(rows) == {iri(gap["id"]): outcome(gap) for gap in tables.gaps.values()}


def test_15_what_each_body_said_is_missing(asked: OpenRelease, tables: Tables) -> None:
    found = Counter(asked.gaps("needs").get_column("origin").fill_null("").to_list())
    assert found == Counter(gap["origin"] for gap in tables.gaps.values())


def test_16_what_would_be_lost_with_one_facility(asked: OpenRelease, tables: Tables) -> None:
    expected: Counter[str] = Counter()
    for rows in available(tables).values():
        facilities = {row["facility_id"] for row in rows}
        if len(facilities) == 1:
            expected[iri(next(iter(facilities)))] += 1
    rows = asked.gaps("resilience-facilities").select("record", "cells_lost").rows()
    assert {record: lost for record, lost in rows if lost} == expected


def test_16_what_adds_no_severity_is_zero_without_a_sign(asked: OpenRelease, tables: Tables) -> None:
    for region in sorted({row["nuts3"] for row in tables.facilities.values()} - {""}):
        for view in ("resilience", "resilience-facilities"):
            added = asked.gaps(view, region=region).get_column("severity_added").to_list()
            assert not [value for value in added if str(value).startswith("-")], region


def test_17_what_each_investment_costs(asked: OpenRelease, tables: Tables) -> None:
    planned = {
        f["id"]
        for f in tables.facilities.values()
        if f["country"] == "FI" and f["status"] in ("planned", "under-construction")
    }
    undecided = [i for i in tables.investments if i["status"] in ("proposed", "planned", "")]
    sums: defaultdict[str, float] = defaultdict(float)
    for row in undecided:
        target = row["facility_id"] or row["gap_id"]
        if target.startswith("gap-") or target in planned:
            sums[iri(target)] += float(row["amount"])
    undecided_there = pl.col("group").is_in(["open", "stale"])
    rows = asked.gaps("investments").filter(undecided_there).select("target", "amount_eur").rows()
    assert dict(rows) == sums
    assert sums


def left_over(tables: Tables, country: str) -> set[tuple[str, str]]:
    """Cells in which a country had or expected a facility and has none in use."""
    former = {f["id"] for f in tables.facilities.values() if f["status"] in ("closed", "cancelled")}
    return {
        (stage, row["capability"])
        for row in [*tables.offerings, *tables.productions]
        if row["facility_id"] in former and tables.facilities[row["facility_id"]]["country"] == country
        for stage in several(row["stages"])
        if stage in tables.expected[row["capability"]]
        and not tables.in_use(stage, row["capability"], country)
    }


def test_18_what_former_facilities_left(asked: OpenRelease, tables: Tables) -> None:
    """In each country, and in those where something is left also stage by stage."""
    countries = {facility["country"] for facility in tables.facilities.values() if facility["country"]}
    left = {country: left_over(tables, country) for country in countries}
    stages = {stage for every in tables.expected.values() for stage in every}

    def told(country: str, **filters: str) -> set[tuple[str, str]]:
        rows = asked.rows("gaps:former", region=country, **filters)
        return {(row["stage"], row["capability"]) for row in rows}

    assert any(left.values()), "nothing is left anywhere, so that this finds no mistake"
    for country, expected in left.items():
        assert told(country) == expected, country
        for stage in stages if expected else ():
            assert told(country, stage=stage) == {pair for pair in expected if pair[0] == stage}


def test_19_pairs_that_share_projects(asked: OpenRelease, tables: Tables) -> None:
    found = asked.query(
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT ?a ?b ?n WHERE {"
        " ?tie ak:tieBetween ?a, ?b ; ak:sharedProjects ?n FILTER(STR(?a) < STR(?b)) }"
    )
    expected = {(*sorted((iri(a), iri(b))), len(p)) for (a, b), p in tables.shared().items()}
    assert set(found.rows()) == expected


def test_20_pairs_with_at_least_three(asked: OpenRelease, tables: Tables) -> None:
    found = asked.query(
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT ?tie WHERE { ?tie ak:sharedProjectsAtLeast 3 }"
    )
    assert len(found) == sum(len(projects) >= 3 for projects in tables.shared().values())


def test_21_weights_of_shared_projects(asked: OpenRelease, tables: Tables) -> None:
    sizes = {project: len(members) for project, members in tables.members().items()}
    found = asked.query(
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT ?a ?b ?w WHERE { ?tie ak:tieBetween ?a, ?b ;"
        " ak:tieKind <https://w3id.org/akkuri/concept/tie-kind/co-participation> ; ak:weight ?w"
        " FILTER(STR(?a) < STR(?b)) }"
    )
    weights = {frozenset((a, b)): w for a, b, w in found.rows()}
    for (a, b), projects in tables.shared().items():
        expected = sum(1 / (sizes[project] - 1) for project in projects)
        assert weights[frozenset((iri(a), iri(b)))] == pytest.approx(expected, abs=1e-6)


def degrees(asked: OpenRelease, term: str) -> dict[str, Any]:
    prefix = "PREFIX ak: <https://w3id.org/akkuri/ontology#>"
    query = f"{prefix} SELECT ?actor ?value WHERE {{ ?actor ak:{term} ?value }}"
    return dict(asked.query(query).rows())


def test_22_how_many_partners_each_has(asked: OpenRelease, tables: Tables) -> None:
    around, own = tables.neighbours(), tables.own()
    expected = {iri(actor): len(partners) for actor, partners in around.items() if actor in own}
    assert degrees(asked, "degree") == expected


def crossing(tables: Tables, side: Callable[[dict[str, str]], str]) -> dict[str, int]:
    own = tables.own()
    sides = {actor: side(row) for actor, row in tables.organisations.items()}
    return {
        iri(actor): sum(bool(sides[actor] and sides[p] and sides[actor] != sides[p]) for p in partners)
        for actor, partners in tables.neighbours().items()
        if actor in own
    }


def test_23_who_bridges_countries(asked: OpenRelease, tables: Tables) -> None:
    assert degrees(asked, "crossBorderPartners") == crossing(tables, lambda row: row["country"])


def test_24_who_bridges_research_and_industry(asked: OpenRelease, tables: Tables) -> None:
    def sector(row: dict[str, str]) -> str:
        return "research" if row["type"] in RESEARCH else "industry" if row["type"] == "company" else ""

    assert degrees(asked, "crossSectorPartners") == crossing(tables, sector)


def test_24b_how_much_of_the_network_crosses_borders(asked: OpenRelease, tables: Tables) -> None:
    places = {actor: row["country"] for actor, row in tables.organisations.items()}
    pairs = {pair for kind, found in tables.linked().items() if kind != "funds" for pair in found}
    known = [tuple(pair) for pair in pairs if all(places[actor] for actor in pair)]
    outside = sum(places[a] != places[b] for a, b in known)
    expected = (outside - (len(known) - outside)) / len(known)
    found = degrees(asked, "borderIndex")
    assert all(-1 <= value <= 1 for value in found.values())
    view = NETWORK.table(asked.basis, ViewRequest())
    assert view.totals["border_index"] == pytest.approx(expected, abs=1e-4)


def test_25_organisations_in_no_project_and_no_network(asked: OpenRelease, tables: Tables) -> None:
    joined = {m for members in tables.members().values() for m in members}
    joined |= {actor for pair in tables.linked()["member-of"] for actor in pair}
    expected = {
        iri(row["id"])
        for row in tables.organisations.values()
        if row["country"] == "FI"
        and row["id"].startswith("org-")
        and not tables.own_group(row["id"]) & joined
    }
    assert set(asked.network("isolated").get_column("actor")) == expected


def test_26_ties_of_every_kind(asked: OpenRelease, tables: Tables) -> None:
    found = asked.query(
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT ?kind ?a ?b WHERE {"
        " ?tie ak:tieBetween ?a, ?b ; ak:tieKind ?kind FILTER(STR(?a) < STR(?b)) }"
    )
    by_kind: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for kind, a, b in found.rows():
        by_kind[kind.rpartition("/")[2]].add(frozenset((a, b)))
    expected = {
        kind: {frozenset(map(iri, pair)) for pair in pairs} for kind, pairs in tables.linked().items()
    }
    assert by_kind == expected


def test_27_growth_year_by_year(asked: OpenRelease, tables: Tables) -> None:
    members, own = tables.members(), tables.own()
    seen: set[str] = set()
    for row in asked.network("growth").iter_rows(named=True):
        running = [
            members[project["id"]]
            for project in tables.projects.values()
            if members[project["id"]]
            and project["start"]
            and int(project["start"][:4]) <= row["year"] <= int((project["end"] or project["start"])[:4])
        ]
        actors = {m for each in running for m in each}
        assert (row["projects"], row["actors_count"]) == (len(running), len(actors))
        assert row["new_actors"] == len(actors - seen)
        pairs = {p for each in running for p in combinations(sorted(each), 2) if set(p) & own}
        assert row["pairs"] == len(pairs)
        seen |= actors


def test_28_shortest_chains(asked: OpenRelease, tables: Tables) -> None:
    distances = tables.distances("org-vtt")
    some = sorted(distances)[::40]
    for actor in some:
        assert len(asked.path("org-vtt", iri(actor))) == distances[actor]


def test_29_who_would_be_cut_off(asked: OpenRelease, tables: Tables) -> None:
    around = tables.neighbours(without="org-vtt")
    left = set(tables.distances("org-vtt")) - {"org-vtt"}
    parts = []
    while left:
        part, ring = set(), {min(left)}
        while ring:
            part |= ring
            ring = {n for actor in ring for n in around.get(actor, ())} - part
        parts.append(part)
        left -= part
    largest = max(parts, key=len)
    expected = {iri(actor) for part in parts if part is not largest for actor in part}
    assert set(asked.network("cut-off", without="VTT", top=1000).get_column("actor")) == expected


def test_30_pairs_that_fit_and_never_worked_together(asked: OpenRelease, tables: Tables) -> None:
    offers: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in tables.offerings:
        facility = tables.facilities[row["facility_id"]]
        if tables.present(facility["id"]) and (row["access"] or facility["access"]) != "in-house":
            for operator in several(facility["operator_ids"]):
                if tables.organisations[operator]["country"] == "FI":
                    offers[operator].update((stage, row["capability"]) for stage in several(row["stages"]))
    around = tables.neighbours()
    chain = [stage for stage in tables.stages if stage != "cross-cutting"]
    expected = set()
    for one in offers:
        for other in offers:
            new = offers[one] - offers[other]
            theirs = offers[other] - offers[one]
            mine, yours = tables.own_group(one), tables.own_group(other)
            if not (mine | {n for each in mine for n in around[each]}) & yours:
                for stage, following in pairwise(chain):
                    if any(s == stage for s, _ in new) and any(s == following for s, _ in theirs):
                        expected.add(frozenset((iri(one), iri(other))))
    found = asked.network("pairs", top=100_000)
    assert {frozenset(pair) for pair in found.select("one", "other").rows()} == expected


def test_31_the_parts_of_infrastructures(asked: OpenRelease, tables: Tables) -> None:
    whole: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables.collaborations:
        if row["type"] == "part-of":
            whole[row["from_id"]].add(row["to_id"])
    expected = set()
    for part in whole:
        seen: set[str] = set()
        ring = set(whole[part])
        while ring:
            seen |= ring
            ring = {above for each in ring for above in whole.get(each, ())} - seen
        expected |= {(iri(part), iri(above)) for above in seen - {part}}
    found = asked.query(
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT ?part ?whole WHERE { ?part ak:partOf ?whole }"
    )
    assert set(found.rows()) == expected


def test_32_the_network_of_one_facility(asked: OpenRelease, tables: Tables) -> None:
    facility = "fac-rami"
    expected = {iri(operator) for operator in several(tables.facilities[facility]["operator_ids"])}
    for row in tables.collaborations:
        if facility in (row["from_id"], row["to_id"]):
            expected.add(iri(row["to_id"] if row["from_id"] == facility else row["from_id"]))
    assert set(asked.network("facility", facility=facility).get_column("record")) == expected
    assert expected


def test_33_derived_cells_are_the_computed_ones(asked: OpenRelease, cells: pl.DataFrame) -> None:
    concept = "https://w3id.org/akkuri/concept/"
    found = asked.query(
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT ?stage ?capability ?state ?severity WHERE {"
        ' ?cell ak:area "FI" ; ak:stage ?stage ; ak:capability ?capability ; ak:cellState ?state ;'
        " ak:severity ?severity }"
    )
    expected = {
        (f"{concept}value-chain-stage/{s}", f"{concept}capability/{c}", f"{concept}cell-state/{t}", v)
        for s, c, t, v in cells.select("stage", "capability", "state", "severity").rows()
    }
    assert set(found.rows()) == expected
    assert all(s.startswith(ID[:-3]) for s in found.get_column("stage"))


def test_34_how_much_is_told_of_each_stage(asked: OpenRelease, tables: Tables) -> None:
    uses: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in [*tables.offerings, *tables.productions]:
        uses[row["facility_id"]].append(row)
    made = {row["facility_id"] for row in tables.productions}

    def told(key: str, facility: dict[str, str]) -> list[bool]:
        """The fields in the order in which ontology/kinds/facility.yaml expects them."""
        rows = [facility, *uses[key]]
        return [
            bool(facility["operator_ids"]),
            bool(facility["status"]),
            bool(facility["city"]),
            any(facility[name] for name in ("description", "description_fi", "description_sv")),
            any(row.get("scale") for row in rows),
            any(row.get("access") for row in rows) or key in made,
            any(row.get("trl_min") or row.get("trl_max") for row in rows),
            any(row["stages"] for row in rows),
            bool(uses[key]),
            any(facility[name] for name in ("contact_page", "mailbox", "homepage", "booking_page")),
        ]

    for row in asked.gaps("filled").iter_rows(named=True):
        here = [
            told(key, facility)
            for key, facility in tables.facilities.items()
            if facility["country"] == "FI"
            and any(row["stage"] in several(each["stages"]) for each in [facility, *uses[key]])
        ]
        assert row["recorded_here"] == len(here) > 0
        counts = [sum(column) for column in zip(*here, strict=True)]
        assert [int(each.rpartition(" ")[2]) for each in row["told_of"]] == counts
        assert row["fields_filled"] == sum(counts)
        assert row["filled_share"] == pytest.approx(sum(counts) / (10 * len(here)), abs=1e-4)
    records = {row["record"]: row for row in asked.gaps("filled-records", top=1000).iter_rows(named=True)}
    assert len(records) == len(tables.facilities)
    for key, facility in tables.facilities.items():
        assert records[iri(key)]["fields_filled"] == sum(told(key, facility))
