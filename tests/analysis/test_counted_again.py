"""Answers that are counts and sums, each worked out from the CSV tables with the standard library alone."""

from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from akkuri.api import OpenRelease, open_release
from akkuri.release.opening import Release
from decided_links import links

from .tables import OPEN, PILOT, Pair, Row, Tables, iri, several

TERMS = "PREFIX ak: <https://w3id.org/akkuri/ontology#> PREFIX dct: <http://purl.org/dc/terms/> "
CONCEPT = "https://w3id.org/akkuri/concept/"
RECORD = "https://w3id.org/akkuri/id/"
MISSING = {"investment", "laboratory", "open-test-environment", "skills"}
CLASSES = {
    "bench": "laboratory",
    "lab": "laboratory",
    "pilot": "pilot",
    "demonstration": "pilot",
    "industrial": "industrial",
}
KIND_CLASSES = {
    "laboratory": "laboratory",
    "pilot-line": "pilot",
    "demonstration-plant": "pilot",
    "industrial-plant": "industrial",
}
OWN_CLASSES = {"training-facility": "training", "data-or-computing-platform": "platform"}


@pytest.fixture(scope="module")
def asked(release: Release) -> OpenRelease:
    return open_release(release.folder)


@pytest.fixture(scope="module")
def tables(data: Path) -> Tables:
    return Tables(data)


def last(concept: Any) -> str:
    return str(concept).rpartition("/")[2]


# --- cells of the frame ---------------------------------------------------------------------------------


def shortcomings(tables: Tables, pair: Pair, country: str, region: str = "") -> set[str]:
    """Every shortcoming that applies to a cell, by the rules of CONTRIBUTING.md."""
    home = country == "FI" and not region
    here = tables.in_use(*pair, country, region)
    serving = tables.serving(*pair, country, region)
    planned = {
        row["facility_id"]
        for row in [*tables.offerings, *tables.productions]
        if row["capability"] == pair[1] and pair[0] in several(row["stages"])
        if (facility := tables.facilities[row["facility_id"]])["status"] in ("planned", "under-construction")
        and facility["country"] == country
        and (not region or facility["nuts3"] == region)
    }
    said = home and any(tables.gaps[gap]["kind"] in MISSING for gap in tables.needs(*pair))
    levels = {
        level
        for row in serving
        if row["trl_min"] or row["trl_max"]
        for level in range(int(row["trl_min"] or row["trl_max"]), int(row["trl_max"] or row["trl_min"]) + 1)
    }
    applies = {
        "stated-missing": said and not here,
        "none-recorded": not here and not planned,
        "planned-only": bool(planned) and not here,
        "in-house-only": bool(here) and not serving,
        "single-operator": len(tables.operators(serving)) == 1,
        "no-pilot-scale": bool(serving) and not any(row["scale"] in PILOT for row in serving),
        "trl-hole": bool(levels) and levels != set(range(min(levels), max(levels) + 1)),
    }
    return {name for name, true in applies.items() if true}


@pytest.mark.parametrize(
    ("asked_for", "country", "region"), [("FI", "FI", ""), ("FI1B1", "FI", "FI1B1"), ("SE", "SE", "")]
)
def test_every_shortcoming_of_every_cell(
    asked: OpenRelease, tables: Tables, asked_for: str, country: str, region: str
) -> None:
    rows = asked.rows("gaps:cells", region=asked_for)
    got = {(row["stage"], row["capability"]): set(row["shortcomings"]) for row in rows}
    assert got == {pair: shortcomings(tables, pair, country, region) for pair in tables.cells()}


def test_needs_for_skills_beside_needs_for_places(asked: OpenRelease, tables: Tables) -> None:
    means = {"laboratory", "open-test-environment", "investment"}
    skills, places = Counter[str](), Counter[str]()
    trainers: defaultdict[str, set[str]] = defaultdict(set)
    for gap in tables.gaps.values():
        for stage in several(gap["stages"]):
            skills[stage] += gap["kind"] == "skills"
            places[stage] += gap["kind"] in means
    for row in tables.offerings:
        if row["capability"] == "training" and tables.present(row["facility_id"]):
            for stage in several(row["stages"]):
                trainers[stage].add(row["facility_id"])
    expected = {
        (stage, skills[stage], places[stage], len(trainers[stage]))
        for stage in tables.stages
        if skills[stage] and places[stage]
    }
    rows = asked.rows("gaps/skills-and-infrastructure")
    columns = ("skillsNeeds", "infrastructureNeeds", "trainingAt")
    assert {(last(row["stage"]), *(row[name] for name in columns)) for row in rows} == expected


# --- money ----------------------------------------------------------------------------------------------


def scale_class(row: Row, facility: Row) -> str | None:
    told = row["scale"] or facility["scale"]
    found = CLASSES.get(told) if told else KIND_CLASSES.get(facility["kind"])
    return OWN_CLASSES.get(facility["kind"], found)


def largest_totals(tables: Tables) -> dict[str, tuple[float, str, set[str]]]:
    """Facility → the largest sum that was its whole cost, at which scale, and what it bought."""
    able: defaultdict[str, set[str]] = defaultdict(set)
    for row in [*tables.offerings, *tables.productions]:
        able[row["facility_id"]].add(row["capability"])
    found: dict[str, tuple[float, str, set[str]]] = {}
    for row in tables.investments:
        facility = tables.facilities.get(row["facility_id"])
        euros = row["amount_eur"] or (row["amount"] if row["currency"] == "EUR" else "")
        if row["status"] not in ("made", "decided") or row["measure"] != "total" or not euros:
            continue
        if facility is None or facility["status"] == "cancelled":
            continue
        scale = scale_class(row, facility)
        bought = set(several(row["capabilities"])) or able[facility["id"]]
        if scale and bought and float(euros) > found.get(facility["id"], (0.0, "", set()))[0]:
            found[facility["id"]] = (float(euros), scale, bought)
    return found


def test_what_comparable_facilities_cost(asked: OpenRelease, tables: Tables) -> None:
    """One total a facility, the largest; lowest and highest from three on, the median from five on."""
    sums: defaultdict[Pair, list[float]] = defaultdict(list)
    for amount, scale, bought in largest_totals(tables).values():
        for capability in bought:
            sums[capability, scale].append(amount)
    expected = {
        key: (
            len(amounts),
            min(amounts) if len(amounts) >= 3 else None,
            median(amounts) if len(amounts) >= 5 else None,
            max(amounts) if len(amounts) >= 3 else None,
        )
        for key, amounts in sums.items()
    }
    got = {}
    for capability in {capability for capability, _ in sums}:
        for row in asked.rows("gaps:comparables", capability=capability):
            if row["standing"] == "counted" and row["capability"] == capability:
                told = (row["n"], row["low_eur"], row["median_eur"], row["high_eur"])
                got[capability, row["scale"]] = told
    assert got == expected
    assert sum(low is not None for _, low, _, _ in expected.values()) > 10


def test_money_that_is_not_yet_spent_by_what_it_serves(asked: OpenRelease, tables: Tables) -> None:
    """Without withdrawn and replaced rows, among them the budgets of past projects."""
    expected = Counter(
        (float(euros), iri(row["facility_id"] or row["gap_id"]))
        for row in tables.investments
        if row["status"] in ("proposed", "planned", "decided")
        and (euros := row["amount_eur"] or (row["amount"] if row["currency"] == "EUR" else ""))
    )
    rows = asked.rows("gaps/planned-investments")
    got = Counter((float(row["amountEur"]), row["serves"]) for row in rows)
    assert got == expected
    assert sum(expected.values()) > 5


# --- facilities -----------------------------------------------------------------------------------------


def test_facilities_of_each_region(asked: OpenRelease, tables: Tables) -> None:
    offering = {row["facility_id"] for row in tables.offerings}
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in tables.facilities.values():
        if row["nuts3"]:
            counts = expected[row["nuts3"]]
            counts[0] += row["status"] in ("operational", "")
            counts[1] += row["status"] in ("planned", "under-construction")
            counts[2] += row["id"] in offering and row["status"] not in ("closed", "cancelled")
    rows = asked.rows("directory/by-region")
    got = {last(row["region"]): [row["inUse"], row["comingUp"], row["withOfferings"]] for row in rows}
    assert {region: counts for region, counts in got.items() if any(counts)} == expected


def test_facilities_with_each_capability(asked: OpenRelease, tables: Tables) -> None:
    offered, free, coming, own = (defaultdict(set) for _ in range(4))
    for row in tables.offerings:
        facility = row["facility_id"]
        if tables.present(facility):
            offered[row["capability"]].add(facility)
            if OPEN & set(several(row["access"])):
                free[row["capability"]].add(facility)
        if tables.facilities[facility]["status"] in ("planned", "under-construction"):
            coming[row["capability"]].add(facility)
    for row in tables.productions:
        if tables.present(row["facility_id"]):
            own[row["capability"]].add(row["facility_id"])
    for row in asked.rows("directory/capabilities"):
        name = last(row["capability"])
        counts = (row["offeredBy"], row["openAt"], row["comingUp"], row["ownUseAt"])
        assert counts == tuple(len(each[name]) for each in (offered, free, coming, own)), name


def test_where_people_can_be_trained(asked: OpenRelease, tables: Tables) -> None:
    expected = {iri(row["facility_id"]) for row in tables.offerings if row["capability"] == "training"}
    expected |= {iri(key) for key, row in tables.facilities.items() if row["kind"] == "training-facility"}
    assert {row["facility"] for row in asked.rows("directory/training")} == expected


def test_facilities_that_several_run_together(asked: OpenRelease, tables: Tables) -> None:
    expected = {
        iri(key): count
        for key, row in tables.facilities.items()
        if (count := len(several(row["operator_ids"]))) > 1
    }
    got = {row["facility"]: row["operatorCount"] for row in asked.rows("network/shared-facilities")}
    assert got == expected


@pytest.mark.parametrize("query", ["directory/instruments", "directory/specifications"])
def test_no_device_of_a_plan_or_a_closed_facility_passes_for_one_in_use(
    asked: OpenRelease, tables: Tables, query: str
) -> None:
    words = {"operational": "Operational", "planned": "Planned", "closed": "Closed", "": None}
    words |= {"cancelled": "Cancelled", "under-construction": "Under construction"}
    status = {iri(key): words[row["status"]] for key, row in tables.facilities.items()}
    rows = asked.rows(query)
    assert {(row["facility"], row["statusName"]) for row in rows} == {
        (row["facility"], status[row["facility"]]) for row in rows
    }
    assert {"Planned", "Closed"} <= {row["statusName"] for row in rows}


def test_what_facilities_do_not_tell(asked: OpenRelease, tables: Tables) -> None:
    staged = {row["facility_id"] for row in [*tables.offerings, *tables.productions] if row["stages"]}
    told = {
        "scale": {row["facility_id"] for row in tables.offerings if row["scale"]},
        "accessMode": {row["facility_id"] for row in tables.offerings if row["access"]}
        | {row["facility_id"] for row in tables.productions},
    }
    columns = {"accessMode": "access", "status": "status", "operator": "operator_ids", "scale": "scale"}
    expected = {
        (iri(key), name)
        for key, row in tables.facilities.items()
        for name, column in columns.items()
        if not row[column] and key not in told.get(name, ())
    }
    expected |= {(iri(key), "lat") for key, row in tables.facilities.items() if not row["lat"]}
    expected |= {
        (iri(key), "stage")
        for key, row in tables.facilities.items()
        if not row["stages"] and key not in staged
    }
    rows = asked.rows("quality/incomplete-facilities")
    got = {(row["facility"], str(row["missing"]).replace("#", "/").rpartition("/")[2]) for row in rows}
    assert got == expected


# --- organisations and their projects -------------------------------------------------------------------


def test_projects_and_partners_of_each_organisation(asked: OpenRelease, tables: Tables) -> None:
    members = tables.members()
    projects: defaultdict[str, set[str]] = defaultdict(set)
    for project, found in members.items():
        for member in found:
            projects[member].add(project)
    led = Counter(row["organisation_id"] for row in tables.participations if row["role"] == "coordinator")
    expected = {
        iri(member): (len(found), led[member], len({m for each in found for m in members[each]} - {member}))
        for member, found in projects.items()
    }
    rows = asked.rows("network/participants")
    got = {row["organisation"]: (row["projects"], row["coordinated"], row["partners"]) for row in rows}
    assert got == expected


def test_countries_that_finns_work_with(asked: OpenRelease, tables: Tables) -> None:
    land = {key: row["country"] for key, row in tables.organisations.items()}
    found: dict[str, list[set[str]]] = defaultdict(lambda: [set(), set(), set()])
    for project, members in tables.members().items():
        home = {one for one in members if land[one] == "FI"}
        for other in members - home if home else ():
            if land[other]:
                for part, new in zip(found[land[other]], ({project}, {other}, home), strict=True):
                    part |= new
    expected = {country: tuple(map(len, parts)) for country, parts in found.items()}
    rows = asked.rows("network/international", country="FI")
    got = {r["partnerCountry"]: (r["projects"], r["partners"], r["homeOrganisations"]) for r in rows}
    assert got == expected


def test_partners_of_one_organisation_and_by_what(asked: OpenRelease, tables: Tables) -> None:
    """Who only funds a project or is only listed in it is no partner."""
    expected = {
        (iri(partner), f"{RECORD}project/{project.partition('-')[2]}")
        for project, members in tables.members().items()
        for partner in members - {"org-aalto"}
        if "org-aalto" in members
    }
    links = {
        f"{RECORD}collaboration/{row['id'].partition('-')[2]}"
        for row in tables.collaborations
        if "org-aalto" in (row["from_id"], row["to_id"])
    }
    rows = asked.rows("network/partners", organisation="org-aalto")
    shared = [row for row in rows if "/project/" in row["evidence"]]
    assert {(row["partner"], row["evidence"]) for row in shared} == expected
    assert {row["evidence"] for row in rows if row not in shared} == links


def test_organisations_that_take_part_in_each_programme(asked: OpenRelease, tables: Tables) -> None:
    members = tables.members()
    expected: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for key, row in tables.projects.items():
        expected[row["programme"] or "–"][0].add(key)
        expected[row["programme"] or "–"][1].update(members.get(key, ()))
    rows = asked.rows("network/programmes")
    got = {row["programme"]: (row["projects"], row["organisations"]) for row in rows}
    assert got == {name: (len(a), len(b)) for name, (a, b) in expected.items()}


def test_who_owns_whom(asked: OpenRelease, tables: Tables) -> None:
    expected = {(iri(r["parent_id"]), iri(k)) for k, r in tables.organisations.items() if r["parent_id"]}
    expected |= {(iri(r["from_id"]), iri(r["to_id"])) for r in tables.collaborations if r["type"] == "owns"}
    assert {(row["owner"], row["owned"]) for row in asked.rows("network/ownership")} == expected


def test_pairs_with_many_projects_and_the_first_of_them(asked: OpenRelease, tables: Tables) -> None:
    started = {key: row["start"][:4] for key, row in tables.projects.items()}
    expected = {
        tuple(sorted(map(iri, pair))): (
            len(found),
            min((started[one] for one in found if started[one]), default=""),
        )
        for pair, found in tables.shared().items()
        if len(found) >= 4
    }
    rows = asked.rows("network/strong-ties", min="4")
    got = {
        tuple(sorted((row["organisation"], row["partner"]))): (row["projects"], str(row["firstYear"] or ""))
        for row in rows
    }
    assert got == expected


def test_neighbours_in_the_chain_that_never_worked_together(asked: OpenRelease, tables: Tables) -> None:
    at: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables.offerings:
        facility = tables.facilities[row["facility_id"]]
        for_others = (row["access"] or facility["access"]) != "in-house" and tables.present(facility["id"])
        for operator in several(facility["operator_ids"]) if for_others else ():
            if tables.organisations[operator]["country"] == "FI":
                for stage in several(row["stages"]):
                    at[stage].add(operator)
    around = tables.neighbours()
    expected = set()
    for one in at["cell-manufacturing"]:
        mine = tables.own_group(one)
        known = mine | {each for member in mine for each in around[member]}
        for other in at["module-and-pack"] - {one}:
            if not known & tables.own_group(other):
                expected.add((iri(one), iri(other)))
    rows = asked.rows("network/never-together", stage="cell-manufacturing", country="FI")
    assert {(row["organisation"], row["partner"]) for row in rows} == expected


def test_identifiers_of_each_type_of_organisation(asked: OpenRelease, tables: Tables) -> None:
    linked = {(f"{RECORD}{record}", prefix) for record, prefix, _ in links()}
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key, row in tables.organisations.items():
        counts = expected[row["type"]]
        counts[0] += 1
        counts[1] += bool(row["ror"]) or (iri(key), "ror") in linked
        counts[2] += bool(row["wikidata"]) or (iri(key), "wikidata") in linked
        counts[3] += bool(row["business_id"])
    rows = asked.rows("quality/identifiers")
    columns = ("organisations", "ror", "wikidata", "businessIds")
    assert {last(row["type"]): [row[name] for name in columns] for row in rows} == expected


# --- sources and freshness ------------------------------------------------------------------------------


def documents(tables: Tables) -> dict[str, Row]:
    """The rows of the tables whose records have an id of their own, by the IRI of the record."""
    names = {
        "facilities": "facility",
        "organisations": "organisation",
        "networks": "network",
        "projects": "project",
        "gaps": "gap",
        "investments": "investment",
        "equipment": "equipment",
        "accreditations": "accreditation",
        "conformity_routes": "conformity-route",
        "indicators": "indicator",
        "collaborations": "collaboration",
        "lookups": "lookup",
    }
    return {
        f"{RECORD}{kind}/{row['id'].partition('-')[2]}": row
        for table, kind in names.items()
        for row in tables.read(table)
    }


def test_records_changed_verified_and_dated_by_kind(asked: OpenRelease, tables: Tables) -> None:
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for record, row in documents(tables).items():
        if row.get("replaced_by") or row.get("withdrawn"):
            continue
        counts = expected[record.removeprefix(RECORD).partition("/")[0]]
        counts[0] += 1
        counts[1] += row["modified"] >= "2026-11"
        counts[2] += row["verified"] >= "2026-11"
        counts[3] += bool(row["source_date"])
    columns = ("records", "changedCount", "verifiedCount", "datedCount")
    got = {
        str(row["class"]).rpartition("#")[2].lower(): [row[name] for name in columns]
        for row in asked.rows("quality/counts", since="2026-11")
    }
    for kind, counts in expected.items():
        assert got[kind.replace("-", "")] == counts, kind


def test_facilities_without_a_dated_source(asked: OpenRelease, tables: Tables) -> None:
    published = {row["id"] for row in tables.read("sources") if row["date"]}
    expected = {
        iri(key): len(several(row["source_ids"]))
        for key, row in tables.facilities.items()
        if row["source_ids"] and not row["source_date"] and not published & set(several(row["source_ids"]))
    }
    rows = asked.rows("quality/undated", recordkind="facility")
    assert {row["record"]: row["sources"] for row in rows} == expected


def test_publishers_and_their_sources(asked: OpenRelease, tables: Tables) -> None:
    sources = tables.read("sources")
    standing = [row for row in sources if not row["withdrawn"] and not row["replaced_by"]]
    expected = Counter(row["publisher"] for row in standing if row["publisher"])
    rows = asked.rows("quality/publishers")
    assert {row["publisher"]: row["sources"] for row in rows} == expected


def test_how_many_facilities_one_publisher_alone_tells_of(asked: OpenRelease, tables: Tables) -> None:
    """Recorded, and known from a single publisher: of all rows that are about a facility."""
    publisher = {row["id"]: row["publisher"] for row in tables.read("sources")}
    about: list[tuple[str, str]] = [(key, row["source_ids"]) for key, row in tables.facilities.items()]
    held = {row["id"]: row["facility_id"] for row in tables.read("equipment")}
    for name in ("offerings", "production_capabilities", "facility_parameters", "equipment"):
        about += [(row["facility_id"], row["source_ids"]) for row in tables.read(name)]
    about += [(held[r["equipment_id"]], r["source_ids"]) for r in tables.read("equipment_parameters")]
    about += [(row["facility_id"], row["source_ids"]) for row in tables.investments]
    about += [(row[end], row["source_ids"]) for row in tables.collaborations for end in ("from_id", "to_id")]
    about += [
        (one, row["source_ids"]) for row in tables.gaps.values() for one in several(row["addressed_by_ids"])
    ]
    told: defaultdict[str, set[str]] = defaultdict(set)
    for key, cited in about:
        if key in tables.facilities:
            told[key] |= {publisher[one] for one in several(cited)} - {""}
    counts = [len(told[key]) for key, row in tables.facilities.items() if row["country"] == "FI"]
    row = asked.rows("gaps:seen")[0]
    told_of = (row["seen_recorded"], row["from_one_publisher"], row["publisher_mentions"])
    assert told_of == (sum(map(bool, counts)), counts.count(1), sum(counts))


# --- accreditations, conformity routes, indicators, tests -----------------------------------------------


def stated(asked: OpenRelease, kind: str, term: str) -> dict[str, set[str]]:
    rows = asked.rows(f"{TERMS} SELECT ?record ?value WHERE {{ ?record a ak:{kind} ; {term} ?value }}")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[last(row["record"])].add(last(row["value"]))
    return dict(found)


@pytest.mark.parametrize(
    ("table", "kind", "term", "column"),
    [
        ("accreditations", "Accreditation", "ak:accreditationScheme", "scheme"),
        ("accreditations", "Accreditation", "ak:holder", "organisation_id"),
        ("conformity_routes", "ConformityRoute", "ak:authority", "authority_ids"),
        ("conformity_routes", "ConformityRoute", "ak:testStandard", "standards"),
        ("indicators", "Indicator", "ak:measure", "measure"),
    ],
)
def test_what_the_smaller_tables_state(
    asked: OpenRelease, tables: Tables, table: str, kind: str, term: str, column: str
) -> None:
    expected = {
        row["id"].partition("-")[2]: {
            value.partition("-")[2] if column.endswith(("_id", "_ids")) else value
            for value in several(row[column])
        }
        for row in tables.read(table)
        if row[column]
    }
    assert stated(asked, kind, term) == expected


# --- who pays, what continues what, who made what -------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "term", "column"),
    [
        ("investments", "ak:payer", "payer_ids"),
        ("investments", "ak:payerName", "payer_names"),
        ("projects", "ak:continues", "continues_ids"),
        ("facilities", "ak:follows", "follows_ids"),
        ("equipment", "ak:maker", "maker_ids"),
    ],
)
def test_every_payer_predecessor_and_maker_and_no_other(
    asked: OpenRelease, tables: Tables, table: str, term: str, column: str
) -> None:
    """What the graph states of each row is what its cell says, withdrawn and replaced rows too."""
    own = Counter[tuple[str, str]]()
    for row in tables.read(table):
        for value in several(row[column]):
            own[
                row["id"].partition("-")[2], value.partition("-")[2] if column.endswith("_ids") else value
            ] += 1
    rows = asked.rows(f"{TERMS} SELECT ?record ?value WHERE {{ ?record {term} ?value }}")
    assert Counter((last(row["record"]), last(row["value"])) for row in rows) == own
    assert own


def test_what_each_payer_pays_for_and_who_made_how_many_devices(asked: OpenRelease, tables: Tables) -> None:
    """Sums of standing investments by their payer in euros, and devices by maker, as SPARQL counts them."""
    paid: defaultdict[str, list[float]] = defaultdict(list)
    for row in tables.investments:
        euros = row["amount_eur"] or (row["amount"] if row["currency"] == "EUR" else "")
        for payer in several(row["payer_ids"]):
            paid[iri(payer)] += [float(euros)] if euros else []
    rows = asked.rows(
        f"{TERMS} SELECT ?payer (COUNT(?euros) AS ?known) (SUM(COALESCE(?euros, 0)) AS ?sum) WHERE {{"
        " ?investment ak:payer ?payer OPTIONAL { ?investment ak:amountEur ?euros }"
        " FILTER NOT EXISTS { ?investment dct:isReplacedBy|ak:withdrawn ?other } } GROUP BY ?payer"
    )
    assert {row["payer"]: (row["known"], float(row["sum"])) for row in rows} == {
        payer: (len(sums), sum(sums)) for payer, sums in paid.items()
    }
    made = Counter(iri(maker) for row in tables.read("equipment") for maker in several(row["maker_ids"]))
    rows = asked.rows(
        f"{TERMS} SELECT ?maker (COUNT(?it) AS ?devices) WHERE {{ ?it ak:maker ?maker }} GROUP BY ?maker"
    )
    assert {row["maker"]: row["devices"] for row in rows} == made


# --- completeness of every kind -------------------------------------------------------------------------


def filled(tables: Tables, kind: str) -> dict[str, int]:
    """Record → how many of the fields that its kind should have are filled, as ontology/kinds lists them."""
    linked = {record for record, prefix, _ in links() if prefix in ("ror", "wikidata")}
    busy = {row["project_id"] for row in tables.participations}
    joined = {row["to_id"] for row in tables.collaborations}
    measured = {row["equipment_id"] for row in tables.read("equipment_parameters")}
    fields: dict[str, tuple[str, list[str]]] = {
        "organisation": ("organisations", ["type", "country", "city", "homepage"]),
        "network": ("networks", ["type", "country", "homepage"]),
        "project": ("projects", ["programme", "start", "end", "stages", "description", "homepage"]),
        "equipment": ("equipment", ["equipment_type", "facility_id", "model"]),
        "gap": ("gaps", ["kind", "stages", "capabilities", "origin", "statement"]),
        "investment": ("investments", ["amount", "status", "measure", "year", "as_of"]),
        "source": ("sources", ["title", "publisher", "date", "language", "kind"]),
    }
    table, columns = fields[kind]
    found = {}
    for row in tables.read(table):
        if row.get("withdrawn") or row.get("replaced_by"):
            continue
        name = row["id"].partition("-")[2]
        count = sum(bool(row[column]) for column in columns)
        if kind == "organisation":
            own = any(row[one] for one in ("ror", "wikidata", "business_id", "isni", "pic"))
            count += own or f"organisation/{name}" in linked
        elif kind == "network":
            count += row["id"] in joined
        elif kind == "project":
            count += row["id"] in busy
        elif kind == "equipment":
            count += bool(row["manufacturer"] or row["maker_ids"]) + (row["id"] in measured)
        elif kind == "investment":
            count += bool(row["payer_ids"] or row["payer_names"])
        found[f"{RECORD}{kind}/{name}"] = count
    return found


@pytest.mark.parametrize(
    "kind", ["organisation", "network", "project", "equipment", "gap", "investment", "source"]
)
def test_how_complete_each_record_is(asked: OpenRelease, tables: Tables, kind: str) -> None:
    rows = asked.rows("gaps:filled-records", kind=kind, top="100000")
    assert {row["record"]: row["fields_filled"] for row in rows} == filled(tables, kind)
