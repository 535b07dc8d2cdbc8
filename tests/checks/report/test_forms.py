"""The report of many findings: alike ones on one line, and no more looks at a finding than it takes."""

from collections import UserDict

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.checks.report.forms import MANY, as_text


class Counted(UserDict[str, str]):
    """Messages that count how often they are read."""

    reads = 0

    def get(self, key, default=None):
        Counted.reads += 1
        return super().get(key, default)


def finding(row: int, message: str) -> Finding:
    return Finding("x", Severity.WARNING, {"en": "fault"}, Counted({"en": message}), "a.csv", row, "name")


def test_findings_that_differ_by_row_only_are_one_line() -> None:
    many = [finding(row, "The name is odd.") for row in range(2, 2 + MANY)]
    few = [finding(row, "The name is long.") for row in range(2, 1 + MANY)]
    lines = as_text([*many, *few], "en").splitlines()
    (line,) = [line for line in lines if "odd" in line]
    assert line.startswith("a.csv:2:name: The name is odd.")
    assert [line.partition(": ")[0] for line in lines if "long" in line] == [
        f"a.csv:{row}:name" for row in range(2, 1 + MANY)
    ]


def test_a_report_is_made_in_time_that_grows_with_the_findings() -> None:
    """It compared each finding with each other one: 13,000 took 13 seconds."""
    for count in (200, 2000):
        Counted.reads = 0
        as_text([finding(row, f"Fault {row}.") for row in range(count)], "en")
        assert 0 < Counted.reads <= 5 * count


def test_a_new_page_that_several_sheets_cite_is_told_once() -> None:
    cited = [
        table_finding("page-new", f"a.xlsx!{sheet}", 2, "source_ids", "https://a.example", table="x")
        for sheet in "bc"
    ]
    (line,) = (line for line in as_text(cited, "en").splitlines() if "https://a.example" in line)
    assert line.endswith("In 2 rows: a.xlsx!b:2, a.xlsx!c:2.")


def test_many_columns_that_no_table_has_are_told_once() -> None:
    extra = [table_finding("column-extra", "a.csv", 1, f"x{number}") for number in range(300)]
    (line,) = (line for line in as_text(extra, "en").splitlines() if "x1," in line)
    assert line.startswith("a.csv:1: 300 columns are not in this table: remove them. x0, x1, x2")
