"""Where an analysis reads its statements: an engine in this process, or anything that answers SPARQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

__all__ = ["EngineSource", "SelectSource", "StatementSource"]

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class StatementSource(Protocol):
    """Gives the statements of one predicate as pairs of plain values (IRIs and lexical forms)."""

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give every (subject, object) of a predicate."""
        ...

    def instances(self, cls: str) -> Iterator[str]:
        """Give every instance of a class, as stated."""
        ...

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return the sorted objects of one subject and predicate."""
        ...

    def select(self, query: str) -> Sequence[Mapping[str, object]]:
        """Return the rows of a SELECT over the union of all graphs, as RDF terms."""
        ...


class EngineSource:
    """Reads an Oxigraph store in this process, whatever graph a statement stands in."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give every (subject, object) of a predicate."""
        for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None, None):
            yield _plain(quad.subject), _plain(quad.object)

    def instances(self, cls: str) -> Iterator[str]:
        """Give every instance of a class, as stated."""
        for quad in self._store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(cls), None):
            yield _plain(quad.subject)

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return the sorted objects of one subject and predicate."""
        quads = self._store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, None)
        return sorted({_plain(quad.object) for quad in quads})

    def select(self, query: str) -> Sequence[Mapping[str, object]]:
        """Return the rows of a SELECT over the union of all graphs, as RDF terms."""
        found = self._store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            raise TypeError("the query is no SELECT")
        names = [variable.value for variable in found.variables]
        return [
            {name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found
        ]


class SelectSource:
    """Reads through a function that answers a SELECT with one mapping of variables to terms per row."""

    def __init__(self, select: Callable[[str], Sequence[Mapping[str, object]]]) -> None:
        self.select = select

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give every (subject, object) of a predicate."""
        for row in self.select(f"SELECT ?s ?o WHERE {{ ?s {NamedNode(predicate)} ?o }}"):
            yield _value(row["s"]), _value(row["o"])

    def instances(self, cls: str) -> Iterator[str]:
        """Give every instance of a class, as stated."""
        for row in self.select(f"SELECT ?s WHERE {{ ?s a {NamedNode(cls)} }}"):
            yield _value(row["s"])

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return the sorted objects of one subject and predicate."""
        rows = self.select(f"SELECT DISTINCT ?o WHERE {{ {NamedNode(subject)} {NamedNode(predicate)} ?o }}")
        return sorted(_value(row["o"]) for row in rows)


def _plain(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the IRI or the lexical form; a quoted triple, which our graphs have none of, as written."""
    return str(term) if isinstance(term, Triple) else term.value


def _value(term: object) -> str:
    """Return the IRI or the lexical form of a term in a row."""
    return str(getattr(term, "value", ""))
