"""The files that stand beside the program agree with it: notes that docstrings cite, versions, licences."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from akkuri import __version__
from akkuri.namespaces import DEFAULT_BASE

ROOT = Path(__file__).parents[1]
NOTES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
CITED = re.compile(r"([A-Z]+\.md)(?:, ([A-Z][\w ]+)| \(([A-Z][\w ]+)\))")


def sources() -> Iterator[Path]:
    """Every text that explains the program: code, queries, ontology, tables and notes."""
    yield from ROOT.glob("*.md")
    for folder in ("src", "tests", "queries", "ontology", "data"):
        for file in sorted((ROOT / folder).rglob("*.*")):
            if file.suffix in {".py", ".md", ".rq", ".toml", ".ttl", ".yaml", ".html"} and file != Path(
                __file__
            ):
                yield file


def test_nothing_cites_a_design_that_the_repository_does_not_have() -> None:
    dangling = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in sources()
        for match in re.finditer(
            r"design(?:\.md|,? (?:section|chapter|§) ?\d*)", file.read_text(encoding="utf-8"), re.IGNORECASE
        )
    ]
    assert dangling == []


@pytest.mark.parametrize("folder", ["src", "queries", "ontology"])
def test_no_cluster_is_known_where_every_cluster_is_served(folder: str) -> None:
    """What a cluster needs lies in its own folder, words by which people ask included."""
    known = re.compile(r"(?i)batter[yi]|\bakku(?!ri)|\bhydrogen\b|\bväte")
    files = [
        file
        for file in (ROOT / folder).rglob("*.*")
        if file.suffix in {".py", ".rq", ".yaml", ".toml", ".ttl", ".html"}
    ]
    assert len(files) > 10
    told = {str(file.relative_to(ROOT)) for file in files if known.search(file.read_text(encoding="utf-8"))}
    assert told == set()


def test_what_docstrings_cite_are_headings_of_the_notes() -> None:
    headings = set(re.findall(r"^#+ (.+)$", NOTES, re.MULTILINE))
    cited = {
        match[2] or match[3]
        for file in sorted((ROOT / "src").rglob("*.py"))
        for match in CITED.finditer(file.read_text(encoding="utf-8"))
    }
    assert cited
    assert cited <= headings


def test_the_version_stands_in_one_place_and_is_not_older_than_the_last_release() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    released = re.findall(r"^## \[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d{2}-\d{2}$", CHANGES, re.MULTILINE)
    numbers = [tuple(map(int, version)) for version in released]
    assert numbers == sorted(numbers, reverse=True)
    assert tuple(map(int, re.findall(r"\d+", __version__))) >= numbers[0]


def test_other_versions_are_told_once_and_newly() -> None:
    """The citation names no version that could fall behind; the changelog knows that of the ontology."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert "version" not in citation
    header = (ROOT / "ontology" / "akkuri.ttl").read_text(encoding="utf-8")
    stated = re.search(r'owl:versionInfo "([0-9.]+)"', header)
    assert stated
    assert f"ontology/{stated[1]}>" in header
    assert re.search(rf"\b[Oo]ntology (now )?{re.escape(stated[1])}", CHANGES), stated[1]


def test_the_changelog_has_the_form_it_names() -> None:
    headings = re.findall(r"^## (.+)$", CHANGES, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    groups = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", CHANGES, re.MULTILINE)) <= groups


def test_the_security_notes_name_the_version_that_gets_fixes() -> None:
    minor = ".".join(__version__.split(".")[:2])
    assert re.search(rf"^\| {re.escape(minor)} \| yes \|$", SECURITY, re.MULTILINE)


def test_the_citation_is_readable_and_says_what_the_data_say() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    required = {"cff-version", "message", "title", "authors"}
    assert required <= set(citation)
    assert citation["license"] == "CC-BY-4.0"
    assert citation["url"] == DEFAULT_BASE


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("LICENSE", "Apache License"),
        ("LICENSE-DATA", "Creative Commons Attribution 4.0 International Public License"),
    ],
)
def test_the_licence_files_are_whole_and_shipped(name: str, sentence: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert name in project["license-files"]
    assert sentence in (ROOT / name).read_text(encoding="utf-8")


def test_a_commit_is_looked_at_as_ci_looks_at_it() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0][
        "hooks"
    ]
    assert [hook["entry"] for hook in hooks] == [".ci/lint"]
    assert (
        "beside lint nice -n 19 .ci/lint" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    )


LOCKS = ("requirements.lock", "requirements-test.lock")


def pinned(name: str) -> dict[str, Version]:
    """The versions of a lock file that this Python would install."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            item = Requirement(line.removesuffix(" \\"))
            if item.marker is None or item.marker.evaluate():
                (only,) = item.specifier
                found[canonicalize_name(item.name)] = Version(only.version)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_pinned_at_a_version_that_fits(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = list(project["dependencies"])
    if name != LOCKS[0]:
        wanted += [item for extra in ("frames", "link", "test") for item in extras[extra]]
    versions = pinned(name)
    for item in map(Requirement, wanted):
        if item.name != "akkuri" and (item.marker is None or item.marker.evaluate()):
            version = versions.get(canonicalize_name(item.name))
            assert version is not None, f"{item.name} is not in {name}; run .ci/lock"
            assert version in item.specifier, f"{item} does not fit {version} of {name}; run .ci/lock"


def test_the_two_locks_agree_and_every_file_has_a_sum() -> None:
    base, more = (pinned(name) for name in LOCKS)
    assert base.items() <= more.items()
    for name in LOCKS:
        entries = re.findall(
            r"^\S+==.*(?:\n    .*)*", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        assert entries
        assert all("--hash=sha256:" in entry for entry in entries)
