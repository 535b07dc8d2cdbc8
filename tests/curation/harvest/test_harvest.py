"""`akkuri harvest`: an operator's own table, compared with what we have of that operator."""

import csv
import io
import json
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from openpyxl import Workbook

from akkuri.curation.harvest.mapping import HarvestMapping, read_mapping
from akkuri.curation.harvest.obtaining import content_of, fetched
from akkuri.curation.harvest.reading import read_table
from akkuri.errors import OutsideError, UsageError
from akkuri.tables.schema import Schema, schema_of_folder
from program import akkuri, near

MAPPING = """
operator: Exempeluniversitetet
source: {url: "https://example.org/devices.csv", publisher: Example University, kind: operator}
tables:
  equipment:
    key: Asset
    ids: {A9: eq-example-instrument}
    gone: {ended: today}
    columns:
      name: Device
      facility_id: {column: Lab, default: Example laboratory}
      equipment_type: {column: Class, values: {XRD: measuring-instrument}, keep: true}
      model: Model
      note: {column: Remark, keep: true}
      quantity: Pieces
"""
ROWS = """Our devices of 2026;;;;;;
Asset;Device;Lab;Class;Model;Remark;Pieces;Contact Name
A1;Röntgen device;;XRD;M1;of ours;2;Somebody
A2;Lost one;Nowhere;XRD;;;1;
A3;"No end;XRD;;;;;
A4;Too few
A9;Instrument with a new name;;XRD;M9;;1;
"""


@pytest.fixture(scope="module")
def new_cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "data"
    assert near("init", folder).returncode == 0
    return folder


@pytest.fixture
def data(new_cluster: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(new_cluster, tmp_path / "data"))


@pytest.fixture(scope="module")
def schema(new_cluster: Path) -> Schema:
    return schema_of_folder(new_cluster)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    file = tmp_path / "devices.yaml"
    file.write_text(MAPPING, encoding="utf-8")
    return file


@pytest.fixture
def means(mapping: Path, schema: Schema) -> HarvestMapping:
    return read_mapping(str(mapping), schema)


class Shapes(BaseHTTPRequestHandler):
    """What web servers do to a table."""

    def do_GET(self) -> None:
        content = ROWS.encode("latin-1")
        match self.path:
            case "/devices.csv":
                self.answer(200, content)
            case "/moved":
                self.answer(302, b"", Location="/devices.csv")
            case "/round":
                self.answer(302, b"", Location="/round")
            case "/page":
                self.answer(200, b"<!DOCTYPE html><html><body>Sign in</body></html>")
            case "/half":
                self.answer(200, content[:40], length=len(content))
            case "/huge":
                self.answer(200, b"a;b\n" * (6 * 1024 * 1024))
            case "/elsewhere":
                self.answer(302, b"", Location="file:///etc/passwd")
            case _:
                self.answer(404, b"nothing here")

    def answer(self, status: int, content: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:  # who asked has had enough
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shapes)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def equipment(data: Path) -> dict[str, dict[str, str]]:
    with (data / "equipment.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row for row in csv.DictReader(handle)}


def state(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"))}


def test_bad_rows_are_told_and_the_others_go_in(data: Path, mapping: Path, site: str) -> None:
    """In Latin-1, from an address behind a redirect; nothing is written but by --write."""
    before = state(data)
    command = ("harvest", f"{site}/moved", "--mapping", mapping, "--data", data)
    done = akkuri(*command, "--format", "json", AKKURI_LANG="en")
    assert done.returncode == 1, done.stderr
    assert state(data) == before
    said = json.loads(done.stdout)
    assert {row["row"]: row["state"] for row in said["rows"]} == {
        3: "new",
        4: "left",
        5: "left",
        6: "left",
        7: "changed",
    }
    reasons = {row["row"]: row.get("said", "") for row in said["rows"]}
    assert "Nowhere" in reasons[4]
    assert "Lab" in reasons[4]
    assert "quotation marks" in reasons[5]
    assert "2 cells" in reasons[6]
    assert said["columns_not_taken"] == ["Contact Name"]

    assert near(*command, "--write").returncode == 1
    found = equipment(data)
    new = found["eq-example-laboratory-rontgen-device"]
    assert (new["name"], new["quantity"], new["note"]) == ("Röntgen device", "2", "of ours")
    old = found["eq-example-instrument"]
    assert (old["name"], old["model"]) == ("Instrument with a new name", "M9")
    with (data / "sources.csv").open(encoding="utf-8", newline="") as handle:
        page = next(row for row in csv.DictReader(handle) if row["url"] == "https://example.org/devices.csv")
    assert page["id"] in new["source_ids"]
    assert page["id"] in old["source_ids"].split(";")
    assert near("check", data).returncode == 0


def test_what_is_gone_is_proposed_and_what_says_the_same_is_not(
    data: Path, mapping: Path, tmp_path: Path
) -> None:
    """The rows also come as a folder of tables that `akkuri import` takes in, with the same result."""
    file, out = tmp_path / "devices.csv", tmp_path / "proposed"
    header, first, ours = (
        "Asset,Device,Lab,Class,Model,Remark,Pieces\n",
        "A1,One,,XRD,M1,,2\n",
        "A9,Other,,XRD,,,\n",
    )
    file.write_text(header + first + ours, encoding="utf-8")
    command = ("harvest", file, "--mapping", mapping, "--data", data)
    assert akkuri(*command, "--out", out).returncode == 0
    copy = shutil.copytree(data, tmp_path / "copy")
    assert near("import", *sorted(out.glob("*.csv")), "--data", copy).returncode == 0
    assert near(*command, "--write").returncode == 0
    assert state(data) == state(copy)

    again = near(*command, "--format", "json")
    assert again.returncode == 0
    assert {row["state"] for row in json.loads(again.stdout)["rows"]} == {"same"}
    assert json.loads(again.stdout)["changes"] == []

    file.write_text(header + ours, encoding="utf-8")
    done = near(*command, "--format", "json", "--write")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["gone"] == ["eq-example-laboratory-one"]
    assert equipment(data)["eq-example-laboratory-one"]["ended"]


def test_what_is_renamed_stays_one_record_and_what_has_no_identifier_is_told(
    data: Path, mapping: Path, tmp_path: Path
) -> None:
    """The operator's identifiers are remembered between two harvests."""
    file = tmp_path / "devices.csv"
    header = "Asset,Device,Lab,Class,Model,Remark,Pieces\n"
    file.write_text(header + "A1,One,,XRD,M1,,2\nA2,Two,,XRD,,,\n,Three,,XRD,,,\nA1,Four,,XRD,,,\n")
    command = ("harvest", file, "--mapping", mapping, "--data", data)
    first = near(*command, "--write", AKKURI_LANG="en")
    assert first.returncode == 1, first.stderr
    assert "Row 5 is left out: it has the identifier of row 2" in first.stdout
    assert "Row 4 has no identifier of the operator, and no record has its name" in first.stdout

    def kept() -> dict[str, str]:
        with (data / "links" / "harvested.csv").open(encoding="utf-8", newline="") as handle:
            return {row["key"]: row["record_id"] for row in csv.DictReader(handle)}

    meant = {"A1": "eq-example-laboratory-one", "A2": "eq-example-laboratory-two"}
    assert kept() == meant
    assert near("check", data).returncode == 0
    file.write_text(header + "A1,One,Nowhere,XRD,M1,,2\nA2,Two,,XRD,,,\n,Three,,XRD,,,\n")
    assert near(*command, "--write").returncode == 1
    assert kept() == meant, "a row that is left out once does not make its identifier forgotten"

    file.write_text(header + "A1,Quite another name,,XRD,M1,,2\n,Three,,XRD,,,\n", encoding="utf-8")
    again = near(*command, "--write", "--format", "json", AKKURI_LANG="en")
    assert again.returncode == 0, again.stderr
    said = json.loads(again.stdout)
    assert {row["record"]: row["state"] for row in said["rows"]} == {
        "eq-example-laboratory-one": "changed",
        "eq-example-laboratory-three": "same",
    }
    assert (said["gone"], said["keyless"]) == (["eq-example-laboratory-two"], [3])
    assert equipment(data)["eq-example-laboratory-one"]["name"] == "Quite another name"

    (data / "links" / "harvested.csv").write_text("of,table\nsrc-1,equipment\n", encoding="utf-8")
    broken = near(*command, AKKURI_LANG="en")
    assert (broken.returncode, broken.stderr.count("\n")) == (2, 1)
    assert "harvested.csv:2" in broken.stderr


def test_a_needed_column_that_nothing_fills_is_named(data: Path, mapping: Path, tmp_path: Path) -> None:
    file = tmp_path / "devices.csv"
    file.write_text("Asset,Device,Lab,Remark,Model,Pieces\nA1,Scope,,,,\n", encoding="utf-8")
    kept = [line for line in MAPPING.splitlines(keepends=True) if "equipment_type" not in line]
    mapping.write_text("".join(kept), encoding="utf-8")
    command = ("harvest", file, "--mapping", mapping, "--data", data)
    done = near(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "devices.yaml: tables.equipment.columns: " in done.stderr
    assert "equipment_type" in done.stderr
    assert near(*command, "--set", "equipment_type=measuring-instrument").returncode == 0


def test_columns_of_the_british_registry_are_known(data: Path, tmp_path: Path) -> None:
    """Facilities come before the equipment that names them by their identifiers; people are not taken."""
    file = tmp_path / "uniquip.csv"
    file.write_text(
        "Type,ID,Name,Description,Related Facility ID,Technique,Contact Name,Web Address\n"
        "equipment,E1,Scope,A good one,F1,Measuring instrument,A Person,https://example.org/e1\n"
        "facility,F1,Scope centre,Where scopes are,,,A Person,https://example.org/f1\n"
        "software,S1,Program,,,,,\n",
        encoding="utf-8",
    )
    own = tmp_path / "own.yaml"
    own.write_text("like: uniquip\noperator: org-example-university\n")
    more = ("--set", "facilities.kind=laboratory", "--set", "facilities.country=FI", "--format", "json")
    done = near("harvest", file, "--mapping", own, "--data", data, *more)
    assert done.returncode == 2
    assert "--set source=ADDRESS" in done.stderr
    for each in ("source=https://example.org/u.csv", "source.publisher=U", "source.kind=operator"):
        more += ("--set", each)
    done = near("harvest", file, "--mapping", own, "--data", data, *more)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert {row["record"] for row in said["rows"]} == {"fac-scope-centre", "eq-scope-centre-scope"}
    assert said["unmapped"] == [4]
    assert "Contact Name" in said["columns_not_taken"]
    assert "A Person" not in done.stdout


@pytest.mark.parametrize(
    ("place", "code", "words"),
    [("/half", 3, "40 of"), ("/page", 2, "web page")],
)
def test_what_is_no_table_is_one_sentence(
    data: Path, mapping: Path, site: str, place: str, code: int, words: str
) -> None:
    before = state(data)
    done = akkuri("harvest", site + place, "--mapping", mapping, "--data", data, "--write", AKKURI_LANG="en")
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1
    assert f"{site}{place}" in done.stderr
    assert words in done.stderr
    assert state(data) == before


@pytest.mark.parametrize(
    ("place", "words"),
    [("/nothing", "404"), ("/huge", "20 MiB"), ("/round", "302"), ("/elsewhere", "302")],
)
def test_what_cannot_be_fetched_is_told(site: str, place: str, words: str) -> None:
    """By the part that fetches for the command, which tells it as it tells half a file."""
    with pytest.raises(OutsideError, match=words):
        fetched(site + place)


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_any_encoding_is_read(means: HarvestMapping, encoding: str) -> None:
    table = read_table(ROWS.encode(encoding), "devices.csv", means)
    assert [(row.number, row.cells["device"]) for row in table.rows] == [
        (3, "Röntgen device"),
        (4, "Lost one"),
        (7, "Instrument with a new name"),
    ]
    assert {number: why for number, (why, *_) in table.broken.items()} == {5: "row-broken", 6: "row-ragged"}


def test_a_workbook_is_read_from_the_sheet_that_the_mapping_names(mapping: Path, schema: Schema) -> None:
    mapping.write_text(MAPPING + "sheet: Devices\n")
    lines: list[list[object]] = [
        ["Asset", "Device", "Lab", "Class", "Model", "Remark", "Pieces"],
        ["A1", "One", None, "XRD", 7.0],
    ]
    means = read_mapping(str(mapping), schema)
    table = read_table(workbook({"Notes": [["x"]], "Devices": lines}), "devices.xlsx", means)
    assert [(row.cells["device"], row.cells["model"]) for row in table.rows] == [("One", "7")]
    with pytest.raises(UsageError, match="sheet is Devices"):
        read_table(workbook({"Notes": [["x"]]}), "devices.xlsx", means)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("name: Device", "nam: Device", r":10: tables\.equipment\.columns\.nam .* name"),
        ("  equipment:", "  equipmnt:", r"tables\.equipmnt .* equipment"),
        ("key: Asset", "kye: Asset", r"tables\.equipment\.kye .* key"),
        ("name: Device", "name: {colum: Device}", r"tables\.equipment\.columns\.name\.colum .* column"),
        ("gone: {ended: today}", "gone: {finished: today}", r"tables\.equipment\.gone\.finished"),
        ("model: Model", "model: {column: Model, keep: perhaps}", r"columns\.model\.keep is perhaps"),
        ("tables:", "tables: [", "is not YAML"),
    ],
)
def test_a_wrong_mapping_names_the_key(mapping: Path, schema: Schema, old: str, new: str, words: str) -> None:
    mapping.write_text(MAPPING.replace(old, new, 1))
    with pytest.raises(UsageError, match=words):
        read_mapping(str(mapping), schema)


def test_a_column_that_the_table_lacks_is_named_with_its_key(means: HarvestMapping) -> None:
    with pytest.raises(UsageError, match=r"columns\.model names the column Model, .* Modell"):
        read_table(ROWS.replace("Model", "Modell").encode(), "devices.csv", means)


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "table.csv"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match=r"table\.csv: cannot be read"):
        content_of(pipe)
