"""The ontology, its alignments and its vocabularies, read once."""

import pytest
from rdflib import Graph

from akkuri import resources


@pytest.fixture(scope="session")
def terms() -> Graph:
    """The terms alone."""
    return Graph().parse(resources.ontology() / "akkuri.ttl")


@pytest.fixture(scope="session")
def alignments() -> Graph:
    """The alignments alone."""
    return Graph().parse(resources.ontology() / "alignments.ttl")


@pytest.fixture(scope="session")
def concepts() -> Graph:
    """All vocabularies together, with the other names."""
    graph = Graph()
    for folder in resources.vocabularies():
        for file in sorted(folder.rglob("*.ttl")):
            graph.parse(file)
    return graph
