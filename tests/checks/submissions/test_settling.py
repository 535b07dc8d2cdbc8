"""What people send is understood: ids, names in any language, addresses; what is not is told at its cell."""

import csv
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.checks.cells.codes import choices, code_named, codes_called
from akkuri.checks.paths import check_paths
from akkuri.checks.report.finding import Finding
from akkuri.namespaces import Names
from akkuri.tables.schema import schema_of_folder
from akkuri.texts import LANGUAGES

from ..tables import GOOD, write_folder

ROR = "https://ror.org/04b181w54"
GOOD_ORGANISATION = {**GOOD["organisations"][0], "name_fi": "Yhtiö", "ror": ROR, "wikidata": "Q42"}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    return write_folder(folder, {**GOOD, "organisations": [GOOD_ORGANISATION]})


def sent(folder: Path, table: str, *rows: dict[str, str]) -> Path:
    """Write a CSV file with no other columns than those that are filled in."""
    file = folder / f"{table}.csv"
    header = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def found(good: Path, *files: Path) -> list[Finding]:
    return [f for f in check_paths(list(files), Names(), good) if f.severity.key == "violation"]


def new(**cells: str) -> dict[str, str]:
    """A new facility as somebody writes it who knows no ids."""
    return {
        "name_en": "New pilot line",
        "kind": "Laboratory",
        "operator_ids": "Firm",
        "description": "A pilot line.",
        "country": "SE",
        "stages": "Kierrätys",
        "status": "Planned",
        "source_ids": "https://www.example.org/page",
        **cells,
    }


@pytest.mark.parametrize(
    "operator", ["Firm", "Yhtiö", "firm", ROR, "04b181w54", "https://www.wikidata.org/wiki/Q42"]
)
def test_a_name_or_the_address_of_a_registry_is_an_id(tmp_path: Path, good: Path, operator: str) -> None:
    assert found(good, sent(tmp_path, "facilities", new(operator_ids=operator))) == []


@pytest.mark.parametrize("kind", ["Laboratory", "Laboratorio", "laboratorium", "laboratory"])
def test_a_label_in_any_language_is_a_concept(tmp_path: Path, good: Path, kind: str) -> None:
    assert found(good, sent(tmp_path, "facilities", new(kind=kind))) == []


@pytest.mark.parametrize(
    ("country", "fits"),
    [("SE", True), ("SWE", True), ("Sweden", True), ("Ruotsi", True), ("Sverige", True), ("Atlantis", False)],
)
def test_the_name_of_a_country_is_its_code(tmp_path: Path, good: Path, country: str, fits: bool) -> None:
    told = found(good, sent(tmp_path, "facilities", new(country=country)))
    assert {finding.column for finding in told} == (set() if fits else {"country"})


@pytest.mark.parametrize(
    ("point", "languages", "described"),
    [
        ("site", "fi;en", "fi;sv"),
        ("the site itself", "Finnish; English", "Finnish; Swedish"),
        ("Kunnan keskipiste", "suomi;englanti", "suomi\nruotsi"),
        ("kommunens mittpunkt", "finska; en", "finska"),
    ],
)
def test_what_a_list_offers_is_understood(
    tmp_path: Path, good: Path, point: str, languages: str, described: str
) -> None:
    place = {"country": "FI", "lat": "60.1", "lon": "24.9", "geo_precision": point}
    named = {"name_fi": "Uusi linja", "name_sv": "Ny linje", "descriptive_names": described}
    assert found(good, sent(tmp_path, "facilities", new(**place, **named, languages=languages))) == []


def test_what_a_list_does_not_offer_is_told_with_what_it_offers(tmp_path: Path, good: Path) -> None:
    (told,) = found(good, sent(tmp_path, "facilities", new(geo_precision="rough", lat="60.1", lon="24.9")))
    assert (told.code, told.column) == ("cell-choice", "geo_precision")
    assert "the site itself (site), centre of the municipality (municipality)" in told.messages["en"]
    assert "toimipaikka (site), kunnan keskipiste (municipality)" in told.messages["fi"]
    assert "själva platsen (site), kommunens mittpunkt (municipality)" in told.messages["sv"]


def test_every_closed_list_is_called_something_in_every_language() -> None:
    """And what a language calls its values leads back to them."""
    columns = [column for table in schema_of_folder(resources.data()) for column in table.columns]
    closed = [column for column in columns if choices(column)]
    assert {column.name for column in closed} >= {"geo_precision", "operator", "descriptive_names", "found"}
    for column in closed:
        for lang in LANGUAGES:
            called = codes_called(column, lang)
            assert {code_named(column, name) for name in called.values()} == set(called)
            assert [name for code, name in called.items() if lang != "en" and name == code] == []


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"city": "Espoo"}, []),
        ({"city": "Esbo", "region": "Nyland"}, []),
        ({"city": "Espoo", "region": "Pirkanmaa"}, [("region", "Place-municipalityRegion")]),
        ({"city": "Espoo", "region": "Atlantis"}, [("region", "region-code")]),
        ({"city": "Espoo", "nuts3": "FI99"}, [("nuts3", "region-code")]),
        ({"city": "Espo"}, [("city", "municipality-unknown-closest")]),
        ({"city": "Xyzzy"}, [("city", "municipality-unknown")]),
        ({}, [("lat", "Facility-pointGiven")]),
    ],
)
def test_a_place_has_one_message_for_one_cause(
    tmp_path: Path, good: Path, place: dict[str, str], told: list[tuple[str, str]]
) -> None:
    """At the cell that somebody wrote; the point of a municipality is filled in."""
    file = sent(tmp_path, "facilities", new(country="FI", status="Operational", **place))
    taken = {"name-taken", "page-taken", "region-taken", "point-taken", "Facility-evidenceUndated"}
    findings = [f for f in check_paths([file], Names(), good) if f.code not in taken]
    assert [(f.column, f.code) for f in findings if f.file == file.name] == told


def test_addresses_dates_and_places_as_people_write_them(tmp_path: Path, good: Path) -> None:
    """An address with a space or a name around it, a day in American order, a place on two lines."""
    rows = [
        new(name_en="A line", mailbox="info @example.org"),
        new(name_en="B line", mailbox="Info desk <info@example.org>"),
        new(name_en="C line", mailbox="info(at)example.org"),
        new(name_en="D line", opened="11/24/2020"),
        new(name_en="E line", city="Skellefteå\nBorås"),
    ]
    told = {f.row: (f.column, f.proposal) for f in found(good, sent(tmp_path, "facilities", *rows))}
    assert told == {
        **dict.fromkeys((2, 3, 4), ("mailbox", "info@example.org")),
        5: ("opened", "2020-11-24"),
        6: ("city", None),
    }


@pytest.mark.parametrize("between", [", ", " / ", " ja ", " & ", " och ", " + "])
def test_several_with_a_wrong_sign_between_them_are_parted_by_the_repair(
    tmp_path: Path, good: Path, between: str
) -> None:
    (told,) = found(good, sent(tmp_path, "facilities", new(operator_ids=f"Firm{between}{ROR}")))
    assert (told.code, told.proposal) == ("value-commas", f"Firm;{ROR}")


@pytest.mark.parametrize("page", ["example.org/page", "www.example.org/page", "https://www.example.org/page"])
def test_the_address_of_a_page_may_lack_its_beginning(tmp_path: Path, good: Path, page: str) -> None:
    two = f"{page} https://example.org/other"
    assert found(good, sent(tmp_path, "facilities", new(source_ids=page))) == []
    if page.startswith("https"):
        assert found(good, sent(tmp_path, "facilities", new(source_ids=two))) == []


@pytest.mark.parametrize("page", ["Annual report 2020", "telephone call 3.4.2020"])
def test_what_is_no_page_is_told_as_that(tmp_path: Path, good: Path, page: str) -> None:
    (told,) = found(good, sent(tmp_path, "facilities", new(source_ids=page)))
    assert (told.code, told.column) == ("page-none", "source_ids")


def test_a_header_once_more_a_note_and_a_table_on_its_side_are_told_once(tmp_path: Path, good: Path) -> None:
    file = sent(tmp_path, "facilities", new(), dict.fromkeys(new(), ""), new(name_en="Another line"))
    head, first, _, last = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, first, head, "Updated 24.11.,,,,,,,", last]), encoding="utf-8")
    told = [f for f in check_paths([file], Names(), good) if f.file == file.name and f.row in (3, 4)]
    assert [(f.row, f.code) for f in told] == [(3, "row-heading"), (4, "row-alone")]
    turned = "\n".join(f'{name},"{cell}"' for name, cell in new().items())
    file.write_text(turned, encoding="utf-8")
    assert [f.code for f in found(good, file)] == ["sheet-turned"]


def test_new_records_name_each_other(tmp_path: Path, good: Path) -> None:
    device = {
        "facility_id": "New pilot line",
        "name": "Coater",
        "equipment_type": "coater",
        "source_ids": "src-6716a90c",
    }
    link = {
        "from_id": "New pilot line",
        "to_id": "Laboratory",
        "type": "Osapuolet jotka eivät ole mitään",
        "source_ids": "src-6716a90c",
    }
    files = [sent(tmp_path, "facilities", new()), sent(tmp_path, "equipment", device)]
    codes = {(f.file, f.column) for f in found(good, *files, sent(tmp_path, "collaborations", link))}
    assert ("collaborations.csv", "type") in codes
    assert not {place for place in codes if place[0] == "facilities.csv"}
    assert ("equipment.csv", "facility_id") not in codes


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        ({"name": "Coater", "facility_id": ""}, "facility_id"),
        ({"name": "", "facility_id": "Laboratory"}, "name"),
    ],
)
def test_a_row_without_an_id_says_which_cell_it_is_made_of(
    tmp_path: Path, good: Path, cells: dict[str, str], lacking: str
) -> None:
    device = {"equipment_type": "coater", "source_ids": "src-6716a90c", **cells}
    (told,) = [f for f in found(good, sent(tmp_path, "equipment", device)) if f.column == "id"]
    assert lacking in told.message("en").split()[6].strip(":")


def test_a_new_device_is_named_by_its_values(tmp_path: Path, good: Path) -> None:
    """Its id is made of that of its facility, which is new too."""
    device = {
        "facility_id": "New pilot line",
        "name": "Press one",
        "equipment_type": "Press",
        "source_ids": "www.example.org/page",
    }
    value = {"equipment_id": "Press one", "parameter": "mass", "operator": "=", "value": "3", "unit": "kg"}
    value["source_ids"] = "https://www.example.org/page"
    files = [
        sent(tmp_path, "facilities", new()),
        sent(tmp_path, "equipment", device),
        sent(tmp_path, "equipment_parameters", value),
    ]
    assert not {(f.file, f.column) for f in found(good, *files)} & {
        ("equipment_parameters.csv", "equipment_id"),
        ("equipment.csv", "source_ids"),
    }


def test_a_new_page_of_a_known_site_is_taken_and_of_an_unknown_one_told(tmp_path: Path, good: Path) -> None:
    known, unknown = "https://example.org/other", "https://unknown.example.net/page"
    assert found(good, sent(tmp_path, "facilities", new(source_ids=known))) == []
    told = found(good, sent(tmp_path, "facilities", new(source_ids=unknown)))
    assert ("page-new", "source_ids", unknown) in {(f.code, f.column, f.value) for f in told}
    assert "reference-unknown" not in {f.code for f in told if f.column == "source_ids"}, "an id nobody wrote"
    page = {"url": unknown, "publisher": "Somebody", "kind": "Press"}
    files = [sent(tmp_path, "facilities", new(source_ids=unknown)), sent(tmp_path, "sources", page)]
    assert found(good, *files) == []


def test_a_name_that_is_there_and_one_that_stands_twice_are_told(tmp_path: Path, good: Path) -> None:
    told = found(good, sent(tmp_path, "facilities", new(name_en="Laboratory"), new(), new()))
    assert [(f.code, f.row) for f in told] == [("name-there", 2), ("name-twice", 4)]
    assert "fac-lab" in told[0].message("fi")


def test_a_correction_keeps_what_its_file_has_no_column_for(tmp_path: Path, good: Path) -> None:
    correction = {"id": "fac-lab", **new(name_en="Laboratory")}
    del correction["operator_ids"]  # without its operator a facility would be told
    told = check_paths([sent(tmp_path, "facilities", correction)], Names(), good)
    assert {f.column for f in told if f.severity.key == "warning"} == set()


def test_columns_of_earlier_tables_are_understood(tmp_path: Path, good: Path) -> None:
    """`investment_eur` of a facility is an investment now; titles made from addresses are passed over."""
    facility = {**new(), "id": "fac-new", "investment_eur": "a lot"}
    source = {"url": "https://example.org/x", "title_guess": "X", "publisher": "Example"}
    told = found(good, sent(tmp_path, "facilities", facility), sent(tmp_path, "sources", source))
    assert [(f.code, f.column, f.value) for f in told] == [("cell-number", "amount", "a lot")]
