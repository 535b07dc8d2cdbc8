"""A record in the words of schema.org, for search engines: the JSON-LD that stands in its page."""

from collections.abc import Callable
from typing import Any, Final

from pyoxigraph import Literal

from akkuri.kinds import Kind
from akkuri.kinds.shown import Path, Shown
from akkuri.web.page.addresses import safe_url
from akkuri.web.page.values import PageView
from akkuri.web.records.shows import ends, literals, values
from akkuri.web.records.signposting import LICENCE

__all__ = ["schema_org"]

JsonObject = dict[str, Any]


def schema_org(view: PageView, kind: Kind) -> JsonObject:
    """Return the JSON-LD of the record of a page; only what is stated, nothing guessed."""
    this = view.this
    document = this.replace("/id/", "/doc/", 1)
    entry: JsonObject = {
        "@context": "https://schema.org",
        "@id": this,
        "@type": kind.schema_org.type,
        "additionalType": view.bundle.types(this),
        "name": _names(view, this),
        "alternateName": _texts(view, this, "skos:altLabel") + _texts(view, this, "ak:acronym"),
        "description": _texts(view, this, "dct:description"),
        "url": _urls(view, this, "foaf:homepage"),
        "sameAs": _same(view, this),
        "subjectOf": {
            "@id": document,
            "@type": "WebPage",
            "dateModified": view.first(document, "dct:modified"),
            "lastReviewed": view.first(document, "ak:verified"),
            "license": LICENCE,
            "citation": [
                _reference(view, source) for source in view.bundle.iris(document, view.iri("dct:source"))
            ],
        },
    }
    more = {name: _said(view, this, shown) for name, shown in kind.schema_org.properties.items()}
    filled: JsonObject = _filled(entry | more)
    return filled


def _said(view: PageView, this: str, shown: Shown) -> Any:
    """Return what a property of schema.org holds."""
    if shown.function is not None:
        return _FUNCTIONS[shown.function](view, this, *shown.paths)
    found = [_reference(view, iri) for iri in dict.fromkeys(ends(view, this, shown.paths[0]))]
    return found or [term.value for term in literals(view, this, shown.paths[0])]


def _place(view: PageView, this: str) -> JsonObject:
    """Where something is."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": view.first(this, "schema:streetAddress"),
        "addressLocality": view.first(this, "schema:addressLocality"),
        "addressCountry": view.first(this, "ak:countryCode"),
    }
    point = {
        "@type": "GeoCoordinates",
        "latitude": view.first(this, "wgs84:lat"),
        "longitude": view.first(this, "wgs84:long"),
    }
    has_address, has_point = len(_filled(address)) > 1, len(_filled(point)) > 1
    place = {
        "@type": "Place",
        "address": address if has_address else None,
        "geo": point if has_point else None,
    }
    return place if has_address or has_point else {}


def _offers(view: PageView, this: str) -> list[JsonObject]:
    """What a facility offers to others."""
    return [
        {
            "@type": "Offer",
            "@id": offer,
            "itemOffered": {"@type": "Service", "serviceType": _references(view, offer, "ak:capability")},
        }
        for offer in view.bundle.sources(this, view.iri("ak:facility"))
        if view.iri("ak:Offering") in view.bundle.types(offer)
    ]


def _properties(view: PageView, this: str, *paths: Path) -> list[JsonObject]:
    """Values under the names of their properties, such as identifiers."""
    return [
        {"@type": "PropertyValue", "propertyID": path.own[0].rpartition(":")[2], "value": value}
        for path in paths
        if (value := view.first(this, path.own[0]))
    ]


def _specifications(view: PageView, this: str) -> list[JsonObject]:
    """Every specification with its value."""
    return [
        {
            "@type": "PropertyValue",
            "name": ", ".join(value.text for value in view.values(item, "ak:parameter")),
            "value": view.specification(item).text,
        }
        for item in view.bundle.sources(this, view.iri("ak:specificationOf"))
    ]


_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "offers": _offers,
    "place": _place,
    "properties": _properties,
    "specifications": _specifications,
    "texts": lambda view, this, path: [value.text for value in values(view, this, path)],
    "urls": lambda view, this, path: [iri for iri in ends(view, this, path) if safe_url(iri)],
}
"""Function → what it says; its names are those of `akkuri.kinds.schema_org.FUNCTIONS`."""


def _names(view: PageView, this: str) -> list[Any]:
    labels = view.labels.all(this)
    if not labels:
        return [view.label(this).value]
    return [
        {"@value": label.value, "@language": label.language} if label.language else label.value
        for label in labels
    ]


def _texts(view: PageView, this: str, name: str) -> list[str]:
    return [term.value for term in view.bundle.values(this, view.iri(name)) if isinstance(term, Literal)]


def _same(view: PageView, this: str) -> list[str]:
    """Return the addresses of the same thing in registries, each once."""
    names = ("ak:rorId", "ak:wikidataId", "skos:exactMatch")
    return list(dict.fromkeys(iri for name in names for iri in _urls(view, this, name)))


def _urls(view: PageView, this: str, name: str) -> list[str]:
    return [iri for iri in view.bundle.iris(this, view.iri(name)) if safe_url(iri)]


def _reference(view: PageView, iri: str) -> JsonObject:
    return {"@id": iri, "name": view.label(iri).value}


def _references(view: PageView, this: str, name: str) -> list[JsonObject]:
    return [_reference(view, iri) for iri in view.bundle.iris(this, view.iri(name))]


def _filled(entry: Any) -> Any:
    """Leave out what is empty, and the brackets around a single value."""
    if isinstance(entry, dict):
        kept = {key: _filled(value) for key, value in entry.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    if isinstance(entry, list):
        items = [_filled(item) for item in entry]
        return items[0] if len(items) == 1 else items
    return entry
