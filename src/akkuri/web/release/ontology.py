"""/ontology: what the terms mean, for people as one page with an anchor a term, for machines as RDF."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, redirect

from akkuri.errors import RequestError
from akkuri.web.http.conditional import AGAIN
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.reader import Bundle
from akkuri.web.page.rendering import asked_language, etag, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value
from akkuri.web.records.representations import (
    FORMATS,
    HTML,
    alternates,
    negotiate,
    not_acceptable,
    rdf,
    vary_of,
    write,
)
from akkuri.web.release.ontology_header import read_header

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("ontology", __name__)
SITE_PAGES: Final = (SitePage("/ontology", nav=70),)

_CHARACTERISTICS: Final = (
    "FunctionalProperty",
    "InverseFunctionalProperty",
    "SymmetricProperty",
    "AsymmetricProperty",
    "TransitiveProperty",
    "IrreflexiveProperty",
)
_GROUPS: Final = {
    "Class": "classes",
    "ObjectProperty": "object_properties",
    "DatatypeProperty": "data_properties",
    "AnnotationProperty": "annotation_properties",
}
"""Kinds of terms in OWL and the parts of the page."""
_ROWS: Final = (
    *("parents", "domain", "range", "characteristics"),
    *("children", "properties", "inverse", "aligned", "example"),
)
_PARENTS: Final = ("rdfs:subClassOf", "rdfs:subPropertyOf")
_ALIGNED: Final = (
    "owl:equivalentClass",
    "owl:equivalentProperty",
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
    "rdfs:seeAlso",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property as the page shows it."""

    id: str
    iri: str
    label: Value
    others: list[Value]
    definition: Value | None
    scope: Value | None
    rows: list[tuple[str, list[Value]]]


@blueprint.get("/ontology")
def ontology() -> Response:
    """Answer with the ontology by Accept."""
    return _answer(None)


@blueprint.get("/ontology.<extension>")
def ontology_as(extension: str) -> Response:
    """Answer with the ontology in a fixed format."""
    if extension != HTML and extension not in FORMATS:
        raise not_acceptable("/ontology")
    return _answer(extension)


@blueprint.get("/ontology/<version>")
def versioned(version: str) -> Response:
    """Lead from the version in use to the ontology; other versions are not kept here."""
    names = site().names
    about = f"{names.base}ontology"
    known = _read().first(about, names.prefixes["owl"] + "versionInfo")
    if version != known:
        choices = [Value(known or "", "/ontology")] if known else []
        raise RequestError(404, "web.unknown_version", {"version": version[:40]}, choices)
    return redirect(with_params("/ontology", lang=asked_language()), 303)  # type: ignore[return-value]


def _read() -> Bundle:
    """Return the graph of the ontology."""
    graph = site().names.graph("ontology")
    return Bundle(site().reader.graph(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))


def _answer(extension: str | None) -> Response:
    chosen = extension or negotiate()
    if chosen is None:
        raise not_acceptable("/ontology")
    tag = etag(chosen)
    answer = not_modified(tag)
    if answer is None:
        bundle = _read()
        if not bundle:
            raise RequestError(404, "web.no_ontology")
        if chosen == HTML:
            answer = _page(bundle)
            answer.set_etag(tag, weak=True)
            answer.headers["Cache-Control"] = AGAIN
        else:
            answer = rdf(write(bundle, [], FORMATS[chosen], site().names), chosen, tag)
    answer.headers["Link"] = alternates("/ontology")
    answer.headers["Vary"] = vary_of(extension)
    return answer


def _page(bundle: Bundle) -> Response:
    """Answer with the documentation."""
    shown = view(bundle)
    own = shown.names.ak
    terms = sorted({s for t in bundle.triples if (s := getattr(t.subject, "value", "")).startswith(own)})
    site().labels.need(terms)
    owl = shown.iri("owl:Class")[: -len("Class")]
    groups: dict[str, list[str]] = {key: [] for key in _GROUPS.values()}
    for iri in terms:
        for kind in bundle.types(iri):
            if group := _GROUPS.get(kind.removeprefix(owl)):
                groups[group].append(iri)
    about = f"{shown.names.base}ontology"
    header = read_header(shown, about)
    return page(
        "ontology.html",
        title=header.title or Value(shown.language.t("nav_ontology")),
        header=header,
        iri=about,
        namespace=own,
        groups=[
            (key, [_term(shown, iri) for iri in shown.sort(iris)]) for key, iris in groups.items() if iris
        ],
        called={key: shown.language.t(f"term_{key}") for key in _ROWS},
        formats=[(ext.upper(), f"/ontology.{ext}") for ext in FORMATS],
    )


def _term(shown: PageView, iri: str) -> Term:
    """Return one term: its names in the three languages, its definition and what it is tied to."""
    label = shown.label(iri)
    rows: list[tuple[str, list[Value]]] = []
    for key, names in (("parents", _PARENTS), ("domain", ("rdfs:domain",)), ("range", ("rdfs:range",))):
        rows.append((key, _links(shown, iri, names)))
    owl = shown.iri("owl:Class")[: -len("Class")]
    types = shown.bundle.types(iri)
    kinds = [Value(name) for name in _CHARACTERISTICS if owl + name in types]
    rows.append(("characteristics", kinds))
    children = [s for name in _PARENTS for s in shown.bundle.sources(iri, shown.iri(name))]
    rows.append(("children", [_link(shown, child) for child in sorted(children)]))
    used = shown.bundle.sources(iri, shown.iri("rdfs:domain"))
    rows.append(("properties", [_link(shown, item) for item in sorted(used)]))
    inverse = [*shown.bundle.iris(iri, shown.iri("owl:inverseOf")), *_inverted(shown, iri)]
    rows.append(("inverse", [_link(shown, item) for item in sorted(set(inverse))]))
    rows.append(("aligned", _links(shown, iri, _ALIGNED)))
    rows.append(("example", shown.values(iri, "skos:example")))
    others = [
        Value(term.value, lang=shown.other(term.language))
        for term in sorted(shown.labels.all(iri), key=lambda term: (term.language or "", term.value))
        if term.language != label.language
    ]
    return Term(
        iri.removeprefix(shown.names.ak),
        iri,
        Value(label.value, lang=shown.other(label.language)),
        others,
        shown.text(iri, "skos:definition") or shown.text(iri, "rdfs:comment"),
        shown.text(iri, "skos:scopeNote"),
        [(key, values) for key, values in rows if values],
    )


def _inverted(shown: PageView, iri: str) -> list[str]:
    """Return the terms that say to be the inverse of a term."""
    return shown.bundle.sources(iri, shown.iri("owl:inverseOf"))


def _links(shown: PageView, iri: str, names: tuple[str, ...]) -> list[Value]:
    return [
        _link(shown, target) for name in names for target in sorted(shown.bundle.iris(iri, shown.iri(name)))
    ]


def _link(shown: PageView, iri: str) -> Value:
    """Link to a term on this page by its anchor, to a foreign one under its short name."""
    if iri.startswith(shown.names.ak):
        name = iri.removeprefix(shown.names.ak)
        return Value(name, f"#{name}", shown.other("en"))
    for prefix, namespace in shown.names.prefixes.items():
        if iri.startswith(namespace):
            return Value(f"{prefix}:{iri.removeprefix(namespace)}", shown.href(iri), foreign=True)
    return Value(iri.removeprefix("https://").removeprefix("http://"), shown.href(iri), foreign=True)
