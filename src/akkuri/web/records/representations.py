"""One resource, many formats: choosing by Accept or extension, serialising, linking the others."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

from flask import Response, request
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from akkuri.errors import RequestError
from akkuri.namespaces import Names
from akkuri.publish.graphs.jsonld import document
from akkuri.store.formats import GRAPHS, Format
from akkuri.web.http.negotiation import Offer, chosen
from akkuri.web.page.reader import Bundle
from akkuri.web.page.rendering import cached, protect
from akkuri.web.page.site import site
from akkuri.web.page.values import Value
from akkuri.web.records.signposting import LICENCE

__all__ = [
    "FORMATS",
    "HTML",
    "alternates",
    "by_extension",
    "labels_of",
    "negotiate",
    "not_acceptable",
    "ordered",
    "prefixes_of",
    "rdf",
    "serialised",
    "vary_of",
    "write",
]

HTML: Final = "html"
FORMATS: Final = {form.extension: form for form in GRAPHS}
"""Extension → format of RDF."""
_ORDER: Final = ("ttl", "jsonld", "nt", "rdf", "trig", "nq")
_WITHOUT_PREFIXES: Final = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_OFFERS: Final = {
    HTML: Offer(HTML, "text/html", ("application/xhtml+xml",)),
    **{form.extension: Offer(form.extension, form.media_type, form.aliases) for form in GRAPHS},
}


def negotiate(extensions: tuple[str, ...] = (HTML, *_ORDER)) -> str | None:
    """Return the extension of the format the client wants most; None when it wants none of them."""
    return chosen(request.environ.get("HTTP_ACCEPT"), tuple(_OFFERS[extension] for extension in extensions))


def not_acceptable(path: str) -> RequestError:
    """Make the 406 of an address, with the formats there are."""
    return RequestError(
        406, "web.not_acceptable", {}, [Value(ext, f"{path}.{ext}") for ext in (HTML, *FORMATS)]
    )


def by_extension(name: str) -> tuple[str, str | None]:
    """Split `slug.ttl` into slug and extension; the extension is None when it is none of ours."""
    stem, dot, extension = name.rpartition(".")
    if dot and stem and (extension in FORMATS or extension == HTML):
        return stem, extension
    return name, None


def write(bundle: Bundle, extra: list[Triple], form: Format, names: Names) -> bytes:
    """Serialise triples sorted, so that a reader finds the class first and the dependants after the record.

    In formats with graphs all stand in the default graph, where clients look (RDF 1.1 Concepts, 4.2); the
    graphs of the records are named in the dumps.
    """
    triples = ordered(bundle, extra)
    return serialised(triples, form, lambda: prefixes_of(triples, names))


def ordered(bundle: Bundle, extra: list[Triple]) -> list[Triple]:
    """Return triples as documents have them: sorted, those of the bundle before what is told besides."""
    own = sorted(bundle.triples, key=_place)
    return own + sorted((one for one in dict.fromkeys(extra) if one not in bundle.triples), key=_place)


def serialised(triples: list[Triple], form: Format, prefixes: Callable[[], dict[str, str]]) -> bytes:
    """Write triples in their order; `prefixes` gives those that they use, to a form that has some."""
    if form.engine == RdfFormat.JSON_LD:
        return document(triples, site().compactor)
    found = None if form.engine in _WITHOUT_PREFIXES else prefixes()
    return serialize(triples, format=form.engine, prefixes=found) or b""  # type: ignore[arg-type]


def _place(triple: Triple) -> tuple[str, bool, str, str]:
    """Return the key triples are sorted by: subject, its class first, then property and object."""
    predicate = triple.predicate.value
    subject = getattr(triple.subject, "value", "")
    return subject, not predicate.endswith("#type"), predicate, str(triple.object)


def prefixes_of(triples: list[Triple], names: Names) -> dict[str, str]:
    """Return the prefixes that a file uses: one a kind of record and a scheme, so no slash needs escaping."""
    found = {prefix: iri for prefix, iri in names.prefixes.items() if prefix not in ("akc", "akid")}
    terms = dict.fromkeys(term for each in triples for term in (each.subject, each.object, each.predicate))
    iris = dict.fromkeys(term.value for term in terms if isinstance(term, NamedNode))
    iris |= dict.fromkeys(term.datatype.value for term in terms if isinstance(term, Literal))
    roots = (names.id("", "")[:-1], names.concept(""))
    for iri in iris:
        if iri.startswith(roots):
            root = roots[0] if iri.startswith(roots[0]) else roots[1]
            first, slash, _ = iri.removeprefix(root).partition("/")
            if slash:
                found.setdefault(first, f"{root}{first}/")
    ordered = sorted(iris)  # whatever begins with a namespace stands at once behind it

    def used(namespace: str) -> bool:
        place = bisect_left(ordered, namespace)
        return place < len(ordered) and ordered[place].startswith(namespace)

    return {prefix: iri for prefix, iri in found.items() if used(iri)}


def labels_of(iris: Sequence[str], bundle: Bundle) -> list[Triple]:
    """Return the labels of what a bundle links to, as triples."""
    names = site().names
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    site().labels.need(iris)
    return [
        Triple(NamedNode(iri), label, text)
        for iri in iris
        if iri.startswith(names.base)
        for text in site().labels.all(iri)
    ]


def rdf(body: bytes, extension: str, tag: str, status: int = 200, vary: str | None = None) -> Response:
    """Answer with RDF."""
    response = cached(Response(body, status, content_type=FORMATS[extension].content_type), tag)
    if vary:
        response.headers["Vary"] = vary
    return protect(response)


def alternates(path: str) -> str:
    """Return the Link header of a document at `path`: its other formats and its licence."""
    found = [f'<{path}.{ext}>; rel="alternate"; type="{FORMATS[ext].media_type}"' for ext in _ORDER]
    found += [f'<{path}.{ext}>; rel="describedby"; type="{FORMATS[ext].media_type}"' for ext in _ORDER[:1]]
    return ", ".join([*found, f'<{LICENCE}>; rel="license"'])


def vary_of(extension: str | None) -> str:
    """Return what an answer depends on: the language, and Accept where no extension fixed the format."""
    return "Accept-Language" if extension else "Accept, Accept-Language"
