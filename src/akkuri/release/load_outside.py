"""Filling a store outside with the graph of a release: in bounded pieces, resumable, counted at the end.

A statement twice is one statement and the graph has no blank nodes, so a piece that may have arrived is sent
again. The pieces of a release are always the same, so their number says how far a loading has come.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from akkuri.errors import OutsideError, UsageError
from akkuri.release.opening import Release
from akkuri.store.as_written import kept
from akkuri.store.base import Term
from akkuri.store.marker import Marker, Progress
from akkuri.store.own_graphs import OWN_GRAPHS
from akkuri.store.remote import ALL_GRAPHS, RemoteStore
from akkuri.store.remote_answer import number
from akkuri.store.trial import exact

__all__ = ["Loaded", "load_outside"]

PIECE_QUADS: Final = 500
PIECE_BYTES: Final = 512 * 1024
GRAPHS: Final = 200
"""Graphs removed in one update."""
IN_NO_GRAPH: Final = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading did."""

    quads: int
    pieces: int
    """Pieces sent; none when the release was there already."""
    resumed: int
    """The piece that an earlier loading had come to."""


def load_outside(
    release: Release, store: RemoteStore, *, replace: bool, progress: Callable[[int, int], None]
) -> Loaded:
    """Load a verified release; `progress` is told the pieces done and their number.

    Raises UsageError when the store holds something that is no release of Akkuri (unless it is to be
    replaced), OutsideError when the store fails or does not hold afterwards what it was sent.
    """
    marker = Marker(str(release.manifest["base"]))
    expected = Counter(str(quad.graph_name) for quad in _quads(release))
    pieces = sum(1 for _ in _pieces(release))
    quads = sum(expected.values())
    state = _state(store, marker)
    if state == release.version and _wrong(store, marker, expected) is None:
        return Loaded(quads, 0, 0)
    if state is None and not replace and (_graphs(store, marker) or _holds(store, IN_NO_GRAPH)):
        raise UsageError.worded("store.not-ours", address=store.address)
    began = Progress(release.version, 0, pieces)
    resumed = 0
    if isinstance(state, Progress) and (state.version, state.pieces) == (began.version, began.pieces):
        resumed = state.done
    if not resumed:
        _clear(store, marker, began)
    as_kept = (lambda term: term) if exact(store.select) else kept
    for place, piece in enumerate(_pieces(release), 1):
        if place > resumed:
            done = Progress(release.version, place, pieces)
            store.update(_insertion(piece, as_kept))
            store.update(marker.progress_update(done))  # apart: together Virtuoso takes twice as long
            progress(place, pieces)
    wrong = _wrong(store, marker, expected)
    if wrong is not None:
        store.update(marker.progress_update(began))  # the next loading begins anew
        graph, found = wrong
        told = {"address": store.address, "graph": graph, "found": found}
        raise OutsideError.worded("store.miscounted", expected=expected[graph], **told)
    store.update(marker.version_update(release.version))
    return Loaded(quads, pieces - resumed, resumed)


def _quads(release: Release) -> Iterator[Quad]:
    return iter(parse(path=release.graph_path, format=RdfFormat.N_QUADS))


def _pieces(release: Release) -> Iterator[list[Quad]]:
    piece: list[Quad] = []
    size = 0
    for quad in _quads(release):
        length = len(str(quad).encode())
        if piece and (len(piece) == PIECE_QUADS or size + length > PIECE_BYTES):
            yield piece
            piece, size = [], 0
        piece.append(quad)
        size += length
    if piece:
        yield piece


def _insertion(piece: list[Quad], as_kept: Callable[[Term], Term]) -> str:
    graphs: dict[str, list[str]] = {}
    for quad in piece:
        triple = f"{quad.subject} {quad.predicate} {as_kept(quad.object)} ."
        graphs.setdefault(str(quad.graph_name), []).append(triple)
    lines: list[str] = []
    for graph, triples in graphs.items():
        lines += [f"GRAPH {graph} {{", *triples, "}"]
    return "\n".join(("INSERT DATA {", *lines, "}"))


def _state(store: RemoteStore, marker: Marker) -> str | Progress | None:
    """Return the version that the store names, or how far a loading has come; None: neither."""
    found = [row.get("v") for row in store.select(marker.version_query())]
    if len(found) == 1 and isinstance(found[0], Literal):
        return found[0].value
    texts = [row.get("text") for row in store.select(marker.progress_query())]
    states = [Progress.read(term.value) for term in texts if isinstance(term, Literal)]
    known = [state for state in states if state is not None]
    return min(known, key=lambda state: state.done) if known else None


def _graphs(store: RemoteStore, marker: Marker) -> list[str]:
    """Return the graphs that a release in the store would be of, or that stand where it is to be."""
    return sorted({*store.graphs()} - {marker.graph, *OWN_GRAPHS})


def _holds(store: RemoteStore, pattern: str) -> bool:
    """Say whether anything fits; by a SELECT, for Virtuoso answers some ASK with rows."""
    return bool(store.select(f"SELECT (1 AS ?yes) {{ {pattern} }} LIMIT 1"))


def _clear(store: RemoteStore, marker: Marker, began: Progress) -> None:
    """Take the version away first, then every graph."""
    store.update(marker.progress_update(began))
    graphs = _graphs(store, marker)
    for start in range(0, len(graphs), GRAPHS):
        drops = (f"DROP SILENT GRAPH {NamedNode(graph)}" for graph in graphs[start : start + GRAPHS])
        store.update(" ;\n".join(drops))
    if _holds(store, IN_NO_GRAPH):  # Virtuoso, which has no default graph of its own, refuses to clear it
        store.update("CLEAR SILENT DEFAULT")


def _wrong(store: RemoteStore, marker: Marker, expected: Counter[str]) -> tuple[str, int] | None:
    """Return the first graph with another number of statements than it must have, and that number."""
    found: Counter[str] = Counter()
    for row in store.select(ALL_GRAPHS):
        if isinstance(name := row.get("g"), NamedNode):
            found[str(name)] = number(row.get("n"), store.address)
    for graph in (marker.graph, *OWN_GRAPHS):
        found.pop(str(NamedNode(graph)), None)
    graphs = sorted({*found, *expected})
    return next(((graph, found[graph]) for graph in graphs if found[graph] != expected[graph]), None)
