"""Lending query processes: the first questions to a server may all come at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from serving import Server

TOGETHER = 12


def test_the_first_questions_may_come_at_once(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("<x:s> <x:p> <x:o> .\n")
    with Server("--workers", "1", "--rdf", data) as server, ThreadPoolExecutor(TOGETHER) as pool:
        start = Barrier(TOGETHER)

        def ask(number: int) -> str:
            start.wait()
            if number % 3 == 0:
                return json.loads(server.request("GET", "/health/ready").body)["status"]
            return server.query(f"SELECT (COUNT(*) + {number} AS ?n) {{ ?s ?p ?o }}", accept="text/csv").text

        replies = list(pool.map(ask, range(TOGETHER)))
    assert replies == ["ready" if number % 3 == 0 else f"n\r\n{number + 1}\r\n" for number in range(TOGETHER)]
