"""Looking records up while a registry's format is written: the graph in memory, answers in a fixed order."""

from functools import cached_property
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from akkuri.errors import UsageError
from akkuri.naming.dates import as_stated
from akkuri.publish.edition import Edition

__all__ = ["Records"]


class Records:
    """The records of an edition by prefixed names of classes and properties."""

    def __init__(self, edition: Edition) -> None:
        self.names = edition.names
        self.edition = edition
        self._nodes: dict[str, NamedNode] = {}

    @cached_property
    def _store(self) -> Store:
        return self.edition.once(Records, self._loaded)

    def _loaded(self) -> Store:
        store = Store()
        try:
            with self.edition.open() as file:
                store.bulk_load(file, format=RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise UsageError.worded(
                "graph.not-nquads", place=f"{self.edition.graph}:{error.lineno}", reason=error.msg
            ) from error
        return store

    def _node(self, name: str) -> NamedNode:
        """Expand a prefixed name; an IRI stays."""
        if name not in self._nodes:
            prefix, colon, local = name.partition(":")
            space = self.names.prefixes.get(prefix)
            self._nodes[name] = NamedNode(space + local if colon and space else name)
        return self._nodes[name]

    def exported(self, form: str, entity: str) -> list[str]:
        """Return the records in force, sorted, whose kinds say that they stand in an entity of a format."""
        classes = [kind.cls for kind in self.names.kinds if entity in kind.exports.get(form, ())]
        found = {iri for cls in classes for iri in self.subjects("rdf:type", self._node(cls).value)}
        return sorted(filter(self.current, found))

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return the subjects that point to an IRI by a property, sorted."""
        found = self._store.quads_for_pattern(None, self._node(predicate), NamedNode(value), None)
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def _terms(self, subject: str, predicate: str) -> list[Any]:
        found = self._store.quads_for_pattern(NamedNode(subject), self._node(predicate), None, None)
        return sorted((quad.object for quad in found), key=str)

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs a subject points to by a property, sorted."""
        return [term.value for term in self._terms(subject, predicate) if isinstance(term, NamedNode)]

    def iri(self, subject: str, predicate: str) -> str:
        """Return the first IRI, empty when there is none."""
        return next(iter(self.iris(subject, predicate)), "")

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the literals of a property, sorted."""
        return [term.value for term in self._terms(subject, predicate) if isinstance(term, Literal)]

    def value(self, subject: str, predicate: str) -> str:
        """Return the first literal, empty when there is none; a date as precisely as its source states it."""
        found = next(iter(self.values(subject, predicate)), "")
        form = self.values(subject, self.names.precision_of(self._node(predicate).value)) if found else []
        return as_stated(found, form[0]) if form else found

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """Return a property's texts by language, English first."""
        found = {
            term.language: term.value
            for term in self._terms(subject, predicate)
            if isinstance(term, Literal) and term.language
        }
        return dict(sorted(found.items(), key=lambda pair: (pair[0] != "en", pair[0])))

    def labels(self, subject: str) -> dict[str, str]:
        """Return the names of a record or the labels of a concept by language."""
        return self.texts(subject, "skos:prefLabel")

    def label(self, subject: str, lang: str = "en") -> str:
        """Return the name in a language, else in any."""
        found = self.labels(subject)
        return found.get(lang) or next(iter(found.values()), "")

    def slug(self, subject: str) -> str:
        """Return the last part of a record's IRI: `kind/slug` becomes `slug`."""
        return subject.rpartition("/")[2]

    def table_id(self, subject: str) -> str:
        """Return the id of a record in the tables, which no other record has, of whatever kind: `fac-x`."""
        name, _, slug = self.path(subject).partition("/")
        kind = self.names.kinds.get(name)
        return f"{kind.prefix}-{slug}" if kind else slug

    def path(self, subject: str) -> str:
        """Return `kind/slug` of a record."""
        return subject.removeprefix(f"{self.names.base}id/")

    def page(self, subject: str) -> str:
        """Return the document about a record, where people read it."""
        return f"{self.names.base}doc/{self.path(subject)}"

    def current(self, subject: str) -> bool:
        """Tell whether a record is neither withdrawn nor replaced."""
        return not (self.values(subject, "ak:withdrawn") or self.iris(subject, "dct:isReplacedBy"))
