"""Files that cannot be read, or have other rows and columns than expected, are told with the rest."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.checks.run import check_tables
from akkuri.graph.vocabularies import load_vocabularies
from akkuri.namespaces import Names
from akkuri.tables.reading import read_folder
from akkuri.texts import LANGUAGES, catalogue

from .tables import GOOD, SCHEMA, facility, write_folder

VOCABULARIES = load_vocabularies([resources.ontology() / "vocabularies"], Names())


def sentences(folder: Path, lang: str = "en") -> list[str]:
    """What the table checks say about a folder."""
    return [finding.sentence(lang) for finding in check_tables(read_folder(folder, SCHEMA), VOCABULARIES)]


def change(name: str, edit: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Make a change of one file."""
    return lambda folder: (folder / name).write_bytes(edit((folder / name).read_bytes())) and None


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing file": (
        lambda folder: (folder / "gaps.csv").unlink(),
        "gaps.csv: The file is missing: put it beside the other tables, at least with its header row.",
    ),
    "unknown file": (
        lambda folder: (folder / "gasp.csv").write_text("id\n"),
        "gasp.csv: This is no table: rename it to one of "
        + ", ".join(sorted(table.file_name for table in SCHEMA))
        + ", or remove it.",
    ),
    "wrong encoding": (
        change("sources.csv", lambda text: text.replace(b"Example", "Pöytä".encode("latin-1"))),
        "sources.csv: The file is not UTF-8 (byte {byte}): save it again as CSV UTF-8.",
    ),
    "broken quotes": (
        change("sources.csv", lambda text: text.replace(b"Page", b'"Pa"ge')),
        "sources.csv:2: The rows cannot be told apart from here on (',' expected after '\"'): "
        "check the quotation marks.",
    ),
    "missing column": (
        change("sources.csv", lambda text: text.replace(b",language", b",sprache", 1)),
        "sources.csv:1:language: The column language is missing: add it to the header row.",
    ),
    "extra column": (
        change("sources.csv", lambda text: text.replace(b",language", b",sprache", 1)),
        "sources.csv:1:sprache: The column sprache does not belong to this table: remove it, or correct its "
        "name to one of id, url, title_guess, publisher, language, retrieved, date.",
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
        "facilities.csv:3: The row has 2 cells but the header has "
        f"{len(SCHEMA.by_name['facilities'].header)}: check commas and quotation marks.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_faulty_file_is_told_in_its_sentence(case: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GOOD)
    edit, sentence = CASES[case]
    edit(folder)
    position = (folder / "sources.csv").read_bytes().find(b"\xf6")
    assert sentence.replace("{byte}", str(position)) in sentences(folder)


@pytest.mark.parametrize("case", ["wrong encoding", "broken quotes"])
def test_an_unreadable_table_does_not_make_every_reference_to_it_a_fault(case: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GOOD)
    CASES[case][0](folder)
    assert len(sentences(folder)) == 1


def test_a_reference_to_a_ragged_row_is_no_second_fault(tmp_path: Path) -> None:
    rows = {
        **GOOD,
        "offerings": [
            {
                "facility_id": "fac-x",
                "capability": "hydrometallurgy",
                "stages": "recycling",
                "source_ids": "src-00000001",
            }
        ],
    }
    folder = write_folder(tmp_path, rows)
    CASES["ragged row"][0](folder)
    assert len(sentences(folder)) == 1


def test_thousands_of_faults_are_all_told(tmp_path: Path) -> None:
    faulty = [
        facility(f"x{n}", kind="castle", operator_ids=f"org-nobody-{n}", lat="north") for n in range(3000)
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
