"""The closing line that says what did not run, and the numbers in it."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from shared_material import NEEDED, SHARED, SUITES, VARIABLE, closing_line

HERE = Path(__file__).parent


def pytest_in(shared: Path, *arguments: str) -> str:
    """What pytest prints in a process of its own that looks for the material in `shared`."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = {**os.environ, VARIABLE: str(shared), "PYTEST_ADDOPTS": ""}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=HERE.parent).stdout


def test_without_the_material_one_line_says_what_did_not_run(tmp_path: Path) -> None:
    printed = pytest_in(
        tmp_path / "absent", "tests/link/decisions/test_sssom_schema.py", "tests/conformance/test_shacl.py"
    )
    lines = [line for line in printed.splitlines() if line.startswith("Not run: ")]
    assert len(lines) == 1
    assert all(suite.title in lines[0] for suite in SUITES)
    assert "schemas and registries" in lines[0]
    assert VARIABLE in lines[0]


def test_nothing_is_said_when_all_ran() -> None:
    if all(suite.folder.is_dir() for suite in SUITES):
        assert closing_line(["another reason"]) is None
    assert "1" in (closing_line([NEEDED]) or "")


def test_the_numbers_of_the_suites_are_those_that_are_collected() -> None:
    if not SHARED.is_dir():
        pytest.skip(NEEDED)
    printed = pytest_in(
        SHARED, "--collect-only", *(f"tests/conformance/{suite.module}.py" for suite in SUITES)
    )
    found = Counter(
        line.split("::")[0].split("/")[-1] for line in printed.splitlines() if "[" in line and "::" in line
    )
    outside = sum("::test_out_of_scope[" in line for line in printed.splitlines())
    counts = {
        suite.module: found[f"{suite.module}.py"] - outside * (suite.module == "test_sparql_query")
        for suite in SUITES
    }
    assert counts == {suite.module: suite.cases for suite in SUITES}
