"""`akkuri diff` of tables: two folders, or a revision in git and a folder, in three forms."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from program import akkuri


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A new cluster in git, and a copy of it with one name changed and one row gone."""
    root = tmp_path_factory.mktemp("diff")
    old, new = root / "old", root / "new"
    assert akkuri("init", old).returncode == 0
    shutil.copytree(old, new)
    who = ["-c", "user.name=Curator", "-c", "user.email=curator@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "First"]):
        subprocess.run(["git", "-C", str(old), *words], check=True)
    facilities = new / "facilities.csv"
    lines = facilities.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [line.replace("Example plant", "Another | plant") for line in lines[:1] + lines[2:]]
    facilities.write_text("".join(changed), encoding="utf-8")
    return old, new


@pytest.mark.parametrize("revision", [False, True])
def test_rows_are_told_by_record_and_cell(folders: tuple[Path, Path], revision: bool) -> None:
    old, new = folders
    told = akkuri("diff", "HEAD" if revision else old, new, "--data", old).stdout
    assert told.splitlines() == [
        "Gone: Facility Example laboratory (fac-example-laboratory)",
        "Changed: Facility Another | plant (fac-example-plant)",
        "    Name in English: Example plant → Another | plant",
        "Rows added: 0, changed: 1, removed: 1.",
    ]


def test_the_forms_say_the_same(folders: tuple[Path, Path]) -> None:
    changes = json.loads(akkuri("diff", *folders, "--format", "json").stdout)
    assert [(c["table"], c["change"], c["key"]) for c in changes] == [
        ("facilities", "removed", ["fac-example-laboratory"]),
        ("facilities", "changed", ["fac-example-plant"]),
    ]
    assert changes[1]["names"] == {"fac-example-plant": "Another | plant"}
    assert changes[1]["cells"] == {"name_en": {"before": "Example plant", "after": "Another | plant"}}
    told = akkuri("diff", *folders, "--format", "markdown", "--lang", "fi").stdout
    assert "## Infrastruktuurit" in told
    assert "Nimi englanniksi: Example plant → Another \\| plant" in told


def test_what_git_does_not_know_is_one_sentence(folders: tuple[Path, Path]) -> None:
    old, new = folders
    for wrong in ("no-such-revision", "--output=/tmp/x"):
        result = akkuri("diff", "--data", old, "--", wrong, new)
        assert result.returncode == 2
        assert wrong in result.stderr
        assert "Traceback" not in result.stderr


def test_a_file_of_changes_gets_a_section_for_each_edition(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = folders
    notes = tmp_path / "CHANGES.md"
    for expected in (1, 1):
        assert akkuri("diff", old, new, "--notes", notes).returncode == 0
        assert notes.read_text(encoding="utf-8").count("\n## ") == expected
    about = json.loads((new / "about.json").read_text(encoding="utf-8"))
    later = tmp_path / "later"
    shutil.copytree(new, later)
    (later / "about.json").write_text(json.dumps(about | {"dc:issued": "2031-01-02"}), encoding="utf-8")
    assert akkuri("diff", old, later, "--notes", notes).returncode == 0
    told = notes.read_text(encoding="utf-8")
    assert told.index("## 2031-01-02") < told.index(f"## {about['dc:issued']}")
    assert "- **Changed** (1): Another \\| plant" in told
    assert "- **Gone** (1): Example laboratory" in told
    notes.write_bytes(b"\xff\xfe")
    assert akkuri("diff", old, new, "--notes", notes).stderr.count("\n") == 1


def test_a_folder_that_takes_too_much_memory_is_one_sentence(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    bad = shutil.copytree(folders[1], tmp_path / "bad")
    os.truncate(bad / "facilities.csv", 2 * 1024**3)  # a file with a hole takes no room
    done = akkuri("diff", folders[0], bad)
    assert done.returncode == 2
    assert done.stderr.startswith(f"akkuri: {bad}: reading it takes more than ")
    assert done.stderr.count("\n") == 1
