"""A cluster that does not fit is refused in one sentence with file and line; nothing is published."""

import csv
import importlib
import inspect
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from akkuri import checks
from akkuri.analysis.network.facilities import SAME_OPERATOR
from akkuri.analysis.network.triples import OWN_KINDS
from akkuri.analysis.weights import STATES
from akkuri.release.opening import Release, find_release
from program import inside

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
GENERAL = Path(__file__).parents[2] / "ontology" / "vocabularies"
QUERY = """#+ title: {en: a, fi: b, sv: c}
#+ summary: {en: a, fi: b, sv: c}
#+ params:
#+   lang: {type: language, default: en}
#+ columns: [facility]
SELECT ?facility { VALUES ?lang { "en" } ?facility a ?lang }
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HYDROGEN, tmp_path / "data"))


def without_about(cluster: Path) -> None:
    (cluster / "about.json").unlink()


def with_a_broken_header(cluster: Path) -> None:
    (cluster / "queries" / "gaps").mkdir()
    (cluster / "queries" / "gaps" / "own.rq").write_text(QUERY)


def with_a_query_nobody_would_see(cluster: Path) -> None:
    (cluster / "queries" / "own.rq").write_text(QUERY.replace("language", "lang"))


def with_an_unknown_weight(cluster: Path) -> None:
    (cluster / "weights").mkdir()
    (cluster / "weights" / "gap_weights.csv").write_text("weight,value,meaning\nstate:planned,0.5,\n")


def without_training(cluster: Path) -> None:
    cut(cluster / "vocabularies" / "capability.ttl", "s:training")
    for table in ("offerings", "gaps"):
        file = cluster / f"{table}.csv"
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "training" not in line), encoding="utf-8")


def own(scheme: str, concept: str) -> Callable[[Path], None]:
    """Make the change: the cluster's own version of a general scheme, without a concept."""

    def change(cluster: Path) -> None:
        copy = Path(shutil.copy(GENERAL / f"{scheme}.ttl", cluster / "vocabularies"))
        cut(copy, f"<https://w3id.org/akkuri/concept/{scheme}/{concept}>")

    change.__name__ = f"{scheme}_without_{concept}"
    return change


def cut(file: Path, subject: str) -> None:
    """Take the block of a subject out of Turtle."""
    before, found, after = file.read_text(encoding="utf-8").partition(f"\n{subject} a ")
    assert found
    rest = after.partition(" .\n")[2]
    file.write_text(f"{before}\n{rest}", encoding="utf-8")


def line_of_scheme(file: Path) -> str:
    """The line on which a vocabulary's scheme begins, as a text editor counts."""
    if file.suffix != ".ttl":
        return ""
    before = file.read_text(encoding="utf-8").partition(" a skos:ConceptScheme ")[0]
    return str(before.count("\n") + 1)


CASES: list[tuple[Callable[[Path], None], str]] = [
    (without_about, "about.json: is not there; expected what the cluster is called"),
    (with_a_broken_header, "queries/gaps/own.rq:4: the parameter “lang” has the unknown type “language”"),
    (with_a_query_nobody_would_see, "queries/own.rq: stands in none of the groups of questions"),
    (with_an_unknown_weight, "weights/gap_weights.csv:2: state:planned is none of state:stated-missing, "),
    (
        without_training,
        "vocabularies/capability.ttl:LINE: The vocabulary capability lacks the concept training, which "
        "queries/directory/training.rq:",
    ),
    (
        own("cell-state", "covered"),
        "vocabularies/cell-state.ttl:LINE: The vocabulary cell-state lacks the concept covered, which "
        "akkuri.analysis.weights names: add it.",
    ),
    (
        own("participation-role", "associated"),
        "vocabularies/participation-role.ttl:LINE: The vocabulary participation-role lacks the concept "
        "associated, which weights/groups.csv:",
    ),
    (
        own("collaboration-kind", "hosts"),
        "vocabularies/collaboration-kind.ttl:LINE: The vocabulary collaboration-kind lacks the concept "
        "hosts, which queries/quality/european-infrastructures.rq:",
    ),
    (
        own("facility-kind", "distributed-infrastructure"),
        "vocabularies/facility-kind.ttl:LINE: The vocabulary facility-kind lacks the concept "
        "distributed-infrastructure, which shapes/facility.ttl:",
    ),
]


@pytest.mark.parametrize(("change", "said"), CASES, ids=[change.__name__ for change, _ in CASES])
@pytest.mark.parametrize("command", ["check", "build"])
def test_what_does_not_fit_is_refused_and_nothing_is_published(
    command: str,
    change: Callable[[Path], None],
    said: str,
    hydrogen_release: Release,
    cluster: Path,
    tmp_path: Path,
) -> None:
    """The release of the cluster as it was stays in use."""
    release = find_release(shutil.copytree(hydrogen_release.folder.parent, tmp_path / "out", symlinks=True))
    assert release
    change(cluster)
    said = said.replace("LINE", line_of_scheme(cluster / said.partition(":")[0]))
    arguments = (
        [str(cluster)] if command == "check" else ["--data", str(cluster), "--out", str(tmp_path / "out")]
    )
    code, sentences = inside(command, *arguments)
    assert code == 2
    lines = [line for line in sentences.replace(f"{cluster}/", "").splitlines() if line.startswith(said)]
    assert len(lines) == 1, sentences
    assert find_release(tmp_path / "out") == release


def named() -> list[dict[str, str]]:
    file = Path(inspect.getfile(checks)).with_name("named_concepts.csv")
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("row", named(), ids=lambda row: f"{row['scheme']}/{row['concept']}")
def test_a_concept_of_the_program_is_named_where_the_list_says(row: dict[str, str]) -> None:
    source = inspect.getsource(importlib.import_module(row["named_by"]))
    assert f'"{row["concept"]}"' in source


def test_the_list_has_every_state_and_tie_of_the_program() -> None:
    listed = {
        scheme: {row["concept"] for row in named() if row["scheme"] == scheme}
        for scheme in ("cell-state", "tie-kind")
    }
    assert listed == {"cell-state": set(STATES), "tie-kind": {*OWN_KINDS, SAME_OPERATOR}}
