"""The workbook to fill in: what a person can fill, in their language, with lists, help and examples."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from akkuri import resources
from akkuri.kinds import shared_kinds
from akkuri.tables.schema import schema_of_folder
from akkuri.texts import LANGUAGES
from program import akkuri, near

DATA = Path(__file__).resolve().parents[2] / "data"
SCHEMA = schema_of_folder(DATA)
FACILITY = "fac-aalto-hydrometallurgy"


def template(folder: Path, *words: str) -> Workbook:
    file = folder / "book.xlsx"
    result = akkuri("template", *words, file)
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
    return load_workbook(file)


def entries(book: Workbook, sheet: str, column: str) -> list[str]:
    """What can be chosen in a column."""
    letter = next(cell.column_letter for cell in book[sheet][1] if cell.value == column)
    rule = next(r for r in book[sheet].data_validations.dataValidation if f"{letter}2" in r.sqref)
    place = str(rule.formula1).rpartition("!")[2].replace("$", "")
    lists = next(each for each in book if each.sheet_state == "hidden")
    return [str(row[0].value) for row in lists[place]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_has_a_sheet_for_each_table_of_a_kind_with_titles_of_the_language(tmp_path: Path, lang: str) -> None:
    kind = shared_kinds()["facility"]
    book = template(tmp_path, kind.one(lang), "--lang", lang)
    tables = [
        "facilities",
        "offerings",
        "production_capabilities",
        "facility_parameters",
        "quotes",
        "sources",
    ]
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown[:-1] == [SCHEMA.by_name[name].titles[lang] for name in tables]
    table = SCHEMA.by_name["facilities"]
    heads = [cell.value for cell in book[table.titles[lang]][1]]
    assert heads[:4] == [
        table.column(n).titles[lang] for n in ("name_en", "kind", "description", "source_ids")
    ]
    assert heads[-1] == table.column("id").titles[lang]
    for made in ("region", "translated_from", "modified"):
        assert table.column(made).titles[lang] not in heads


def test_every_kind_has_a_sheet_and_every_column_a_line_of_help(tmp_path: Path) -> None:
    book = template(tmp_path)
    titles = {table.titles["en"] for table in SCHEMA if not table.made_by_program}
    assert titles <= set(book.sheetnames)
    assert "Kept copies" not in book.sheetnames, "what a command writes is nothing to fill in"
    helped = {(row[0].value, row[1].value) for row in book["Help"].iter_rows(min_row=2)}
    assert helped == {(title, cell.value) for title in titles for cell in book[title][1]}


def test_lists_are_in_the_language_and_several_values_are_allowed(tmp_path: Path) -> None:
    book = template(tmp_path, "facility", "--lang", "fi")
    assert "Paloturvallisuus" in entries(book, "Tarjonta", "Kyvykkyys")
    assert "Aalto-yliopisto" in entries(book, "Infrastruktuurit", "Ylläpitäjät")
    assert {"Laboratorio"} <= set(entries(book, "Infrastruktuurit", "Laji"))
    assert entries(book, "Infrastruktuurit", "Sijainnin tarkkuus") == ["toimipaikka", "kunnan keskipiste"]
    signs = ["täsmälleen", "enintään", "vähintään", "väli"]
    assert entries(book, "Infrastruktuurien ominaisuudet", "Vertailumerkki") == signs
    assert {"Ruotsi", "Suomi"} <= set(entries(book, "Infrastruktuurit", "Maakoodi"))
    assert {"englanti", "ruotsi", "suomi"} <= set(entries(book, "Infrastruktuurit", "Palvelukielet"))
    rules = {str(r.promptTitle): r for r in book["Infrastruktuurit"].data_validations.dataValidation}
    assert not rules["Arvoketjun vaiheet"].showErrorMessage
    assert rules["Laji"].showErrorMessage
    assert "puolipisteellä" in str(rules["Arvoketjun vaiheet"].prompt)


def test_a_record_is_filled_in_with_what_belongs_to_it(tmp_path: Path) -> None:
    book = template(tmp_path, "--record", FACILITY, "--lang", "sv")
    first = {cell.value: book["Anläggningar"].cell(2, cell.column).value for cell in book["Anläggningar"][1]}
    assert first["Identifierare"] == FACILITY
    assert first["Operatörer"] == "Aalto-universitetet"
    assert str(first["Källor"]).startswith("http")
    assert book["Anläggningar"].max_row == 2
    assert book["Utbud"].max_row > 2


def test_what_was_filled_in_by_the_program_is_right_as_it_stands(tmp_path: Path) -> None:
    template(tmp_path, "--record", FACILITY, "--lang", "fi")
    result = near("check", tmp_path / "book.xlsx", "--lang", "en")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("laboratory-thing", "OUT"), "laboratory-thing"),
        (("--record", "fac-nowhere", "OUT"), "fac-nowhere"),
        (("facility", "book.ods"), "expected a name that ends in .xlsx"),
        (("facility", "/nowhere/book.xlsx"), "cannot be written"),
    ],
)
def test_wrong_wishes_are_one_sentence(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    file = tmp_path / "book.xlsx"
    result = akkuri("template", *(str(file) if word == "OUT" else word for word in words))
    assert result.returncode == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert not file.exists()


@pytest.mark.skipif(
    shutil.which("soffice") is None or "AKKURI_LONG" not in os.environ,
    reason="a conversion by LibreOffice is part of .ci/run long, which installs it",
)
def test_libreoffice_reads_it_and_keeps_its_cells(tmp_path: Path) -> None:
    template(tmp_path, "--record", FACILITY, "--lang", "fi")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    again = tmp_path / "again"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(again)]
    subprocess.run([*command, str(tmp_path / "book.xlsx")], check=True, capture_output=True, timeout=200)
    before, after = load_workbook(tmp_path / "book.xlsx"), load_workbook(again / "book.xlsx")
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        for line, other in zip(sheet.iter_rows(values_only=True), after[sheet.title].values, strict=False):
            assert line == other[: len(line)]
    assert near("check", again / "book.xlsx").returncode == 0


def test_help_on_columns_is_in_every_language() -> None:
    described = [c for table in schema_of_folder(resources.data()) for c in table.columns if c.descriptions]
    assert described
    for column in described:
        assert set(column.descriptions) == set(LANGUAGES)
        assert len(set(column.descriptions.values())) == len(LANGUAGES)
