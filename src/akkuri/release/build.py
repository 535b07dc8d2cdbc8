"""Building a release: assemble the graph, write it beside the one in use, switch."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from akkuri import __version__, resources
from akkuri.analysis.evidence import all_sources
from akkuri.analysis.model.filled import filled_fields
from akkuri.analysis.model.kept import MODEL, write_model
from akkuri.analysis.model.stated import STATED, write_stated
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.kept import MEASURES, write_measures
from akkuri.analysis.seen.mentions import all_mentions
from akkuri.ask.named.examples import add_examples
from akkuri.checks.report.forms import as_turtle
from akkuri.files import checksum
from akkuri.kinds import load_kinds
from akkuri.naming.kept_labels import LABELS, write_labels
from akkuri.naming.kept_source import THINGS, write_things
from akkuri.publish.about.describe import documents
from akkuri.publish.edition import TABLES, Edition
from akkuri.release.assembly import Graph, ReleaseRefusedError, assemble
from akkuri.release.build_log import BuildLog, Progress
from akkuri.release.change_log import note_publication
from akkuri.release.integrity import seal
from akkuri.release.layout import DISK, GRAPH, LOG, MANIFEST, REPORT
from akkuri.release.manifest import describe
from akkuri.release.opening import Release
from akkuri.release.origin import commit_of
from akkuri.release.switch import publish, workplace
from akkuri.search.asked_phrases import PHRASES, write_phrases
from akkuri.search.kept import write_content
from akkuri.search.own_words.candidates import candidates
from akkuri.search.own_words.counted import COUNTED
from akkuri.search.own_words.examples import AskedExamples
from akkuri.search.own_words.kept import NAMES, write_names
from akkuri.search.own_words.question_words import ASKED_BY, QuestionWords
from akkuri.search.values import VALUES
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.tables.writing import write_folder

__all__ = ["ReleaseRefusedError", "build_release"]

_YOUNG: Final = 50_000
"""So many new objects before the garbage collector looks: nearly all that a build makes stays."""


def build_release(
    settings: Settings,
    data: Path | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
    commit: str | None = None,
) -> Release:
    """Build a release from the tables and put it in use.

    `data` is the folder of the tables (the national graph's when None), which may have a tables.json,
    an about.json and a folder vocabularies/ of its own, `out` the folder of releases
    (`settings.release` when None); `progress` is told the name of each step; `commit` is that
    of the tables (what git says of their folder when None). Raises ReleaseRefusedError
    when the checks find a violation, UsageError when something cannot be read or written; either way
    the release in use stays as it was.
    """
    log = BuildLog(progress=progress)
    root, data = out or settings.release, data or resources.data()
    settings = replace(settings, declared=load_kinds(data))
    with _seldom_collected(), workplace(root) as folder:
        graph = assemble(settings, data, log)
        with log.step("write"):
            _write_tables(graph, data, folder)
            _write_graph(graph.store, folder / GRAPH)
            _write_search(graph, folder)
            _write_named(graph, settings, folder)
            _write_analysed(graph, folder)
            manifest = _write_manifest(graph, settings, folder, commit or commit_of(data))
            if (folder / GRAPH).stat().st_size > settings.disk_bytes:
                EmbeddedStore.create_on_disk(folder / DISK, [folder / GRAPH])
        _write_json(folder / LOG, {"akkuri": __version__, "seconds": log.seconds})
        release = Release(publish(folder, root, str(manifest["version"])))
        note_publication(root, release)
        return release


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let the garbage collector look seldom: as often as it does by default takes a fifth of a build."""
    often = gc.get_threshold()
    gc.set_threshold(_YOUNG, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)


def _write_tables(graph: Graph, data: Path, folder: Path) -> None:
    """Keep the tables, and the cluster's questions with the examples that were found for them."""
    resources.keep_cluster(data, folder)
    add_examples(folder / resources.CLUSTER / "queries", graph.examples)
    write_folder(graph.tables, folder / resources.CLUSTER)
    _write_json(folder / TABLES, graph.metadata)


def _write_search(graph: Graph, folder: Path) -> None:
    """Write what searches and sentences are answered from."""
    write_content(graph.content, graph.catalogue, folder)
    write_names(graph.called, folder / NAMES)
    asked = resources.questions(folder / resources.CLUSTER)
    AskedExamples.beside(asked).write(asked, folder / COUNTED)
    questions = list(candidates(graph.catalogue))
    QuestionWords.of(questions, asked).write(questions, asked, folder / ASKED_BY)
    write_phrases(asked, folder / PHRASES)
    graph.values.write(folder / VALUES)


def _write_named(graph: Graph, settings: Settings, folder: Path) -> None:
    """Write what may be named in questions, and what everything is called."""
    write_things(graph.things, settings.names, folder / THINGS)
    write_labels(graph.model.labels.facts(), folder / LABELS)


def _write_analysed(graph: Graph, folder: Path) -> None:
    """Write what the analyses need not compute again."""
    write_model(graph.model, folder / MODEL)
    write_stated(all_mentions(graph.model), all_sources(graph.model), _filled(graph.model), folder / STATED)
    write_measures(graph.derived.measured, folder / MEASURES)


def _write_manifest(graph: Graph, settings: Settings, folder: Path, commit: str | None) -> dict[str, Any]:
    """Write the findings, the documents of the edition and, with the sums of all, the manifest."""
    report = as_turtle(graph.findings, settings.names)
    (folder / REPORT).write_text(report, encoding="utf-8")
    manifest = describe(graph, folder, settings, commit)
    edition = Edition(folder / GRAPH, folder / TABLES, settings.names, manifest)
    for name, content in documents(graph.description, edition).items():
        (folder / name).write_bytes(content)
        manifest["sha256"][name] = checksum(folder / name)
    _write_json(folder / MANIFEST, seal(manifest))
    return manifest


def _filled(model: Model) -> dict[str, dict[str, frozenset[str]]]:
    """Return kind → field as declared → the records that have it."""
    return {
        kind.name: {each.column.shown.text: each.records for each in filled_fields(model, kind)}
        for kind in model.names.kinds
    }


def _write_graph(store: Store, file: Path) -> None:
    """Write the graph as sorted N-Quads, so that the same input gives the same bytes."""
    lines = sorted(f"{quad} .\n" for quad in store)
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(lines)


def _write_json(file: Path, document: object) -> None:
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
