"""Files that cannot be read, or have other rows and columns than expected, are told with the rest."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.checks.paths import check_paths
from akkuri.checks.run import check_tables
from akkuri.graph.vocabularies import load_vocabularies
from akkuri.namespaces import Names
from akkuri.tables.rows import read_folder
from akkuri.texts import LANGUAGES, catalogue

from .tables import GOOD, SCHEMA, facility, write_folder

VOCABULARIES = load_vocabularies(resources.vocabularies(), Names())


def sentences(folder: Path, lang: str = "en") -> list[str]:
    """What the table checks say about a folder."""
    return [
        finding.sentence(lang) for finding in check_tables(read_folder(folder, SCHEMA), VOCABULARIES, Names())
    ]


def change(name: str, edit: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Make a change of one file."""
    return lambda folder: (folder / name).write_bytes(edit((folder / name).read_bytes())) and None


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "unknown file": (
        lambda folder: (folder / "gasp.csv").write_text("id\n"),
        "gasp.csv: This is no table: rename it to one of "
        + ", ".join(sorted(table.file_name for table in SCHEMA))
        + ", or remove it.",
    ),
    "wrong encoding": (
        change("sources.csv", lambda text: text.replace(b"Example", "Pöytä".encode("latin-1"))),
        "sources.csv:2: From this row on the file is not UTF-8: save it again as CSV UTF-8.",
    ),
    "broken quotes": (
        change("sources.csv", lambda text: text.replace(b"Page", b'"Pa"ge')),
        "sources.csv:2: From this row on the cells cannot be told apart: "
        "a quotation mark is missing or one too many.",
    ),
    "quotes that never end": (
        change("sources.csv", lambda text: text.replace(b"Page", b'"Page')),
        "sources.csv:2: From this row on the cells cannot be told apart: "
        "a quotation mark is missing or one too many.",
    ),
    "semicolons between columns": (
        change("sources.csv", lambda text: text.replace(b",", b";")),
        "sources.csv:1: The columns are separated by semicolons: save the file again with commas between "
        "them, for example in LibreOffice.",
    ),
    "tabs between columns": (
        change("sources.csv", lambda text: text.replace(b",", b"\t")),
        "sources.csv:1: The columns are separated by tabs: save the file again with commas between them, "
        "for example in LibreOffice.",
    ),
    "empty file": (
        change("sources.csv", lambda _: b""),
        "sources.csv: The file is empty: write the header row, id,url,title,publisher,kind,language,"
        "retrieved,date,read_at,replaced_by,withdrawn, into it.",
    ),
    "no header": (
        change("sources.csv", lambda text: text.partition(b"\n")[2]),
        "sources.csv:1: This is no header row: begin with "
        "id,url,title,publisher,kind,language,retrieved,date,read_at,replaced_by,withdrawn.",
    ),
    "renamed column": (
        change("sources.csv", lambda text: text.replace(b",language", b",Languages", 1)),
        "sources.csv:1:Languages: There is no column Languages: did you mean language? Rename it.",
    ),
    "column called by its title": (
        change("sources.csv", lambda text: text.replace(b",language", b",Kieli", 1)),
        "sources.csv:1:Kieli: There is no column Kieli: did you mean language? Rename it.",
    ),
    "column without a name": (
        change(
            "sources.csv", lambda text: text.replace(b"2026-11,", b"2026-11,,note").replace(b"date", b"date,")
        ),
        "sources.csv:2: “note” stands in a column without a name: move it or take it out.",
    ),
    "missing column": (
        change("sources.csv", lambda text: text.replace(b",publisher", b",verlag", 1)),
        "sources.csv:1:publisher: The column publisher is missing: add it to the header row.",
    ),
    "extra column": (
        change("sources.csv", lambda text: text.replace(b",language", b",sprache", 1)),
        "sources.csv:1:sprache: The column sprache does not belong to this table: remove it, or rename it "
        "to the missing language.",
    ),
    "extra column when none is missing": (
        change("sources.csv", lambda text: text.replace(b",", b",note,", 1).replace(b"0c,h", b"0c,,h")),
        "sources.csv:1:note: The column note does not belong to this table: remove it.",
    ),
    "column twice": (
        change("sources.csv", lambda text: text.replace(b",language", b",url", 1)),
        "sources.csv:1:url: The column url stands twice in the header row: remove one.",
    ),
    "binary file": (
        change("sources.csv", lambda text: text + b"\x00"),
        "sources.csv: The file cannot be read (NUL): check that it is a text file and that you may open it.",
    ),
    "ragged row": (
        change("facilities.csv", lambda text: text + b"fac-x,X\n"),
        "facilities.csv:3: The row has 2 cells, the header "
        f"{len(SCHEMA.by_name['facilities'].header)}: check commas and quotation marks.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_faulty_file_is_told_in_its_sentence(case: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GOOD)
    edit, sentence = CASES[case]
    edit(folder)
    assert sentence in sentences(folder)


ALONE = [
    "wrong encoding",
    "broken quotes",
    "semicolons between columns",
    "empty file",
    "no header",
    "renamed column",
    "extra column when none is missing",
]


@pytest.mark.parametrize("case", ALONE)
def test_one_fault_of_a_file_is_one_sentence(case: str, tmp_path: Path) -> None:
    """References to the table and what the shapes miss because of it are not told as faults."""
    folder = write_folder(tmp_path, GOOD)
    CASES[case][0](folder)
    assert [finding.sentence("en") for finding in check_paths([folder], Names())] == [CASES[case][1]]


@pytest.mark.parametrize("name", ["facilities", "offerings", "organisations", "sources"])
def test_what_rests_on_an_unreadable_table_is_no_second_fault(name: str, tmp_path: Path) -> None:
    offering = {
        "facility_id": "fac-lab",
        "capability": "hydrometallurgy",
        "stages": "recycling",
        "source_ids": "src-6716a90c",
    }
    without_stages = {**GOOD["facilities"][0], "stages": ""}
    folder = write_folder(tmp_path, {**GOOD, "facilities": [without_stages], "offerings": [offering]})
    assert check_paths([folder], Names()) == []
    (folder / f"{name}.csv").write_bytes(b"\xff\xfe")
    assert [finding.place for finding in check_paths([folder], Names())] == [f"{name}.csv:1"]


def test_a_missing_column_is_told_once_and_not_for_every_row(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GOOD)
    change("facilities.csv", lambda text: text.replace(b",kind,", b",zzz,", 1))(folder)
    assert [finding.place for finding in check_paths([folder], Names())] == [
        "facilities.csv:1:kind",
        "facilities.csv:1:zzz",
    ]


def test_empty_columns_and_rows_that_a_spreadsheet_leaves_are_passed_over(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GOOD)
    change("facilities.csv", lambda text: text.replace(b"\n", b",,\n") + b" ,,\n,,,,\n")(folder)
    assert check_paths([folder], Names()) == []


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b", "\x0c", "\x1e"])
def test_only_line_ends_end_a_row(mark: str, tmp_path: Path) -> None:
    """Texts copied from PDF files hold other separators, which Python takes for line ends."""
    folder = write_folder(tmp_path, {**GOOD, "facilities": [facility("a", description=f"One.{mark}Two.")]})
    assert [finding.code for finding in check_paths([folder], Names())] == ["cell-invisible"]


def test_a_reference_to_a_ragged_row_is_no_second_fault(tmp_path: Path) -> None:
    rows = {
        **GOOD,
        "offerings": [
            {
                "facility_id": "fac-x",
                "capability": "hydrometallurgy",
                "stages": "recycling",
                "source_ids": "src-6716a90c",
            }
        ],
    }
    folder = write_folder(tmp_path, rows)
    CASES["ragged row"][0](folder)
    assert len(sentences(folder)) == 1


def test_thousands_of_faults_are_all_told(tmp_path: Path) -> None:
    faulty = [
        facility(f"x{n:04}", kind="castle", operator_ids=f"org-nobody-{n}", lat="north") for n in range(3000)
    ]
    folder = write_folder(tmp_path, {**GOOD, "facilities": GOOD["facilities"] + faulty})
    found = sentences(folder)
    assert len(found) == 9000
    assert sum(": “castle” is not in the vocabulary facility-kind" in sentence for sentence in found) == 3000


def test_every_sentence_exists_in_every_language() -> None:
    keys = {lang: {key for key in catalogue(lang) if key.startswith("checks.")} for lang in LANGUAGES}
    assert keys["en"] == keys["fi"] == keys["sv"]
    for key in keys["en"]:
        wanted = set(re.findall(r"{[a-z]+}", catalogue("en")[key]))
        assert all(set(re.findall(r"{[a-z]+}", catalogue(lang)[key])) == wanted for lang in LANGUAGES), key


def test_rows_out_of_order_are_told_once_a_file_as_advice(tmp_path: Path) -> None:
    rows = [facility("c"), facility("b"), facility("a"), facility("d")]
    found = check_paths([write_folder(tmp_path, {**GOOD, "facilities": rows})], Names())
    assert [(finding.severity.key, finding.sentence("en")) for finding in found] == [
        ("info", "facilities.csv:3:id: The rows are not in order from here on: sort them by id.")
    ]
