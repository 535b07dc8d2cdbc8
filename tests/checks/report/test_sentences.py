"""Each kind of fault that a curator makes is told once, at its cell, in the exact sentence."""

from pathlib import Path

import pytest

from akkuri.checks.paths import check_paths
from akkuri.checks.report.finding import Finding
from akkuri.namespaces import Names

from ..tables import GOOD, facility, organisation, write_folder

FACILITIES = [
    GOOD["facilities"][0],
    facility("a", kind="laboratry"),
    facility("b", operator_ids="org-frim"),
    facility("c", operator_ids="org-something-else"),
    facility("d", operator_ids="fac-lab"),
    facility("e", opened="2015-02-30", status="operational"),
    facility("f", lat="sixty", lon="24.1", geo_precision="site"),
    facility("g", trl_min="0", trl_max="5"),
    facility("h", trl_min="7", trl_max="4"),
    facility("i", trl_min="three"),
    facility("j", homepage="www.example.org"),
    facility("k", national_pid="urn:fi:1"),
    facility("lab"),
    facility("m", description=""),
    facility("n", chemistries="lfp;lfp"),
    facility("o", chemistries="lfp;;nmc"),
    facility("p", name_en="Laboratory  p"),
    {**facility("q"), "id": "fac-Öster"},
    facility(
        "r", country="FI", city="Espoo", nuts3="FI1B1", lat="24.6522", lon="60.2052", geo_precision="site"
    ),
    facility("s", country="FI", city="Espoo", nuts3="FI196", region="Satakunta"),
    facility("t", opened="2015", closed="2014-12", status="closed"),
    facility("u", operator_ids=""),
    facility("v", source_ids=""),
    facility("w", scale="zzzzzz"),
    facility("x", opened="24.11.2026", floor_area_m2="1 200,5", access="open "),
    facility("y", kind="Laboratorio", operator_ids="Firm", closed="2024-13", status="suljettu"),
    facility("z", operator_ids="org-firm, org-a", chemistries="lfp; nmc"),
    facility("aa", description="<p>A &auml; laboratory</p>"),
    facility("ab", description="TyÃ¶maa"),
    facility("ac", description="A bell\x07."),
    facility("ad", description="long " * 7000 + "end"),
    facility("ae", floor_area_m2="0.5e", opened="31.2.2026"),
    facility("af", floor_area_m2="1 200 m²", trl_min="TRL 4", trl_max="5.0", opened="marraskuu 2020"),
    facility("ag", floor_area_m2="1,200", operator_ids="https://w3id.org/akkuri/doc/organisation/a.html"),
    facility("ah", source_ids="www.example.org/page/", status="closd", access="Avoinna"),
    facility(
        "ai", homepage="https://example.org/a https://example.org/b", mailbox="erkki.esimerkki@example.org"
    ),
    facility("aj", mailbox="test.laboratory@example.org"),
]
ORGANISATIONS = [
    GOOD["organisations"][0],
    organisation("a", ror="https://ror.org/020hwjq31"),
    organisation("b", business_id="2228357-5", country="FI"),
    organisation("c", isni="0000000121032684"),
    organisation("d", ror="https://ror.org/04b181w54"),
    organisation("e", ror="https://ror.org/04b181w54"),
    organisation("f", parent_id="org-g"),
    organisation("g", parent_id="org-f"),
    organisation("z", name_en="firm"),
    organisation("h", wikidata="https://www.wikidata.org/wiki/Q300980", ror="020hwjq31", isni="0000 0001"),
]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What the check says about a folder with one fault in each row."""
    rows = {**GOOD, "facilities": FACILITIES, "organisations": ORGANISATIONS}
    folder = write_folder(tmp_path_factory.mktemp("faulty"), rows)
    return check_paths([folder], Names())


SENTENCES = {
    "facilities.csv:3:kind": "“laboratry” is not in the vocabulary facility-kind: did you mean laboratory?",
    "facilities.csv:4:operator_ids": "“org-frim” is not in organisations.csv or networks.csv: "
    "did you mean org-firm? Otherwise add the row there.",
    "facilities.csv:5:operator_ids": "“org-something-else” is not in organisations.csv or networks.csv: "
    "correct the name or id, or add the row there.",
    "facilities.csv:6:operator_ids": "“fac-lab” exists but cannot stand here: "
    "name a record whose id begins with org-, net-.",
    "facilities.csv:7:opened": "“2015-02-30” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD.",
    "facilities.csv:8:lat": "“sixty” is not a number: write digits with a point for decimals, such as 12.5.",
    "facilities.csv:9:trl_min": "“0” is outside the allowed range (1 … 9): correct the number.",
    "facilities.csv:10:trl_min": "The lowest TRL 7 is above the highest: swap or correct them.",
    "facilities.csv:11:trl_min": "“three” is not a whole number: write digits only, such as 7.",
    "facilities.csv:12:homepage": "“www.example.org” is not a web address: "
    "did you mean https://www.example.org?",
    "facilities.csv:13:national_pid": "The national identifier “urn:fi:1” does not have the right form: "
    "write a Finnish URN such as urn:nbn:fi:research-infras-1.",
    "facilities.csv:14:id": "The row stands already at facilities.csv:2 (fac-lab): "
    "remove one, or give it another key.",
    "facilities.csv:15:description": "The cell is empty: description must be filled in.",
    "facilities.csv:16:chemistries": "“lfp” stands twice in the cell: remove one.",
    "facilities.csv:17:chemistries": "“lfp;;nmc” has a semicolon too many: remove it.",
    "facilities.csv:18:name_en": "“Laboratory␣␣p” has a space at an end or two in a row: take it out.",
    "facilities.csv:19:id": "“fac-Öster” is no id of this table: "
    "write fac- and then small letters a–z, digits and hyphens.",
    "facilities.csv:20:lat": "The point 24.6522, 60.2052 is outside Finland: "
    "correct the coordinates (latitude first) or the country.",
    "facilities.csv:21:nuts3": "The municipality does not lie in the region FI196 but in FI1B1: "
    "correct the region or the municipality.",
    "facilities.csv:22:closed": "The closing date 2014-12 is before the opening date 2015: "
    "correct one of the two.",
    "facilities.csv:23:operator_ids": "The operator is missing: "
    "name who runs the facility, if a source says so.",
    "facilities.csv:24:source_ids": "The cell is empty: source_ids must be filled in.",
    "facilities.csv:25:scale": "“zzzzzz” is not in the vocabulary scale: "
    "choose one of bench, demonstration, industrial, lab or pilot.",
    "facilities.csv:26:opened": "“24.11.2026” is not a date: did you mean 2026-11-24?",
    "facilities.csv:26:floor_area_m2": "“1 200,5” is not a number: did you mean 1200.5?",
    "facilities.csv:26:access": "“open␣” has a space at an end or two in a row: take it out.",
    "facilities.csv:27:kind": "“Laboratorio” means laboratory: write that.",
    "facilities.csv:27:operator_ids": "“Firm” can mean several things: "
    "write the one that is meant, org-firm or org-z.",
    "facilities.csv:27:closed": "“2024-13” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD.",
    "facilities.csv:27:status": "“suljettu” means closed: write that.",
    "facilities.csv:28:operator_ids": "“org-firm, org-a” holds several values: separate them by semicolons.",
    "facilities.csv:28:chemistries": "“lfp;␣nmc” has a space at an end or two in a row: take it out.",
    "facilities.csv:29:description": "“<p>” is markup of a web page: write plain text.",
    "facilities.csv:30:description": "“TyÃ¶maa” looks as if it had been read in the wrong encoding: "
    "correct the letters.",
    "facilities.csv:31:description": "“A bell�.” holds an invisible character (U+0007): take it out.",
    "facilities.csv:32:description": "The text has 35003 characters, and a spreadsheet cell can have 32767: "
    "shorten it.",
    "facilities.csv:33:floor_area_m2": "“0.5e” is not a number: "
    "write digits with a point for decimals, such as 12.5.",
    "facilities.csv:33:opened": "“31.2.2026” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD.",
    "facilities.csv:34:floor_area_m2": "“1 200 m²” is not a number: did you mean 1200?",
    "facilities.csv:34:trl_min": "“TRL 4” is not a whole number: did you mean 4?",
    "facilities.csv:34:trl_max": "“5.0” is not a whole number: did you mean 5?",
    "facilities.csv:34:opened": "“marraskuu 2020” is not a date: did you mean 2020-11?",
    "facilities.csv:35:floor_area_m2": "“1,200” can be read as 1.200 / 1200: "
    "write a point for decimals and nothing between thousands.",
    "facilities.csv:35:operator_ids": "“https://w3id.org/akkuri/doc/organisation/a.html” "
    "means org-a: write that.",
    "facilities.csv:36:source_ids": "“www.example.org/page/” means src-6716a90c: write that.",
    "facilities.csv:36:status": "“closd” is not in the vocabulary status: did you mean closed?",
    "facilities.csv:36:access": "“Avoinna” is not in the vocabulary access-mode: did you mean open?",
    "facilities.csv:37:homepage": "“https://example.org/a https://example.org/b” holds several addresses, "
    "and the cell takes one: leave https://example.org/a, or the one that is right.",
    "facilities.csv:37:mailbox": "“erkki.esimerkki@example.org” looks like the address of a person: "
    "write that of an office or a service, or leave the cell empty.",
    "organisations.csv:3:ror": "The check digits of the ROR id https://ror.org/020hwjq31 are wrong: "
    "copy the id again from ror.org.",
    "organisations.csv:4:business_id": "The check digit of the business id 2228357-5 is wrong: "
    "copy it again from the register (ytj.fi).",
    "organisations.csv:5:isni": "The check character of the ISNI 0000000121032684 is wrong: "
    "copy it again from isni.org.",
    "organisations.csv:6:ror": "The ROR id https://ror.org/04b181w54 is also given for org-e: "
    "correct one of them or merge the records.",
    "organisations.csv:7:ror": "The ROR id https://ror.org/04b181w54 is also given for org-d: "
    "correct one of them or merge the records.",
    "organisations.csv:8:parent_id": "org-g leads back to this organisation: "
    "an organisation cannot be its own parent.",
    "organisations.csv:9:parent_id": "org-f leads back to this organisation: "
    "an organisation cannot be its own parent.",
    "organisations.csv:11:ror": "“020hwjq31” does not have the form of the column ror: "
    "write https://ror.org/ and nine characters that begin with 0.",
    "organisations.csv:11:isni": "The ISNI “0000 0001” does not have the right form: "
    "write sixteen digits without spaces, the last may be X.",
    "organisations.csv:11:wikidata": "The Wikidata id “https://www.wikidata.org/wiki/Q300980” "
    "does not have the right form: write a Wikidata item such as Q1.",
}


@pytest.mark.parametrize("place", SENTENCES)
def test_a_fault_is_told_in_its_sentence(place: str, findings: list[Finding]) -> None:
    assert f"{place}: {SENTENCES[place]}" in [finding.sentence("en") for finding in findings]


def test_a_fault_is_told_once_and_nothing_else_is_told(findings: list[Finding]) -> None:
    graver = [finding.place for finding in findings if finding.severity.key != "info"]
    extra = {"facilities.csv:20:lat"}  # The swapped point is far from Espoo too: a second, true sentence.
    assert sorted(set(graver)) == sorted(SENTENCES)
    assert {place for place in graver if graver.count(place) > 1} == extra


TRANSLATED = {
    ("facilities.csv:3:kind", "fi"): "”laboratry” ei kuulu sanastoon facility-kind: tarkoititko laboratory?",
    (
        "facilities.csv:3:kind",
        "sv",
    ): "”laboratry” finns inte i vokabulären facility-kind: menade du laboratory?",
    ("facilities.csv:10:trl_min", "fi"): "Alin TRL 7 on suurempi kuin ylin: vaihda tai korjaa ne.",
    ("facilities.csv:10:trl_min", "sv"): "Lägsta TRL 7 är högre än högsta: byt plats på dem eller rätta dem.",
    ("organisations.csv:6:ror", "fi"): "ROR-tunniste https://ror.org/04b181w54 on myös tietueella org-e: "
    "korjaa toinen tai yhdistä tietueet.",
    ("organisations.csv:6:ror", "sv"): "ROR-id:t https://ror.org/04b181w54 finns också hos org-e: "
    "rätta den ena eller slå ihop posterna.",
}


@pytest.mark.parametrize(("place", "lang"), TRANSLATED)
def test_a_fault_is_told_in_finnish_and_swedish(place: str, lang: str, findings: list[Finding]) -> None:
    assert f"{place}: {TRANSLATED[place, lang]}" in [finding.sentence(lang) for finding in findings]


def test_a_good_folder_has_no_violation_and_no_warning(tmp_path: Path) -> None:
    found = check_paths([write_folder(tmp_path / "good", GOOD)], Names())
    assert [finding.sentence("en") for finding in found if finding.severity.key != "info"] == []


def test_the_same_folder_gives_the_same_findings_in_the_same_order(
    tmp_path: Path, findings: list[Finding]
) -> None:
    rows = {**GOOD, "facilities": FACILITIES, "organisations": ORGANISATIONS}
    again = check_paths([write_folder(tmp_path / "again", rows)], Names())
    assert [finding.sentence("sv") for finding in again] == [finding.sentence("sv") for finding in findings]
