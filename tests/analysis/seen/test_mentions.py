"""Mentions and cells of the national graph, against the tables read with the csv module."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.model.values import Model
from akkuri.analysis.seen.mentions import home_cells, home_mentions
from akkuri.analysis.seen.trials import HALF, read_trials, trial, written_trials
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError


def table(name: str) -> list[dict[str, str]]:
    with (resources.data() / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def from_tables() -> dict[str, frozenset[str]]:
    publisher = {row["id"]: row["publisher"] for row in table("sources")}
    home = {row["id"]: row for row in table("facilities") if row["country"] == "FI"}
    house = {row["id"]: row["facility_id"] for row in table("equipment")}
    found: dict[str, set[str]] = defaultdict(set)

    def add(facilities: list[str], row: dict[str, str]) -> None:
        for facility in facilities:
            if facility in home:
                found[facility] |= {publisher[source] for source in row["source_ids"].split(";") if source}

    for row in home.values():
        add([row["id"]], row)
    for name in ("offerings", "production_capabilities", "facility_parameters", "equipment", "investments"):
        for row in table(name):
            add([row["facility_id"]], row)
    for row in table("equipment_parameters"):
        add([house[row["equipment_id"]]], row)
    for row in table("collaborations"):
        add([row["from_id"], row["to_id"]], row)
    for row in table("gaps"):
        add(row["addressed_by_ids"].split(";"), row)
    root = "https://w3id.org/akkuri/id/facility/"
    return {root + key.removeprefix("fac-"): frozenset(named) for key, named in found.items()}


def test_publishers_of_every_row_about_a_facility(national: Model, parameters: Parameters) -> None:
    assert home_mentions(national, parameters) == from_tables()


def test_the_outcome_of_trials_is_kept_as_it_was(
    national: Model, parameters: Parameters, tmp_path: Path
) -> None:
    mentions, cells = home_mentions(national, parameters), home_cells(national, parameters)
    made = trial(mentions, cells, HALF, "2026-11-26", draws=20)
    assert made == trial(mentions, cells, HALF, "2026-11-26", draws=20)
    file = tmp_path / "hidden_trials.csv"
    file.write_text(written_trials([made]), encoding="utf-8")
    (kept,) = read_trials(file)
    assert (kept.date, kept.hidden, kept.cells) == (made.date, made.hidden, made.cells)
    assert kept.rate == pytest.approx(made.rate, abs=1e-4)


def test_a_damaged_outcome_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "hidden_trials.csv"
    file.write_text("date,hidden,rate\n2026-11-26,half,0.1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"hidden_trials\.csv:2: is no outcome of a trial"):
        read_trials(file)


def test_the_kept_outcome_is_of_the_cells_of_the_frame(parameters: Parameters, national: Model) -> None:
    kept = {each.hidden: each for each in parameters.trials}
    assert sorted(kept) == [0.1, 0.2, 0.3, 0.5]
    assert all(each.low <= each.rate <= each.high for each in kept.values())


def test_counts_of_cells_are_those_of_the_gap_analysis(national: Model, parameters: Parameters) -> None:
    """Every cell of the frame, none apart: what trials hide is what the matrix shows."""
    there = home_cells(national, parameters)
    shown = {
        (cell.stage, cell.capability): set(cell.facilities)
        for cell in area_cells(national, parameters, national.home or "")
    }
    assert {pair: set(facilities) for pair, facilities in there.items()} == shown
    assert any(shown.values())
