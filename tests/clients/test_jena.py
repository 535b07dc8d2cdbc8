"""Apache Jena asks the endpoint and reads documents with nothing set by hand."""

import csv
import json
import subprocess
import sys
from pathlib import Path

from rdflib import Graph

from akkuri.resources import data
from serving import Server


def test_jena_asks_and_reads(served: Server) -> None:
    script = Path(__file__).with_name("jena.py")
    command = [sys.executable, str(script), served.address]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        facilities = [row for row in csv.DictReader(file) if not row["withdrawn"] and not row["replaced_by"]]
    assert said["select"] == len(facilities)
    assert said["ask"] is True
    record = len(Graph().parse(f"{served.address}/doc/facility/zsw-ulm.ttl"))
    assert said["document"] == record
    assert set(said["suffixes"].values()) == {record}
    assert said["quads"] == record
    assert 0 < said["construct"] <= said["describe"] <= record
    assert "SERVICE" in said["refused"] or "403" in said["refused"]
