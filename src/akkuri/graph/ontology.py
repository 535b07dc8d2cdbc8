"""The terms: the ontology and its alignments, and what a cluster adds to them."""

from pathlib import Path

from pyoxigraph import Quad

from akkuri import resources
from akkuri.graph.vocabularies import read_turtle
from akkuri.namespaces import Names

__all__ = ["load_ontology"]


def load_ontology(names: Names, cluster: Path | None = None) -> list[Quad]:
    """Read the terms of every cluster and of one into the ontology graph.

    Raises UsageError naming the file and the line that is not Turtle.
    """
    graph = names.graph("ontology")
    return [quad for file in resources.terms(cluster) for quad in read_turtle(file, graph, names.base)]
