"""The README says what there is: settings, commands, its own two commands, and answers that are true."""

import csv
import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from akkuri.cli import COMMANDS, program
from akkuri.release.opening import Release
from akkuri.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


SET = [item.name for item in fields(Settings) if "doc" in item.metadata]
"""The settings that a variable sets."""


@pytest.mark.parametrize("name", SET)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`AKKURI_{name.upper()}`" in README


def test_the_readme_names_no_setting_that_is_not_there() -> None:
    known = {f"AKKURI_{name.upper()}" for name in SET}
    assert set(re.findall(r"AKKURI_[A-Z_]+", README)) == known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`akkuri {name}\b", README)


@pytest.mark.parametrize("marker", ["main job", "tests"])
def test_the_two_commands_can_be_found_by_a_script(marker: str) -> None:
    match = re.search(rf"<!-- {marker} -->\n```sh\n(.+?)\n```", README, re.DOTALL)
    assert match is not None
    assert match[1].startswith("python3 -m venv .venv && .venv/bin/pip install")


def test_links_inside_the_repository_lead_somewhere() -> None:
    for file in (ROOT / "README.md", *ROOT.glob("*/README.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def asked(national: Release, *command: str) -> list[list[str]]:
    result = CliRunner().invoke(
        program, [*command, "--format", "csv"], env={"AKKURI_RELEASE": str(national.folder)}
    )
    assert result.exit_code == 0
    return list(csv.reader(result.stdout.splitlines()))


def shown(command: str) -> list[str]:
    """The lines that the README shows below a command."""
    match = re.search(rf"\$ {re.escape(command)}\n(.*?)\n```", README, re.DOTALL)
    assert match is not None
    return match[1].splitlines()


def test_the_answer_about_abuse_tests_is_the_real_one(national: Release) -> None:
    command = "akkuri query open-to-others capability=abuse-and-safety-testing country=FI"
    rows = asked(national, *command.split()[1:])
    assert [row[1] for row in rows[1:]] == [shown(command)[0]]


def test_the_answer_about_what_is_missing_is_the_real_one(national: Release) -> None:
    rows = asked(national, "gaps", "--state", "stated-missing")
    assert shown("akkuri gaps --state stated-missing --format csv | cut -d, -f2,4") == [
        f"{row[1]},{row[3]}" for row in rows
    ]


def test_the_chain_of_introductions_is_the_real_one(national: Release) -> None:
    command = "akkuri network --from org-vaasa-university --to org-terrafame"
    rows = asked(national, *command.split()[1:])
    assert shown(f"{command} --format csv | cut -d, -f3,5,7") == [f"{r[2]},{r[4]},{r[6]}" for r in rows]
