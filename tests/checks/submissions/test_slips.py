"""What people write into tables of their own is understood, or told in plain words at its cell."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from program import akkuri

HYDROGEN = Path(__file__).parents[2] / "fixtures" / "hydrogen"
PAGE = "https://example.org/another"
HEADINGS = [
    "Nimi englanniksi",
    "Laji",
    "Ylläpitäjät",
    "Kuvaus",
    "Maakoodi",
    "Kunta",
    "Tila",
    "Avattu",
    "Kotisivu",
    "Lähteet",
]
HINTS = ["(en)", "valitse", "", "teksti", "ISO", "", "", "pvm", "https://", "https://"]
GOOD = [
    "Stack line",
    "Pilottilinja",
    "Northern Energy University",
    "A line.",
    "FI",
    "Uleåborg",
    "Toiminnassa",
]
EXPECTED = {
    (2, "row-heading"),
    (4, "cell-nothing", "Avattu"),
    (4, "cell-nothing", "Kotisivu"),
    (5, "cell-url-meant", "Kotisivu"),
    (6, "cell-lines", "Nimi englanniksi"),
    (7, "cell-language", "Kuvaus"),
    (8, "cell-date-meant", "Avattu"),
    (9, "row-total"),
    (1, "column-renamed"),
}


def lines() -> list[list[str]]:
    def line(name: str, **changed: str) -> list[str]:
        cells = dict(zip(HEADINGS, [*GOOD, "2024", PAGE, PAGE], strict=True))
        return list((cells | {HEADINGS[0]: name} | changed).values())

    return [
        HEADINGS,
        HINTS,
        line("First line"),
        line("Second line", Avattu="ei tiedossa", Kotisivu="-"),
        line("Third line", Kotisivu="example.org/third"),
        line("Fourth line\nFifth line"),
        line("Sixth line", Kuvaus="Elektrolyysikennojen päällystyslinja tutkijoille."),
        line("Seventh – line", Avattu="45413"),
        ["Yhteensä", "", "", "", "", "", "", "17", "", ""],
    ]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_slips_are_told_at_their_cells_and_what_is_no_record_is_left_out(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"Infrastruktuurit.{ending}"
    if ending == "csv":
        with file.open("w", encoding="cp1252", newline="") as handle:
            csv.writer(handle, delimiter=";").writerows(lines())
    else:
        book = Workbook()
        book.worksheets[0].title = "Taul1"
        for line in lines():
            book.worksheets[0].append(line)
        book.save(file)
    result = akkuri("check", file, "--data", HYDROGEN, "--lang", "fi", "--format", "json")
    assert result.returncode == 1, result.stderr
    told = json.loads(result.stdout)["findings"]
    found = {(each["row"], each["code"]) for each in told} | {
        (each["row"], each["code"], each["heading"]) for each in told if each.get("heading")
    }
    assert found >= EXPECTED
    assert not {each["row"] for each in told if each["severity"] == "violation"} & {2, 3, 9}
    assert (3, "name-taken", "Kunta") in found
    assert not {each["code"] for each in told} & {"Place-municipality"}, "Uleåborg is Oulu"
    assert any("”Toiminnan tila” (status)" in each["message"] for each in told)


def test_percentages_and_powers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "facility_parameters"
    sheet.append(["facility_id", "parameter", "operator", "value", "unit", "source_ids"])
    for value in (0.5, "2,5e3"):
        sheet.append(["Fuel cell laboratory", "rated_power", "=", value, "kW", PAGE])
    sheet["D2"].number_format = "0%"
    book.save(tmp_path / "book.xlsx")
    result = akkuri("check", tmp_path / "book.xlsx", "--data", HYDROGEN, "--format", "json")
    told = json.loads(result.stdout)["findings"]
    values = {each["cell"]: each["message"] for each in told if each["column"] == "value"}
    assert "50 %" in values["D2"]
    assert "2500" in values["D3"]
