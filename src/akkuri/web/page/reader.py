"""How pages read the release: rows of a SELECT, triples of a CONSTRUCT, and a version to cache by."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Any, Final, TypeVar

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from akkuri.ask.service import Ask
from akkuri.store import Term

__all__ = ["Bundle", "Reader", "Term", "TermRow"]

TermRow = dict[str, Term]
_Made = TypeVar("_Made")

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Reader:
    """Reads through the same gate, query processes and cache as the endpoint."""

    def __init__(self, ask: Ask, manifest: dict[str, Any] | None = None) -> None:
        self.ask = ask
        self.manifest = manifest or {}

    @property
    def version(self) -> str:
        """The version of what is read; it changes whenever an answer may change."""
        return self.ask.version or ""

    def select(self, query: str) -> list[TermRow]:
        """Return the rows of a SELECT; an unbound variable has no key. Raises Refusal."""
        return self.ask.select(query)

    def graph(self, query: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT, in an order that is that of no store. Raises Refusal."""
        answer = b"".join(sorted(self.ask.read(query, "ntriples").splitlines(keepends=True)))
        return [quad.triple for quad in parse(answer, format=RdfFormat.N_TRIPLES)]

    def may_lead(self, predicate: str, iri: str) -> bool:
        """Say whether there may be a statement whose object is `iri`; who looks at once knows it."""
        return True

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what is made of what is read; who may remember it for the next page does so by its key."""
        return make()


class Bundle:
    """A few triples in memory, looked up by subject and predicate or backwards."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self.triples: dict[Triple, None] = dict.fromkeys(triples)
        self._forward: dict[tuple[str, str], list[Term]] = defaultdict(list)
        self._backward: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, end in self.triples:  # an attribute of a triple is made anew each time
            if isinstance(subject, NamedNode):
                here, name = subject.value, predicate.value
                self._forward[here, name].append(end)
                if isinstance(end, NamedNode):
                    self._backward[end.value, name].append(here)

    def __bool__(self) -> bool:
        return bool(self.triples)

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Return the objects, in the order they came."""
        return self._forward.get((subject, predicate), [])

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the objects that are IRIs."""
        return [term.value for term in self.values(subject, predicate) if isinstance(term, NamedNode)]

    def first(self, subject: str, predicate: str) -> str | None:
        """Return the lexical value of the first object; None when there is none."""
        for term in self.values(subject, predicate):
            if isinstance(term, NamedNode | Literal):
                return term.value
        return None

    def sources(self, target: str, predicate: str) -> list[str]:
        """Return the subjects that point to `target`."""
        return self._backward.get((target, predicate), [])

    def types(self, subject: str) -> list[str]:
        """Return the classes of a subject."""
        return self.iris(subject, _TYPE)

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """Every IRI that is an object of something other than rdf:type, once."""
        seen = {
            triple.object.value: None
            for triple in self.triples
            if isinstance(triple.object, NamedNode) and triple.predicate.value != _TYPE
        }
        return tuple(seen)

    @cached_property
    def predicates(self) -> frozenset[str]:
        """Every property that something is stated with."""
        return frozenset(triple.predicate.value for triple in self.triples)

    def stated(self, subject: str) -> set[str]:
        """Return the properties of a subject."""
        return {predicate for one, predicate in self._forward if one == subject}
