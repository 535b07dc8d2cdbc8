"""Changed records checked alone: the same findings as the check of everything, after any edit."""

import random
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from akkuri.checks.cluster import open_cluster
from akkuri.checks.run import shapes_of, union
from akkuri.checks.shacl.engines import validate
from akkuri.checks.shacl.incremental import ShapeChecker
from akkuri.graph.mapping import map_tables
from akkuri.namespaces import Names

HYDROGEN = Path(__file__).parents[2] / "fixtures" / "hydrogen"


class Edited:
    """A cluster whose records are edited at random, checked by what changed alone."""

    def __init__(self, folder: Path, seed: int) -> None:
        cluster = open_cluster(folder, Names())
        mapped = map_tables(cluster.read(), cluster.vocabularies, cluster.names)
        self.shapes = shapes_of(cluster.names, folder).ntriples
        self.others = [*cluster.vocabularies.quads, *cluster.ontology]
        self.records: dict[object, list[Triple]] = defaultdict(list)
        self.values: dict[object, list[object]] = defaultdict(list)
        for quad in mapped.quads:
            self.records[quad.graph_name].append(quad.triple)
            self.values[quad.predicate].append(quad.object)
        self.names = sorted(self.records, key=str)
        self.random = random.Random(seed)
        self.checker = ShapeChecker((quad.triple for quad in [*mapped.quads, *self.others]), self.shapes)
        self.found = set(self.everything())

    def everything(self):
        quads = [Quad(*triple) for triples in self.records.values() for triple in triples]
        return validate(union([*quads, *self.others]), self.shapes)

    def edit(self) -> None:
        """Remove a record or a statement, or give statements values that others have."""
        name = self.random.choice(self.names)
        old = self.records[name]
        new = list(old)
        match self.random.choice(["remove", "drop", "change", "change", "change"]):
            case "remove":
                new = []
            case "drop" if new:
                new.pop(self.random.randrange(len(new)))
            case _:
                for _ in range(min(2, len(new))):
                    place = self.random.randrange(len(new))
                    subject, predicate = new[place].subject, new[place].predicate
                    new[place] = Triple(subject, predicate, self.random.choice(self.values[predicate]))
        self.apply(name, new)

    def apply(self, name: object, new: list[Triple]) -> None:
        """Give a record other statements."""
        old = self.records[name]
        self.records[name] = new
        changed = self.checker.edit(old, new)
        assert set(changed.before) == {found for found in self.found if found.focus in changed.nodes}
        self.found = {found for found in self.found if found.focus not in changed.nodes} | set(changed.after)


@pytest.mark.parametrize("seed", [1, 2])
def test_findings_are_those_of_the_whole_check_after_every_few_edits(seed: int) -> None:
    edited = Edited(HYDROGEN, seed)
    for _ in range(5):
        for _ in range(8):
            edited.edit()
        assert edited.found == set(edited.everything())


def test_a_change_reaches_the_records_that_rest_on_it() -> None:
    edited = Edited(HYDROGEN, 0)
    source = next(quad.value for quad in edited.values[NamedNode("http://purl.org/dc/terms/source")])
    document = next(name for name in edited.names if str(name).endswith(source.rpartition("/")[2] + ">"))
    changed = edited.checker.edit(edited.records[document], [])
    assert source in changed.nodes
    assert {node for node in changed.nodes if node != source}
    assert len(changed.after) > len(changed.before)


def test_a_value_that_others_have_too_is_missed_where_its_own_node_lacks_it() -> None:
    """`?offering ak:facility $this ; ak:capability ?c` is about one offering, though it names it once."""
    edited = Edited(HYDROGEN, 0)
    capability = NamedNode("https://w3id.org/akkuri/ontology#capability")
    lost = next(t for n in edited.names for t in edited.records[n] if t.predicate == capability)
    place = next(name for name in edited.names if lost in edited.records[name])
    other = next(
        name
        for name in edited.names
        if name != place and any(t.predicate == capability for t in edited.records[name])
    )
    same = [
        Triple(t.subject, capability, lost.object) if t.predicate == capability else t
        for t in edited.records[other]
    ]
    edited.apply(other, list(dict.fromkeys(same)))
    kept = [t for t in edited.records[place] if t.predicate != capability and "stage" not in str(t.predicate)]
    edited.apply(place, kept)
    assert edited.found == set(edited.everything())
    before = {found.shape.rpartition("/")[2] for found in edited.found if "stageGiven" in found.shape}
    assert before
