"""Answers that were once wrong or silent, worked out anew from the CSV files with the csv module alone."""

import re
import unicodedata
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.parameters import Context

from .test_against_tables import answer, concept, in_use, iri, split

PASSIVE = {"funder", "listed"}
COMING = {"planned", "under-construction"}
GONE = {"closed", "cancelled"}
LABEL = "http://www.w3.org/2004/02/skos/core#"


def country_of(table) -> dict[str, str]:
    return {row["id"]: row["country"] for row in table("organisations") + table("networks")}


def taking_part(table) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in table("participations"):
        if row["role"] not in PASSIVE:
            found[row["project_id"]].add(row["organisation_id"])
    return found


def test_projects_by_the_year_they_began(run, table):
    expected = Counter(row["start"][:4] or "–" for row in table("projects"))
    assert {row["year"]: row["projects"] for row in run("network/growth")} == expected


def test_organisations_by_the_year_their_projects_began(run, table):
    began = {row["id"]: row["start"][:4] or "–" for row in table("projects")}
    expected = defaultdict(set)
    for project, members in taking_part(table).items():
        expected[began[project]] |= members
    got = {row["year"]: row["organisations"] for row in run("network/growth")}
    assert got == {year: len(expected[year]) for year in got}


def test_newcomers_by_year(run, table):
    began = {row["id"]: row["start"][:4] for row in table("projects")}
    first: dict[str, str] = {}
    for project, members in taking_part(table).items():
        for member in members if began[project] else ():
            first[member] = min(first.get(member, "9999"), began[project])
    expected = Counter(first.values())
    got = {row["year"]: row["newOrganisations"] for row in run("network/growth")}
    assert got == {year: expected[year] if year != "–" else None for year in got}, "of – nobody knows"


def test_years_known_so_far_begin_with_the_last_change_of_the_tables(run, table):
    tables = ("facilities", "organisations", "projects", "collaborations", "gaps", "investments", "equipment")
    last = max(row["modified"][:4] for name in tables for row in table(name))
    for row in run("network/growth"):
        assert row["knownSoFar"] is (row["year"] != "–" and row["year"] >= last)


@pytest.mark.parametrize(("since", "until"), [("", "2022"), ("2023", "2024"), ("2021-06", "2023-03")])
def test_coordinators_of_projects_that_began_in_a_period(run, table, since, until):
    """Projects that began before a year are found whether a source tells year, month or day."""
    country = country_of(table)
    start = {row["id"]: row["start"] for row in table("projects")}
    expected = {
        (iri(row["organisation_id"]), iri(row["project_id"]))
        for row in table("participations")
        if row["role"] == "coordinator"
        and country[row["organisation_id"]] == "FI"
        and start[row["project_id"]]
        and start[row["project_id"]] >= since
        and start[row["project_id"]][: len(until)] <= until
    }
    assert expected
    values = {"since": since, "until": until} if since else {"until": until}
    assert answer(run("network/coordinators", **values), "organisation", "project") == expected


@pytest.mark.parametrize(
    ("since", "until"), [("2026-11-26", "2026-11-26"), ("2023", "2023"), ("", "2019-06")]
)
def test_projects_that_ran_in_a_period(run, table, since, until):
    """Sources tell years, months or days: what ends in a year ends on its last day."""
    last = {4: "-12-31", 7: "-31", 10: ""}
    expected = {
        (iri(row["id"]),)
        for row in table("projects")
        if not (row["withdrawn"] or row["replaced_by"])
        and (not since or (row["end"] and row["end"] + last[len(row["end"])] >= since))
        and (row["start"] and row["start"] <= until + last[len(until)])
    }
    assert expected
    values = {"since": since, "until": until} if since else {"until": until}
    assert answer(run("directory/projects", **values), "project") == expected


def test_projects_with_who_coordinates_them_and_how_many_take_part(run, table):
    rows = {row["project"]: row for row in run("directory/projects")}
    kept = [row for row in table("projects") if not (row["withdrawn"] or row["replaced_by"])]
    assert rows.keys() == {iri(row["id"]) for row in kept}
    roles = defaultdict(list)
    for row in table("participations"):
        roles[iri(row["project_id"])].append((row["organisation_id"], row["role"]))
    for project, row in rows.items():
        taking_part = {who for who, role in roles[project] if role not in ("funder", "listed")}
        assert (row["organisations"] or 0) == len(taking_part), project
        leading = {who for who, role in roles[project] if role == "coordinator"}
        assert len([name for name in (row["coordinators"] or "").split("; ") if name]) == len(leading), (
            project
        )
    stage = {iri(row["id"]) for row in kept if "recycling" in row["stages"].split(";")}
    assert {row["project"] for row in run("directory/projects", stage="recycling")} == stage != set()


def test_accreditations_and_who_holds_them(run, table):
    kept = [row for row in table("accreditations") if not (row["withdrawn"] or row["replaced_by"])]
    expected = {
        (iri(row["id"]), iri(row["organisation_id"]), row["valid_from"] or None, row["number"] or None)
        for row in kept
    }
    assert (
        answer(run("directory/accreditations"), "accreditation", "organisation", "since", "number")
        == expected
    )
    for lang in ("fi", "sv"):
        own = {(iri(row["id"]), row[f"scope_{lang}"] or None, row[f"note_{lang}"] or None) for row in kept}
        assert answer(run("directory/accreditations", lang=lang), "accreditation", "scope", "note") == own
    by_finas = {(iri(row["id"]),) for row in kept if row["body"] == "FINAS"}
    assert answer(run("directory/accreditations", scope="finas"), "accreditation") == by_finas != set()
    competent = {
        "iso-iec-17025-testing",
        "iso-iec-17025-calibration",
        "accredited-unspecified",
        "accreditation",
    }
    accredited = {(iri(row["id"]),) for row in kept if row["scheme"] in competent}
    found = answer(run("directory/accreditations", scheme="accreditation"), "accreditation")
    assert found == accredited != set()


def test_opened_in_one_year(run, table):
    expected = {(iri(row["id"]),) for row in table("facilities") if row["opened"][:4] == "2025"}
    assert expected
    assert answer(run("directory/opened", since="2025", until="2025"), "facility") == expected


def test_joint_projects_of_two_organisations(run, table):
    expected = {
        (iri(project),)
        for project, members in taking_part(table).items()
        if {"org-aalto", "org-oulu"} <= members
    }
    assert len(expected) > 2
    rows = run("network/joint-projects", organisation="org-aalto", partner="org-oulu")
    assert answer(rows, "project") == expected


def test_two_countries_side_by_side(run, table):
    expected = defaultdict(set)
    for land in ("FI", "SE"):
        facilities = in_use(table, land)
        for facility in facilities.values():
            for stage in split(facility["stages"]):
                expected[concept("value-chain-stage", stage), land].add(facility["id"])
        for row in table("offerings") + table("production_capabilities"):
            if row["facility_id"] in facilities:
                for stage in split(row["stages"]):
                    expected[concept("value-chain-stage", stage), land].add(row["facility_id"])
    rows = run("gaps/countries", country="FI", other="SE")
    assert {(row["stage"], row["country"]): row["facilities"] for row in rows} == {
        key: len(found) for key, found in expected.items()
    }


def test_everything_closed_or_cancelled_is_told_with_what_it_left(run, table):
    facilities = {row["id"]: row for row in table("facilities")}
    uses = defaultdict(set)
    in_place = defaultdict(set)
    for row in table("offerings") + table("production_capabilities"):
        for stage in split(row["stages"]):
            uses[row["facility_id"]].add((row["capability"], stage))
            if facilities[row["facility_id"]]["status"] in ("operational", ""):
                in_place[row["capability"], stage, facilities[row["facility_id"]]["country"]].add(
                    row["facility_id"]
                )
    expected = {
        (
            iri(key),
            concept("capability", capability),
            len(in_place[capability, stage, facility["country"]]) if facility["country"] else None,
        )
        for key, facility in facilities.items()
        if facility["status"] in GONE
        for capability, stage in uses[key]
    }
    rows = run("gaps/left-uncovered")
    assert {(iri(key),) for key, row in facilities.items() if row["status"] in GONE} == answer(
        rows, "facility"
    )
    with_capability = [row for row in rows if row["capability"]]
    assert answer(with_capability, "facility", "capability", "stillInUse") == expected


def test_dry_rooms_in_use_and_dry_enough(run, table):
    facilities = {row["id"]: row for row in table("facilities")}
    rooms = {
        row["id"]: row["facility_id"] for row in table("equipment") if row["equipment_type"] == "dry-room"
    }
    there = {row["facility_id"] for row in table("offerings") + table("production_capabilities")
             if row["capability"] == "dry-room"} | set(rooms.values())  # fmt: skip
    usable = {(iri(key),) for key in there if facilities[key]["status"] in ("operational", "")}
    assert answer(run("directory/dry-rooms"), "facility") == usable
    assert answer(run("directory/dry-rooms", inuse="false"), "facility") == {(iri(key),) for key in there}
    dry = {
        (iri(rooms[row["equipment_id"]]),)
        for row in table("equipment_parameters")
        if row["parameter"] == "dew_point"
        and row["equipment_id"] in rooms
        and row["value"]
        and float(row["value_max"] or row["value"]) <= -40
    } & usable
    assert dry
    assert answer(run("directory/dry-rooms", dewpoint="-40"), "facility") == dry


def test_what_money_was_given_for_is_no_capability_of_a_facility(run, table):
    having = {row["facility_id"] for row in table("offerings") + table("production_capabilities")
              if row["capability"] == "dry-room"}  # fmt: skip
    funded = {row["facility_id"] for row in table("investments") if "dry-room" in split(row["capabilities"])}
    assert funded - having
    assert answer(run("directory/facilities", capability="dry-room"), "facility") == {
        (iri(key),) for key in having
    }


def test_money_of_programmes(run, table):
    """Each project's funding counts once, in its programme or in the row of those without; none is not 0."""
    known: dict[str, list[float]] = defaultdict(list)
    for row in table("projects"):
        if row["funding_eur"]:
            known[row["programme"] or "–"].append(float(row["funding_eur"]))
    rows = run("network/programmes")
    assert {row["programme"] for row in rows} == {row["programme"] or "–" for row in table("projects")}
    assert {row["programme"]: row["fundedProjects"] for row in rows if row["fundedProjects"]} == {
        programme: len(sums) for programme, sums in known.items()
    }
    got = {row["programme"]: float(row["fundingEur"]) for row in rows if row["fundingEur"] is not None}
    assert got == pytest.approx({programme: sum(sums) for programme, sums in known.items()})
    assert rows[-1]["programme"] == "–"


def test_money_of_what_is_coming(run, table):
    """Each euro once: the largest whole cost, else what was bought in parts; never a grant, part of both."""
    coming = {row["id"] for row in table("facilities") if row["status"] in COMING}
    whole: dict[str, float] = {}
    parts: dict[str, float] = defaultdict(float)
    granted = set()
    for row in table("investments"):
        key, euros = row["facility_id"], row["amount_eur"] or (row["currency"] == "EUR" and row["amount"])
        if key not in coming or not euros or row["withdrawn"] or row["replaced_by"]:
            continue
        if row["measure"] in ("total", ""):
            whole[key] = max(whole.get(key, 0), float(euros))
        elif row["measure"] in ("building", "equipment", "extension"):
            parts[key] += float(euros)
        else:
            granted.add(key)
    got = {row["facility"]: row["amountEur"] for row in run("directory/coming")}
    assert got == {iri(key): whole.get(key, parts.get(key)) for key in coming}
    assert granted & whole.keys()
    assert granted - whole.keys()


def test_the_example_of_a_sum_counts_what_has_none(national_release, table):
    """What README of the questions shows: one unbound sum does not void the others."""
    readme = (Path(__file__).parents[2] / "queries" / "README.md").read_text(encoding="utf-8")
    query = readme.partition("## Sums")[2].partition("```sparql")[2].partition("```")[0]
    store = Store()
    store.bulk_load(path=str(national_release.graph_path), format=RdfFormat.N_QUADS)
    solutions = store.query(query, use_default_graph_as_union=True)
    got = {
        str(row["status"].value).rpartition("/")[2]: tuple(
            float(row[name].value) for name in ("investments", "withSum", "amountEur")
        )
        for row in solutions
    }
    expected: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
    for row in table("investments"):
        if row["withdrawn"] or row["replaced_by"] or row["measure"] != "total":
            continue
        euros = row["amount_eur"] or (row["amount"] if row["currency"] == "EUR" else "")
        one = expected[row["status"]]
        one[0], one[1], one[2] = one[0] + 1, one[1] + bool(euros), one[2] + float(euros or 0)
    assert got == {status: tuple(sums) for status, sums in expected.items()}
    assert any(with_sum < all_of_them for all_of_them, with_sum, _ in got.values())


def test_records_backed_by_press_only(run, table):
    kinds = {row["id"]: row["kind"] for row in table("sources")}
    expected = {
        (iri(row["id"]),)
        for row in table("facilities")
        if (cited := split(row["source_ids"])) and {kinds[source] for source in cited} == {"press"}
    }
    assert expected
    rows = run("quality/by-source-kind", sourcekind="press", recordkind="facility")
    assert answer(rows, "record") == expected


@pytest.mark.parametrize(
    ("identifier", "column"), [("isni", "isni"), ("pic", "pic"), ("y-tunnus", "business_id")]
)
def test_organisations_without_one_identifier(run, table, identifier, column):
    expected = {(iri(row["id"]),) for row in table("organisations") + table("networks") if not row[column]}
    assert answer(run("quality/unlinked", identifier=identifier), "organisation") == expected


def test_notes_on_identifiers_are_about_identifiers(run):
    """Of 353 notes, 99 were about coordinates, and as many are about the country."""
    told = [row["matchNote"] for row in run("quality/unlinked", identifier="isni") if row["matchNote"]]
    assert told
    about = re.compile(r"\b(ROR|Wikidata|ISNI|PIC|business id|identifier)", re.IGNORECASE)
    assert not [note for note in told if not about.search(note)]


def test_the_way_in(run, table):
    def shown(row: dict[str, str]) -> tuple[str, str | None, str | None, str | None]:
        return (
            iri(row["id"]),
            row["contact_page"] or None,
            row["booking_page"] or None,
            row["mailbox"] or None,
        )

    expected = {shown(row) for row in in_use(table).values()}
    rows = run("directory/way-in")
    assert answer(rows, "facility", "contactPage", "bookingPage", "mailbox") == expected
    prices = {(iri(row["id"]), row["price_model"] or None) for row in in_use(table).values()}
    assert answer(rows, "facility", "priceModel") == prices
    for lang in ("fi", "sv"):
        own = {(iri(row["id"]), row[f"how_to_apply_{lang}"] or None) for row in in_use(table).values()}
        assert answer(run("directory/way-in", lang=lang), "facility", "howToApply") == own


@pytest.mark.parametrize(
    ("question", "column", "parameters"),
    [
        ("directory/offerings", "note", {}),
        ("network/facility-links", "note", {}),
        ("network/ownership", "note", {}),
        ("network/partners", "evidenceName", {"organisation": "org-vtt"}),
        ("directory/organisation-profile", "detail", {"organisation": "org-vtt"}),
    ],
)
def test_notes_stand_in_the_language_of_the_reader(run, table, question, column, parameters):
    notes = [row for name in ("offerings", "collaborations") for row in table(name) if row["note"]]
    english = Counter(row[column] for row in run(question, **parameters))
    for lang in ("fi", "sv"):
        own = {row["note"]: row[f"note_{lang}"] for row in notes}
        wanted = Counter({own[note]: 0 for note in english if note in own})
        for note, count in english.items():
            if note in own:
                wanted[own[note]] += count
        assert wanted.total()
        shown = Counter(row[column] for row in run(question, lang=lang, **parameters))
        assert {note: shown[note] for note in wanted} == dict(wanted)


def test_european_infrastructures_stand_once_each(run, table):
    rows = run("quality/european-infrastructures")
    assert len(rows) == len({row["network"] for row in rows})
    abroad = {(iri(row["id"]),) for row in table("networks") if row["country"] != "FI"}
    abroad |= {(iri(name),) for name in ("fac-esrf", "fac-european-xfel", "fac-max-iv")}
    abroad |= {
        (iri(row["id"]),)
        for row in table("facilities")
        if row["kind"] == "distributed-infrastructure" and row["country"] != "FI"
    }
    assert abroad <= answer(rows, "network")
    members = {
        row["from_id"]
        for row in table("collaborations")
        if row["to_id"] == "net-eit-rawmaterials" and row["type"] == "member-of"
    }
    country = country_of(table)
    listed = next(row for row in rows if row["networkName"] == "EIT RawMaterials")["members"].split("; ")
    assert len(listed) == len([member for member in members if country[member] == "FI"]) > 5


def test_a_short_text_is_a_word_and_no_part_of_one(run, table):
    def words(row: dict[str, str]) -> list[str]:
        return re.findall(r"\w+", f"{row['name']} {row['manufacturer']} {row['model']}".lower())

    engines = {row["id"] for row in table("equipment") if "arc" in f"{row['name']}".lower()}
    assert engines
    expected = {
        (f"https://w3id.org/akkuri/id/equipment/{row['id'].removeprefix('eq-')}",)
        for row in table("equipment")
        if "arc" in words(row)
    }
    assert answer(run("directory/instruments", text="ARC"), "equipment") == expected


def test_regions_with_industry_but_no_training(run, table):
    places = {row["id"]: row for row in table("facilities")}
    served, wanted = set(), set()
    for row in table("offerings"):
        facility = places[row["facility_id"]]
        if row["capability"] == "training" and facility["status"] in ("operational", ""):
            served |= {(facility["nuts3"], stage) for stage in split(row["stages"])}
    stages = {key: set(split(row["stages"])) for key, row in places.items()}
    for row in table("offerings") + table("production_capabilities"):
        stages[row["facility_id"]] |= set(split(row["stages"]))
    for key, row in places.items():
        if row["kind"] == "industrial-plant" and row["status"] in ("operational", "") and row["nuts3"]:
            wanted |= {(row["nuts3"], stage) for stage in stages[key]}
    expected = {
        (concept("region", region), concept("value-chain-stage", stage)) for region, stage in wanted - served
    }
    rows = run("gaps/industry-without-research", capability="training")
    assert answer(rows, "region", "stage") == expected


def folded(name: str) -> str:
    name = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    name = re.sub(r"[\W_]+", " ", name).strip()
    return re.sub(r"( (oy|oyj|ab|abp|gmbh|ag|ltd|plc|inc|sa|ry))+$", "", name).replace(" ", "")


def test_names_that_are_equal_but_for_their_spelling_are_told_in_every_pair():
    """Three spellings, one of them in decomposed letters and one as another name, make three pairs."""
    names = {
        "one": "Åbo Såg Ab",
        "two": unicodedata.normalize("NFD", "ÅBO SÅG OY"),
        "three": "Renamed",
        "four": "Something else",
    }
    triples = [
        f'<urn:{key}> <{LABEL}prefLabel> "{name}" ; a <https://w3id.org/akkuri/ontology#Organisation> ; '
        "<https://w3id.org/akkuri/ontology#organisationType> <urn:type> ."
        for key, name in names.items()
    ]
    triples.append(f'<urn:three> <{LABEL}altLabel> "Abo-sag" .')
    query = Catalogue.load(resources.questions()).queries["quality/duplicates"].bind({}, Context())
    rows = _rows("\n".join(triples), query)
    got = {frozenset((row["organisation"], row["twin"])) for row in rows}
    alike = ["one", "two", "three"]
    assert {folded("Åbo Såg Ab"), folded(names["two"]), folded("Abo-sag")} == {"abosag"}
    assert got == {frozenset((f"urn:{a}", f"urn:{b}")) for a, b in combinations(alike, 2)}


def _rows(turtle: str, query: str) -> list[dict[str, str]]:
    store = Store()
    store.load(turtle.encode(), format=RdfFormat.TURTLE)
    solutions = store.query(query, use_default_graph_as_union=True)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in solutions]


def months_later(day: str, months: int) -> str:
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    last = [31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]
    return f"{year:04d}-{month + 1:02d}-{min(int(day[8:]), last):02d}"


def test_facilities_to_look_at_next_by_their_status_and_newest_source(run, table):
    soon = {"planned": 6, "under-construction": 6, "closed": 60, "cancelled": 60}
    expected = {}
    for row in table("facilities"):
        if row["withdrawn"] or row["replaced_by"]:
            continue
        days = [(row[name] + "-01-01")[:10] for name in ("verified", "source_date") if row[name]]
        expected[iri(row["id"])] = (
            months_later(max(days), soon.get(row["status"], 24)) if days else "2026-11-26"
        )
    rows = run("quality/recheck", recordkind="facility", by="2099-12-31")
    assert {row["record"]: row["recheckBy"] for row in rows} == expected
    due = run("quality/recheck", recordkind="facility")
    assert {row["record"] for row in due} == {x for x, day in expected.items() if day <= "2026-11-26"}
    weights = [(row["cells"], row["records"]) for row in due]
    assert weights == sorted(weights, reverse=True)


def test_what_rests_on_a_facility_is_what_names_it(run, table):
    naming = defaultdict(set)
    for file in sorted(resources.data().glob("*.csv")):
        for row in table(file.stem):
            own = row.get("id") or row.get("organisation_id") or row.get("facility_id")
            for part in {part for cell in row.values() for part in cell.split(";")}:
                if part.startswith("fac-") and part != own:
                    naming[iri(part)].add(own)
    rows = run("quality/recheck", recordkind="facility", by="2099-12-31")
    assert {row["record"]: row["records"] for row in rows} == {
        row["record"]: len(naming[row["record"]]) for row in rows
    }


def test_an_investment_serves_what_the_money_is_said_to_be_for(run, table):
    """The capabilities that a sum names go before all that the facility or need has."""
    names = {
        row["capability"].rsplit("/", 1)[-1]: row["capabilityName"] for row in run("directory/capabilities")
    }
    told = {iri(row["id"]): split(row["capabilities"]) for row in table("investments") if row["capabilities"]}
    shown = {row["investment"]: row["capabilities"] for row in run("gaps/planned-investments")}
    named = set(told) & set(shown)
    assert named
    for investment in named:
        assert shown[investment] == "; ".join(sorted(names[one] for one in told[investment])), investment
    assert any(shown[investment] for investment in set(shown) - named)


def test_pairs_with_many_projects_are_those_that_somebody_of_the_cluster_is_in(run, table):
    """Two partners outside the cluster are left out, as the summary says."""
    shared = Counter(
        pair for members in taking_part(table).values() for pair in combinations(sorted(members), 2)
    )
    where = country_of(table)
    home = {
        pair: count
        for pair, count in shared.items()
        if count >= 3 and "FI" in (where[pair[0]], where[pair[1]])
    }
    shown = {
        tuple(sorted((row["organisation"], row["partner"]))): row["projects"]
        for row in run("network/strong-ties")
    }
    for (one, other), count in home.items():
        assert shown[tuple(sorted((iri(one), iri(other))))] == count
    every = run("network/strong-ties", min="1")
    assert len(every) > sum("FI" in (where[one], where[other]) for one, other in shared)
    assert {row["projects"] for row in every} >= {1, 2}
    assert len(home) < len(shown) < sum(count >= 3 for count in shared.values())


def test_what_has_nothing_to_do_with_temperature_is_no_place_to_test_at_one(run, table):
    fit = {"climate-chamber", "climatic-test-hall", "wind-tunnel", "test-track"}
    told = {
        row["equipment_id"]
        for row in table("equipment_parameters")
        if row["parameter"].startswith("temperature")
    }
    places = {row["id"] for row in table("equipment") if row["equipment_type"] in fit}
    assert answer(run("directory/temperatures"), "subject") == {(iri(key),) for key in told | places}
