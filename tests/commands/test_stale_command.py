"""`akkuri stale`: the question about what to look at next, as a command."""

import csv
import io

from tests.program import akkuri, near

from akkuri.release.opening import Release


def test_it_lists_what_is_due_by_a_date(national_release: Release) -> None:
    asked = ("--release", national_release.folder, "--kind", "investment", "--format", "csv")
    now = akkuri("stale", *asked)
    later = akkuri("stale", "--by", "2040", *asked)
    assert now.returncode == later.returncode == 0
    due, all_ = (list(csv.DictReader(io.StringIO(found.stdout))) for found in (now, later))
    assert due
    assert {row["record"] for row in due} < {row["record"] for row in all_}
    assert max(row["recheckBy"] for row in due) <= "2026-11-26"


def test_an_unknown_kind_is_one_sentence(national_release: Release) -> None:
    found = akkuri("stale", "--kind", "dragon", "--release", national_release.folder)
    assert found.returncode == 2
    assert found.stderr.startswith("akkuri: --kind: “dragon” is not found")
    early = near("stale", "--by", "soon", "--release", national_release.folder)
    assert (early.returncode, early.stderr.startswith("akkuri: --by is “soon”")) == (2, True), early.stderr
