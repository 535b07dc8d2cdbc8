"""The worked example: the notebook runs from top to bottom and shows what it promises."""

import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient

from akkuri.release.opening import Release

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "a_release.ipynb"


@pytest.mark.filterwarnings("default")
def test_the_notebook_runs(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKKURI_RELEASE", str(release.folder))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    try:
        KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        pytest.skip("no Python kernel for notebooks is installed")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs do not belong in the repository"
    done = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [
        "".join(output["data"].get("text/plain", "") for output in cell["outputs"] if "data" in output)
        for cell in done.cells
        if cell.cell_type == "code"
    ]
    assert all(shown)
    assert release.version in shown[0]
    assert "VTT" in shown[2]
