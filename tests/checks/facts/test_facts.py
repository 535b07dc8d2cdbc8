"""What went stale or disagrees: one sentence at its cell, and what to write where that is certain."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from akkuri.checks.cluster import open_cluster
from akkuri.checks.paths import check_paths
from akkuri.checks.report.finding import Finding
from akkuri.checks.run import check_tables
from akkuri.namespaces import Names
from checks.tables import GOOD, facility, organisation, write_folder

TODAY = date(2026, 11, 27)
SOURCE = GOOD["sources"][0]
SID = SOURCE["id"]


def source(page: str, **cells: str) -> dict[str, str]:
    """A source with the id that data/README.md asks for."""
    url = f"https://www.example.org/{page}"
    return {**SOURCE, "id": f"src-{hashlib.sha1(url.encode()).hexdigest()[:8]}", "url": url, **cells}


DATED, OLD = source("dated", date="2025-05-27"), source("old", date="2025-05-26")


def told(folder: Path, **tables: list[dict[str, str]]) -> list[Finding]:
    """Check rows beside those that are good; what shapes say of lacking things is left aside."""
    rows = {name: [*GOOD.get(name, []), *more] for name, more in tables.items()}
    found = check_paths([write_folder(folder / "cluster", {**GOOD, **rows})], Names(), day=TODAY)
    return [finding for finding in found if finding.shape is None and finding.code != "row-order"]


def places(found: list[Finding]) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.place, finding.proposal) for finding in found]


@pytest.mark.parametrize(
    ("newest", "status", "code"),
    [
        ("2025-05-26", "planned", "plan-old"),
        ("2025-05-27", "planned", None),
        ("2025-05", "under-construction", None),
        ("2025-04", "under-construction", "plan-old"),
        ("2024", "operational", None),
    ],
)
def test_a_plan_without_news_for_18_months(
    tmp_path: Path, newest: str, status: str, code: str | None
) -> None:
    news = source("news", date=newest)
    row = facility("plan", status=status, source_date=newest, source_ids=news["id"])
    found = told(tmp_path, facilities=[row], sources=[news])
    assert places(found) == ([(code, "facilities.csv:3:status", None)] if code else [])


def test_ages_are_measured_from_the_day_given(tmp_path: Path) -> None:
    row = facility("plan", status="planned", source_date="2025-05-27", source_ids=DATED["id"])
    folder = write_folder(
        tmp_path / "cluster",
        {**GOOD, "facilities": [*GOOD["facilities"], row], "sources": [SOURCE, DATED]},
    )
    codes = {
        day: {finding.code for finding in check_paths([folder], Names(), day=day)}
        for day in (date(2026, 11, 27), date(2026, 11, 28))
    }
    assert ["plan-old" in found for found in codes.values()] == [False, True]


@pytest.mark.parametrize(("issued", "old"), [("2026-11-27", False), ("2026-11-28", True)])
def test_a_build_measures_ages_from_the_day_of_the_release(tmp_path: Path, issued: str, old: bool) -> None:
    """Never from the clock: the same tables give the same report."""
    row = facility("plan", status="planned", source_date="2025-05-27", source_ids=DATED["id"])
    rows = {**GOOD, "facilities": [*GOOD["facilities"], row], "sources": [SOURCE, DATED]}
    folder = write_folder(tmp_path / "cluster", rows)
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    (folder / "about.json").unlink()
    (folder / "about.json").write_text(json.dumps({**about, "dc:issued": issued}), encoding="utf-8")
    cluster = open_cluster(folder, Names())
    found = check_tables(cluster.read(), cluster.vocabularies, cluster.names)
    assert ("plan-old" in {finding.code for finding in found}) == old


def test_dates_that_have_not_come_and_dates_that_cannot_be(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        facilities=[
            facility("a", status="operational", opened="2031", modified="0026-11"),
            facility("b", status="under-construction", opened="2031", verified="2026-11-28"),
            facility("c", status="operational", opened="2026-11", modified="2026-11"),
        ],
        sources=[source("later", retrieved="2027")],
    )
    assert [place for place in places(found) if place[0].startswith("date-")] == [
        ("date-early", "facilities.csv:3:modified", None),
        ("date-future", "facilities.csv:3:opened", None),
        ("date-future", "facilities.csv:4:verified", None),
        ("date-future", "sources.csv:3:retrieved", None),
    ]


def test_an_operator_that_ended(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        organisations=[
            organisation("gone", name_en="Gone", ended="2024"),
            organisation("was", name_en="Was", ended="2024-05", replaced_by="org-firm"),
        ],
        facilities=[
            facility("a", operator_ids="org-firm;org-gone", status="operational"),
            facility("b", operator_ids="org-was", status="operational"),
            facility("c", operator_ids="org-gone", status="closed"),
        ],
    )
    assert [place for place in places(found) if "operator" in place[0]] == [
        ("operator-ended", "facilities.csv:3:operator_ids", None),
        ("operator-replaced", "facilities.csv:4:operator_ids", "org-firm"),
    ]


def test_a_newest_date_that_no_cited_source_carries(tmp_path: Path) -> None:
    """Where every cited source is dated the newest is proposed; a year is carried by a day of it."""
    both, undated = f"{DATED['id']};{OLD['id']}", f"{OLD['id']};{SID}"
    found = told(
        tmp_path,
        facilities=[
            facility("a", status="operational", source_date="2025-06", source_ids=both),
            facility("b", status="operational", source_date="2025-06", source_ids=undated),
            facility("c", status="operational", source_date="2025", source_ids=both),
            facility("d", status="operational", source_ids=both),
        ],
        sources=[OLD, DATED],
    )
    assert places(found) == [
        ("source-date-other", "facilities.csv:3:source_date", "2025-05-27"),
        ("source-date-unsaid", "facilities.csv:4:source_date", None),
        ("source-date-missing", "facilities.csv:6:source_date", "2025-05-27"),
    ]


def test_ids_say_what_they_are_of(tmp_path: Path) -> None:
    link = {"from_id": "org-firm", "to_id": "fac-lab", "type": "collaboration", "source_ids": SID}
    found = told(
        tmp_path,
        sources=[source("other", id=DATED["id"])],
        collaborations=[
            {**link, "id": "col-org-firm-collaboration-fac-lab"},
            {**link, "id": "col-x"},
        ],
    )
    assert [place for place in places(found) if place[0].endswith("-id")] == [
        ("collaboration-id", "collaborations.csv:3:id", "col-org-firm-collaboration-fac-lab"),
        ("source-id", "sources.csv:3:id", source("other")["id"]),
    ]


def test_region_and_code_sum_and_currency(tmp_path: Path) -> None:
    home = {"country": "FI", "city": "Espoo", "status": "operational"}
    money = {"facility_id": "fac-lab", "amount": "5", "measure": "total", "operator": "=", "source_ids": SID}
    found = told(
        tmp_path,
        facilities=[
            facility("a", **home, nuts3="FI1B1", region="Pirkanmaa"),
            facility("b", **home, nuts3="FI1B1", region="Nyland"),
            facility("c", **home, nuts3="", region="Uusimaa"),
        ],
        investments=[
            {**money, "id": "inv-a", "currency": "SEK", "status": "made"},
            {**money, "id": "inv-b", "currency": "SEK", "status": "made", "amount_eur": "1"},
        ],
    )
    assert [
        place for place in places(found) if place[0] in ("label-other", "label-alone", "currency-other")
    ] == [
        ("label-other", "facilities.csv:3:region", None),
        ("label-alone", "facilities.csv:5:nuts3", "FI1B1"),
        ("currency-other", "investments.csv:2:currency", None),
    ]


def test_no_text_tells_how_to_reach_a_person(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        facilities=[
            facility("a", curation_note="Ask matti.meikalainen@example.org."),
            facility("b", curation_note="Call +358 40 123 4567."),
            facility("c", curation_note="From 2019 to 2021, 12 000 000 euros; −40 … +85 °C; 15 + 20."),
        ],
    )
    assert [finding.code for finding in found] == ["person-address", "person-telephone"]


NUMBERS = (
    "040 123 4567",
    "(09) 123 4567",
    "(09) 123 456",
    "0401234567",
    "050-1234567",
    "0400 123 456",
    "02 9451 2345",
    "0295 344 200",
    "08-123 45 67",
    "070-123 45 67",
    "+358 40 123 4567",
)
OTHER_DIGITS = (
    "IEC 62660-2:2018, EN 50604-1:2016/A1:2021 and UN 38.3",
    "ISO 6469-1:2019/Amd 1:2022",
    "2026-11-24",
    "24.11.2026",
    "01-02-2024",
    "business id 0112038-9",
    "FI01120389",
    "ISNI 0000 0001 2162 9922",
    "ORCID-like 0000-0002-1825-0097",
    "ISSN 0378-7753",
    "open 0800-1600",
    "0.012 345 678 t",
    "PIC 999974844",
    "12 000 000 euros, 0 100 200",
    "rows 010203",
    "60.2052, 024.6522",
    "grant 101069765",
    "0402/2024/123",
    "https://example.org/040-123-4567/",
    "DOI 10.1016/0378.0401234567",
)


def noted(notes: Iterable[str]) -> list[dict[str, str]]:
    """A facility for each note."""
    return [facility(f"a{number:02}", curation_note=note) for number, note in enumerate(notes)]


def test_a_telephone_number_is_found_however_it_is_dialled(tmp_path: Path) -> None:
    found = told(tmp_path, facilities=noted(f"Ask the desk, {number}, before noon." for number in NUMBERS))
    assert [finding.code for finding in found] == ["person-telephone"] * len(NUMBERS)
    for finding, number in zip(found, NUMBERS, strict=True):
        assert number in finding.message("en")


def test_other_digits_are_no_telephone_number(tmp_path: Path) -> None:
    found = told(tmp_path, facilities=noted(OTHER_DIGITS))
    assert [(finding.code, finding.value) for finding in found] == []


HEAD = """#curie_map:
#  akid: https://w3id.org/akkuri/id/
#  ror: https://ror.org/
#mapping_set_id: https://w3id.org/akkuri/graph/links/ror
#license: https://creativecommons.org/publicdomain/zero/1.0/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence
"""
ROWS = {
    "right": "akid:organisation/firm\tskos:exactMatch\tror:020hwjq30\tsemapv:ManualMappingCuration\t1.0",
    "subject": "akid:organisation/nobody\tskos:exactMatch\tror:020hwjq30\tsemapv:ManualMappingCuration\t1.0",
    "prefix": "akid:organisation/firm\tskos:closeMatch\tgrid:1\tsemapv:ManualMappingCuration\t1.0",
    "digit": "akid:organisation/firm\tskos:exactMatch\tror:020hwjq31\tsemapv:LexicalMatching\t0.5",
    "other": "akid:organisation/firm\tskos:exactMatch\tror:04b181w54\tsemapv:LexicalMatching\t0.99",
}


def linked(folder: Path, text: str, encoding: str = "utf-8", **cells: str) -> list[tuple[str, str]]:
    rows = {**GOOD, "organisations": [organisation("firm", name_en="Firm", **cells)]}
    cluster = write_folder(folder / "cluster", rows)
    (cluster / "links").mkdir()
    (cluster / "links" / "ror.sssom.tsv").write_text(text, encoding=encoding)
    found = check_paths([cluster], Names(), day=TODAY)
    return [(f.code, f.place) for f in found if f.file.startswith("links/")]


@pytest.mark.parametrize(
    ("rows", "cells", "expected"),
    [
        (["right"], {}, []),
        (["right"], {"ror": "https://ror.org/020hwjq30"}, []),
        (["right"], {"ror": "https://ror.org/04b181w54"}, [("links-disagree", "7:object_id")]),
        (["subject"], {}, [("links-subject", "7:subject_id")]),
        (["right", "prefix"], {}, [("links-prefix", "8:object_id")]),
        (["prefix", "right", "prefix"], {}, [("links-prefix", "7:object_id")]),
        (["right", "digit"], {}, [("links-check-digit", "8:object_id")]),
        (["right", "other"], {}, [("links-several", "8:object_id")]),
    ],
)
def test_links_are_checked_with_the_tables(
    tmp_path: Path, rows: list[str], cells: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    text = HEAD + "".join(f"{ROWS[row]}\n" for row in rows)
    found = linked(tmp_path, text, **cells)
    assert found == [(code, f"links/ror.sssom.tsv:{place}") for code, place in expected]


def test_a_byte_order_mark_is_read_and_semicolons_are_told(tmp_path: Path) -> None:
    text = HEAD + ROWS["right"] + "\n"
    assert linked(tmp_path / "mark", text, "utf-8-sig") == []
    told_of = linked(tmp_path / "semicolons", text.replace("\t", ";"))
    assert told_of == [("links-columns", "links/ror.sssom.tsv:6")]


def test_a_head_that_cannot_be_read_is_told_at_its_line(tmp_path: Path) -> None:
    text = HEAD.replace("#curie_map:\n", "") + ROWS["right"] + "\n"
    assert linked(tmp_path, text) == [("links-head", "links/ror.sssom.tsv:3")]


def test_an_address_that_was_changed_under_its_old_id_is_news(tmp_path: Path) -> None:
    """The id stands as it stood before; what it says of the address does not."""
    good = write_folder(tmp_path / "cluster", GOOD)
    file = tmp_path / "sources.csv"
    cells = {**SOURCE, "url": "https://www.example.org/elsewhere"}
    file.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n", encoding="utf-8")
    found = {f.code: f.known for f in check_paths([file], Names(), good, day=TODAY)}
    assert found["source-id"] is False


def test_the_national_tables_have_no_violation() -> None:
    found = check_paths([], Names())
    assert [finding.sentence("en") for finding in found if finding.severity.key == "violation"] == []
