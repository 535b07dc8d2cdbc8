"""Checks of RDF that shapes cannot make: terms of our namespace that the ontology does not have."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from akkuri.checks.did_you_mean import Closest
from akkuri.checks.report.finding import Finding, table_finding
from akkuri.checks.shacl.messages import Wording
from akkuri.namespaces import Names

__all__ = ["check_terms"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def check_terms(
    file: str, given: Iterable[Quad], ontology: Iterable[Quad], names: Names, wording: Wording
) -> Iterator[Finding]:
    """Yield each property and class of the ontology's namespace that it does not define, with the closest."""
    terms = {quad.subject.value for quad in ontology if isinstance(quad.subject, NamedNode)}
    known = {term.removeprefix(names.ak) for term in terms if term.startswith(names.ak)}
    suggest = {is_class: _Suggest(known, is_class) for is_class in (True, False)}
    for quad in given:
        used = [(quad.predicate.value, False)]
        if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
            used.append((quad.object.value, True))
        for iri, is_class in used:
            name = iri.removeprefix(names.ak)
            if not iri.startswith(names.ak) or name in known:
                continue
            place = (file, None, wording.short(getattr(quad.subject, "value", "")), f"ak:{name}")
            meant = suggest[is_class].to(name)
            if meant:
                yield table_finding("term-unknown-closest", *place, closest=f"ak:{meant}")
            else:
                yield table_finding("term-unknown", *place)


class _Suggest:
    """Suggests a class for a class and a property for a property: they may differ by a capital only."""

    def __init__(self, known: Iterable[str], is_class: bool) -> None:
        self._names = {name.lower(): name for name in sorted(known) if name[:1].isupper() == is_class}
        self._closest = Closest(self._names)

    def to(self, name: str) -> str | None:
        """Return the closest name, if any."""
        return self._names.get(self._closest.to(name) or "")
