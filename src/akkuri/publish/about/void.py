"""VoID: how large the graph is, of which classes and properties, linked to what, and where to get it."""

from pyoxigraph import NamedNode, Quad

from akkuri.publish.about.dataset import About
from akkuri.publish.about.statements import Statements
from akkuri.publish.about.statistics import Statistics
from akkuri.publish.formats import FORMATS

__all__ = ["describe_void"]


def describe_void(about: About, stats: Statistics) -> list[Quad]:
    """Return the graph `graph/void`; its counts are those of everything but the description itself."""
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
            if not form.packaged and not form.registry
        ],
        void_triples=stats.triples,
        void_entities=stats.entities,
        void_classes=len(stats.classes),
        void_properties=len(stats.properties),
        void_vocabulary=[NamedNode(space) for space in sorted(stats.vocabularies)],
    )
    _partitions(out, dataset, about.catalog, stats)
    _linksets(out, dataset, about.catalog, stats)
    return out.quads


def _partitions(out: Statements, dataset: str, catalog: str, stats: Statistics) -> None:
    for cls, entities in sorted(stats.classes.items()):
        part = f"{catalog}#class-{_short(out, cls)}"
        out.add(dataset, void_classPartition=NamedNode(part))
        out.add(part, a=out.iri("void:Dataset"), void_class=NamedNode(cls), void_entities=entities)
    for prop, triples in sorted(stats.properties.items()):
        part = f"{catalog}#property-{_short(out, prop)}"
        out.add(dataset, void_propertyPartition=NamedNode(part))
        out.add(part, a=out.iri("void:Dataset"), void_property=NamedNode(prop), void_triples=triples)


def _linksets(out: Statements, dataset: str, catalog: str, stats: Statistics) -> None:
    for (space, predicate), triples in sorted(stats.links.items()):
        place = space.split("://")[-1].strip("/:").replace(":", "-")
        target = f"{catalog}#target-{place}"
        linkset = f"{catalog}#links-{place}-{_short(out, predicate)}"
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


def _short(out: Statements, iri: str) -> str:
    """Return a name for a fragment: prefix and local name, or the IRI's letters where no prefix fits."""
    for prefix, space in sorted(out.names.prefixes.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(space):
            return f"{prefix}-{iri[len(space) :]}"
    return "".join(letter if letter.isalnum() else "-" for letter in iri.split("://")[-1])
