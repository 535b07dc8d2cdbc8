"""The releases of a folder: which of one version is meant, and what of each record is compared."""

from pathlib import Path

import pytest

from akkuri.release.known import known_beside
from akkuri.release.opening import Release
from akkuri.release.record_states import states_of
from releases import write_release

BASE = "https://w3id.org/akkuri/"


@pytest.mark.parametrize("times", [1, 2, 11])
def test_of_a_version_that_was_built_again_the_newest_is_found(times: int, tmp_path: Path) -> None:
    in_use = Release(write_release(tmp_path / "b", "b", "<x:b> <x:p> <x:o> <x:g> .\n"))
    folders = ["a", *(f"a.{number}" for number in range(2, times + 1))]
    for folder in folders:
        write_release(tmp_path / folder, "a", f"<x:a> <x:p> <x:{folder}> <x:g> .\n")
    found = known_beside(in_use, tmp_path).find("a")
    assert found is not None
    assert found.folder.name == folders[-1]


def test_a_record_lies_where_its_facility_does_unless_it_says_otherwise(tmp_path: Path) -> None:
    def line(record: str, name: str, value: str) -> str:
        return f"<{BASE}id/{record}> <{BASE}ontology#{name}> <{BASE}{value}> <{BASE}doc/{record}> .\n"

    graph = "".join(
        sorted(
            (
                line("equipment/press", "facility", "id/facility/hall"),
                line("facility/hall", "region", "concept/region/FI1B"),
                line("equipment/van", "facility", "id/facility/hall"),
                line("equipment/van", "region", "concept/region/FI1C"),
                line("organisation/owner", "facility", "concept/region"),
            )
        )
    )
    states = states_of(Release(write_release(tmp_path / "a", "a", graph, base=BASE)))
    assert {state.key: state.regions for state in states} == {
        "equipment/press": ("FI1B",),
        "equipment/van": ("FI1C",),
        "facility/hall": ("FI1B",),
        "organisation/owner": (),
    }
