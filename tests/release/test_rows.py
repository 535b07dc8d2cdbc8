"""Rows in, records out: every row of every table is one thing of its class in the release."""

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.release.opening import Release

BASE = "https://w3id.org/akkuri/"
TYPED = re.compile(
    rf"<{BASE}(id/[^>]+)> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> "
    rf"<{BASE}ontology#(\w+)> <{BASE}doc/[^>]+> \."
)
DESCRIPTION = json.loads((Path(__file__).parents[2] / "ontology" / "tables.json").read_text("utf-8"))
TABLES = {table["url"].removesuffix(".csv"): table for table in DESCRIPTION["tables"]}
OWNERS = {"fac": "facility", "eq": "equipment"}
"""Prefix of an id → the kind in the addresses; needed where two tables share a class."""


def rows(name: str) -> list[dict[str, str]]:
    with (resources.data() / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def things(national_release: Release) -> dict[str, set[str]]:
    """Class → the things that are stated to be of it, in the documents of records."""
    found: dict[str, set[str]] = defaultdict(set)
    with national_release.graph_path.open(encoding="utf-8") as lines:
        for line in lines:
            if match := TYPED.match(line):
                found[match[2]].add(match[1])
    return found


def classes(table: dict[str, object]) -> set[str]:
    other = [each["class"] for each in table.get("ak:classWhen", [])]  # type: ignore[attr-defined, index]
    return {str(name).removeprefix("ak:") for name in (table["ak:class"], *other)}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_rows_in_and_records_out(name: str, things: dict[str, set[str]], national_release: Release) -> None:
    given = rows(name)
    found = set().union(*(things[cls] for cls in classes(TABLES[name])))
    if not given:  # lookups begin with their header only
        assert not found
        assert national_release.manifest["rows"][name] == 0
        return
    if name.endswith("_parameters"):
        kind = OWNERS[given[0][f"{name.partition('_')[0]}_id"].partition("-")[0]]
        found = {thing for thing in found if thing.startswith(f"id/{kind}/")}
    assert len(found) == len(given)
    if "id" in given[0]:
        assert {thing.rpartition("/")[2] for thing in found} == {row["id"].partition("-")[2] for row in given}
    assert national_release.manifest["rows"][name] == len(given)
    assert national_release.manifest["records"][name] == len(given)


def test_no_table_of_the_folder_is_left_out() -> None:
    assert {file.stem for file in resources.data().glob("*.csv")} == TABLES.keys()
