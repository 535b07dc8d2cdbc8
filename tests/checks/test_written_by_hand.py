"""What people write by hand: ranges, days as numbers, units in capitals, a context by its address."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.checks.paths import check_additions, check_paths
from akkuri.checks.report.finding import Finding, Severity
from akkuri.checks.report.forms import as_text
from akkuri.namespaces import Names
from history import HYDROGEN

FACILITIES = (
    "id,name_en,operator_ids,kind,country,city,region,nuts3,description,stages,trl_min,trl_max,opened,status,"
    "source_ids\n"
)


def checked(path: Path, data: Path | None = None) -> list[Finding]:
    return check_paths([path], Names(), data, day=date(2026, 11, 27))


def found(path: Path) -> list[dict[str, str | None]]:
    return [
        {"column": f.column, "code": f.code, "message": f.message("en"), "proposal": f.proposal}
        for f in checked(path, HYDROGEN)
    ]


def test_a_range_is_two_cells_and_a_number_of_a_spreadsheet_a_day(tmp_path: Path) -> None:
    file = tmp_path / "facilities.csv"
    row = "fac-z,Lab,org-sound-shipping,laboratory,FI,,,,A lab.,storage,4-6,,44562,,src-644dfcfe"
    file.write_text(f"{FACILITIES}{row}\n", encoding="utf-8")
    told = {(f["column"], f["code"]): f for f in found(file)}
    assert str(told["trl_min", "cell-range-two"]["message"]).endswith("write 4 here and 6 in trl_max.")
    assert told["opened", "cell-date-meant"]["proposal"] == "2022-01-01"


@pytest.mark.parametrize(
    ("value", "unit", "code", "said"),
    [
        (
            "−40…70",
            "°C",
            "cell-number-parts",
            "70 in Highest value (value_max), range in Comparison (operator).",
        ),
        ("5", "KW", "concept-unknown-closest", "did you mean kW (kilowatt)?"),
        (
            "n. 300 kW",
            "",
            "cell-number-about-unit",
            "the unit stands, and in text_value that it is about so.",
        ),
        ("~300", "kW", "cell-number-about", "write 300 here, and in text_value that it is about so."),
    ],
)
def test_parameters(tmp_path: Path, value: str, unit: str, code: str, said: str) -> None:
    file = tmp_path / "equipment_parameters.csv"
    columns = "equipment_id,parameter,operator,value,value_max,unit,text_value,source_ids\n"
    row = f"eq-electrolyser-stack,rated_power,=,{value},,{unit},,src-644dfcfe"
    file.write_text(f"{columns}{row}\n", encoding="utf-8")
    told = {f["code"]: f for f in found(file)}
    assert str(told[code]["message"]).endswith(said)
    if unit == "KW":
        assert told[code]["proposal"] == "kW"


def test_each_part_of_a_value_gets_its_cell(tmp_path: Path) -> None:
    """Value, sign and unit as written; what is proposed for value, sign, other end and unit."""
    written = [
        ("200–300 kW", "", "", ("200", "range", "300", "kW")),
        ("1 000 - 2 000", "=", "kilowatti", ("1000", "range", "2000", None)),
        ("−40 °C … +70 °C", "", "", ("-40", "range", "+70", "°C")),
        ("≥ 300 kW", "", "kW", ("300", ">=", None, None)),
        ("yli 300", "=", "kW", ("300", ">=", None, None)),
        ("max. 0,3 MW", "", "", ("0.3", "<=", None, "MW")),
        ("korkeintaan 5", "<=", "MW", ("5", None, None, None)),
        ("12 kWh", "", "kilowattitunti", ("12", "=", None, None)),
        ("12", "", "kW", (None, "=", None, None)),
        ("n/a", "", "kW", ("", None, None, None)),
    ]
    file = tmp_path / "equipment_parameters.csv"
    columns = "equipment_id;parameter;operator;value;value_max;unit;text_value;source_ids\n"
    rows = [
        f"eq-electrolyser-stack;rated_power;{sign};{value};;{unit};;src-644dfcfe"
        for value, sign, unit, _ in written
    ]
    file.write_text(columns + "\n".join(rows), encoding="utf-8")
    told = {(f.row, f.column): f.proposal for f in checked(file, HYDROGEN)}
    for row, (value, _, _, proposed) in enumerate(written, start=2):
        found = tuple(told.get((row, column)) for column in ("value", "operator", "value_max", "unit"))
        assert (value, *found[:3]) == (value, *proposed[:3])
        assert found[3] == proposed[3] or proposed[3] is None


def test_what_a_sum_is_counted_in_goes_to_its_cell(tmp_path: Path) -> None:
    """And a warning at a cell hides no violation there: “eur” is no currency."""
    file = tmp_path / "investments.csv"
    columns = "facility_id;amount;currency;status;source_ids\n"
    rows = ["20 milj. €;", "20 M€;euroa", "300000;eur", "5000;SEK"]
    file.write_text(
        columns + "".join(f"fac-fuel-cell-hall;{row};decided;src-644dfcfe\n" for row in rows),
        encoding="utf-8",
    )
    told = [
        (f.row, f.column, f.severity, f.proposal)
        for f in checked(file, HYDROGEN)
        if f.column in ("amount", "currency")
    ]
    assert told == [
        (2, "amount", Severity.VIOLATION, "20000000"),
        (2, "currency", Severity.VIOLATION, "EUR"),
        (3, "amount", Severity.VIOLATION, "20000000"),
        (3, "currency", Severity.INFO, "EUR"),
        (4, "currency", Severity.VIOLATION, "EUR"),
        (5, "currency", Severity.WARNING, None),
    ]


def test_a_correction_needs_the_columns_that_it_corrects_only(tmp_path: Path) -> None:
    file = tmp_path / "facilities.csv"
    file.write_text("id;status\nfac-electrolyser-lab;operational\n", encoding="utf-8")
    assert [f for f in checked(file, HYDROGEN) if f.severity is Severity.VIOLATION] == []
    file.write_text("id;status\nfac-electrolyser-lab;operational\nfac-new;operational\n", encoding="utf-8")
    assert {f.column for f in checked(file, HYDROGEN) if f.code == "column-missing"} >= {"name_en", "kind"}


def test_an_identifier_that_a_record_has_already_is_told_once(tmp_path: Path) -> None:
    """At the row that was sent; the other is named there."""
    file = tmp_path / "organisations.csv"
    file.write_text(
        "name_en;type;country;business_id;source_ids\nAnother;company;FI;2228357-4;src-9a9c5040\n",
        encoding="utf-8",
    )
    (told,) = (f for f in checked(file) if f.severity is Severity.VIOLATION)
    assert told.place == f"{file.name}:2:business_id"
    assert "org-aalto" in told.message("en")


def test_a_sheet_may_have_groups_above_its_header_and_columns_without_a_name(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "facilities"
    sheet.append(["Names", None, "Other"])
    sheet.append(["name_en", "kind", "description", "source_ids", None])
    sheet.append(["A lab", "laboratory", "A lab.", "src-644dfcfe", "stray"])
    book.save(tmp_path / "labs.xlsx")
    told = [f for f in checked(tmp_path / "labs.xlsx", HYDROGEN) if f.severity is Severity.VIOLATION]
    assert [(f.row, f.code, f.value) for f in told] == [(3, "column-nameless", "stray")]


def test_a_degree_beside_a_temperature_is_no_rate_and_a_municipality_tells_its_region(tmp_path: Path) -> None:
    values = tmp_path / "facility_parameters.csv"
    values.write_text(
        "facility_id;parameter;operator;value;unit;source_ids\n"
        "fac-aalto-hydrometallurgy;Lämpötila;=;90;C;src-9a9c5040\n"
        "fac-aalto-hydrometallurgy;Huipputeho;=;90;kW;src-9a9c5040\n",
        encoding="utf-8",
    )
    places = tmp_path / "facilities.csv"
    places.write_text(
        "name_en;kind;city;nuts3;description;homepage;source_ids\n"
        "Lab in Esbo;laboratory;Esbo;;A lab.;HTTPS://Example.ORG/A;src-9a9c5040\n"
        'Lab of old;"laboratory; pilot line";Tampere;FI197;A lab.;;src-9a9c5040\n',
        encoding="utf-8",
    )
    told = check_additions([values, places], open_cluster(resources.data(), Names()))
    (rows,) = (table.rows for table in told.settled if table.file == values.name)
    assert [(row["parameter"], row["unit"]) for row in rows] == [
        ("temperature", "Cel"),
        ("rated_power", "kW"),
    ]
    lab, _ = (row for table in told.settled if table.file == places.name for row in table.rows)
    assert [lab[column] for column in ("country", "city", "region", "nuts3")] == [
        "FI",
        "Espoo",
        "Uusimaa",
        "FI1B1",
    ]
    assert (lab["lat"][:4], lab["lon"][:4], lab["geo_precision"]) == ("60.2", "24.6", "municipality")
    found = {(f.row, f.column, f.code): f.proposal for f in told.findings if f.severity is not Severity.INFO}
    assert {key: each for key, each in found.items() if key[2][0].islower()} == {
        (2, "homepage", "cell-url-meant"): "https://example.org/A",
        (3, "kind", "value-one"): None,
        (3, "nuts3", "region-code"): "FI19B",
    }
    assert "Place-regionGiven" not in {code for _, _, code in found}


def test_an_id_that_many_tables_name_and_none_has_is_told_once(tmp_path: Path) -> None:
    folder, gone = tmp_path / "data", "org-northern-energy-university"
    shutil.copytree(HYDROGEN, folder)
    table = folder / "organisations.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if not line.startswith(f"{gone},")), encoding="utf-8")
    said = [line for line in as_text(checked(folder), "en").splitlines() if f"“{gone}”" in line]
    assert len(said) == 1
    assert "is nowhere" in said[0]


def test_own_context_is_known_by_its_address_and_others_are_named(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonld"
    document = {
        "@context": "https://w3id.org/akkuri/context.jsonld",
        "@id": "https://w3id.org/akkuri/id/facility/x",
        "@type": "https://w3id.org/akkuri/ontology#Facility",
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    codes = {f["code"] for f in found(file)}
    assert codes
    assert not codes & {"rdf-broken", "rdf-context"}
    file.write_text(json.dumps(document | {"@context": "https://example.org/c"}), encoding="utf-8")
    (only,) = found(file)
    assert only["code"] == "rdf-context"
    assert "“https://example.org/c”" in str(only["message"])
