"""Comunica and N3.js read what Akkuri serves.

They are not part of a Python installation: `npm ci --prefix tests/clients/node` installs them (Node.js 22 or
newer, which the extra `test` brings), as CI does.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from serving import Server

NODE = Path(__file__).parent / "node"
AK = "https://w3id.org/akkuri/ontology#"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?s a <{AK}Facility> }}"


def run(script: str, given: list[list[str]]) -> list[Any]:
    if not (NODE / "node_modules").is_dir():
        if os.environ.get("CI"):
            pytest.fail("npm ci --prefix tests/clients/node has not been run")
        pytest.skip("needs npm ci --prefix tests/clients/node")
    program = shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert program
    command = [program, str(NODE / script)]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return list(json.loads(done.stdout))


def test_comunica_reads_endpoint_records_void_and_catalogue(served: Server) -> None:
    zsw, label = (
        "https://w3id.org/akkuri/id/facility/zsw-ulm",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
    )
    name = f"SELECT ?o {{ <{zsw}> <{label}> ?o }}"
    triples = "SELECT ?n { <https://w3id.org/akkuri/catalog#dataset> <http://rdfs.org/ns/void#triples> ?n }"
    dcat = "http://www.w3.org/ns/dcat#"
    files = f"SELECT (COUNT(*) AS ?n) {{ ?s a <{dcat}Distribution> ; <{dcat}byteSize> ?b }}"
    answers = run(
        "comunica.cjs",
        [
            [f"{served.address}/sparql", COUNT],
            [f"{served.address}/doc/facility/zsw-ulm", name],
            [f"{served.address}/.well-known/void", triples],
            [f"{served.address}/catalog", files],
        ],
    )
    counted = json.loads(served.query(COUNT).body)["results"]["bindings"][0]["n"]["value"]
    total = json.loads(served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body)
    assert answers[0] == [{"n": counted}]
    assert {row["o"] for row in answers[1]} >= {"ZSW lithium-ion battery research centre Ulm"}
    assert answers[2] == [{"n": total["results"]["bindings"][0]["n"]["value"]}]
    assert int(answers[3][0]["n"]) > 10


def test_n3_parses_turtle_trig_and_quads(served: Server) -> None:
    record = f"{served.address}/doc/facility/zsw-ulm"
    types = ["text/turtle", "application/trig", "application/n-quads", "application/n-triples"]
    counts = run("n3.cjs", [[record, kind] for kind in types])
    assert len(set(counts)) == 1
    assert counts[0] > 20
    (described,) = run("n3.cjs", [[f"{served.address}/sparql", "text/turtle"]])
    assert described > 1000
