"""The report of many findings: alike ones on one line, and no more looks at a finding than it takes."""

from collections import UserDict

from akkuri.checks.report.finding import Finding, Severity
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
