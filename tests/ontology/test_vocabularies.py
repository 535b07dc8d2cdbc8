"""Every concept is named in three languages, stands in one scheme, and agrees with the collected facts."""

import csv
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef

from akkuri import resources

AK = Namespace("https://w3id.org/akkuri/ontology#")
BASE = "https://w3id.org/akkuri/concept/"
LANGUAGES = {"en", "fi", "sv"}
FACTS = {
    "value-chain-stage": ("value_chain_stages", "id"),
    "capability": ("capabilities", "id"),
    "facility-kind": ("facility_kinds", "id"),
    "equipment-type": ("equipment_types", "id"),
    "parameter": ("parameters", "parameter"),
    "scale": ("scales", "id"),
    "access-mode": ("access_modes", "id"),
    "status": ("statuses", "id"),
    "organisation-type": ("organisation_types", "id"),
    "collaboration-kind": ("collaboration_types", "id"),
    "participation-role": ("participation_roles", "id"),
    "gap-kind": ("gap_kinds", "id"),
    "chemistry": ("chemistries", "id"),
    "cell-format": ("cell_formats", "id"),
    "trl": ("trl", "level"),
    "region": ("regions", "nuts3"),
}
OWN = {
    "accreditation-basis": 2,
    "accreditation-scheme": 16,
    "cell-state": 8,
    "equipment-nature": 2,
    "investment-measure": 7,
    "investment-status": 6,
    "measure": 13,
    "municipality": 308,
    "source-kind": 8,
    "test-aspect": 6,
    "test-level": 6,
    "test-standard": 39,
    "tie-kind": 4,
    "unit": 55,
}
WITHOUT_DEFINITIONS = {"region", "municipality"}  # a name and a code say what a place is


def members(concepts: Graph, scheme: str) -> list[URIRef]:
    return sorted(concepts.subjects(SKOS.inScheme, URIRef(BASE + scheme)))


def unit_of(concepts: Graph, code: str) -> URIRef:
    return next(u for u in members(concepts, "unit") if (u, SKOS.notation, Literal(code)) in concepts)


def texts(concepts: Graph, subject: URIRef, predicate: URIRef) -> dict[str | None, str]:
    found = list(concepts.objects(subject, predicate))
    assert len(found) == len({t.language for t in found}), subject
    return {t.language: str(t) for t in found}


def facts(shared: Path, table: str) -> list[dict[str, str]]:
    with (shared / "facts" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_schemes_are_those_of_the_files(concepts: Graph) -> None:
    files = {f.stem for folder in resources.vocabularies() for f in folder.glob("*.ttl")}
    of_a_cluster = {"battery-parameter", "battery-unit"}  # its concepts of general schemes
    assert files - of_a_cluster == set(FACTS) | set(OWN)
    schemes = {str(s).removeprefix(BASE) for s in concepts.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == files - of_a_cluster


def test_schemes_say_what_they_are_who_made_them_and_when(terms: Graph, concepts: Graph) -> None:
    for scheme in concepts.subjects(RDF.type, SKOS.ConceptScheme):
        assert set(texts(concepts, scheme, DCTERMS.title)) == LANGUAGES
        assert texts(concepts, scheme, SKOS.prefLabel) == texts(concepts, scheme, DCTERMS.title)
        assert (scheme, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in concepts
        assert terms.value(concepts.value(scheme, DCTERMS.creator), FOAF.name), scheme
        days = [
            concepts.value(scheme, p).toPython() for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)
        ]
        assert days == sorted(days)
        assert re.fullmatch(r"[0-9]+[.][0-9]+[.][0-9]+", str(concepts.value(scheme, OWL.versionInfo)))


def test_a_scheme_and_its_top_concepts_name_each_other(concepts: Graph) -> None:
    tops = {(scheme, concept) for concept, scheme in concepts.subject_objects(SKOS.topConceptOf)}
    assert tops
    assert set(concepts.subject_objects(SKOS.hasTopConcept)) == tops


def test_every_concept_stands_in_its_scheme_with_three_labels(concepts: Graph) -> None:
    for concept in concepts.subjects(RDF.type, SKOS.Concept):
        scheme, _, name = str(concept).removeprefix(BASE).partition("/")
        assert name
        assert list(concepts.objects(concept, SKOS.inScheme)) == [URIRef(BASE + scheme)]
        assert set(texts(concepts, concept, SKOS.prefLabel)) == LANGUAGES


def test_every_concept_has_three_differing_definitions(concepts: Graph) -> None:
    for concept in concepts.subjects(RDF.type, SKOS.Concept):
        if str(concept).removeprefix(BASE).partition("/")[0] in WITHOUT_DEFINITIONS:
            continue
        definitions = texts(concepts, concept, SKOS.definition)
        assert set(definitions) == LANGUAGES, concept
        assert len(set(definitions.values())) == 3, concept


def test_a_definition_says_as_much_in_each_language(concepts: Graph) -> None:
    short = {}
    for concept in concepts.subjects(SKOS.definition, unique=True):
        found = texts(concepts, concept, SKOS.definition)
        longest = max(map(len, found.values()))
        if longest > 60 and min(map(len, found.values())) < 0.55 * longest:
            short[concept] = found
    assert short == {}


def test_every_capability_says_what_belongs_to_it_and_what_elsewhere(concepts: Graph) -> None:
    without = [c for c in members(concepts, "capability") if not list(concepts.objects(c, SKOS.scopeNote))]
    assert without == []


def test_scope_notes_are_in_three_languages(concepts: Graph) -> None:
    for concept in set(concepts.subjects(SKOS.scopeNote)):
        notes = texts(concepts, concept, SKOS.scopeNote)
        assert set(notes) == LANGUAGES, concept
        assert len(set(notes.values())) == 3, concept


@pytest.mark.parametrize("scheme", sorted(set(FACTS) | set(OWN)))
def test_no_two_concepts_of_a_scheme_share_a_label_or_notation(concepts: Graph, scheme: str) -> None:
    seen = defaultdict(list)
    for concept in members(concepts, scheme):
        for language, label in texts(concepts, concept, SKOS.prefLabel).items():
            seen[language, label.casefold()].append(concept)
        for notation in concepts.objects(concept, SKOS.notation):
            seen["notation", str(notation)].append(concept)
    assert {key: who for key, who in seen.items() if len(who) > 1} == {}


def same(scheme: str, label: Literal) -> tuple[str | None, str]:
    """Return what tells a label from others: its language and letters, with case for units (a, A)."""
    return label.language, str(label) if scheme == "unit" else str(label).casefold()


@pytest.mark.parametrize("scheme", sorted(set(FACTS) | set(OWN)))
def test_other_names_for_readers_lead_to_one_concept(concepts: Graph, scheme: str) -> None:
    """Names for search only may lead to several: such a name is never resolved alone."""
    seen = defaultdict(set)
    for concept in members(concepts, scheme):
        for predicate in (SKOS.prefLabel, SKOS.altLabel):
            for label in concepts.objects(concept, predicate):
                seen[same(scheme, label)].add(concept)
    assert {key: who for key, who in seen.items() if len(who) > 1} == {}


@pytest.mark.parametrize("scheme", sorted(set(FACTS) | set(OWN)))
def test_a_concept_has_no_name_twice(concepts: Graph, scheme: str) -> None:
    """SKOS (S13) keeps the three kinds of labels apart."""
    for concept in members(concepts, scheme):
        names = [
            same(scheme, label)
            for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            for label in concepts.objects(concept, predicate)
        ]
        assert [name for name, times in Counter(names).items() if times > 1] == [], concept


def test_other_names_are_in_our_languages(concepts: Graph) -> None:
    for predicate in (SKOS.altLabel, SKOS.hiddenLabel):
        found = list(concepts.objects(None, predicate))
        assert found
        assert {label.language for label in found} == LANGUAGES
        assert [label for label in found if str(label) != str(label).strip() or not str(label)] == []


def test_every_concept_but_places_has_other_names(concepts: Graph) -> None:
    without = [
        concept
        for concept in concepts.subjects(RDF.type, SKOS.Concept)
        if str(concept).removeprefix(BASE).partition("/")[0] not in WITHOUT_DEFINITIONS
        and not list(concepts.objects(concept, SKOS.altLabel))
    ]
    assert without == []


def test_concepts_are_top_or_have_a_broader_one_in_the_same_scheme(concepts: Graph) -> None:
    for concept in concepts.subjects(RDF.type, SKOS.Concept):
        above = list(concepts.objects(concept, SKOS.broader))
        assert bool(above) != ((concept, SKOS.topConceptOf, None) in concepts), concept
        for broader in above:
            assert concepts.value(broader, SKOS.inScheme) == concepts.value(concept, SKOS.inScheme)
            assert concept not in set(concepts.transitive_objects(broader, SKOS.broader)), "cycle"


@pytest.mark.parametrize("scheme", sorted(FACTS))
def test_concepts_are_those_of_the_facts(concepts: Graph, shared: Path, scheme: str) -> None:
    table, key = FACTS[scheme]
    rows = {row[key]: row for row in facts(shared, table)}
    found = {str(c).rpartition("/")[2]: c for c in members(concepts, scheme)}
    assert set(rows) <= set(found)
    for name, concept in ((name, found[name]) for name in rows):
        broader = [str(b).rpartition("/")[2] for b in concepts.objects(concept, SKOS.broader)]
        assert broader == [x for x in [rows[name].get("broader_id")] if x]


@pytest.mark.parametrize(("scheme", "number"), sorted(OWN.items()))
def test_sizes_of_our_own_schemes(concepts: Graph, scheme: str, number: int) -> None:
    assert len(members(concepts, scheme)) == number


def test_expected_stages_hold_those_of_the_facts(concepts: Graph, shared: Path) -> None:
    expected = {
        (row["id"], stage)
        for row in facts(shared, "capabilities")
        for stage in row["expected_stages"].split(";")
        if stage
    }
    found = {
        (str(c).rpartition("/")[2], str(s).rpartition("/")[2])
        for c, s in concepts.subject_objects(AK.expectedStage)
    }
    assert expected <= found


def test_stages_and_levels_are_in_order(concepts: Graph) -> None:
    for scheme, number in (("value-chain-stage", 11), ("trl", 9), ("scale", 5), ("cell-state", 8)):
        orders = [concepts.value(c, AK.order).toPython() for c in members(concepts, scheme)]
        assert sorted(orders) == list(range(1, number + 1))


@pytest.mark.parametrize(
    ("code", "value", "canonical", "expected"),
    [
        ("W.h", "500", "kW.h", "0.5"),
        ("t/h", "1", "t/a", "8766"),  # 365.25 days of 24 hours
        ("har", "2.5", "m2", "25000"),
        ("GiBy", "1", "GBy", "1.073741824"),  # 1024³ bytes
        ("TiBy", "1", "GBy", "1099.511627776"),  # 1024⁴ bytes
        ("TBy", "3", "GBy", "3000"),
        ("Gbit/s", "200", "GBy/s", "25"),
        ("um", "5", "m", "0.000005"),
        ("nm", "100", "m", "0.0000001"),
        ("mm", "200", "m", "0.2"),
        ("L", "250", "m3", "0.25"),
        ("t", "1.5", "kg", "1500"),
        ("min", "2", "s", "120"),
        ("a", "1", "s", "31557600"),
        ("%", "95", "1", "0.95"),
    ],
)
def test_units_convert(concepts: Graph, code: str, value: str, canonical: str, expected: str) -> None:
    unit = unit_of(concepts, code)
    factor = concepts.value(unit, AK.factor).toPython()
    offset = concepts.value(unit, AK.offset).toPython()
    assert Decimal(value) * factor + offset == Decimal(expected)
    goal = concepts.value(unit, AK.canonicalUnit)
    assert str(concepts.value(goal, SKOS.notation)) == canonical


def test_canonical_units_are_their_own(concepts: Graph) -> None:
    for unit in members(concepts, "unit"):
        goal = concepts.value(unit, AK.canonicalUnit)
        assert concepts.value(goal, AK.canonicalUnit) == goal
        assert concepts.value(goal, AK.factor).toPython() == 1
        assert concepts.value(goal, AK.offset).toPython() == 0
        assert concepts.value(goal, AK.quantityKind) == concepts.value(unit, AK.quantityKind)


def test_allowed_units_lead_to_the_canonical_unit_of_the_parameter(concepts: Graph) -> None:
    for parameter in members(concepts, "parameter"):
        units = list(concepts.objects(parameter, AK.allowedUnit))
        is_text = str(concepts.value(parameter, AK.quantityKind)) == "Text"
        assert bool(units) != is_text, parameter
        for unit in units:
            assert concepts.value(unit, AK.canonicalUnit) == concepts.value(parameter, AK.canonicalUnit)


def test_every_unit_of_the_facts_is_there(concepts: Graph, shared: Path) -> None:
    codes = {str(concepts.value(u, SKOS.notation)) for u in members(concepts, "unit")}
    used = {
        row["unit"]
        for table in ("facility_parameters", "equipment_parameters")
        for row in facts(shared, table)
        if row["unit"]
    }
    assert used - codes == set()


def test_values_of_the_facts_are_within_the_physical_bounds(concepts: Graph, shared: Path) -> None:
    outside = []
    for table in ("facility_parameters", "equipment_parameters"):
        for row in facts(shared, table):
            if not row["unit"]:
                continue
            unit = unit_of(concepts, row["unit"])
            parameter = URIRef(f"{BASE}parameter/{row['parameter']}")
            low = concepts.value(parameter, AK.physicalMin)
            high = concepts.value(parameter, AK.physicalMax)
            for number in filter(None, (row["value"], row["value_max"])):
                value = Decimal(number) * concepts.value(unit, AK.factor).toPython()
                if (low is not None and value < low.toPython()) or (
                    high is not None and value > high.toPython()
                ):
                    outside.append(row)
    assert outside == []


def test_bounds_where_physics_gives_them(concepts: Graph) -> None:
    def bounds(parameter: str) -> tuple[Decimal | None, Decimal | None]:
        subject = URIRef(f"{BASE}parameter/{parameter}")
        found = (concepts.value(subject, p) for p in (AK.physicalMin, AK.physicalMax))
        return tuple(None if b is None else b.toPython() for b in found)

    assert bounds("dew_point") == (Decimal("-273.15"), None)
    assert bounds("recovery_rate") == (0, 1)
    assert bounds("building_height") == (0, None)
    assert bounds("voltage") == (None, None)


def test_municipalities_lie_in_finnish_regions(concepts: Graph) -> None:
    regions = set(members(concepts, "region"))
    without_point = 0
    for place in members(concepts, "municipality"):
        assert str(concepts.value(place, SKOS.notation)) == str(place)[-3:]
        assert concepts.value(place, AK.region) in regions
        latitude = concepts.value(place, URIRef("http://www.w3.org/2003/01/geo/wgs84_pos#lat"))
        longitude = concepts.value(place, URIRef("http://www.w3.org/2003/01/geo/wgs84_pos#long"))
        assert (latitude is None) == (longitude is None)
        if latitude is None:
            without_point += 1
        else:
            assert 59.5 < latitude.toPython() < 70.1
            assert 19.0 < longitude.toPython() < 31.6
    assert without_point <= 20


def test_municipalities_are_those_of_statistics_finland(concepts: Graph, shared: Path) -> None:
    with (shared / "geo" / "fi_municipality_key_2026.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    expected = {(r["kunta"].zfill(3), r["municipality_name_fi"], r["nuts3_code"]) for r in rows}
    found = {
        (
            str(concepts.value(c, SKOS.notation)),
            texts(concepts, c, SKOS.prefLabel)["fi"],
            str(concepts.value(c, AK.region)).rpartition("/")[2],
        )
        for c in members(concepts, "municipality")
    }
    assert found == expected
