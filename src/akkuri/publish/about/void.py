"""VoID: how large the graph is, what its classes state, linked to what, and where to get it."""

from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.namespaces import PREFIXES, Names
from akkuri.publish.about.dataset import About
from akkuri.publish.about.statements import XSD, Statements
from akkuri.publish.about.statistics import Statistics
from akkuri.publish.formats import FORMATS
from akkuri.store.formats import GRAPHS

__all__ = ["describe_void"]

_RDF: Final = frozenset(form.media_type for form in GRAPHS)


def describe_void(about: About, stats: Statistics) -> list[Quad]:
    """Return the graph `graph/void` with the counts given."""
    names = about.names
    out = Statements(names, names.graph("void"))
    dataset, page = about.dataset, f"{names.base}.well-known/void"
    out.add(
        page,
        a=out.iri("void:DatasetDescription"),
        foaf_primaryTopic=NamedNode(dataset),
        dct_title=out.texts(about.title),
    )
    out.add(
        dataset,
        a=out.iri("void:Dataset"),
        foaf_homepage=NamedNode(names.base),
        void_uriSpace=names.base,
        void_sparqlEndpoint=NamedNode(f"{names.base}sparql"),
        void_dataDump=[
            NamedNode(f"{names.base}download/{form.file_name}")
            for form in FORMATS
            if form.parts and form.media_type in _RDF
        ],
        void_triples=stats.triples,
        void_entities=stats.entities,
        void_distinctSubjects=stats.entities,
        void_classes=len(stats.classes),
        void_properties=len(stats.properties),
        void_vocabulary=[NamedNode(space) for space in sorted(stats.vocabularies)],
    )
    _prefixes(out, about)
    _properties(out, dataset, about.catalog, stats)
    _classes(out, dataset, about.catalog, stats)
    _linksets(out, dataset, about.catalog, stats)
    return out.quads


def _prefixes(out: Statements, about: About) -> None:
    """Declare the prefixes of the questions, which editors offer (SHACL §5.2.1)."""
    for prefix, space in about.names.prefixes.items():
        declared = f"{about.catalog}#prefix-{prefix}"
        out.add(about.dataset, sh_declare=NamedNode(declared))
        out.add(
            declared,
            a=out.iri("sh:PrefixDeclaration"),
            sh_prefix=prefix,
            sh_namespace=Literal(space, datatype=NamedNode(f"{XSD}anyURI")),
        )


def _properties(out: Statements, dataset: str, catalog: str, stats: Statistics) -> None:
    for prop, triples in sorted(stats.properties.items()):
        part = f"{catalog}#property-{_short(out.names, prop)}"
        out.add(dataset, void_propertyPartition=NamedNode(part))
        # How many values a count has depends on the counts: what describes itself does not say it.
        own = prop.startswith(PREFIXES["void"])
        out.add(
            part,
            a=out.iri("void:Dataset"),
            void_property=NamedNode(prop),
            void_triples=triples,
            void_distinctSubjects=None if own else len(stats.subjects[prop]),
            void_distinctObjects=None if own else len(stats.objects[prop]),
        )


def _classes(out: Statements, dataset: str, catalog: str, stats: Statistics) -> None:
    """Partition the graph by class, each class by property, these by class and datatype of the values."""
    for cls, entities in sorted(stats.classes.items()):
        part = f"{catalog}#class-{_short(out.names, cls)}"
        out.add(dataset, void_classPartition=NamedNode(part))
        out.add(part, a=out.iri("void:Dataset"), void_class=NamedNode(cls), void_entities=entities)
        for prop, use in sorted(stats.by_class[cls].items()):
            inner = f"{part}-property-{_short(out.names, prop)}"
            out.add(part, void_propertyPartition=NamedNode(inner))
            out.add(inner, void_property=NamedNode(prop), void_triples=use.triples)
            for kind, values in (("class", use.classes), ("datatype", use.datatypes)):
                for value, triples in sorted(values.items()):
                    _values(out, inner, kind, value, triples)


def _values(out: Statements, part: str, kind: str, value: str, triples: int) -> None:
    """State the part whose values are of a class or a datatype; VoID has no datatypes, its extension has."""
    prefix = "void" if kind == "class" else "void-ext"
    found = f"{part}-{kind}-{_short(out.names, value)}"
    out.add(part, **{f"{prefix}_{kind}Partition": NamedNode(found)})
    out.add(found, **{f"{prefix}_{kind}": NamedNode(value)}, void_triples=triples)


def _linksets(out: Statements, dataset: str, catalog: str, stats: Statistics) -> None:
    for (space, predicate), triples in sorted(stats.links.items()):
        place = space.split("://")[-1].strip("/:").replace(":", "-")
        target = f"{catalog}#target-{place}"
        linkset = f"{catalog}#links-{place}-{_short(out.names, predicate)}"
        out.add(dataset, void_subset=NamedNode(linkset))
        out.add(
            linkset,
            a=out.iri("void:Linkset"),
            void_subjectsTarget=NamedNode(dataset),
            void_objectsTarget=NamedNode(target),
            void_linkPredicate=NamedNode(predicate),
            void_triples=triples,
        )
    for space in sorted({space for space, _ in stats.links}):
        place = space.split("://")[-1].strip("/:").replace(":", "-")
        out.add(f"{catalog}#target-{place}", a=out.iri("void:Dataset"), void_uriSpace=space)


@cache
def _spaces(names: Names) -> list[tuple[str, str]]:
    return sorted(names.prefixes.items(), key=lambda pair: -len(pair[1]))


def _short(names: Names, iri: str) -> str:
    """Return a name for a fragment: prefix and local name, or the IRI's letters where no prefix fits."""
    for prefix, space in _spaces(names):
        if iri.startswith(space):
            return f"{prefix}-{iri[len(space) :].replace('#', '-')}"
    return "".join(letter if letter.isalnum() else "-" for letter in iri.split("://")[-1])
