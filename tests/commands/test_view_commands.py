"""`akkuri gaps` and `akkuri network` as a person runs them: output, languages, files, exit codes."""

import csv
import io
import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from akkuri import open_release
from akkuri.errors import OutsideError, UsageError
from akkuri.release.opening import Release
from program import akkuri, near
from serving import Server


class Program:
    """Runs `akkuri` over a release."""

    def __init__(self, national_release: Release) -> None:
        self.env = {
            "AKKURI_RELEASE": str(national_release.folder),
            "COLUMNS": "320",
            "LANG": "C.UTF-8",
        }

    def __call__(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return near(*words, **self.env)

    def started(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """As a process of its own, with another order of sets."""
        return akkuri(*words, **self.env)


@pytest.fixture(scope="module")
def program(national_release: Release) -> Program:
    return Program(national_release)


def test_csv_when_piped_and_notes_apart(program: Program) -> None:
    done = program.started("gaps", "--state", "none-recorded")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.returncode == 0
    assert {row["state"] for row in rows} == {"none-recorded"}
    assert "nobody has told us" in done.stderr


def test_a_file_of_the_first_rows_says_beside_it_that_there_are_more(program: Program) -> None:
    done = program("network", "--show", "measures", "--top", "3", "--format", "csv")
    everything = program("network", "--show", "measures", "--top", "100000", "--format", "csv")
    total = len(everything.stdout.splitlines()) - 1
    assert f"3 of {total:,} rows" in done.stderr
    assert " rows" not in everything.stderr


def test_who_counts_as_an_operator_is_told_beside_the_number(program: Program) -> None:
    document = json.loads(program("gaps", "--format", "json").stdout)
    fewer = [row for row in document["rows"] if row["operators"] == 0 < row["facilities"]]
    assert fewer
    assert any("others than the owner may use" in note for note in document["notes"])


@pytest.mark.parametrize(("lang", "word"), [("en", "Partly met:"), ("fi", "Osittain"), ("sv", "Delvis")])
def test_what_an_outcome_means_is_told_wherever_it_is_counted(program: Program, lang: str, word: str) -> None:
    """On the page and in the workbook it always was."""
    asked = ("gaps", "--show", "needs", "--lang", lang)
    document = json.loads(program(*asked, "--format", "json").stdout)
    assert word in document["about"]
    assert document["about"] in program(*asked, "--format", "csv").stderr


def test_table_in_three_languages(program: Program) -> None:
    for lang, word in (("en", "Single operator"), ("fi", "Yhden ylläpitäjän varassa"), ("sv", "En enda")):
        done = program("gaps", "--format", "table", "--lang", lang)
        assert word in done.stdout
        assert "┃" in done.stdout


def test_budget_gives_the_best_set_in_json(program: Program) -> None:
    document = json.loads(program("gaps", "--budget", "20000000", "--format", "json").stdout)
    totals = document["totals"]
    assert totals["optimality_gap"] == 0
    assert totals["cost_eur"] <= totals["budget_eur"] == 20_000_000
    chosen = [row for row in document["rows"] if row["chosen"]]
    assert [row["target"] for row in chosen] == totals["chosen"]
    assert sum(row["amount_eur"] for row in chosen) == totals["cost_eur"]


def test_what_if_file(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "scenario.csv"
    file.write_text("action,facility,status\nstatus,fac-turku-uas-rikkova-test-cabinet,operational\n")
    done = program("gaps", "--what-if", str(file), "--lang", "fi")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows
    assert all(row["evidence"] for row in rows)
    assert "Summaa ei tiedetä" in done.stderr


def test_trend_between_two_releases(program: Program, national_release: Release) -> None:
    done = program("gaps", "--before", str(national_release.folder))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1  # the same release: a header and nothing else


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_export_opens_elsewhere_and_is_the_same_twice(program: Program, tmp_path: Path, form: str) -> None:
    files = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for file in files:
        done = program.started(
            "network", "--country", "FI", "--export", form, "--out", str(file), "--lang", "fi"
        )
        assert (done.returncode, done.stdout) == (0, "")
    assert files[0].read_bytes() == files[1].read_bytes()
    graph = nx.read_graphml(files[0]) if form == "graphml" else nx.read_gexf(files[0])
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert "Aalto-yliopisto" in labels
    assert all("weight" in data for _, _, data in graph.edges(data=True))


def test_chain_of_introductions(program: Program) -> None:
    document = json.loads(program("network", "--from", "VTT", "--to", "Umicore", "--format", "json").stdout)
    assert document["rows"][0]["proof"][0]["sources"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("gaps", "--region", "Lapplnd"),
            "“Lapplnd” is not found (Regions, Countries). Did you mean Lapland (FI1D7)?",
        ),
        (("gaps", "--budget", "0"), "The budget is 0; expected more than zero euros."),
        (("gaps", "--budget", "1e300"), "budget is “1e300”; expected less than 1,000,000,000,000,000 euros."),
        (("compare", "FI", "Suomi"), "Finland is compared with itself"),
        (("network", "--show", "pairs", "--groups", "cousins"), "“cousins” is not found (groups)."),
        (("network", "--from", "VTT", "--to", "org-vtt"), "to itself; expected two different ends"),
        (("gaps", "--show", "cells", "--groups", "clan"), "“clan” is not found (groups)."),
        (("gaps", "--budget", "0", "--lang", "fi"), "Budjetti on 0; anna enemmän kuin nolla euroa."),
        (("gaps", "--show", "all"), "There is no table “all”"),
        (("gaps", "--what-if", "/nowhere.csv"), "/nowhere.csv: cannot be read"),
        (("gaps", "--format", "pdf"), "Unknown format “pdf”"),
        (("gaps", "--release", "/nowhere"), "/nowhere: there is no release"),
        (("network", "--from", "vtt"), "needs both ends"),
        (
            ("network", "--from", "vtt", "--to", "Alto University"),
            "Did you mean Aalto University (org-aalto)",
        ),
        (("network", "--country", "FI", "--until", "1901"), "No tie is left within the filters"),
        (("network", "--export", "graphml", "--out", "/nowhere/x"), "/nowhere/x: cannot be written"),
    ],
)
def test_what_does_not_fit_ends_with_2_and_a_sentence(
    program: Program, words: tuple[str, ...], sentence: str
) -> None:
    done = program(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def address(national_release: Release) -> Iterator[str]:
    """A server over the release."""
    with Server("--release", national_release.folder) as server:
        yield server.address


def test_a_server_is_opened_like_a_folder(address: str, national_release: Release) -> None:
    here, there = open_release(national_release.folder), open_release(address)
    assert here.gaps().equals(there.gaps())
    assert here.rows("network:pairs", top=3) == there.rows("network:pairs", top=3)
    assert here.rows("gaps/cells", stage="recycling") == there.rows("gaps/cells", stage="recycling")
    assert here.query("network/members").equals(there.query("network/members"))
    assert there.graph().num_edges() == here.graph().num_edges()
    assert there.frame("project").to_pandas().shape == here.frame("project").shape
    with pytest.raises(UsageError, match="no record of the kind"):
        there.frame("dragon")
    assert repr(here) == f"<OpenRelease {national_release.version}>"
    assert repr(there) == f"<OpenRelease {address}/sparql>"
    for opened in (here, there):
        with pytest.raises(UsageError, match=r"^The query cannot be read: .*1.*\.$"):
            opened.rows("SELECT ?s { ?s ?p }")


def test_the_served_api_says_what_the_command_says(address: str, program: Program) -> None:
    with urllib.request.urlopen(f"{address}/api/network?show=pairs&top=5&lang=sv") as answer:
        served = json.load(answer)
    document = json.loads(
        program("network", "--show", "pairs", "--top", "5", "--lang", "sv", "--format", "json").stdout
    )
    assert served["rows"] == document["rows"]


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no release"):
        open_release(tmp_path)
    with pytest.raises(OutsideError):
        open_release("http://127.0.0.1:9/").gaps()


def test_frames_refuse_what_they_do_not_know(national_release: Release) -> None:
    opened = open_release(national_release.folder)
    for kind in ("dragon", 'x"}'):
        with pytest.raises(UsageError, match=r"is not found \(Kinds of record\)"):
            opened.frame(kind)
    with pytest.raises(UsageError, match="has no filter “colour”"):
        opened.gaps(colour="red")
    with pytest.raises(UsageError, match="There is no query “gaps/dragons”"):
        opened.rows("gaps/dragons")
    with pytest.raises(UsageError, match="There is no table “dragons”"):
        opened.rows("gaps:dragons")
    with pytest.raises(UsageError, match="Only named queries"):
        opened.query("ASK {}", lang="fi")
