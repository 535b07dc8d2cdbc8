"""Rows on a terminal: a table where it fits, blocks where it does not, nothing lost but empty columns."""

import pytest

from akkuri.commands.showing import show_rows

COLUMNS = ["Facility", "Stage", "Note", "Operator", "Place", "Country", "Access"]
ROWS = [
    ["Dry room [1]", "Cells", "", "Centria", "Kokkola", "FI", "Open"],
    ["Lab", "Packs", "", "LUT", "Lappeenranta", "FI", ""],
]


def test_a_wide_terminal_gets_a_table_without_the_empty_column(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    show_rows("Who", COLUMNS, ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert "Note" not in "".join(lines)
    assert any("Dry room [1]" in line and "Kokkola" in line for line in lines)


def test_a_narrow_terminal_gets_a_block_for_each_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    show_rows("Who", COLUMNS, ROWS)
    out = capsys.readouterr().out
    assert "\nDry room [1]\n  Stage: Cells\n  Operator: Centria\n  Place: Kokkola\n" in out
    assert "\nLab\n  Stage: Packs\n  Operator: LUT\n  Place: Lappeenranta\n  Country: FI\n" in out
