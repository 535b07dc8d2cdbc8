"""The CSV tables read with the standard library: what the answers of the graph are compared with."""

import csv
import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path

Row = dict[str, str]
ID = "https://w3id.org/akkuri/id/"
KINDS = {"org": "organisation", "net": "network", "fac": "facility", "prj": "project", "gap": "gap"}
PARTNERS = {"coordinator", "participant", "associated"}
RESEARCH = {"university", "university-of-applied-sciences", "research-institute"}
PILOT = {"pilot", "demonstration", "industrial"}
OPEN = {"open", "commercial-service"}
Pair = tuple[str, str]


def iri(table_id: str) -> str:
    prefix, _, slug = table_id.partition("-")
    return f"{ID}{KINDS[prefix]}/{slug}"


def several(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


class Tables:
    """The rows, and what several questions need of them."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.organisations = {r["id"]: r for name in ("organisations", "networks") for r in self.read(name)}
        self.facilities = {r["id"]: r for r in self.read("facilities")}
        self.offerings = self.read("offerings")
        self.productions = self.read("production_capabilities")
        self.projects = {r["id"]: r for r in self.read("projects")}
        self.participations = self.read("participations")
        self.collaborations = self.read("collaborations")
        self.gaps = {r["id"]: r for r in self.read("gaps")}
        self.investments = [
            row for row in self.read("investments") if not row["withdrawn"] and not row["replaced_by"]
        ]
        self.expected, self.broader = self._frame(data / "vocabularies" / "capability.ttl")
        self.stages = self._stages(data / "vocabularies" / "value-chain-stage.ttl")

    def read(self, name: str) -> list[Row]:
        with (self.data / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    @staticmethod
    def _blocks(file: Path, scheme: str) -> dict[str, str]:
        text = file.read_text(encoding="utf-8")
        parts = re.split(rf"^<https://w3id.org/akkuri/concept/{scheme}/([a-z0-9-]+)> a ", text, flags=re.M)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    def _frame(self, file: Path) -> tuple[dict[str, set[str]], dict[str, str]]:
        blocks = self._blocks(file, "capability")
        expected, broader = {}, {}
        for name, block in blocks.items():
            found = re.search(r"ak:expectedStage (.*?)\s*[;.]\s*$", block, flags=re.M | re.S)
            expected[name] = set(re.findall(r"value-chain-stage/([a-z-]+)", found[1])) if found else set()
            above = re.search(r"skos:broader <[^>]*/([a-z-]+)>", block)
            if above:
                broader[name] = above[1]
        return expected, broader

    def _stages(self, file: Path) -> list[str]:
        blocks = self._blocks(file, "value-chain-stage")
        orders = {name: re.search(r"ak:order (\d+)", block) for name, block in blocks.items()}
        return sorted(orders, key=lambda name: int(orders[name][1]))  # type: ignore[index]

    def cells(self) -> list[Pair]:
        return [(s, c) for c, stages in self.expected.items() for s in stages]

    def present(self, facility: str) -> bool:
        return self.facilities[facility]["status"] in ("operational", "")

    def serving(self, stage: str, capability: str, country: str = "FI", region: str = "") -> list[Row]:
        """Offerings that others may use, of facilities in use, for a cell; scale and access as in force."""
        found = []
        for row in self.offerings:
            facility = self.facilities[row["facility_id"]]
            if row["capability"] != capability or stage not in several(row["stages"]):
                continue
            if facility["country"] != country or (region and facility["nuts3"] != region):
                continue
            access = row["access"] or facility["access"]
            if self.present(row["facility_id"]) and access != "in-house":
                found.append({**row, "access": access, "scale": row["scale"] or facility["scale"]})
        return found

    def in_use(self, stage: str, capability: str, country: str = "FI", region: str = "") -> set[str]:
        """Facilities in use that have a capability at a stage, for others or for themselves."""
        return {
            row["facility_id"]
            for row in [*self.offerings, *self.productions]
            if row["capability"] == capability
            and stage in several(row["stages"])
            and self.present(row["facility_id"])
            and self.facilities[row["facility_id"]]["country"] == country
            and (not region or self.facilities[row["facility_id"]]["nuts3"] == region)
        }

    def planned(self, stage: str, capability: str) -> set[str]:
        return {
            row["facility_id"]
            for row in [*self.offerings, *self.productions]
            if row["capability"] == capability
            and stage in several(row["stages"])
            and self.facilities[row["facility_id"]]["status"] in ("planned", "under-construction")
            and self.facilities[row["facility_id"]]["country"] == "FI"
        }

    def needs(self, stage: str, capability: str) -> set[str]:
        names = {capability, self.broader.get(capability, "")}
        return {
            gap["id"]
            for gap in self.gaps.values()
            if stage in several(gap["stages"]) and names & set(several(gap["capabilities"]))
        }

    def own_group(self, organisation: str) -> set[str]:
        """An organisation and its subsidiaries, theirs too."""
        found = {organisation}
        while more := {o for o, row in self.organisations.items() if row.get("parent_id") in found} - found:
            found |= more
        return found

    def operators(self, rows: list[Row]) -> set[str]:
        """Who runs facilities: subsidiaries under a parent that is there too, joint ones alone."""
        run = {
            row["facility_id"]: several(self.facilities[row["facility_id"]]["operator_ids"]) for row in rows
        }
        there = {operator for operators in run.values() for operator in operators}

        def head(operator: str) -> str:
            above, found = operator, operator
            while above := self.organisations[above].get("parent_id", ""):
                found = above if above in there else found
            return found

        heads = {facility: {head(one) for one in operators} for facility, operators in run.items()}
        return {one.copy().pop() if len(one) == 1 else facility for facility, one in heads.items()}

    def members(self) -> dict[str, set[str]]:
        """Project → those in it other than as funders."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.participations:
            if row["role"] in PARTNERS:
                found[row["project_id"]].add(row["organisation_id"])
        return found

    def own(self) -> set[str]:
        """The actors of the cluster: of its country, or of a facility, a need or a network.

        A facility elsewhere that is recorded for its cost alone, with no capability, does not count;
        nor does the foreign member of a network of another country.
        """
        found = {o["id"] for o in self.organisations.values() if o["country"] == "FI"}
        found |= {o for o in self.organisations if o.startswith("net-")}
        able = {row["facility_id"] for row in self.offerings + self.productions}
        for facility in self.facilities.values():
            if facility["id"] in able or facility["country"] == "FI":
                found |= set(several(facility["operator_ids"]))
        for gap in self.gaps.values():
            found |= set(several(gap["responsible_ids"]))
        for row in self.collaborations:
            network = self.organisations.get(row["to_id"], {"country": ""})
            if row["type"] == "member-of" and network["country"] in ("", "FI"):
                found |= {row["from_id"], row["to_id"]} & self.organisations.keys()
        return found

    def shared(self) -> dict[Pair, set[str]]:
        """Pair of organisations, one of them of the cluster → projects they share."""
        found: dict[Pair, set[str]] = defaultdict(set)
        own = self.own()
        for project, members in self.members().items():
            for pair in combinations(sorted(members), 2):
                if own & set(pair):
                    found[pair].add(project)
        return found

    def actors_of(self, record: str) -> set[str]:
        """The actors that stand for a record in a collaboration."""
        if record in self.organisations:
            return {record}
        if record in self.facilities:
            return set(several(self.facilities[record]["operator_ids"]))
        return {
            row["organisation_id"]
            for row in self.participations
            if row["project_id"] == record and row["role"] == "coordinator"
        }

    def linked(self) -> dict[str, set[frozenset[str]]]:
        """Kind of tie → pairs, one of the two of the cluster."""
        found: dict[str, set[frozenset[str]]] = defaultdict(set)
        for row in self.collaborations:
            for one in self.actors_of(row["from_id"]):
                for other in self.actors_of(row["to_id"]) - {one}:
                    found[row["type"]].add(frozenset((one, other)))
        for facility in self.facilities.values():
            for pair in combinations(several(facility["operator_ids"]), 2):
                found["shared-operation"].add(frozenset(pair))
        for actor in self.organisations.values():
            if actor["parent_id"]:
                found["parent"].add(frozenset((actor["id"], actor["parent_id"])))
        found["co-participation"] = {frozenset(pair) for pair in self.shared()}
        own = self.own()
        return {kind: {pair for pair in pairs if pair & own} for kind, pairs in found.items()}

    def neighbours(self, without: str = "") -> dict[str, set[str]]:
        """Actor → those tied to it other than by funding."""
        found: dict[str, set[str]] = defaultdict(set)
        for kind, pairs in self.linked().items():
            for one, other in pairs if kind != "funds" else ():
                if without not in (one, other):
                    found[one].add(other)
                    found[other].add(one)
        return found

    def distances(self, start: str) -> dict[str, int]:
        around = self.neighbours()
        found = {start: 0}
        ring = [start]
        while ring:
            following = {n for actor in ring for n in around[actor]} - found.keys()
            found |= dict.fromkeys(following, found[ring[0]] + 1)
            ring = sorted(following)
        return found
