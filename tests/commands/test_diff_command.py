"""`akkuri diff` of graphs: records, properties and values by name; one sentence about what is no graph."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse, serialize

from akkuri.commands.diff_command import command
from akkuri.errors import UsageError

BASE = "https://w3id.org/akkuri/"
PREFIXES = f"""
@prefix : <{BASE}ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <{BASE}concept/> . @prefix id: <{BASE}id/> . @prefix doc: <{BASE}doc/> .
"""
OLD = """
GRAPH doc:facility\\/hall {
  id:facility\\/hall a :Facility ; skos:prefLabel "Hall"@en , "Halli"@fi ; :status c:status\\/planned .
  id:facility\\/hall\\#offering-a a :Offering ; :capability c:capability\\/a ; :scale c:scale\\/bench .
  id:facility\\/hall\\#spec-a a :Specification ; :parameter c:parameter\\/power ; :value 3 .
}
GRAPH doc:facility\\/gone { id:facility\\/gone skos:prefLabel "Gone hall"@en }
GRAPH <urn:vocabulary> {
  c:status\\/planned skos:prefLabel "Suunniteltu"@fi . c:capability\\/a skos:prefLabel "Hionta"@fi .
  c:parameter\\/power skos:prefLabel "Teho"@fi . c:scale\\/bench skos:prefLabel "Pöytä"@fi .
}
"""
NEW = OLD.replace(":status c:status\\/planned", ":status c:status\\/operational").replace(
    "c:scale\\/bench .\n", "c:scale\\/pilot .\n"
)


@pytest.fixture
def graphs(tmp_path: Path) -> tuple[str, str]:
    """Two states of a graph: a status and a scale changed, a specification and a record are gone."""
    new = "\n".join(line for line in NEW.splitlines() if "spec-a" not in line and "gone" not in line)
    files = []
    for name, trig in (("old", OLD), ("new", new)):
        files.append(str(tmp_path / f"{name}.nq"))
        quads = parse(PREFIXES + trig, format=RdfFormat.TRIG)
        serialize(quads, output=files[-1], format=RdfFormat.N_QUADS)
    return files[0], files[1]


def test_a_difference_of_graphs_is_told_by_names(graphs: tuple[str, str]) -> None:
    told = CliRunner().invoke(command, [*graphs, "--lang", "fi"], standalone_mode=False).output
    assert told.splitlines()[:5] == [
        "Poistunut: Infrastruktuuri Gone hall (facility/gone)",
        "Muuttunut: Infrastruktuuri Halli (facility/hall)",
        "    Toiminnan tila: Suunniteltu (planned) → operational",
        "    Tarjonta Hionta (a) · Mittakaava: Pöytä (bench) → pilot",
        "    Poistunut: Infrastruktuurien ominaisuudet Teho (power)",
    ]
    told = CliRunner().invoke(command, [*graphs, "--format", "markdown"], standalone_mode=False).output
    assert "- Changed: Facility Hall (facility/hall)\n  - Status: " in told


def test_json_has_names_beside_the_addresses(graphs: tuple[str, str]) -> None:
    done = CliRunner().invoke(command, [*graphs, "--format", "json", "--lang", "fi"], standalone_mode=False)
    gone, changed = json.loads(done.stdout)
    assert (gone["kind"], gone["name"], gone["graph"]) == ("removed", "Gone hall", f"{BASE}doc/facility/gone")
    assert changed["names"][f"{BASE}concept/status/planned"] == "Suunniteltu"
    subject = f"<{BASE}id/facility/hall>"
    assert [subject, f"<{BASE}ontology#status>", f"<{BASE}concept/status/planned>"] in changed["removed"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "is not there; expected the folder of a release or an N-Quads file"),
        (lambda path: path.mkdir(), "is no release; expected a folder with a manifest and a graph"),
        (lambda path: path.write_text("nothing\n"), "cannot be read as N-Quads"),
    ],
)
def test_what_is_no_release_is_one_sentence(make, said: str, tmp_path: Path) -> None:
    good, wrong = tmp_path / "good.nq", tmp_path / "wrong"
    good.write_text("<urn:a> <urn:b> <urn:c> <urn:d> .\n")
    make(wrong)
    result = CliRunner().invoke(command, [str(good), str(wrong)], standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)
    assert str(wrong) in str(result.exception)
