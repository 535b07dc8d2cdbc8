"""From tables to the checked graph: read, map, link, derive, describe, index, check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from akkuri import resources
from akkuri.analysis.derive.steps import Derived, derive_all
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource
from akkuri.analysis.model.values import Model
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.examples import check_examples, found_examples
from akkuri.ask.named.executables import executables
from akkuri.checks.cluster import open_cluster
from akkuri.checks.facts.links import check_links
from akkuri.checks.report.finding import UNREADABLE, Finding, Severity, in_order
from akkuri.checks.run import check_all, check_tables
from akkuri.errors import DataError
from akkuri.graph.mapping import MappedGraph, map_tables
from akkuri.link.decisions.link_graphs import link_graphs
from akkuri.namespaces import Names
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing
from akkuri.publish.about.describe import describe_release
from akkuri.release.build_log import BuildLog
from akkuri.search.content import SearchContent, gather
from akkuri.search.own_words.candidates import candidates, named_groups
from akkuri.search.own_words.kept import GatheredNames, gather_names
from akkuri.search.values import Values
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.tables.rows import Tables

__all__ = ["Graph", "ReleaseRefusedError", "assemble"]


class ReleaseRefusedError(DataError):
    """The checks found violations, so nothing was published; `findings` holds everything they found.

    The exit code is 2 instead of 1 where a file could not be read.
    """

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        if any(finding.code in UNREADABLE for finding in findings):
            self.exit_code = 2
        violations = [finding for finding in findings if finding.severity is Severity.VIOLATION]
        super().__init__(
            f"{violations[0].sentence('en')} ({len(violations)} violations in all; nothing was published.)"
        )


@dataclass(slots=True)
class Graph:
    """Everything between the tables and the written release."""

    tables: Tables
    metadata: dict[str, Any]
    """The description of the tables, with what the folder says about itself."""
    mapped: MappedGraph
    store: Store
    derived: Derived
    description: list[Quad]
    """What the release says about itself, which is in the store as well."""
    findings: list[Finding]
    """Warnings and hints; with a violation there is no graph."""
    content: SearchContent
    """What the search knows."""
    called: GatheredNames
    """What sentences may name."""
    values: Values
    """What is stated of things, for searches by value."""
    things: Mapping[str, Sequence[Thing]]
    """Group → what may be named in it, for the parameters of questions."""
    catalogue: Catalogue
    """The questions that can be asked of it."""
    model: Model
    """What the analyses compute with; its labels are those of everything."""
    examples: dict[str, str]
    """What the questions show first where the cluster does not say: parameter → value."""


def assemble(settings: Settings, data: Path, log: BuildLog) -> Graph:
    """Run the steps from the tables to the checked graph.

    Raises ReleaseRefusedError when the checks find a violation, UsageError when a file cannot be read.
    """
    with log.step("read"):
        cluster = open_cluster(data, settings.names)
        names, vocabularies = cluster.names, cluster.vocabularies
        tables = cluster.read()
    if tables.problems:
        raise ReleaseRefusedError(in_order(check_tables(tables, vocabularies, names)))
    with log.step("map"):
        mapped = map_tables(tables, vocabularies, names)
        store = Store()
        store.bulk_extend([*mapped.quads, *vocabularies.quads, *cluster.ontology])
    unlinkable = list(check_links(data / "links", mapped.quads, vocabularies, names))
    _refuse_violations(in_order(unlinkable))
    with log.step("link"):
        store.extend(link_graphs(data / "links", names, store))
    with log.step("derive"):
        derived = derive_all(store, resources.queries() / "derive", data, names, tables.schema.issued)
    with log.step("describe"):
        catalogue, examples = _questions(data, store, names)
        description = _described(store, cluster.metadata, tables, derived, names)
    with log.step("index"):
        select = EmbeddedStore(store, union=True).select
        content = gather(select, names, catalogue)
        known = Resolver.over(select, names)
        called = gather_names(known, named_groups(candidates(catalogue), names.kinds))
        things = {group: known.index(group).things for group in catalogue.named_groups}
        model = _model(store, names, known)
    with log.step("check"):
        findings = check_all(tables, mapped, store, vocabularies, names, data)
    _refuse_violations(findings)
    return Graph(
        tables,
        cluster.metadata,
        mapped,
        store,
        derived,
        description,
        findings,
        content,
        called,
        Values(select, names),
        things,
        catalogue,
        model,
        examples,
    )


def _refuse_violations(findings: list[Finding]) -> None:
    if any(finding.severity is Severity.VIOLATION for finding in findings):
        raise ReleaseRefusedError(findings)


def _described(
    store: Store, metadata: dict[str, Any], tables: Tables, derived: Derived, names: Names
) -> list[Quad]:
    """Put the description of the release into the store, and return it."""
    rows = {table.name: len(tables.named(table.name)) for table in tables.schema}
    description = describe_release(
        store,
        metadata,
        names,
        rows,
        [result.rule for result in derived.rules],
        lambda predicate: any(store.quads_for_pattern(None, NamedNode(predicate), None, None)),
    )
    store.extend(description)
    return description


def _model(store: Store, names: Names, known: Resolver) -> Model:
    """Return what the analyses compute with, with what everything is called."""
    model = load_model(EngineSource(store), names, known)
    model.labels.whole()
    return model


def _questions(data: Path, store: Store, names: Names) -> tuple[Catalogue, dict[str, str]]:
    """Put the named questions into the store; return them, and the examples that were found for them."""
    folders = resources.questions(data)
    catalogue = Catalogue.load(folders, names)
    check_examples(folders[-1], catalogue.parameters, store, names)
    examples = found_examples(catalogue.parameters, store, names)
    if examples:
        catalogue = Catalogue.load(folders, names, examples)
    store.extend(executables(catalogue, names))
    return catalogue, examples
