"""The documents say what there is: settings, commands, the two of the README, and answers that are true."""

import csv
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from akkuri.cli import COMMANDS, program
from akkuri.release.opening import Release, find_release
from akkuri.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "OPERATING.md").read_text(encoding="utf-8")


DOCUMENTS = [
    *(ROOT / f"{name}.md" for name in ("README", "OPERATING", "CONTRIBUTING")),
    *sorted(ROOT.glob("*/README.md")),
]
SET = [item.name for item in fields(Settings) if "doc" in item.metadata]
"""The settings that a variable sets."""


@pytest.mark.parametrize("name", SET)
def test_every_setting_is_told_to_those_who_run_a_server(name: str) -> None:
    assert f"`AKKURI_{name.upper()}`" in OPERATING


def test_no_setting_is_named_that_is_not_there() -> None:
    known = {f"AKKURI_{name.upper()}" for name in SET}
    assert set(re.findall(r"AKKURI_[A-Z_]+", OPERATING)) == known
    assert set(re.findall(r"AKKURI_[A-Z_]+", README)) <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`akkuri {name}\b", README)


def options(command: click.Command) -> set[str]:
    """The options of a command and of those below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return {name for item in command.params for name in (*item.opts, *item.secondary_opts)}.union(
        *(options(each) for each in below)
    )


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_commands_in_documents_have_the_options_that_are_named(file: Path) -> None:
    context = click.Context(program)
    for name, rest in re.findall(r"`akkuri ([a-z]+)([^`]*)`", file.read_text(encoding="utf-8")):
        command = program.get_command(context, name)
        assert command is not None, name
        named = set(re.findall(r"(?<!\S)--[a-z-]+", rest))
        assert named <= options(command), (name, named - options(command))


@pytest.mark.parametrize("marker", ["main job", "tests"])
def test_the_two_commands_can_be_found_by_a_script(marker: str) -> None:
    match = re.search(rf"<!-- {marker} -->\n```sh\n(.+?)\n```", README, re.DOTALL)
    assert match is not None
    assert match[1].startswith("python3 -m venv .venv && .venv/bin/pip install")


def test_the_way_to_a_new_cluster_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    match = re.search(r"<!-- a new cluster -->\n```sh\n(.+?)\n```", README, re.DOTALL)
    assert match is not None
    commands = [line.partition("#")[0].split() for line in match[1].splitlines()]
    assert [words[1] for words in commands] == ["init", "check", "build", "serve"]
    monkeypatch.chdir(tmp_path)
    for words in commands[:-1]:
        assert CliRunner().invoke(program, words[1:]).exit_code == 0, words
    assert find_release(tmp_path / commands[-1][-1]) is not None


def test_the_lines_of_python_give_what_they_name(
    national_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = re.search(r"<!-- python -->\n```python\n(.+?)\n```", README, re.DOTALL)
    assert match is not None
    (tmp_path / "release").symlink_to(national_release.folder)
    monkeypatch.chdir(tmp_path)
    got: dict[str, Any] = {}
    exec(match[1], got)
    assert {cell["state"] for cell in got["cells"]} == {"stated-missing"}
    assert len(got["bridges"]) == 5
    assert len(got["projects"]) == len(rows("projects"))
    assert got["single"]
    assert all(row["facilities"] >= 1 and row["capabilityName"] for row in got["single"])


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if not row.get("withdrawn")]


def test_the_numbers_are_those_of_the_tables_and_have_their_date() -> None:
    issued = json.loads((ROOT / "data" / "about.json").read_text(encoding="utf-8"))["dc:issued"]
    assert f"| in the tables of {issued} | |" in README
    shown = dict(re.findall(r"^\| ([^|]+) \| ([\d,+ ]+) \|$", README.partition("## Start")[0], re.MULTILINE))
    specifications = len(rows("equipment_parameters")) + len(rows("facility_parameters"))
    investments = [row for row in rows("investments") if not row["replaced_by"]]
    others = f"{len(rows('participations')):,} participations, and {len(rows('collaborations'))} other links"
    assert shown == {
        "organisations and networks": f"{len(rows('organisations')) + len(rows('networks')):,}",
        "facilities, planned and closed ones included": f"{len(rows('facilities')):,}",
        "offerings, and capabilities for own production only": (
            f"{len(rows('offerings'))} + {len(rows('production_capabilities'))}"
        ),
        f"pieces of equipment, with {specifications} specifications of equipment and facilities": (
            f"{len(rows('equipment')):,}"
        ),
        f"projects with {others}": f"{len(rows('projects')):,}",
        "stated gaps, and sums of money for facilities or against gaps": (
            f"{len(rows('gaps'))} + {len(investments)}"
        ),
        "sources": f"{len([row for row in rows('sources') if not row['replaced_by']]):,}",
    }


def test_the_number_of_named_questions_is_that_of_their_files() -> None:
    files = [file for top in (ROOT / "queries", ROOT / "data" / "queries") for file in top.rglob("*.rq")]
    asked = [file for file in files if file.parent.name != "derive"]
    assert f"There are {len(asked)} named questions" in README


def accepted(registry: str) -> dict[str, str]:
    """Records that a decision links to a registry, and how."""
    file = ROOT / "data" / "links" / f"{registry}.sssom.tsv"
    with file.open(encoding="utf-8", newline="") as handle:
        table = csv.DictReader((line for line in handle if not line.startswith("#")), delimiter="\t")
        return {
            row["subject_id"].rpartition("/")[2].rpartition(":")[2]: row["predicate_id"]
            for row in table
            if row["object_id"] != "sssom:NoTermFound" and row["predicate_modifier"] != "Not"
        }


def test_the_links_to_registries_are_those_that_were_decided() -> None:
    ror, wikidata = accepted("ror"), accepted("wikidata")
    same = {slug for slug, how in ror.items() if how == "skos:exactMatch"}
    stated = {row["id"][4:] for table in ("organisations", "networks") for row in rows(table) if row["ror"]}
    actors = len(rows("organisations")) + len(rows("networks"))
    assert (
        f"| ROR | {actors:,} organisations and networks | {len(ror)}; {len(same | stated)} have a ROR id,"
        in README
    )
    assert f"| Wikidata | the same | {len(wikidata)} |" in README
    assert f"| CORDIS | {len(rows('projects'))} projects | {len(accepted('cordis'))} of " in README
    told = (ROOT / "data" / "links" / "README.md").read_text(encoding="utf-8")
    assert f"{len(stated - set(ror))} of the {actors - len(ror)} have a ROR id in the tables" in told


def test_links_inside_the_repository_lead_somewhere() -> None:
    for file in (*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("tests/*/README.md")):
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
    lines = shown(f"{command} --format csv | cut -d, -f2,4-7")
    assert lines == [",".join([row[1], *row[3:7]]) for row in rows]
    assert len(rows) == 2
    others = [row[1] for row in asked(national, *command.split()[1:-1]) if row not in rows]
    said = re.search(r"One laboratory. Leave `country` out, and (\w+) and (\w+) answer too.", README)
    assert said is not None
    assert [place for place in said.groups() if any(place in name for name in others)] == [*said.groups()]
    assert len(others) == 2


def test_the_answer_about_what_is_missing_is_the_real_one(national: Release) -> None:
    rows = asked(national, "gaps", "--state", "stated-missing")
    assert shown("akkuri gaps --state stated-missing --format csv | cut -d, -f2,4") == [
        f"{row[1]},{row[3]}" for row in rows
    ]
    frame = asked(national, "gaps")
    assert f"That is {len(rows) - 1} of the {len(frame) - 1} expected cells" in README


def test_the_chain_of_introductions_is_the_real_one(national: Release) -> None:
    command = "akkuri network --from org-vaasa-university --to org-terrafame"
    rows = asked(national, *command.split()[1:])
    assert shown(f"{command} --format csv | cut -d, -f3,5,7") == [f"{r[2]},{r[4]},{r[6]}" for r in rows]
