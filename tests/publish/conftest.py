"""Editions that the tests of the exporters read: the national graph's and small ones made by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from akkuri import resources
from akkuri.namespaces import PREFIXES
from akkuri.publish.edition import TABLES, Edition
from akkuri.release.opening import Release
from akkuri.tables.about import load_description


@pytest.fixture(scope="session")
def edition(national: Release) -> Edition:
    """The national graph."""
    return national.edition


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], Edition]:
    """Make an edition of a few lines of N-Quads."""

    def make(lines: str) -> Edition:
        graph = tmp_path / "small.nq"
        graph.write_text("".join(sorted(lines.splitlines(keepends=True))), encoding="utf-8")
        facts = {"title": "Small", "version": "2026-11-24-0123456789ab", "issued": "2026-11-24"}
        tables = tmp_path / TABLES
        tables.write_text(json.dumps(load_description(resources.data())), encoding="utf-8")
        return Edition(graph, tables, facts=facts)

    return make


@pytest.fixture
def small_turtle(small: Callable[[str], Edition]) -> Callable[[str], Edition]:
    """Make an edition of a few records in Turtle, under the project's prefixes, in one document."""

    def make(turtle: str) -> Edition:
        prefixes = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
        graph = NamedNode("https://w3id.org/akkuri/doc/x/x")
        triples = parse(prefixes + turtle, RdfFormat.TURTLE, base_iri="https://w3id.org/akkuri/")
        return small("".join(f"{Quad(t.subject, t.predicate, t.object, graph)} .\n" for t in triples))

    return make
