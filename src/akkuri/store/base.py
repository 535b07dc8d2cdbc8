"""The one interface to a store of RDF, whatever keeps the triples."""

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from akkuri.store.formats import Format, by_name

__all__ = ["Dataset", "Sink", "SparqlQuery", "Store", "Term"]

Term = NamedNode | BlankNode | Literal | Triple


class Sink(Protocol):
    """Where an answer is written, piece by piece."""

    def write(self, data: bytes, /) -> int:
        """Take one piece."""
        ...

    def flush(self) -> None:
        """Take the last piece."""
        ...


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a protocol request names; both empty means the store's own dataset."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class SparqlQuery:
    """A query and what belongs to it."""

    text: str
    dataset: Dataset | None = None
    """The graphs that it is asked of; None and an empty one are the store's own dataset."""
    base: str | None = None
    """What relative IRIs in it are resolved against."""
    prefixes: Mapping[str, str] | None = None
    """For answers in Turtle and TriG."""
    unbound: Sequence[str] = ()
    """Functions that the store does not know and that are to give no value, as SPARQL says of them."""


class Store(ABC):
    """Query, describe, dump and update, each streamed into a sink.

    Errors: SyntaxError when the store cannot parse a query, OutsideError when it cannot be reached.
    """

    #: changes whenever the content does; None when the store cannot know (a remote one)
    version: str | None = None
    #: whether the content is kept outside of this program
    outside = False

    @property
    def kept_bytes(self) -> int:
        """Return the memory that the store has taken in this process on account of what was asked."""
        return 0

    @abstractmethod
    def query(
        self, query: SparqlQuery, form: Format, sink: Sink, started: Callable[[], None] | None = None
    ) -> None:
        """Answer a query into `sink`; `form` must fit its kind, `started` is called once it is accepted."""

    @abstractmethod
    def update(self, text: str, base: str | None = None) -> None:
        """Run a SPARQL Update."""

    @abstractmethod
    def dump(self, sink: Sink) -> None:
        """Write the whole store as N-Quads."""

    @abstractmethod
    def graphs(self) -> Iterator[str]:
        """Give the IRI of every named graph."""

    @abstractmethod
    def has_graph(self, iri: str) -> bool:
        """Say whether the store has a named graph."""

    @abstractmethod
    def knows(self, iri: str) -> bool:
        """Say whether an IRI is subject or object of a statement."""

    def overlap(self, graphs: Sequence[str]) -> bool:
        """Say whether some of several graphs share statements and would be counted twice when merged.

        A store that merges them itself has nothing to say.
        """
        return False

    @abstractmethod
    def __len__(self) -> int:
        """Count the quads."""

    def describe(self, iri: str, form: Format, sink: Sink) -> None:
        """Write what the store says about one resource; ValueError when `iri` is no IRI."""
        self.query(SparqlQuery(f"DESCRIBE {NamedNode(iri)}"), form, sink)

    def select(self, text: str, base: str | None = None) -> list[dict[str, Term]]:
        """Return the rows of a SELECT as dictionaries; an unbound variable has no key."""
        buffer = io.BytesIO()
        self.query(SparqlQuery(text, base=base), by_name("json"), buffer)
        return rows(buffer.getvalue())


def rows(results: bytes) -> list[dict[str, Term]]:
    """Read SPARQL JSON results into one dictionary per row."""
    # The format of that name is one of results, not of triples.
    parsed = parse_query_results(results, format=by_name("json").engine)  # type: ignore[arg-type]
    if not isinstance(parsed, QuerySolutions):
        raise TypeError("an ASK answer has no rows")
    names = [variable.value for variable in parsed.variables]
    return [
        {name: term for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in parsed
    ]
