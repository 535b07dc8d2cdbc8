"""What the tab needs: the engine, the graph in parts, the questions with their markers, and words."""

import gzip
import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Quad, RdfFormat, serialize

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.question import NamedQuery
from akkuri.ask.named.template import Slot
from akkuri.namespaces import Names
from akkuri.publish.edition import Edition
from akkuri.texts import LANGUAGES, catalogue
from akkuri.web.map.frame import EUROPE, frame_of
from akkuri.web.map.outlines import outlines

__all__ = ["ENGINE", "FIRST", "FOLDER", "GRAPH", "REST", "questions", "write_graph", "write_tab"]

_SHARED: Final = (
    *(f"editor.{name}" for name in ("view_map", "view_network", "mapped", "unmapped")),
    "map.origin",
    "charts.svg",
    "charts.png",
    "queries.two_ways",
)
"""Further texts that the tab shows, beside its own."""
FOLDER: Final = "static/plain"
ENGINE: Final = ("oxigraph.js", "oxigraph.wasm.gz", "licences.txt")
FIRST: Final = "first.trig.gz"
"""What the matrix reads: a fifth of the next part, which half of the time until it is seen would go to."""
GRAPH: Final = "graph.trig.gz"
REST: Final = "rest.trig.gz"

_APART: Final = ("void", "queries", "ontology", "release")
"""Graphs that no named question reads."""
_LABELS: Final = frozenset(f"label{lang.capitalize()}" for lang in LANGUAGES)
_ALWAYS: Final = (
    "type",
    *_LABELS,
    "prefLabel",
    "notation",
    "title",
)
"""Local names of the properties that are in the first part, whatever questions name."""
_OTHER_NAMES: Final = ("altLabel", "hiddenLabel")
"""Names of concepts that no question shows, only people write."""
_SOON: Final = "gaps/cells"
"""The question whose statements are in the first part: the page of the matrix leads to it."""
_LATER: Final = ("network",)
"""Groups of questions whose statements are in the second part."""
_ANY_PROPERTY: Final = re.compile(r"\?\w+\s+\?(?!lang\b)\w+\s+\?\w+\s*[.;}]")
"""A statement with any property: who asks so reads the whole graph."""
_WORD: Final = re.compile(r"\w+")
_IN_IRI: Final = re.compile(r"(?<=[:/#])\w+")
"""The local name of a prefixed one, and every part of a full one."""
_A: Final = re.compile(r"\ba\b")


def write_graph(edition: Edition, found: Catalogue, folder: Path) -> dict[str, int]:
    """Write the graph in three parts and return the bytes of each; together they are the whole graph.

    The first has what a matrix reads, the second what most named questions read: statements with a property
    that one of them names. The last is loaded before others and a question of one's own are answered. Raises
    UsageError when the graph cannot be read.
    """
    named = {
        word for question in found if not _whole(question) for word in _WORD.findall(question.template.words)
    } | set(_ALWAYS)
    soon = _soon(found)

    @cache
    def part(graph: str, predicate: str) -> str:
        if _apart(graph, predicate, edition.names, named):
            return REST
        return FIRST if _name(predicate) in soon else GRAPH

    sizes = {}
    for name in (FIRST, GRAPH, REST):
        quads = (quad for quad in edition.quads() if part(_graph(quad), quad.predicate.value) == name)
        body = serialize(quads, format=RdfFormat.TRIG, prefixes=edition.names.prefixes) or b""
        packed = gzip.compress(body, 9, mtime=0)
        (folder / name).write_bytes(packed)
        sizes[name] = len(packed)
    return sizes


def _graph(quad: Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _name(predicate: str) -> str:
    return re.split("[/#]", predicate)[-1]


def _apart(graph: str, predicate: str, names: Names, named: set[str]) -> bool:
    """Say whether the statements of a graph with a property are in the last part."""
    if graph.startswith(tuple(names.graph(name) for name in _APART)):
        return True
    name = _name(predicate)
    return name not in named or (name in _OTHER_NAMES and graph.startswith(names.graph("vocabulary")))


def _soon(found: Catalogue) -> frozenset[str]:
    """Return the local names of the properties whose statements are in the first part."""
    question = found.queries.get(_SOON)
    return frozenset() if question is None else _read(question)


def _read(question: NamedQuery) -> frozenset[str]:
    """Return local names of all properties that a question can read, and of other things that it names."""
    words = question.template.words
    found = set(_IN_IRI.findall(words)) | ({"type"} if _A.search(words) else set())
    return frozenset(found | _LABELS)  # the answer's own records are shown by name


def _whole(question: NamedQuery) -> bool:
    """Say whether a question reads the whole graph: it asks for ties between actors, or for any property."""
    return question.group in _LATER or bool(_ANY_PROPERTY.search(question.template.words))


def questions(found: Catalogue, names: Names) -> dict[str, Any]:
    """Return every named question as the tab needs it: parameters, text cut at the markers, columns."""
    return {
        "base": names.base,
        "prefixes": dict(names.prefixes),
        "questions": {q.path: _question(q, _soon(found)) for q in found},
    }


def _question(query: NamedQuery, soon: frozenset[str]) -> dict[str, Any]:
    params = {
        name: {
            "type": p.type,
            "labels": dict(p.labels),
            "default": p.default,
            "scheme": p.scheme,
            "kinds": list(p.kinds),
            "choices": {value: dict(texts) for value, texts in p.choices.items()},
            "unit": p.unit,
            "least": None if p.least is None else float(p.least),
            "most": None if p.most is None else float(p.most),
            "last": p.last,
        }
        for name, p in query.params.items()
    }
    lines = [
        [
            line.condition,
            [
                piece
                if isinstance(piece, str)
                else [piece.name, *([piece.variable] if isinstance(piece, Slot) else [])]
                for piece in line.pieces
            ],
        ]
        for line in query.template.lines
    ]
    return {
        "soon": not _whole(query) and _read(query) <= soon,
        "whole": _whole(query),
        "params": params,
        "lines": lines,
        "columns": [[c.name, dict(c.titles)] for c in query.columns],
    }


def _frames(home: str | None) -> list[dict[str, Any]]:
    """Return what the maps of answers are drawn on, the first in which all points lie being taken."""
    areas = [home] if home in outlines() else []
    return [
        {
            "width": frame.width,
            "height": frame.height,
            "longitude": frame.projection.longitude,
            "latitude": frame.projection.latitude,
            "scale": frame.scale,
            "left": frame.left,
            "top": frame.top,
            "outlines": [{"path": one.path, "home": one.home} for one in frame.outlines()],
        }
        for frame in (frame_of(area) for area in (*areas, EUROPE) if area)
    ]


def write_tab(found: Catalogue, names: Names, folder: Path, home: str | None) -> bool:
    """Write the engine, the questions, the words, and the outlines of `home` and of Europe.

    False where the installation has no engine.
    """
    for lang in LANGUAGES:
        words = {
            key.partition(".")[2]: value
            for key, value in catalogue(lang).items()
            if key.startswith("plain.") or key in _SHARED
        }
        (folder / f"words-{lang}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    (folder / "frames.json").write_text(json.dumps(_frames(home), separators=(",", ":")), encoding="utf-8")
    body = json.dumps(questions(found, names), ensure_ascii=False, separators=(",", ":"))
    (folder / "questions.json.gz").write_bytes(gzip.compress(body.encode(), 9, mtime=0))
    files = [resources.bundle(name) for name in ENGINE]
    for file in files:
        if file is not None:
            shutil.copyfile(file, folder / file.name)
    return None not in files
