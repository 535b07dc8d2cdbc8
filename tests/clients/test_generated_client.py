"""A client generated from the description of the API, by a program that is not ours, gets typed answers."""

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from serving import Server

NAME = "client_of_akkuri"
MODELS = f"{NAME}.models."
UNREADABLE = ("application/atom+xml", "text/csv", "application/vnd.openxmlformats-officedocument")
"""Media types that the generator makes nothing of, which it says; the API has them beside JSON."""


@pytest.fixture(scope="module")
def generated(served: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, Any]]:
    """The client's folder, what its generator said, and the description that it was made from."""
    folder = tmp_path_factory.mktemp("generated")
    described = served.request("GET", "/api/openapi.json").body
    (folder / "openapi.json").write_bytes(described)
    (folder / "config.yaml").write_text("post_hooks: []\n")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", "openapi.json", "--config", "config.yaml", "--output-path", NAME]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return folder, said, json.loads(described)


@pytest.fixture(scope="module")
def call(generated: tuple[Path, str, dict[str, Any]], served: Server) -> Iterator[Callable[..., Any]]:
    """Call an operation by its module, such as `default.search`; anything undescribed is an error."""
    sys.path.insert(0, str(generated[0]))
    with importlib.import_module(NAME).Client(
        base_url=served.address, raise_on_unexpected_status=True
    ) as client:
        yield lambda operation, **given: importlib.import_module(f"{NAME}.api.{operation}").sync(
            client=client, **given
        )
    sys.path.remove(str(generated[0]))


def test_it_has_every_operation(generated: tuple[Path, str, dict[str, Any]]) -> None:
    folder, said, described = generated
    made = {file.stem for file in (folder / NAME / "api").glob("*/*.py")}
    wanted = {
        re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", operation["operationId"]).replace("-", "_")
        for methods in described["paths"].values()
        for operation in methods.values()
    }
    assert len(wanted) > 90
    assert wanted <= made
    reasons = re.findall(r"^(?:Cannot parse .*|Unsupported .*)$", said, re.MULTILINE)
    assert not [reason for reason in reasons if not any(kind in reason for kind in UNREADABLE)]


def test_search_and_questions_in_own_words(call: Callable[..., Any]) -> None:
    found = call("default.search", q="cycler", limit=5)
    assert type(found).__module__.startswith(MODELS)
    assert found.total >= len(found.hits) == 5
    assert call("default.ask", q="who can test battery cells").alternatives
    assert {group.group for group in call("default.list_queries").groups} >= {"gaps", "network"}


def test_a_named_question_with_typed_rows(call: Callable[..., Any]) -> None:
    answer = call("gaps.gaps_single_operator")
    assert answer.query == "gaps/single-operator"
    assert [column.name for column in answer.columns] == list(answer.rows[0].to_dict())
    assert answer.release == call("default.releases").releases[0].version


def test_a_table_leads_to_one_of_its_cells(call: Callable[..., Any]) -> None:
    row = call("default.list_gaps").rows[0]
    cell = call("default.get_gap_cell", stage=row["stage"], capability=row["capability"])
    assert (cell.state, cell.facilities) == (row["state"], row["facilities"])


def test_what_is_posted_is_typed_too(call: Callable[..., Any]) -> None:
    item = importlib.import_module(f"{MODELS}run_scenario_json_body_item").RunScenarioJsonBodyItem
    row = call("default.list_gaps").rows[0]
    offered = {"stages": row["stage"], "capability": row["capability"]}
    steps = [{"action": "add", "facility": "fac-new", "country": "FI"}]
    steps += [{"action": "add", "facility": "fac-new"} | offered]
    answer = call("default.run_scenario", body=[item.from_dict(step) for step in steps])
    changed = answer.rows[0]
    assert (changed["stage"], changed["capability"]) == (row["stage"], row["capability"])
    assert answer.rows_total == len(answer.rows)


def test_a_refusal_is_a_problem_with_its_sentence(call: Callable[..., Any]) -> None:
    refused = call("default.get_gap_cell", stage="no-such-stage", capability="none")
    assert type(refused).__name__ == "Problem"
    assert refused.status == 404
    assert "no-such-stage" in refused.detail
