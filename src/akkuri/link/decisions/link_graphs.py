"""Accepted links as named graphs, one per mapping set, with what the set says about itself."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store
from sssom_pydantic import MappingSet, SemanticMapping

from akkuri.link.decisions.mapping_sets import Mappings, accepted, read
from akkuri.link.registries import profiles
from akkuri.namespaces import PREFIXES, Names, rebase

__all__ = ["SUFFIX", "link_graphs"]

SUFFIX = ".sssom.tsv"
_SSSOM = "https://w3id.org/sssom/"
_SAME = PREFIXES["owl"] + "sameAs"
_EXACT = PREFIXES["skos"] + "exactMatch"


def link_graphs(folder: Path, names: Names, store: Store | None = None) -> list[Quad]:
    """Return the quads of every mapping set in a folder, in the order of the files; none without a folder.

    A link that the store already states elsewhere is left out, because a triple stands in one graph; so is
    one of a record that the store does not describe. Raises UsageError as `mappings.read` does.
    """
    files = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    seen: set[tuple[object, object, object]] = set()
    quads: list[Quad] = []
    for file in files:
        graph = NamedNode(names.graph(f"links/{file.name.removesuffix(SUFFIX)}"))
        for quad in _quads(read(file), graph, names, store):
            key = (quad.subject, quad.predicate, quad.object)
            if key not in seen and not (store and _stated(store, quad)):
                seen.add(key)
                quads.append(quad)
    return quads


def _stated(store: Store, quad: Quad) -> bool:
    return any(store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))


def _quads(sheet: Mappings, graph: NamedNode, names: Names, store: Store | None) -> Iterator[Quad]:
    """Yield the links of a set and the statements about the set, whose IRI is that of its graph."""
    linked = [mapping for mapping in sheet.mappings if accepted(mapping)]
    for mapping in linked:
        subject = NamedNode(rebase(sheet.converter.expand(mapping.subject.curie, strict=True), names.base))
        if store is not None and not any(store.quads_for_pattern(subject, None, None, None)):
            continue
        target = NamedNode(rebase(sheet.converter.expand(mapping.object.curie, strict=True), names.base))
        predicate = sheet.converter.expand(mapping.predicate.curie, strict=True)
        yield Quad(subject, NamedNode(predicate), target, graph)
        if predicate == _SAME:
            yield Quad(subject, NamedNode(_EXACT), target, graph)
        identifier = _identifier(target, names) if predicate in (_SAME, _EXACT) else None
        if identifier and not any(store.quads_for_pattern(subject, identifier, None, None) if store else ()):
            yield Quad(subject, identifier, target, graph)
    if linked:
        yield from _about(sheet.about, linked, graph)


def _identifier(target: NamedNode, names: Names) -> NamedNode | None:
    """Return the property by which records carry the identifiers of the registry that a link leads to.

    A record whose table has another value keeps that one alone: which is right is for a person to say.
    """
    for profile in profiles().values():
        if profile.states and target.value.startswith(profile.namespace):
            return NamedNode(names.ak + profile.states)
    return None


def _about(about: MappingSet, linked: Sequence[SemanticMapping], graph: NamedNode) -> Iterator[Quad]:
    """Say of a set what it is, where it comes from, which snapshots it is about and when it last changed."""
    dct, prov, xsd = PREFIXES["dct"], PREFIXES["prov"], PREFIXES["xsd"]
    said: list[tuple[str, NamedNode | Literal]] = [
        (PREFIXES["rdf"] + "type", NamedNode(_SSSOM + "MappingSet")),
    ]
    if about.title:
        said.append((dct + "title", Literal(about.title, language="en")))
    if about.license:
        said.append((dct + "license", NamedNode(str(about.license))))
    said += [(prov + "wasDerivedFrom", NamedNode(str(source))) for source in about.source or ()]
    versions = {mapping.object_source_version for mapping in linked if mapping.object_source_version}
    said += [(_SSSOM + "object_source_version", Literal(version)) for version in sorted(versions)]
    days = [mapping.mapping_date for mapping in linked if mapping.mapping_date]
    if days:
        said.append((dct + "modified", Literal(max(days).isoformat(), datatype=NamedNode(xsd + "date"))))
    for predicate, value in said:
        yield Quad(graph, NamedNode(predicate), value, graph)
