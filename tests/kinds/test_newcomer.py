"""A kind of record that nobody thought of: `patents.csv` is checked, built, shown, found and exported."""

import csv
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkuri.ask.service import Ask
from akkuri.kinds import load_kinds
from akkuri.namespaces import Names
from akkuri.publish.about.sitemap import entries
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
from program import akkuri, inside

from .patents import DECLARATION, ROWS, SECTION, SHAPE, TABLES, TERMS, cluster

RECORD = "/doc/patent/quiet-electrolyser"


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run() -> Run:
    """Run the program as from a shell; returns the exit code and everything it said."""

    def call(*args: str | Path) -> tuple[int, str]:
        done = akkuri(*args)
        return done.returncode, done.stdout + done.stderr

    return call


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the cluster, whose folder is gone."""
    folder = cluster(tmp_path_factory.mktemp("newcomer") / "cluster")
    built = build_release(Settings(), folder, folder.parent / "release")
    folder.rename(folder.parent / "gone")
    return built


@pytest.fixture(scope="module")
def client(release: Release) -> FlaskClient:
    settings = release.settled(Settings())
    store = EmbeddedStore.in_memory([release.graph_path], union=True, version=release.version)
    return create_app(settings, Ask.over(store, settings), release).test_client()


def test_it_is_checked(run: Run, tmp_path: Path) -> None:
    code, _ = run("check", cluster(tmp_path / "good"))
    assert code == 0
    code, said = run("check", cluster(tmp_path / "wrong", patents=ROWS.replace("FI123456", "123")))
    assert code == 1
    assert "patents.csv:2:number: 123 is no number of a patent" in said


def test_it_is_built_and_counted(release: Release) -> None:
    assert release.manifest["records"]["patents"] == 1


@pytest.mark.parametrize(
    ("lang", "one", "heading"), [("en", "Patent", "Applicant"), ("fi", "Patentti", "Hakija")]
)
def test_it_is_shown(client: FlaskClient, lang: str, one: str, heading: str) -> None:
    page = client.get(f"{RECORD}?lang={lang}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert f'<p class="kind">{one}</p>' in page.text
    assert f"<dt>{heading}</dt>" in page.text
    assert "FI123456" in page.text
    assert "Hydrogen fixture" in page.text
    assert '"@type": "CreativeWork"' in page.text
    assert '"creator": {"@id"' in page.text


def test_its_data_and_identifier_answer(client: FlaskClient) -> None:
    assert client.get("/id/patent/quiet-electrolyser", headers={"Accept": "text/turtle"}).status_code == 303
    turtle = client.get(f"{RECORD}.ttl")
    assert "ak:Patent" in turtle.text
    assert "ontology#Patent" in turtle.headers["Link"]


def test_it_stands_on_the_page_of_what_it_belongs_to(client: FlaskClient) -> None:
    page = client.get("/doc/organisation/hiidenvesi-hydrogen?lang=sv", headers={"Accept": "text/html"}).text
    assert "Patent som den har" in page
    assert "/doc/patent/quiet-electrolyser" in page


def test_it_is_listed(client: FlaskClient) -> None:
    assert "Patents" in client.get("/browse?lang=en").text
    listed = client.get("/browse/patent?lang=en").text
    assert "Rights to inventions." in listed
    assert '<th scope="col">Patent number</th><th scope="col">Applicant</th>' in listed
    assert "Quiet electrolyser" in listed


@pytest.mark.parametrize("words", ["quiet", "FI123456"])
def test_it_is_found(client: FlaskClient, words: str) -> None:
    found = client.get(f"/search?q={words}&lang=en").text
    assert "/doc/patent/quiet-electrolyser" in found
    assert "Patents" in found


def test_its_source_and_its_term_lead_to_it(client: FlaskClient) -> None:
    source = client.get("/doc/source/644dfcfe?lang=fi", headers={"Accept": "text/html"})
    assert "Quiet electrolyser" in source.text
    assert "Patentti" in source.text
    assert (
        "patenttinumero" in client.get("/ontology?lang=fi", headers={"Accept": "text/html"}).text.casefold()
    )


def test_it_is_in_the_sitemap_and_in_the_counts(client: FlaskClient) -> None:
    assert RECORD in client.get("/sitemap.xml").text
    assert "/browse/patent" in client.get("/data?lang=en").text


def test_it_is_exported(run: Run, release: Release, tmp_path: Path) -> None:
    out = tmp_path / "tables.zip"
    code, _ = run("export", "csv", "--out", out, "--release", release.folder)
    assert code == 0
    with zipfile.ZipFile(out) as archive, archive.open("patents.csv") as file:
        rows = list(csv.DictReader(TextIOWrapper(file, encoding="utf-8")))
    (row,) = rows
    assert row["id"] == "pat-quiet-electrolyser"
    assert row["applicant_id"] == "org-hiidenvesi-hydrogen"
    assert row["number"] == "FI123456"


def test_it_stands_in_the_entities_of_registries_that_it_names(
    run: Run, release: Release, tmp_path: Path
) -> None:
    """As an organisation: nobody would, but the exporter of CERIF has never heard of patents."""
    code, _ = run("export", "cerif", "--out", tmp_path, "--release", release.folder)
    assert code == 0
    assert "Quiet electrolyser" in (tmp_path / "openaire_cris_orgunits.xml").read_text(encoding="utf-8")
    assert "Quiet electrolyser" not in (tmp_path / "openaire_cris_projects.xml").read_text(encoding="utf-8")


def test_a_kind_may_stay_out_of_the_sitemap(release: Release, tmp_path: Path) -> None:
    cluster(tmp_path / "cluster", kinds_patent=f"{DECLARATION}sitemap: false\n")
    names = Names(release.edition.names.base, load_kinds(tmp_path / "cluster"))
    paths = {path for path, _ in entries(replace(release.edition, names=names))}
    assert paths == {path for path, _ in entries(release.edition)} - {RECORD.strip("/")}


NO_COLUMN_FORMAT = json.dumps(TABLES, indent=1).replace("pat-[a-z0-9]+(-[a-z0-9]+)*", ".*")


@pytest.mark.parametrize(
    ("changed", "file", "said"),
    [
        (
            {"kinds_patent": None, "kinds_sections_patents": None},
            "columns.json:4",
            "no kind of record has the table patents.csv",
        ),
        ({"columns": None}, "kinds/patent.yaml:3", "nothing describes the columns of patents.csv"),
        ({"ontology_patent": None}, "columns.json:4", "no ontology declares ak:Patent"),
        (
            {"shapes_patent": None},
            "kinds/patent.yaml:2",
            "no shape says what records of ak:Patent must look like",
        ),
        (
            {"kinds_patent": DECLARATION.replace("  sv:", "  # sv:")},
            "kinds/patent.yaml:5",
            "no texts in the language sv",
        ),
        (
            {"kinds_patent": DECLARATION.replace("ak:Patent\n", "ak:Patnt\n")},
            "columns.json:4",
            "has the class ak:Patent, but",
        ),
        (
            {"kinds_patent": DECLARATION.replace("prefix: pat", "prefix: patt")},
            "columns.json:4",
            "the ids of patents.csv are pat-",
        ),
        ({"columns": NO_COLUMN_FORMAT}, "columns.json:4", "the ids of patents.csv are without a prefix"),
        (
            {"kinds_patent": DECLARATION.replace("  - ak:applicant\nfacts", "  - ak:operator\nfacts")},
            "kinds/patent.yaml:13",
            "ak:operator is the property of no column of patents.csv",
        ),
        (
            {"kinds_patent": DECLARATION.replace("facts:\n", "facts:\n  - ak:inventer\n")},
            "kinds/patent.yaml:15",
            "no ontology declares ak:inventer",
        ),
        (
            {"kinds_patent": DECLARATION.replace("[sources]", "[sources, deals]")},
            "kinds/patent.yaml:17",
            "“deals” is no section",
        ),
        (
            {"kinds_sections_patents": SECTION.replace("[organisation]", "[organization]")},
            "kinds/sections/patents.yaml:7",
            "“organization” is no kind",
        ),
        (
            {"kinds_sections_patents": SECTION.replace("by: ak:applicant", "by: ak:keeper")},
            "kinds/sections/patents.yaml:3",
            "no ontology declares ak:keeper",
        ),
        (
            {"columns": json.dumps(TABLES, indent=1).replace('"org"', '"organisation"')},
            "columns.json:4",
            "refers to “organisation-”, the prefix of no kind",
        ),
        (
            {"columns": json.dumps(TABLES, indent=1).replace("ak:patentNumber", "ak:patentNr")},
            "columns.json:4",
            "no ontology declares ak:patentNr",
        ),
        (
            {"kinds_patent": DECLARATION.replace("cerif:", "orcid:")},
            "kinds/patent.yaml:22",
            "“orcid” is no format of a registry; known are cerif, datacite, eosc, pidinst, research.fi, ror, "
            "uniquip, wikidata",
        ),
        (
            {"kinds_patent": DECLARATION.replace("[OrgUnit]", "[Project, Patent]")},
            "kinds/patent.yaml:22",
            "cerif has no “Patent”; known are OrgUnit, Project, Funding, Equipment",
        ),
        ({"ontology_patent": TERMS + "ak:x a"}, "ontology/patent.ttl", "is not Turtle"),
        ({"shapes_patent": SHAPE + "aks:x a"}, "shapes/patent.ttl", "is not Turtle"),
    ],
)
def test_what_is_left_out_or_wrong_is_one_sentence_and_nothing_is_published(
    changed: dict[str, str | None], file: str, said: str, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "cluster", **changed)
    out = tmp_path / "release"
    for command in (("check", folder), ("build", "--data", folder, "--out", out)):
        code, told = inside(*command)
        assert code == 2, told
        lines = [line for line in told.splitlines() if said in line]
        assert len(lines) == 1, told
        assert f"{folder}/{file}" in lines[0]
        assert "Traceback" not in told
    assert not (out / "current").exists()


def test_the_program_says_so_too(run: Run, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "cluster", shapes_patent=SHAPE + "aks:x a")
    for command in (("check", folder), ("build", "--data", folder, "--out", tmp_path / "release")):
        code, told = run(*command)
        assert code == 2, told
        assert told.count("is not Turtle") == 1
        assert "Traceback" not in told


def test_an_id_with_an_unknown_prefix_is_refused(run: Run, tmp_path: Path) -> None:
    code, said = run("check", cluster(tmp_path / "cluster", patents=ROWS.replace("pat-quiet", "lab-quiet")))
    assert code == 1
    assert "patents.csv:2:id:" in said


def test_a_table_that_is_not_there_is_an_empty_table(run: Run, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "cluster", patents=None)
    (folder / "investments.csv").unlink()
    code, _ = run("check", folder)
    assert code == 0
    built = build_release(Settings(), folder, tmp_path / "release")
    assert built.manifest["rows"]["patents"] == 0
    assert built.manifest["rows"]["investments"] == 0
