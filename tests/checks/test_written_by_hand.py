"""What people write by hand: ranges, days as numbers, units in capitals, a context by its address."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from akkuri.checks.paths import check_paths
from akkuri.checks.report.finding import Finding
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
        ("−40…70", "°C", "cell-range-two", "write -40 here and 70 in value_max."),
        ("4 - 6", "kW", "cell-range-two", "write 4 here and 6 in value_max."),
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
