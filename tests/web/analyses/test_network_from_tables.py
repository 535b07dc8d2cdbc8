"""The network has the actors and pairs that its own words lead to, counted here from the tables alone."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from flask.testing import FlaskClient

from akkuri.resources import data

Ids = set[str]


def table(name: str) -> list[dict[str, str]]:
    with (data() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            row for row in csv.DictReader(file) if not row.get("withdrawn") and not row.get("replaced_by")
        ]


def split(cell: str) -> Ids:
    return {part for part in cell.split(";") if part}


def ends(actors: dict[str, dict[str, str]]) -> dict[str, Ids]:
    """What a link names → the actors that it ties: those who operate a facility, coordinate a project."""
    found = {iri: {iri} for iri in actors}
    for row in table("facilities"):
        found[row["id"]] = split(row["operator_ids"])
    for row in table("participations"):
        if row["role"] == "coordinator":
            found.setdefault(row["project_id"], set()).add(row["organisation_id"])
    return found


def tied_groups(actors: dict[str, dict[str, str]]) -> Iterator[Ids]:
    """Those tied to one another: in a project otherwise than as funders, at a facility, in a family."""
    members: dict[str, Ids] = {}
    for row in table("participations"):
        if row["role"] not in ("funder", "listed"):
            members.setdefault(row["project_id"], set()).add(row["organisation_id"])
    yield from members.values()
    yield from (split(row["operator_ids"]) for row in table("facilities"))
    yield from ({row["id"], parent} for row in actors.values() for parent in split(row["parent_id"]))
    met = ends(actors)
    for row in table("collaborations"):
        if row["type"] != "funds":
            one, other = met.get(row["from_id"], set()), met.get(row["to_id"], set())
            yield from ({end, far} for end in one for far in other)


def of_cluster(actors: dict[str, dict[str, str]]) -> Ids:
    """Actors of the country, networks, those who run something able or answer for a need, members."""
    found = {iri for iri, row in actors.items() if row["country"] == "FI" or iri.startswith("net-")}
    able = {row["facility_id"] for row in [*table("offerings"), *table("production_capabilities")]}
    for row in table("facilities"):
        if row["id"] in able or row["country"] == "FI":
            found |= split(row["operator_ids"])
    for row in table("gaps"):
        found |= split(row["responsible_ids"])
    for row in table("collaborations"):
        if row["type"] == "member-of" and actors.get(row["to_id"], {}).get("country", "") in ("", "FI"):
            found |= {row["from_id"], row["to_id"]}
    return found


def test_the_network_is_what_its_words_say(national: FlaskClient) -> None:
    """The words that stood beside the numbers led to half as many pairs again."""
    actors = {row["id"]: row for row in [*table("organisations"), *table("networks")]}
    own = of_cluster(actors)
    pairs = {
        pair
        for group in tied_groups(actors)
        for pair in combinations(sorted(group & actors.keys()), 2)
        if not own.isdisjoint(pair)
    }
    degrees = Counter(end.partition("-")[2] for pair in pairs for end in pair)
    found = national.get("/api/network?show=measures&top=100000").get_json()
    assert found["totals"]["edges"] == len(pairs)
    assert {row["actor"].rpartition("/")[2]: row["degree"] for row in found["rows"]} == degrees
    assert any("answer for a need" in note for note in found["notes"])
