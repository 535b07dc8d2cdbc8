"""A checker of the OWL 2 forms that this ontology may use: OWL 2 RL (Profiles, 4.3), no blank nodes.

Without blank nodes there are no class expressions, so a superclass, a domain or a range can only be a
name, and owl:unionOf, owl:someValuesFrom and the like cannot stand there. What is left to check is which
axioms are there, which datatypes, and the global restrictions of OWL 2 DL (Structural Specification, 11).
"""

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
CHARACTERISTICS = {
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.TransitiveProperty,
}  # section 4.3: all but owl:ReflexiveProperty
NEEDS_SIMPLE = {
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
}
DECLARATIONS = {OWL.Ontology, OWL.Class, *KINDS, *CHARACTERISTICS}
CLASS_AXIOMS = {RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith}
PROPERTY_AXIOMS = {
    RDFS.subPropertyOf,
    OWL.equivalentProperty,
    OWL.inverseOf,
    OWL.propertyDisjointWith,
}
HEADER = {OWL.imports, OWL.versionIRI, OWL.versionInfo, OWL.priorVersion, OWL.deprecated}
ANNOTATIONS = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy}
DATATYPES = {  # section 4.2, those that a measured or written value can need
    XSD.string,
    XSD.boolean,
    XSD.decimal,
    XSD.integer,
    XSD.nonNegativeInteger,
    XSD.positiveInteger,
    XSD.dateTime,
    XSD.anyURI,
    RDFS.Literal,
}


def violations(graph: Graph) -> list[str]:
    """Say which triples are not axioms of OWL 2 RL, or break a global restriction of OWL 2 DL."""
    classes = set(graph.subjects(RDF.type, OWL.Class))
    kinds = {kind: set(graph.subjects(RDF.type, kind)) for kind in KINDS}
    found = [f"blank node: {t}" for t in graph if any(isinstance(x, BNode) for x in t)]
    found += [f"not OWL 2 RL: {t}" for t in graph if not _is_axiom(t, classes, kinds)]
    for first in kinds:
        found += [f"two kinds of property: {p}" for k in kinds if k != first for p in kinds[first] & kinds[k]]
    return sorted(set(found)) + _not_simple(graph)


def _is_axiom(triple: tuple, classes: set, kinds: dict[URIRef, set]) -> bool:
    subject, predicate, value = triple
    if predicate in CLASS_AXIOMS:
        return {subject, value} <= classes and OWL.Thing not in (subject, value)
    if predicate in PROPERTY_AXIOMS:
        return any({subject, value} <= kinds[k] for k in KINDS)
    if predicate == RDFS.domain:
        return any(subject in kinds[k] for k in KINDS) and value in classes
    if predicate == RDFS.range:
        return value in (classes if subject in kinds[OWL.ObjectProperty] else DATATYPES)
    if predicate == RDF.type:
        return value in DECLARATIONS or value in classes
    if _is_built_in(predicate):
        return predicate in HEADER | ANNOTATIONS
    return _assertion(predicate, value, kinds)


def _is_built_in(iri: URIRef) -> bool:
    return any(str(iri).startswith(str(ns)) for ns in (RDF, RDFS, OWL))


def _assertion(predicate: URIRef, value: object, kinds: dict[URIRef, set]) -> bool:
    if isinstance(value, Literal):
        return predicate in kinds[OWL.DatatypeProperty] | kinds[OWL.AnnotationProperty]
    return predicate in kinds[OWL.ObjectProperty] | kinds[OWL.AnnotationProperty]


def _not_simple(graph: Graph) -> list[str]:
    """A property with a transitive one below it is composite and may have no such characteristic."""
    composite = set()
    for transitive in graph.subjects(RDF.type, OWL.TransitiveProperty):
        composite |= set(graph.transitive_objects(transitive, RDFS.subPropertyOf))
    bad = {p for kind in NEEDS_SIMPLE for p in graph.subjects(RDF.type, kind)}
    bad |= set(graph.subjects(OWL.propertyDisjointWith)) | set(graph.objects(None, OWL.propertyDisjointWith))
    return [f"not simple: {p}" for p in sorted(bad & composite)]
