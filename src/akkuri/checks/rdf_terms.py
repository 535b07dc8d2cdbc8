"""Checks of RDF that shapes cannot make: terms of our namespace that the ontology does not have."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from akkuri.checks.report.finding import Finding, table_finding
from akkuri.checks.shacl.messages import TableWords
from akkuri.namespaces import Names
from akkuri.naming.did_you_mean import Spellings

__all__ = ["check_terms"]

_KINDS = (True, False)
"""Whether a term is a class."""
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def check_terms(
    file: str, given: Iterable[Quad], ontology: Iterable[Quad], names: Names, wording: TableWords
) -> Iterator[Finding]:
    """Yield each property and class of the ontology's namespace that it does not define, with the closest."""
    terms = {quad.subject.value for quad in ontology if isinstance(quad.subject, NamedNode)}
    known = {term.removeprefix(names.ak) for term in terms if term.startswith(names.ak)}
    # A class is meant by a class and a property by a property: they may differ by a capital only.
    spelt = {kind: Spellings(name for name in sorted(known) if name[:1].isupper() == kind) for kind in _KINDS}
    for quad in given:
        used = [(quad.predicate.value, False)]
        if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
            used.append((quad.object.value, True))
        for iri, is_class in used:
            name = iri.removeprefix(names.ak)
            if not iri.startswith(names.ak) or name in known:
                continue
            place = (file, None, wording.short(getattr(quad.subject, "value", "")), f"ak:{name}")
            meant = spelt[is_class].nearest(name, 1)
            if meant:
                yield table_finding("term-unknown-closest", *place, closest=f"ak:{meant[0]}")
            else:
                yield table_finding("term-unknown", *place)
