"""Diff: changes are told by record."""

from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.graph.diff import diff_graphs


def test_records_are_added_removed_and_changed(tmp_path: Path) -> None:
    old, new = tmp_path / "old.nq", tmp_path / "new.nq"
    old.write_text('<e:a> <e:p> "1" <e:ga> .\n<e:b> <e:p> "1" <e:gb> .\n<e:c> <e:p> "1" <e:gc> .\n')
    new.write_text('<e:a> <e:p> "2" <e:ga> .\n<e:c> <e:p> "1" <e:gc> .\n<e:d> <e:p> "1" <e:gd> .\n')
    changes = list(diff_graphs(old, new))
    assert [(change.graph, change.kind) for change in changes] == [
        ("e:ga", "changed"), ("e:gb", "removed"), ("e:gd", "added"),
    ]  # fmt: skip
    assert changes[0].added == (("<e:a>", "<e:p>", '"2"'),)
    assert changes[0].removed == (("<e:a>", "<e:p>", '"1"'),)


def test_an_unreadable_graph_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_text("no quads")
    with pytest.raises(UsageError, match=r"broken\.nq: cannot be read as N-Quads"):
        list(diff_graphs(broken, broken))
