"""The ontology, its alignments and its vocabularies, read once."""

import pytest
from rdflib import Graph

from akkuri import resources


@pytest.fixture(scope="session")
def terms() -> Graph:
    """The terms alone."""
    graph = Graph()
    for file in resources.terms():
        if file.name != "alignments.ttl":
            graph.parse(file)
    return graph


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
