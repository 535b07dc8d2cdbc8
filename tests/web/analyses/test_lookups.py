"""How long it was looked for: lookups stand on cells, in the API and on the command line."""

import json
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkuri.ask.service import Ask
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
from program import akkuri

HYDROGEN = Path(__file__).parents[2] / "fixtures" / "hydrogen"
HEADER = "id,stage,capability,date,where,queries,pages_read,found,facility_ids,withdrawn\n"
ROWS = (
    "look-a,production,electrolysis,2026-10-01,research.example;map.example,pilot,7,yes,fac-electrolyser-pilot,\n"
    "look-b,{stage},{capability},2026-10,research.example,,8,no,,\n"
    "look-c,{stage},{capability},2026-11-02,map.example,words,4,no,,\n"
    "look-d,{stage},{capability},2026-11-03,map.example,words,90,no,,2026-11-04\n"
)


@pytest.fixture(scope="module")
def empty_cell(hydrogen_release: Release) -> tuple[str, str]:
    """A cell of the cluster in which nothing is recorded."""
    told = akkuri("gaps", "--format", "json", "--release", hydrogen_release.folder)
    row = next(row for row in json.loads(told.stdout)["rows"] if not row["facilities"])
    return row["stage"], row["capability"]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, empty_cell: tuple[str, str]) -> Release:
    folder = tmp_path_factory.mktemp("looked") / "cluster"
    shutil.copytree(HYDROGEN, folder)
    stage, capability = empty_cell
    (folder / "lookups.csv").write_text(HEADER + ROWS.format(stage=stage, capability=capability))
    return build_release(Settings(), folder, folder.parent / "release")


@pytest.fixture(scope="module")
def client(release: Release) -> FlaskClient:
    settings = release.settled(Settings())
    store = EmbeddedStore.in_memory([release.graph_path], union=True, version=release.version)
    return create_app(settings, Ask.over(store, settings), release).test_client()


def test_the_page_of_a_cell_says_how_long_it_was_looked_for(
    client: FlaskClient, empty_cell: tuple[str, str]
) -> None:
    """Pages of both lookups are added; what was withdrawn is not."""
    assert "Looked for on 12 pages, not found." in client.get("/gaps/{}/{}".format(*empty_cell)).text
    assert "Looked for on 7 pages, found." in client.get("/gaps/production/electrolysis").text
    assert "ei löytynyt" in client.get("/gaps/{}/{}?lang=fi".format(*empty_cell)).text
    assert "Looked for on 12 pages, not found." in client.get("/gaps").text


def test_the_api_and_the_command_line_give_the_same_numbers(
    client: FlaskClient, release: Release, empty_cell: tuple[str, str]
) -> None:
    cell = client.get("/api/gaps/{}/{}".format(*empty_cell)).get_json()
    assert (cell["lookups"], cell["pages_read"], cell["lookups_found"]) == (2, 12, 0)
    assert cell["looked_last"] == "2026-11-02"
    done = akkuri("gaps", "--show", "lookups", "--format", "json", "--release", release.folder)
    document = json.loads(done.stdout)
    rows = {(row["stage"], row["capability"]): row for row in document["rows"]}
    assert rows[empty_cell]["pages_read"] == 12
    assert sum(row["lookups"] for row in rows.values()) == 3
    assert "1 of 1 lookups found one" in " ".join(document["notes"])


def test_a_lookup_has_its_own_page_and_stands_in_the_list(client: FlaskClient) -> None:
    page = client.get("/doc/lookup/a", headers={"Accept": "text/html"}).text
    assert "research.example" in page
    assert "/doc/facility/electrolyser-pilot" in page
    assert "/doc/lookup/a" in client.get("/browse/lookup").text


def test_a_cell_without_a_lookup_says_so(client: FlaskClient, empty_cell: tuple[str, str]) -> None:
    cells = client.get("/api/gaps?show=lookups").get_json()["rows"]
    other = next(row for row in cells if not row["lookups"])
    page = client.get(f"/gaps/{other['stage']}/{other['capability']}").text
    assert "No lookup is written down." in page


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("look-x,production,electrolysis,2026-10-01,site,,many,no,,\n", "lookups.csv:2:pages_read"),
        ("look-x,production,electrolysis,2026-10-01,site,,3,maybe,,\n", "lookups.csv:2:found"),
        ("look-x,nowhere,electrolysis,2026-10-01,site,,3,no,,\n", "lookups.csv:2:stage"),
        (
            "look-x,production,electrolysis,2026-10-01,site,,3,no,fac-electrolyser-lab,\n",
            "write yes, or drop them",
        ),
    ],
)
def test_a_wrong_lookup_is_told_at_its_cell(row: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    shutil.copytree(HYDROGEN, folder)
    (folder / "lookups.csv").write_text(HEADER + row)
    done = akkuri("check", folder)
    assert done.returncode == 1
    assert said in done.stdout + done.stderr
