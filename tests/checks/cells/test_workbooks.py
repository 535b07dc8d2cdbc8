"""Workbooks and RDF as people send them: what cannot be read is told in a sentence, and the rest is read."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from akkuri.checks.paths import check_paths
from akkuri.namespaces import Names

from ..tables import GOOD, SCHEMA, facility, write_folder

HEADER = SCHEMA.by_name["facilities"].header


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder without faults, to which the workbooks are additions."""
    return write_folder(tmp_path_factory.mktemp("data"), GOOD)


def book(
    file: Path,
    *rows: dict[str, object],
    header: list[str] = HEADER,
    change: Callable[[Workbook, Worksheet], object] = lambda *_: None,
) -> Path:
    """Write a workbook with a sheet of facilities."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "facilities"
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(name) for name in header])
    change(workbook, sheet)
    workbook.save(file)
    return file


def row(slug: str, **cells: object) -> dict[str, object]:
    """A good facility with cells as a spreadsheet types them."""
    return {**facility(slug), **cells}


def at(column: str, row: int) -> str:
    """The place of a cell as a finding tells it: its row and column, and where a spreadsheet shows it."""
    return f"{row}:{column} ({get_column_letter(HEADER.index(column) + 1)}{row})"


def told(file: Path, good: Path, lang: str = "en") -> list[str]:
    """What the check says about a file."""
    found = check_paths([file], Names(), good)
    return [finding.sentence(lang) for finding in found if finding.severity.key != "info"]


def with_part(file: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    """Change one part of a workbook."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, edit(content) if name == part else content)
    return file


def test_numbers_and_dates_that_a_spreadsheet_types_are_read(tmp_path: Path, good: Path) -> None:
    dated = row("a", opened=datetime(2019, 11, 24), closed=date(2020, 1, 1), status="closed")
    numbers = row("b", lat=60.2, lon=24.9, geo_precision="site", trl_min=3.0, floor_area_m2=0.1 + 0.2)
    small = row("c", floor_area_m2=0.00001, closed=2020, status="closed")
    assert told(book(tmp_path / "book.xlsx", dated, numbers, small), good) == []


def test_a_formula_without_a_stored_result_is_told(tmp_path: Path, good: Path) -> None:
    file = book(tmp_path / "book.xlsx", row("a", floor_area_m2="=1+2"), row("b", description="=A1"))
    assert told(file, good) == [
        f"book.xlsx!facilities:{at('floor_area_m2', 2)}: “=1+2” is a formula: write its result.",
        f"book.xlsx!facilities:{at('description', 3)}: “=A1” is a formula: write its result.",
    ]


def test_an_error_of_a_formula_is_told(tmp_path: Path, good: Path) -> None:
    file = book(tmp_path / "book.xlsx", row("a", description="#REF!"))
    assert told(file, good) == [
        f"book.xlsx!facilities:{at('description', 2)}: “#REF!” is the error of a formula: write the value."
    ]


def test_titles_above_the_header_are_passed_over(tmp_path: Path, good: Path) -> None:
    def title(_: Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Facilities of Finland"
        sheet.merge_cells("A1:D1")

    file = book(tmp_path / "book.xlsx", row("a"), row("b", description=""), change=title)
    place = f"book.xlsx!facilities:{at('description', 4)}"
    assert told(file, good) == [f"{place}: The cell is empty: description must be filled in."]
    advice = [finding.sentence("fi") for finding in check_paths([file], Names(), good)]
    assert (
        "book.xlsx!facilities:2: Sarakkeiden nimet ovat tällä rivillä: sen yläpuolella olevaa ei lueta."
        in advice
    )


def test_without_a_header_the_columns_are_named_by_title(tmp_path: Path, good: Path) -> None:
    found = told(book(tmp_path / "book.xlsx", header=["One", "Two"]), good, "fi")
    assert found == [
        "book.xlsx!facilities:1: Tämä ei ole otsikkorivi: aloita rivillä "
        "Nimi englanniksi (name_en), Laji (kind), Kuvaus (description), Lähteet (source_ids)."
    ]


def test_what_is_not_a_table_is_passed_over(tmp_path: Path, good: Path) -> None:
    def more(workbook: Workbook, sheet: Worksheet) -> None:
        workbook.create_chartsheet("Chart").add_chart(BarChart())
        workbook.create_sheet("Help")
        sheet["E1000"] = " "

    assert told(book(tmp_path / "book.xlsx", row("a"), change=more), good) == []


def test_merged_cells_are_told_as_such(tmp_path: Path, good: Path) -> None:
    file = book(
        tmp_path / "book.xlsx", row("a"), row("b"), change=lambda _, sheet: sheet.merge_cells("B2:B3")
    )
    assert told(file, good) == [
        "book.xlsx!facilities:2: B2:B3 are merged, and only the first of them holds a value: "
        "split them and fill in each.",
    ]


def test_what_is_wrong_beside_merged_cells_is_still_told(tmp_path: Path, good: Path) -> None:
    """The value that the merged cells have, and the empty cell of another column."""
    column = HEADER.index("description") + 1

    def merge(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)

    file = book(tmp_path / "book.xlsx", row("a", name_en=""), row("b", name_en=""), change=merge)
    found = told(file, good)
    assert [line for line in found if "name_en" in line] == [
        f"book.xlsx!facilities:{at('name_en', number)}: The cell is empty: name_en must be filled in."
        for number in (2, 3)
    ]
    assert [line for line in found if "are merged" in line]
    assert len(found) == 3


@pytest.mark.parametrize("size", [b' ref="A1:B2"', b' ref="A1:ZZZZ99999999"', b""])
def test_cells_outside_the_stated_size_of_a_sheet_are_read(tmp_path: Path, good: Path, size: bytes) -> None:
    file = book(tmp_path / "book.xlsx", row("a"), row("b", description=""))
    stated = with_part(
        file,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(rb'<dimension ref="[^"]*"', b"<dimension" + size, part),
    )
    assert told(stated, good) == [
        f"book.xlsx!facilities:{at('description', 3)}: The cell is empty: description must be filled in."
    ]


def test_a_table_on_a_hidden_sheet_is_told(tmp_path: Path, good: Path) -> None:
    def hide(workbook: Workbook, sheet: Worksheet) -> None:
        workbook.create_sheet("offerings").append(["facility_id", "capability", "stages", "source_ids"])
        workbook["offerings"].sheet_state = "hidden"

    assert told(book(tmp_path / "book.xlsx", row("a"), change=hide), good) == [
        "book.xlsx!offerings: The sheet is hidden and is not read: show it, or remove it."
    ]


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_sheets_and_columns_may_have_their_titles(tmp_path: Path, good: Path, lang: str) -> None:
    table = SCHEMA.by_name["facilities"]
    titles = [table.column(name).titles[lang] for name in HEADER]

    def rename(_: Workbook, sheet: Worksheet) -> None:
        sheet.title = "renamed"  # a name that differs in capitals only would get a number
        sheet.title = table.titles[lang]
        for place, title in enumerate(titles, 1):
            sheet.cell(1, place).value = title

    file = book(tmp_path / "book.xlsx", row("a"), row("b", description=""), change=rename)
    title = table.column("description").titles[lang]
    place = f"book.xlsx!{table.titles[lang]}:{at('description', 3)}".replace(")", f", {title})")
    assert told(file, good) == [f"{place}: The cell is empty: “{title}” (description) must be filled in."]


LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)
BROKEN: dict[str, Callable[[Path], object]] = {
    "no zip": lambda file: file.write_bytes(b"this is nothing"),
    "empty": lambda file: file.write_bytes(b""),
    "cut off": lambda file: file.write_bytes(book(file, row("a")).read_bytes()[:2000]),
    "damaged": lambda file: file.write_bytes(
        book(file, row("a")).read_bytes()[:300] + bytes(100) + file.read_bytes()[400:]
    ),
    "another zip": lambda file: zipfile.ZipFile(file, "w").writestr("a.txt", "a"),
    "no XML": lambda file: with_part(
        book(file, row("a")),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData><<"),
    ),
    "no sheet": lambda file: with_part(book(file, row("a")), "xl/workbook.xml", lambda _: b"<workbook/>"),
    "wrong kind of value": lambda file: with_part(
        book(file, row("a", trl_min=3)), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>3", b"<v>x")
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_workbook_is_one_sentence(case: str, tmp_path: Path, good: Path) -> None:
    BROKEN[case](tmp_path / "book.xlsx")
    assert told(tmp_path / "book.xlsx", good) == [
        "book.xlsx: The workbook cannot be read: open it in a spreadsheet program and save it again as .xlsx."
    ]


def test_a_locked_workbook_is_one_sentence_in_every_language(tmp_path: Path, good: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(LOCKED)
    assert [told(tmp_path / "book.xlsx", good, lang) for lang in ("en", "fi", "sv")] == [
        [
            "book.xlsx: The workbook is protected by a password or in the old .xls form: "
            "save it as .xlsx without a password."
        ],
        [
            "book.xlsx: Työkirja on suojattu salasanalla tai vanhaa .xls-muotoa: "
            "tallenna se .xlsx-muodossa ilman salasanaa."
        ],
        [
            "book.xlsx: Arbetsboken är lösenordsskyddad eller i det gamla formatet .xls: "
            "spara den som .xlsx utan lösenord."
        ],
    ]


def test_a_workbook_without_a_table_names_the_tables(tmp_path: Path, good: Path) -> None:
    def other(_: Workbook, sheet: Worksheet) -> None:
        sheet.title = "Taul1"
        sheet.delete_rows(1)

    file = book(tmp_path / "book.xlsx", change=other)
    known = ", ".join(f"{schema.titles['en']} ({schema.name})" for schema in SCHEMA.to_fill_in)
    assert told(file, good) == [f"book.xlsx: No sheet is named as a table: name it one of {known}."]


AK = "@prefix ak: <https://w3id.org/akkuri/ontology#> .\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("open.ttl", b'<http://a> <http://b> "x '),
        ("prefix.ttl", b"foo:a a foo:B ."),
        ("bad.rdf", b"<rdf:RDF><a>"),
        ("bad.jsonld", b'{"@id": '),
        ("far.jsonld", b'{"@context": "https://schema.org/", "@id": "http://x"}'),
        ("latin.nt", '<http://a> <http://b> "ä" .'.encode("latin-1")),
    ],
)
def test_broken_rdf_is_one_sentence(name: str, content: bytes, tmp_path: Path, good: Path) -> None:
    (tmp_path / name).write_bytes(content)
    found = told(tmp_path / name, good)
    assert len(found) == 1
    assert found[0].startswith(f"{name}: The file cannot be read as RDF: ")


def test_the_reason_for_broken_rdf_names_the_line_once(tmp_path: Path, good: Path) -> None:
    (tmp_path / "new.ttl").write_text(AK + "foo:a a ak:Facility .\n")
    assert told(tmp_path / "new.ttl", good) == [
        "new.ttl: The file cannot be read as RDF: "
        "Parser error at line 2 between columns 1 and 6: The prefix foo: has not been declared"
    ]


def test_a_node_without_a_name_is_checked_too(tmp_path: Path, good: Path) -> None:
    (tmp_path / "new.ttl").write_text(AK + "[] a ak:Facility .\n")
    assert any("The name is missing" in sentence for sentence in told(tmp_path / "new.ttl", good))


def test_a_term_that_the_ontology_does_not_have_is_told(tmp_path: Path, good: Path) -> None:
    text = AK + '<https://w3id.org/akkuri/id/facility/x> a ak:Facilty ; ak:trlMni 3 ; ak:zzzz "z" .\n'
    (tmp_path / "new.ttl").write_text(text)
    assert sorted(told(tmp_path / "new.ttl", good)) == [
        "new.ttl:fac-x: “ak:Facilty” is no term of the ontology: did you mean ak:Facility?",
        "new.ttl:fac-x: “ak:trlMni” is no term of the ontology: did you mean ak:trlMin?",
        "new.ttl:fac-x: “ak:zzzz” is no term of the ontology: correct its name.",
    ]


def test_a_sentence_is_told_once_however_many_constraints_fail(tmp_path: Path, good: Path) -> None:
    text = AK + '<https://w3id.org/akkuri/id/facility/lab> a ak:Facility ; ak:trlMin "x" .\n'
    (tmp_path / "new.ttl").write_text(text)
    found = told(tmp_path / "new.ttl", good)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("lang", "heading", "said"),
    [
        ("en", "Capability", "not belong to this table but to Offerings (offerings)"),
        ("en", "rated_power", "is a row of Facility specifications (facility_parameters), with “rated_power"),
        (
            "fi",
            "Suurin teho (kW)",
            "_parameters), ja rivin Parametri on ”rated_power (Nimellisteho)”",
        ),
        ("sv", "Max effekt, kW", "(facility_parameters), där Parameter är ”rated_power (Märkeffekt)”"),
        ("en", "Mood", "does not belong to this table: remove it."),
    ],
)
def test_a_column_is_told_the_table_that_it_belongs_to(
    tmp_path: Path, good: Path, lang: str, heading: str, said: str
) -> None:
    def add(_: Workbook, sheet: Worksheet) -> None:
        sheet.cell(1, len(HEADER) + 1, heading)
        sheet.cell(2, len(HEADER) + 1, "300")

    (line,) = told(book(tmp_path / "book.xlsx", row("a"), change=add), good, lang)
    assert said in line
