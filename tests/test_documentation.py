"""The README says what there is: every setting, every command, and its own two commands."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from akkuri.cli import COMMANDS
from akkuri.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [item.name for item in fields(Settings)])
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`AKKURI_{name.upper()}`" in README


def test_the_readme_names_no_setting_that_is_not_there() -> None:
    known = {f"AKKURI_{item.name.upper()}" for item in fields(Settings)}
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
