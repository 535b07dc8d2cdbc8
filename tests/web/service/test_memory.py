"""What the server holds at rest, with ten processes over the national graph."""

import subprocess
import sys
from pathlib import Path

from akkuri.release.opening import Release
from serving import Server, children

MOST = 200
"""MiB; 173 when this was written, of which the graph takes 50."""
HEAVY = (
    "highspy",
    "lxml.etree",
    "numpy",
    "openpyxl",
    "pydantic",
    "rdflib",
    "rustworkx",
    "sssom_pydantic",
    "tantivy",
)
"""Modules that some pages need, and no server before such a page is asked for."""


def held(pid: int) -> float:
    """The MiB of a process, what it shares with others divided among them."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.split("Pss:")[1].split()[0]) / 1024


def test_the_graph_is_held_once(national_release: Release) -> None:
    with Server("--release", national_release.folder, "--workers", "4") as server:
        assert server.request("GET", "/health/ready").status == 200
        processes = {server.process.pid, *children(server.process.pid)}
        assert len(processes) == 10
        assert sum(map(held, processes)) < MOST


def test_what_few_pages_need_is_not_loaded_before() -> None:
    code = f"""
import sys
import akkuri.web.service.web_process
from akkuri.web.http.routes import find_blueprints
assert list(find_blueprints("akkuri.web", True))
print(*(sys.modules.keys() & {HEAVY}))
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_the_process_that_minds_the_web_process_does_not_load_what_that_one_needs() -> None:
    """It would hold it all beside the worker's own copy."""
    code = """
import sys
import akkuri.commands.serve_command, akkuri.web.service.server
print(*(sys.modules.keys() & {"flask", "jinja2", "lxml.etree", "akkuri.web.app", "akkuri.publish.formats"}))
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
