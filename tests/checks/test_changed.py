"""Few rows are checked by what they change: with the findings of the check of everything."""

import csv
import random
from pathlib import Path

import pytest

from akkuri.checks import changed
from akkuri.checks.paths import check_paths
from akkuri.checks.report.finding import Finding
from akkuri.namespaces import Names

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
TABLES = ("facilities", "organisations", "projects", "offerings", "sources")


def sent(folder: Path, seed: int) -> list[Path]:
    """Rows of two tables with some cells emptied, or filled with those of other rows; one is new."""
    chosen, files = random.Random(seed), []
    for name in chosen.sample(TABLES, 2):
        with (HYDROGEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        header = list(rows[0])
        found = [dict(row) for row in chosen.sample(rows, min(3, len(rows)))]
        for row in found:
            for column in chosen.sample(header[1:], 3):
                row[column] = chosen.choice(["", chosen.choice(rows)[column], "nothing such"])
        if "id" in header:
            found[0]["id"] += "9" if name != "sources" else ""
        files.append(folder / f"{name}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(found)
    return files


@pytest.mark.parametrize("seed", range(4))
def test_the_findings_are_those_of_the_whole_check(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sent(tmp_path, seed)

    def found() -> list[Finding]:
        return check_paths(files, Names(), HYDROGEN)

    alone = found()
    monkeypatch.setattr(changed, "FEW", 0)
    assert alone == found()
    assert alone
