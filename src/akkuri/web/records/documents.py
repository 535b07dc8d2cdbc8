"""What documents in RDF say of records and concepts: read once for all forms, written below any request."""

import posixpath
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Triple

from akkuri.web.page.queries import names_header
from akkuri.web.page.reader import Bundle
from akkuri.web.page.site import site
from akkuri.web.records.bundles import own_graph
from akkuri.web.records.concept_uses import NAME
from akkuri.web.records.licensing import licensing
from akkuri.web.records.representations import FORMATS, labels_of, ordered, prefixes_of, serialised

__all__ = ["Documented", "about_concept", "concept_stated", "document_at", "record_stated"]


@dataclass
class Documented:
    """What is stated about a thing, and what its documents say: that, labels and licence, in their order."""

    bundle: Bundle
    triples: list[Triple]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the documents use."""
        return prefixes_of(self.triples, site().names)

    def written(self, extension: str) -> bytes:
        """Return the document in the form of an extension."""
        return serialised(self.triples, FORMATS[extension], lambda: self.prefixes)


def record_stated(kind: str, slug: str) -> Documented:
    """Return what is stated about a record; nothing where there is none."""

    def read() -> Documented:
        return _stated(own_graph(site().reader, site().names, kind, slug), f"/doc/{kind}/{slug}")

    return site().reader.once(("rdf", kind, slug), read)


def concept_stated(parts: tuple[str, ...]) -> Documented:
    """Return what is stated about a concept (two parts), or a scheme with its members (one part)."""

    def read() -> Documented:
        bundle = about_concept(site().names.concept(*parts), members=len(parts) == 1)
        return _stated(bundle, f"/concept/{'/'.join(parts)}")

    return site().reader.once(("concept", *parts), read)


def about_concept(iri: str, *, members: bool = False) -> Bundle:
    """Return what is stated about a concept or scheme, and about the members of a scheme."""
    names = site().names
    of_members = f"UNION {{ ?s skos:inScheme <{iri}> . ?s ?p ?o }}" if members else ""
    stated = f'FILTER(!STRSTARTS(STR(?g), "{names.graph("derived/")}"))'
    query = (
        f"{names_header(names)}\nCONSTRUCT {{ ?s ?p ?o }} "
        f"WHERE {{ {{ GRAPH ?g {{ <{iri}> ?p ?o }} {stated} BIND(<{iri}> AS ?s) }} {of_members} }}"
    )
    return Bundle(site().reader.graph(query))


def document_at(path: str) -> bytes | None:
    """Return the document at a path with its suffix; None where there is none, or it is another's to answer.

    Who asks needs no request: what it answers depends on the release and the path alone.
    """
    stem, suffix = posixpath.splitext(path)
    folder, *parts = stem.strip("/").split("/")
    if suffix[1:] not in FORMATS or not all(map(NAME.fullmatch, parts)):
        return None
    if folder == "doc" and len(parts) == 2 and parts[0] in site().kinds:
        stated = record_stated(*parts)
    elif folder == "concept" and len(parts) in (1, 2):
        stated = concept_stated(tuple(parts))
        if not stated.bundle.types(site().names.concept(*parts)):
            return None
    else:
        return None
    return stated.written(suffix[1:]) if stated.bundle else None


def _stated(bundle: Bundle, path: str) -> Documented:
    extra = [*labels_of(bundle.linked, bundle), *licensing(path)] if bundle else []
    return Documented(bundle, ordered(bundle, extra))
