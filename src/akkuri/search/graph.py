"""What the search reads of a graph: the statements of records and concepts, in memory while it gathers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.kinds.shown import Path
from akkuri.namespaces import Names
from akkuri.naming.store_source import Select

__all__ = ["GraphStatements", "Term"]

Term = NamedNode | Literal
_SKIPPED: Final = ("dct:source", "wgs84:long", "wgs84:lat", "dct:modified", "ak:translatedFrom")


class GraphStatements:
    """The statements about records and their dependants, and about concepts, forwards and backwards."""

    def __init__(self, select: Select, names: Names) -> None:
        self.names = names
        self.records: dict[str, str] = {}
        """Record → the name of its kind."""
        self.concepts: dict[str, str] = {}
        """Concept → its scheme."""
        self.own: dict[str, dict[str, None]] = {}
        """Record → the subjects that its document describes."""
        self._forward: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
        self._backward: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._predicates: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._expanded: dict[str, str] = {}
        self._read(select)
        self._sort()

    def values(self, subject: str, name: str) -> list[Term]:
        """Return the objects of a property, given as a prefixed name."""
        return self._forward.get((subject, self._iri(name)), [])

    def predicates(self, subject: str) -> Iterable[str]:
        """Return the properties that a subject has, as IRIs."""
        return self._predicates.get(subject, {})

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """Return the objects of a property, given as an IRI."""
        return self._forward.get((subject, predicate), [])

    def ends(self, record: str, path: Path) -> list[Term]:
        """Return what a path leads to, each once."""
        found: dict[Term, None] = {}
        for steps in path.alternatives:
            here: list[Term] = [NamedNode(record)]
            for step in steps:
                iri = self._iri(step.property)
                there: list[Term] = []
                for term in here:
                    if not isinstance(term, NamedNode):
                        continue
                    if step.inverse:
                        there += map(NamedNode, self._backward.get((term.value, iri), ()))
                    else:
                        there += self._forward.get((term.value, iri), ())
                if step.cls is not None:
                    there = [term for term in there if self._is_a(term, step.cls)]
                here = there
            found |= dict.fromkeys(here)
        return list(found)

    def _is_a(self, term: Term, cls: str) -> bool:
        return NamedNode(self._iri(cls)) in self._forward.get((term.value, self._iri("rdf:type")), ())

    def _iri(self, name: str) -> str:
        if name not in self._expanded:
            self._expanded[name] = self.names.expand(name)
        return self._expanded[name]

    def _read(self, select: Select) -> None:
        header = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in self.names.prefixes.items())
        skipped = ", ".join(f"<{self.names.expand(name)}>" for name in _SKIPPED)
        root = f"{self.names.base}id/"
        for row in select(
            f"{header}\nSELECT ?iri ?s ?p ?o WHERE {{ ?doc foaf:primaryTopic ?iri . "
            f"GRAPH ?doc {{ ?s ?p ?o }} FILTER(?p NOT IN ({skipped})) }}"
        ):
            iri = _value(row, "iri")
            if iri.startswith(root):
                if iri not in self.records:
                    self.records[iri] = iri.removeprefix(root).partition("/")[0]
                    self.own[iri] = {}
                self.own[iri][_value(row, "s")] = None
                self._add(row)
        # Derived: where a record is, what one that has no name is called, whether it is in use.
        for row in select(
            f"{header}\nSELECT ?s ?p ?o WHERE {{ VALUES ?p {{ ak:municipality ak:region ak:labelEn "
            f"ak:labelFi ak:labelSv ak:stage ak:ofCluster }} ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{root}')) }}"
        ):
            self._add(row)
        for row in select(
            f"{header}\nSELECT ?s ?scheme ?p ?o WHERE {{ ?s skos:inScheme ?scheme ; ?p ?o . VALUES ?p {{ "
            "skos:prefLabel skos:altLabel skos:hiddenLabel skos:notation skos:definition skos:scopeNote "
            "skos:broader } }"
        ):
            self.concepts[_value(row, "s")] = _value(row, "scheme")
            self._add(row)

    def _sort(self) -> None:
        """Put everything in an order that does not depend on that of the answers."""
        self.records = dict(sorted(self.records.items()))
        self.concepts = dict(sorted(self.concepts.items()))
        self.own = {record: dict.fromkeys(sorted(subjects)) for record, subjects in self.own.items()}
        for subject, predicates in self._predicates.items():
            self._predicates[subject] = dict.fromkeys(sorted(predicates))
        for terms in self._forward.values():
            if len(terms) > 1:
                terms.sort(key=str)
        for subjects in self._backward.values():
            if len(subjects) > 1:
                subjects.sort()

    def _add(self, row: Mapping[str, object]) -> None:
        subject, predicate, term = _value(row, "s"), _value(row, "p"), row.get("o")
        if not isinstance(term, NamedNode | Literal) or not subject:
            return
        known = self._forward[subject, predicate]
        if term not in known:
            known.append(term)
            self._predicates[subject][predicate] = None
            if isinstance(term, NamedNode):
                self._backward[term.value, predicate].append(subject)


def _value(row: Mapping[str, object], key: str) -> str:
    return str(getattr(row.get(key), "value", ""))
