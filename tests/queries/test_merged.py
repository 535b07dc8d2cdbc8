"""A record that another took over or that was withdrawn: no question lists or counts it."""

import csv
import json
import shutil
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from akkuri.analysis.subjects import SUBJECTS
from akkuri.api import OpenRelease, open_release
from akkuri.errors import AkkuriError
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from program import akkuri
from web.conftest import application

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
TWINS = (
    ("collaborations", "col-org-hiidenvesi-hydrogen-member-of-net-hydrogen-valley"),
    ("equipment", "eq-electrolyser-stack"),
    ("facilities", "fac-electrolyser-pilot"),
    ("facilities", "fac-fuel-cell-hall"),
    ("facilities", "fac-hydrogen-works"),
    ("facilities", "fac-salt-cavern-demo"),
    ("gaps", "gap-refuelling"),
    ("investments", "inv-salt-cavern-demo"),
    ("networks", "net-hydrogen-valley"),
    ("organisations", "org-hiidenvesi-hydrogen"),
    ("projects", "prj-hydrogen-for-the-north"),
    ("sources", "src-644dfcfe"),
)
PARTS = {
    "offerings": "facility_id",
    "production_capabilities": "facility_id",
    "facility_parameters": "facility_id",
    "equipment_parameters": "equipment_id",
    "participations": "project_id",
}
"""Tables of what belongs to a record, and the column that names it."""
LISTS_CHANGES = {"quality/changed"}
"""Questions about what was changed, for which a merge is a change."""


def release(folder: Path, out: Path) -> OpenRelease:
    built = akkuri("build", "--data", folder, "--out", out)
    assert built.returncode == 0, built.stderr
    return open_release(out)


def add_twin(folder: Path, table: str, record: str, ending: str, **gone: str) -> None:
    """Add a record that says the same as another, with all that belongs to it, and counts no more."""
    rows = read(folder, table)
    (kept,) = [row for row in rows if row["id"] == record]
    name = next(column for column in ("name_en", "name", "title", "statement", "note") if column in kept)
    twin = {**kept, "id": f"{record}-{ending}", name: f"{kept[name]} {ending}", **gone}
    if table == "sources":  # two sources may not have one address
        twin |= {"id": f"src-{zlib.crc32(ending.encode()):08x}", "url": f"{kept['url']}/{ending}"}
    write(folder, table, sorted([*rows, twin], key=lambda row: row["id"]))
    for part, column in PARTS.items():
        told = read(folder, part)
        same = [{**row, column: f"{record}-{ending}"} for row in told if row[column] == record]
        write(folder, part, sorted([*told, *same], key=lambda row: list(row.values())))


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def answers(opened: OpenRelease) -> dict[str, object]:
    """Return the answer of each question and view that needs no values."""
    names = [question.path for question in opened.catalogue]
    names += [f"{subject.name}:{view.name}" for subject in SUBJECTS for view in subject.views]
    found: dict[str, object] = {}
    for name in names:
        try:
            found[name] = opened.rows(name)
        except AkkuriError:  # what asks for a value
            continue
    return found


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with records that others took over, and some that were withdrawn."""
    folder = tmp_path_factory.mktemp("merged")
    changed = Path(shutil.copytree(HYDROGEN, folder / "changed"))
    for table, record in TWINS:
        add_twin(changed, table, record, "twin", replaced_by=record)
        add_twin(changed, table, record, "error", withdrawn="2026-11-01")
    release(changed, folder / "after")
    return folder / "after"


def test_no_answer_counts_a_merged_or_withdrawn_record(tmp_path: Path, merged: Path) -> None:
    before = answers(release(HYDROGEN, tmp_path / "before"))
    after = answers(open_release(merged))
    assert len(after) > 50
    assert {name for name in after if after[name] != before[name]} == LISTS_CHANGES
    assert "electrolyser-pilot-twin" in str(after["quality/changed"]), "its page stays"


SHOWN = (
    *("/", "/search?q=pilot", "/api/search?q=pilot", "/api/suggest?q=electrolyser+pil", "/map", "/map.xlsx"),
    *("/network", "/api/network?show=measures", "/sitemap.xml", "/concept/facility-kind/pilot-line"),
    *("/concept/status/operational", "/concept/facility-kind/pilot-line.xlsx", "/queries/quality/stale"),
    *(f"/browse/{kind}" for kind in ("equipment", "facility", "organisation", "project")),
    *(f"/doc/organisation/{each}" for each in ("hiidenvesi-hydrogen", "northern-energy-university")),
    *("/brief/organisation/northern-energy-university", "/doc/organisation/hiidenvesi-hydrogen.xlsx"),
)
"""Addresses that list records or count them."""
GHOSTS = [
    f"{name}-{ending}".encode()
    for name in ("pilot", "north", "demonstration")
    for ending in ("twin", "error")
]
"""What stands in the name or address of a record that counts no more."""


def test_a_list_shows_the_heir_alone_and_the_old_name_leads_to_it(merged: Path) -> None:
    found = find_release(merged)
    assert found
    client = application(found, Settings()).test_client()
    for address in SHOWN:
        answer = client.get(address, headers={"Accept": "text/html,*/*;q=0.9"})
        assert answer.status_code == 200, address
        content = answer.data
        if content.startswith(b"PK"):
            with ZipFile(BytesIO(content)) as parts:
                content = b"".join(map(parts.read, parts.namelist()))
        told = content.lower().replace(b" ", b"-")
        assert [ghost for ghost in GHOSTS if ghost in told] == [], address
    assert "electrolyser-pilot" in client.get("/sitemap.xml").text
    assert "fuel-cell-hall" in client.get("/browse/facility").text, "what has ended stays in the lists"
    hits = client.get("/api/search?q=Electrolyser+pilot+twin").json["hits"]
    assert hits[0]["iri"].endswith("/facility/electrolyser-pilot")
    asked = {"queries": json.dumps({"q": {"query": "Electrolyser pilot twin"}})}
    best = client.post("/reconcile", data=asked).json["q"]["result"][0]
    assert (best["id"], best["match"]) == ("id/facility/electrolyser-pilot", True)
    old = client.get("/doc/facility/electrolyser-pilot-twin", headers={"Accept": "text/html"})
    assert old.status_code == 200
    assert '/doc/facility/electrolyser-pilot"' in old.text
    heir = client.get("/doc/facility/electrolyser-pilot", headers={"Accept": "text/html"}).text
    assert "Electrolyser pilot twin" in heir
    error = client.get("/doc/facility/electrolyser-pilot-error", headers={"Accept": "text/html"})
    assert error.status_code == 410
