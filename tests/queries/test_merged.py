"""A record that another took over or that was withdrawn: no question lists or counts it."""

import csv
import shutil
from pathlib import Path

from akkuri.analysis.subjects import SUBJECTS
from akkuri.api import OpenRelease, open_release
from akkuri.errors import AkkuriError
from program import akkuri

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
TWINS = {
    "equipment": "eq-electrolyser-stack",
    "facilities": "fac-electrolyser-pilot",
    "gaps": "gap-refuelling",
    "investments": "inv-salt-cavern-demo",
    "networks": "net-hydrogen-valley",
    "organisations": "org-hiidenvesi-hydrogen",
    "projects": "prj-hydrogen-for-the-north",
}
LISTS_CHANGES = {"quality/changed"}
"""Questions about what was changed, for which a merge is a change."""


def release(folder: Path, out: Path) -> OpenRelease:
    built = akkuri("build", "--data", folder, "--out", out)
    assert built.returncode == 0, built.stderr
    return open_release(out)


def add_twin(folder: Path, table: str, record: str, ending: str, **gone: str) -> None:
    """Add a record that says the same as another and counts no more."""
    file = folder / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    (kept,) = [row for row in rows if row["id"] == record]
    name = next(column for column in ("name_en", "name", "title", "statement", "note") if column in kept)
    rows.append({**kept, "id": f"{record}-{ending}", name: f"{kept[name]} {ending}", **gone})
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[-1]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))


def answers(opened: OpenRelease) -> dict[str, object]:
    """Return the answer of each question and view that needs no values."""
    names = [question.path for question in opened.catalogue]
    names += [f"{subject.name}:{view.name}" for subject in SUBJECTS for view in subject.views]
    found: dict[str, object] = {}
    for name in names:
        try:
            found[name] = opened.rows(name)
        except AkkuriError:  # what asks for a value
            continue
    return found


def test_no_answer_counts_a_merged_or_withdrawn_record(tmp_path: Path) -> None:
    before = answers(release(HYDROGEN, tmp_path / "before"))
    changed = Path(shutil.copytree(HYDROGEN, tmp_path / "changed"))
    for table, record in TWINS.items():
        add_twin(changed, table, record, "twin", replaced_by=record)
        add_twin(changed, table, record, "error", withdrawn="2026-11-01")
    opened = release(changed, tmp_path / "after")
    after = answers(opened)
    assert len(after) > 50
    assert {name for name in after if after[name] != before[name]} == LISTS_CHANGES
    assert "electrolyser-pilot-twin" in str(after["quality/changed"]), "its page stays"
