"""A validator that is not ours finds the published tables valid in its strict mode."""

import shutil
import zipfile
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from akkuri.publish.edition import Edition, iri
from akkuri.publish.formats import export, find_format
from akkuri.release.opening import Release

from .foreign_validator import complaints, plain, statements


@pytest.fixture(scope="module")
def edition(hydrogen_release: Release) -> Edition:
    return hydrogen_release.edition


@pytest.fixture(scope="module")
def hydrogen(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published archive of a small cluster, unpacked as one who downloads it does."""
    folder = tmp_path_factory.mktemp("hydrogen")
    export(edition, find_format("csvw"), folder / "csv.zip")
    with zipfile.ZipFile(folder / "csv.zip") as archive:
        archive.extractall(folder / "csv")
    return folder / "csv"


def test_the_archive_of_a_small_cluster_is_valid(hydrogen: Path) -> None:
    assert complaints(hydrogen) == []
    assert complaints(hydrogen / "csvw") == []


def test_it_makes_the_statements_of_the_graph_of_the_tables(hydrogen: Path, edition: Edition) -> None:
    documents = f"{edition.names.base}doc/"
    stated = {
        (iri(quad.subject), quad.predicate.value, plain(quad.object.value))
        for quad in edition.quads("asserted")
        if iri(quad.graph_name).startswith(documents) and isinstance(quad.object, NamedNode | Literal)
    }
    assert statements(hydrogen / "csvw") == stated


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("offerings.csv", "fac-electrolyser-lab", "fac-none"),
        ("facilities.csv", "src-644dfcfe", "src-00000000"),
        ("projects.csv", ",2023,", ",23.5.,"),
        ("equipment.csv", "id,", "identifier,"),
    ],
)
def test_by_the_metadata_it_finds_what_is_wrong(
    hydrogen: Path, tmp_path: Path, file: str, right: str, wrong: str
) -> None:
    shutil.copytree(hydrogen, tmp_path, dirs_exist_ok=True)
    text = (hydrogen / file).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert complaints(tmp_path)
