"""The notebooks: they run from top to bottom, and what is stored in them is of the kind that a run gives."""

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient

from akkuri.release.opening import Release

FOLDER = Path(__file__).parents[2] / "data" / "notebooks"
STORED = {file.stem: nbformat.read(file, as_version=4) for file in sorted(FOLDER.glob("*.ipynb"))}


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def kind(cell: Any) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What a cell shows, but for the values: the sorts of output, their formats, the columns of tables."""
    return [
        (
            output["output_type"],
            tuple(sorted(output.get("data", {}))),
            tuple(re.findall(r"<th>(.*?)</th>", output.get("data", {}).get("text/html", ""))),
        )
        for output in cell["outputs"]
    ]


@pytest.fixture(scope="module")
def fresh(national_release: Release) -> dict[str, list[Any]]:
    """All notebooks run in one kernel, emptied before each of them."""
    try:
        KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        pytest.skip("no Python kernel for notebooks is installed")
    cells: list[Any] = []
    for notebook in STORED.values():
        cells += [nbformat.v4.new_code_cell("%reset -f"), *code_cells(notebook)]
    joined = nbformat.v4.new_notebook(cells=[nbformat.from_dict(cell) for cell in cells])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AKKURI_RELEASE", str(national_release.folder))
        patch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
        done = NotebookClient(joined, timeout=120, kernel_name="python3").execute()
    ran = iter(done.cells)
    found: dict[str, list[Any]] = {}
    for name, notebook in STORED.items():
        next(ran)
        found[name] = [next(ran) for _ in code_cells(notebook)]
    return found


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", ["equipment", "gaps", "network"])
def test_what_is_stored_is_of_the_kind_that_a_run_gives(fresh: dict[str, list[Any]], name: str) -> None:
    stored = code_cells(STORED[name])
    assert [kind(cell) for cell in fresh[name]] == [kind(cell) for cell in stored]
    assert all(kind(cell) for cell in stored), "a cell shows nothing"


@pytest.mark.parametrize("name", STORED)
def test_a_notebook_is_small_and_names_no_machine(name: str) -> None:
    file = FOLDER / f"{name}.ipynb"
    text = file.read_text(encoding="utf-8")
    assert len(text) < 100_000
    assert not re.search(r"/(?:home|root|tmp|work)/", text)
    assert "What it leaves out" in text


@pytest.mark.filterwarnings("default")
def test_answers_that_can_be_checked_are_right(fresh: dict[str, list[Any]]) -> None:
    betweenness = fresh["network"][5]["outputs"][0]["data"]["text/html"]
    rows = re.findall(r"<tr>(.*?)</tr>", betweenness)[2:]
    values = [re.findall(r"<td>(.*?)</td>", row)[-2:] for row in rows]
    assert values
    assert all(released == computed for released, computed in values)
