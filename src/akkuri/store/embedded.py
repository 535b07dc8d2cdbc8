"""Stores inside this process: Oxigraph in memory, or on disk for graphs larger than memory."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Triple, serialize
from pyoxigraph import Store as Engine

from akkuri.errors import OutsideError
from akkuri.store.base import Dataset, Sink, SparqlQuery, Store, Term
from akkuri.store.formats import PREFIXED, Format, possible
from akkuri.store.loading import load, load_part

__all__ = ["EmbeddedStore"]


class EmbeddedStore(Store):
    """An Oxigraph store; `union` makes the default graph of a query the union of all graphs."""

    def __init__(
        self, engine: Engine, *, union: bool = False, version: str | None = None, size: int | None = None
    ) -> None:
        self._engine = engine
        self._union = union
        self._size = size
        self.version = version

    @classmethod
    def in_memory(
        cls, files: Iterable[Path] = (), *, union: bool = False, version: str | None = None
    ) -> "EmbeddedStore":
        """Load files into memory; without a `version` it is taken from the files' names, sizes and times."""
        files = list(files)
        engine = Engine()
        load(engine, files)
        return cls(engine, union=union, version=version or _fingerprint(files))

    @classmethod
    def of_release(
        cls, graph: Path, version: str, properties: Collection[str] | None = None
    ) -> "EmbeddedStore":
        """Load a release's graph into memory; its default graph is the union of all.

        With local names of `properties` only their statements are loaded, which takes half the time or less.
        """
        engine = Engine()
        if properties is None:
            load(engine, [graph], lenient=True)
        else:
            load_part(engine, graph, properties)
        return cls(engine, union=True, version=version)

    @classmethod
    def on_disk(
        cls, folder: Path, *, union: bool = False, version: str | None = None, size: int | None = None
    ) -> "EmbeddedStore":
        """Open a store on disk read-only, so that several processes may share it.

        Its `size` is counted where it is not known.

        Raises OutsideError when the folder holds no store.
        """
        try:
            engine = Engine.read_only(str(folder))
        except OSError as error:
            raise OutsideError.worded("store.no-store", folder=folder, reason=error) from error
        return cls(engine, union=union, version=version or folder.resolve().name, size=size)

    @staticmethod
    def create_on_disk(folder: Path, files: Iterable[Path]) -> None:
        """Build a store on disk from files and close it, ready for `on_disk`."""
        engine = Engine(str(folder))
        load(engine, files)
        engine.optimize()
        engine.flush()

    def query(
        self, query: SparqlQuery, form: Format, sink: Sink, started: Callable[[], None] | None = None
    ) -> None:
        """Evaluate and serialise in one thread, as the engine demands."""
        scope, valueless = self._scope(query.dataset), _valueless(query.unbound)
        results: Any = self._engine.query(query.text, base_iri=query.base, **scope, **valueless)
        if started is not None:
            started()
        graph_form = isinstance(form.engine, RdfFormat)
        if isinstance(results, QueryTriples) is not graph_form:
            raise TypeError(f"{form.media_type} cannot hold the answer to this kind of query")
        if query.prefixes and isinstance(form.engine, RdfFormat) and form.engine in PREFIXED:
            # The engine's own way of writing an answer knows no prefixes; this one takes a tenth more time.
            serialize(results, cast("IO[bytes]", sink), form.engine, prefixes=possible(query.prefixes))
        else:
            results.serialize(sink, form.engine)

    def select(self, text: str, base: str | None = None) -> list[dict[str, Term]]:
        """Return the rows of a SELECT as the engine gives them, without writing and reading an answer."""
        results = self._engine.query(text, base_iri=base, **self._scope(None))
        if not isinstance(results, QuerySolutions):
            raise TypeError("only a SELECT has rows")
        names = [variable.value for variable in results.variables]
        return [
            {name: term for name, term in zip(names, solution, strict=True) if term is not None}
            for solution in results
        ]

    def construct(self, text: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT as the engine gives them, in its order."""
        results = self._engine.query(text, **self._scope(None))
        if not isinstance(results, QueryTriples):
            raise TypeError("only a CONSTRUCT or a DESCRIBE has triples")
        return list(results)

    def update(self, text: str, base: str | None = None) -> None:
        """Run a SPARQL Update; the caller gives the store its new version."""
        self._engine.update(text, base_iri=base)
        self._size = None

    def dump(self, sink: Sink) -> None:
        """Write the whole store as N-Quads."""
        self._engine.dump(cast("IO[bytes]", sink), RdfFormat.N_QUADS)

    def graphs(self) -> Iterator[str]:
        """Give the IRI of every named graph."""
        return (graph.value for graph in self._engine.named_graphs() if isinstance(graph, NamedNode))

    def has_graph(self, iri: str) -> bool:
        """Say whether the store has a named graph; an address that is no IRI names none."""
        try:
            return self._engine.contains_named_graph(NamedNode(iri))
        except ValueError:
            return False

    def knows(self, iri: str) -> bool:
        """Say whether an IRI is subject or object of a statement; what is no IRI is not."""
        try:
            node = NamedNode(iri)
        except ValueError:
            return False
        places = ((node, None, None, None), (None, None, node, None))
        return any(next(self._engine.quads_for_pattern(*place), None) for place in places)

    def leads(self, predicate: str, iri: str) -> bool:
        """Say whether there is a statement with a property whose object is `iri`."""
        found = self._engine.quads_for_pattern(None, NamedNode(predicate), NamedNode(iri), None)
        return next(found, None) is not None

    def overlap(self, graphs: Sequence[str]) -> bool:
        """Say whether some of several graphs share statements: the engine counts such a statement twice."""
        nodes = [NamedNode(iri) for iri in dict.fromkeys(graphs)]
        return any(
            Quad(quad.subject, quad.predicate, quad.object, other) in self._engine
            for number, node in enumerate(nodes[:-1])
            for quad in self._engine.quads_for_pattern(None, None, None, node)
            for other in nodes[number + 1 :]
        )

    def __len__(self) -> int:
        # Counting writes to the pages of all quads, which every forked process would then have as its own.
        if self._size is None:
            self._size = len(self._engine)
        return self._size

    def _scope(self, dataset: Dataset | None) -> dict[str, Any]:
        if not dataset:
            return {"use_default_graph_as_union": self._union}
        # A graph the store lacks is empty; with no default graph named, the default graph is empty too.
        default = [NamedNode(iri) for iri in dataset.default]
        return {
            "default_graph": default or [NamedNode("urn:akkuri:empty")],
            "named_graphs": [NamedNode(iri) for iri in dataset.named],
        }


def _valueless(functions: Sequence[str]) -> dict[str, Any]:
    """Give functions that nobody knows: each call is an error, which leaves its variable unbound."""
    known: dict[Any, Callable[..., None]] = {NamedNode(iri): lambda *_terms: None for iri in functions}
    return {"custom_functions": known} if known else {}


def _fingerprint(files: Iterable[Path]) -> str:
    """Tell one set of files from another without reading them again."""
    digest = sha256()
    for file in files:
        status = file.stat()
        digest.update(f"{file.resolve()}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
