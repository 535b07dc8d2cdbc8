"""Building a release: read, map, derive, check, describe, write, switch."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, Store

from akkuri import __version__, resources
from akkuri.analysis.derivation import RuleResult
from akkuri.analysis.deriving import derive_all
from akkuri.checks.finding import Finding, Severity, in_order
from akkuri.checks.run import check_all, check_tables
from akkuri.errors import DataError
from akkuri.graph.mapping import MappedGraph, map_tables
from akkuri.graph.vocabularies import load_vocabularies, read_turtle
from akkuri.link.graphs import link_graphs
from akkuri.publish.describe import describe_release, documents
from akkuri.publish.edition import TABLES, Edition
from akkuri.release.manifest import describe
from akkuri.release.opening import GRAPH, LOG, MANIFEST, Release
from akkuri.release.writing import checksum, publish, workplace
from akkuri.settings import Settings
from akkuri.tables.reading import Tables, read_folder
from akkuri.tables.schema import load_schema

__all__ = ["BuildLog", "ReleaseRefusedError", "build_release"]

Progress = Callable[[str], None]


@dataclass(slots=True)
class BuildLog:
    """What the build did and how many seconds each step took."""

    seconds: dict[str, float] = field(default_factory=dict)
    progress: Progress | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        if self.progress:
            self.progress(name)
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)


class ReleaseRefusedError(DataError):
    """The checks found violations, so nothing was published; `findings` holds everything they found."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        violations = [finding for finding in findings if finding.severity is Severity.VIOLATION]
        super().__init__(
            f"{violations[0].sentence('en')} ({len(violations)} violations in all; nothing was published.)"
        )


@dataclass(slots=True)
class Graph:
    """Everything between the tables and the written release."""

    tables: Tables
    mapped: MappedGraph
    store: Store
    rules: list[RuleResult]
    description: list[Quad]
    """What the release says about itself, which is in the store as well."""
    findings: list[Finding]
    """Warnings and hints; with a violation there is no graph."""


def build_release(
    settings: Settings, data: Path | None = None, out: Path | None = None, progress: Progress | None = None
) -> Release:
    """Build a release from the tables and put it in use.

    `data` is the folder of the tables (the national graph's when None), which may have a tables.json
    and a folder vocabularies/ of its own, `out` the folder of releases
    (`settings.release` when None); `progress` is told the name of each step. Raises ReleaseRefusedError
    when the checks find a violation, UsageError when something cannot be read or written; either way
    the release in use stays as it was.
    """
    log = BuildLog(progress=progress)
    root = out or settings.release
    with workplace(root) as folder:
        graph = _graph(settings, data or resources.data(), log)
        shutil.copyfile(_schema_file(data or resources.data()), folder / TABLES)
        with log.step("write"):
            _write_graph(graph.store, folder / GRAPH)
            manifest = describe(
                graph.tables, graph.mapped, graph.rules, graph.store, folder, settings, graph.findings
            )
            edition = Edition(folder / GRAPH, folder / TABLES, settings.names, manifest)
            for name, content in documents(graph.description, edition).items():
                (folder / name).write_bytes(content)
                manifest["sha256"][name] = checksum(folder / name)
            _write_json(folder / MANIFEST, manifest)
        _write_json(folder / LOG, {"akkuri": __version__, "seconds": log.seconds})
        return Release(publish(folder, root, str(manifest["version"])))


def _graph(settings: Settings, data: Path, log: BuildLog) -> Graph:
    """Run the steps from the tables to the checked graph."""
    names = settings.names
    with log.step("read"):
        tables = read_folder(data, load_schema(_schema_file(data)))
        folders = (resources.ontology() / "vocabularies", data / "vocabularies")
        vocabularies = load_vocabularies(folders, names)
    if tables.problems:
        raise ReleaseRefusedError(in_order(check_tables(tables, vocabularies)))
    with log.step("map"):
        mapped = map_tables(tables, vocabularies, names)
        store = Store()
        store.bulk_extend(mapped.quads + vocabularies.quads + _ontology(settings))
    with log.step("link"):
        store.extend(link_graphs(data / "links", names, store))
    with log.step("derive"):
        rules = derive_all(store, resources.queries() / "derive", data, names, tables.schema.issued)
    with log.step("describe"):
        metadata = json.loads(_schema_file(data).read_text(encoding="utf-8"))
        rows = {table.name: len(tables.named(table.name)) for table in tables.schema}
        description = describe_release(store, metadata, names, rows, [result.rule for result in rules])
        store.extend(description)
    with log.step("check"):
        findings = check_all(tables, mapped, store, vocabularies, names)
    if any(finding.severity is Severity.VIOLATION for finding in findings):
        raise ReleaseRefusedError(findings)
    return Graph(tables, mapped, store, rules, description, findings)


def _schema_file(data: Path) -> Path:
    """Return the description of the tables: their folder's own, else the national graph's."""
    own = data / TABLES
    return own if own.exists() else resources.data() / TABLES


def _ontology(settings: Settings) -> list[Quad]:
    """Read the ontology and its alignments into the ontology graph."""
    graph = settings.names.graph("ontology")
    files = sorted(resources.ontology().glob("*.ttl"))
    return [quad for file in files for quad in read_turtle(file, graph, settings.base)]


def _write_graph(store: Store, file: Path) -> None:
    """Write the graph as sorted N-Quads, so that the same input gives the same bytes."""
    lines = sorted(f"{quad} .\n" for quad in store)
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(lines)


def _write_json(file: Path, document: object) -> None:
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
