"""`akkuri proposals`: many are looked at together, and each is told as if it were alone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from akkuri.checks.cluster import open_cluster
from akkuri.checks.paths import today
from akkuri.checks.standing import Standing
from akkuri.curation import proposed
from akkuri.curation.proposals import Proposal, as_correction
from akkuri.curation.taking_in import Additions, read_additions
from akkuri.errors import UsageError
from akkuri.namespaces import Names
from history import HYDROGEN
from program import near

DAY = date(2026, 11, 28)
SOURCE = "https://example.org/other"
CHANGES = (
    ("fac-electrolyser-lab", "description", "Single cells, +358 40 123 4567."),
    ("fac-electrolyser-lab", "homepage", "www.example.org/lab"),
    ("fac-electrolyser-lab", "operator_ids", "Hiidenvesi Hydrogen"),
    ("fac-electrolyser-lab", "operator_ids", "org-nowhere"),
    ("fac-electrolyser-lab", "operator_ids", "fac-electrolyser-pilot"),
    ("fac-electrolyser-lab", "name_en", "Electrolyser pilot"),
    ("fac-electrolyser-pilot", "source_date", "2031-13-40"),
    ("org-hiidenvesi-hydrogen", "ended", "2025"),
    ("org-hiidenvesi-hydrogen", "replaced_by", "org-bothnia-electrolysers"),
    ("src-644dfcfe", "date", "2025-01"),
)


def test_what_is_prepared_for_all_finds_what_a_check_of_all_rows_finds(tmp_path: Path) -> None:
    prepared = Standing(open_cluster(HYDROGEN, Names()))
    prepared.prepare(today())
    plain = Standing(prepared.cluster)

    def found(change: tuple[str, str, str], known: Standing | None) -> Additions:
        file = as_correction(Proposal(*change, SOURCE), prepared.tables, tmp_path)
        return read_additions([file], prepared.cluster, DAY, "en", lambda _: None, known)

    refused = set()
    for change in CHANGES:
        quick, whole = found(change, prepared), found(change, plain)
        assert quick.findings == whole.findings, change
        assert (quick.changes, quick.contents) == (whole.changes, whole.contents), change
        refused.add(quick.refused)
    assert refused == {True, False}
    after = CHANGES[-1]  # what was looked at before has left nothing behind
    assert found(after, prepared).findings == found(after, None).findings


def test_one_that_takes_too_much_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that looks at all of them may be ended by one; then each has a process of its own."""
    for number, (record, column, value) in enumerate((CHANGES[0], CHANGES[3], CHANGES[2])):
        name = f"2026112810000{number}-00000000"
        said = {
            "record": record,
            "column": column,
            "value": value,
            "source": SOURCE,
            "made": "",
            "name": name,
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")
    right = near("proposals", "--folder", tmp_path, "--data", HYDROGEN)
    assert right.returncode == 1
    assert "org-nowhere" in right.stdout
    assert right.stdout.count("→ ") >= 2
    looked_at = proposed.looked_at

    def greedy(proposal: Proposal, **rest: Any) -> object:
        if proposal.value == "org-nowhere":
            raise UsageError("It takes more time than it may.")
        return looked_at(proposal, **rest)

    monkeypatch.setattr(proposed, "looked_at", greedy)
    greedily = near("proposals", "--folder", tmp_path, "--data", HYDROGEN)
    assert greedily.returncode == 1
    others = [line for line in right.stdout.splitlines() if "→ " in line]
    assert [line for line in greedily.stdout.splitlines() if "→ " in line] == others
    assert "more time than it may" in greedily.stdout


def test_many_are_checked_at_once_and_told_as_if_alone(tmp_path: Path) -> None:
    standing = Standing(open_cluster(HYDROGEN, Names()))
    standing.prepare(today())
    sent = [Proposal(*change, SOURCE, name=str(number)) for number, change in enumerate(CHANGES)]
    sent.insert(3, Proposal("fac-nowhere", "homepage", "https://example.org", SOURCE))
    rest = (standing, tmp_path, DAY, "en", lambda _: None)
    alone = [proposed.looked_at(each, *rest) for each in sent]
    together = proposed.looked_at_together(sent, *rest)
    assert together == alone
    taken = [each.proposal for each in alone if each.proposal]
    assert 3 < len(taken) < len(sent)
    contents = proposed.taken_together([taken[0], taken[1]], *rest)
    assert contents is not None
    assert taken[1].value in contents["facilities.csv"], "of one record the later too"


@pytest.mark.parametrize("wrong_first", [True, False])
def test_one_that_is_wrong_does_not_refuse_another_of_its_table(tmp_path: Path, wrong_first: bool) -> None:
    standing = Standing(open_cluster(HYDROGEN, Names()))
    standing.prepare(today())
    right = Proposal("fac-electrolyser-lab", "homepage", "https://example.org/lab", SOURCE, name="right")
    wrong = Proposal("fac-electrolyser-pilot", "operator_ids", "org-nowhere", SOURCE, name="wrong")
    sent = [wrong, right] if wrong_first else [right, wrong]
    found = proposed.looked_at_together(sent, standing, tmp_path, DAY, "en", lambda _: None)
    told = dict(zip((each.name for each in sent), found, strict=True))
    assert told["right"].proposal == right
    assert told["wrong"].proposal is None
    assert "“org-nowhere” is not in" in told["wrong"].said
