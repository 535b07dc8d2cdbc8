"""A record in the words of schema.org, for search engines: the JSON-LD that stands in its page."""

from collections.abc import Callable
from typing import Any, Final

from pyoxigraph import Literal

from akkuri.web.page.addresses import safe_url
from akkuri.web.page.values import View
from akkuri.web.records.signposting import LICENCE

__all__ = ["schema_org"]

Entry = dict[str, Any]

_TYPES: Final = {
    "facility": "ResearchOrganization",
    "organisation": "Organization",
    "network": "Organization",
    "project": "ResearchProject",
    "equipment": "Product",
    "gap": "Statement",
    "investment": "MonetaryAmount",
    "collaboration": "OrganizationRole",
    "source": "CreativeWork",
}


def schema_org(view: View, kind: str) -> Entry:
    """Return the JSON-LD of the record of a page; only what is stated, nothing guessed."""
    this = view.this
    document = this.replace("/id/", "/doc/", 1)
    entry: Entry = {
        "@context": "https://schema.org",
        "@id": this,
        "@type": _TYPES.get(kind, "Thing"),
        "additionalType": view.bundle.types(this),
        "name": _names(view, this),
        "alternateName": _texts(view, this, "skos:altLabel") + _texts(view, this, "ak:acronym"),
        "description": _texts(view, this, "dct:description"),
        "url": _urls(view, this, "foaf:homepage"),
        "sameAs": _urls(view, this, "ak:rorId") + _urls(view, this, "ak:wikidataId"),
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
    more = _MORE.get(kind)
    filled: Entry = _filled(entry | (more(view, this) if more else {}))
    return filled


def _place(view: View, this: str) -> Entry:
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


def _facility(view: View, this: str) -> Entry:
    return {
        "location": _place(view, this),
        "parentOrganization": _references(view, this, "ak:operator"),
        "foundingDate": view.first(this, "ak:opened"),
        "dissolutionDate": view.first(this, "ak:closed"),
        "identifier": view.first(this, "ak:nationalPid"),
        "makesOffer": [
            {
                "@type": "Offer",
                "@id": offer,
                "itemOffered": {
                    "@type": "Service",
                    "serviceType": _references(view, offer, "ak:capability"),
                },
            }
            for offer in view.bundle.sources(this, view.iri("ak:facility"))
            if view.iri("ak:Offering") in view.bundle.types(offer)
        ],
    }


def _organisation(view: View, this: str) -> Entry:
    identifiers = ("isni", "businessId", "pic")
    return {
        "location": _place(view, this),
        "parentOrganization": _references(view, this, "ak:parentOrganisation"),
        "dissolutionDate": view.first(this, "ak:ended"),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": view.first(this, f"ak:{name}")}
            for name in identifiers
            if view.first(this, f"ak:{name}")
        ],
    }


def _project(view: View, this: str) -> Entry:
    members = [
        actor
        for item in view.bundle.sources(this, view.iri("ak:project"))
        for actor in view.bundle.iris(item, view.iri("ak:organisation"))
    ]
    return {
        "foundingDate": view.first(this, "ak:start"),
        "dissolutionDate": view.first(this, "ak:end"),
        "identifier": _texts(view, this, "ak:grantId"),
        "member": [_reference(view, actor) for actor in dict.fromkeys(members)],
    }


def _equipment(view: View, this: str) -> Entry:
    return {
        "manufacturer": view.first(this, "ak:manufacturer"),
        "model": view.first(this, "ak:model"),
        "category": _references(view, this, "ak:equipmentType"),
        "additionalProperty": [
            {
                "@type": "PropertyValue",
                "name": ", ".join(value.text for value in view.values(item, "ak:parameter")),
                "value": view.specification(item).text,
            }
            for item in view.bundle.sources(this, view.iri("ak:specificationOf"))
        ],
    }


def _investment(view: View, this: str) -> Entry:
    return {"value": view.first(this, "ak:amount"), "currency": view.first(this, "ak:currency")}


def _collaboration(view: View, this: str) -> Entry:
    return {
        "roleName": [value.text for value in view.values(this, "ak:collaborationKind")],
        "startDate": view.first(this, "ak:since"),
        "endDate": view.first(this, "ak:until"),
    }


def _source(view: View, this: str) -> Entry:
    return {
        "url": _urls(view, this, "schema:url"),
        "publisher": view.first(this, "ak:publisherName"),
        "datePublished": view.first(this, "dct:issued"),
        "inLanguage": view.first(this, "dct:language"),
    }


_MORE: Final[dict[str, Callable[[View, str], Entry]]] = {
    "facility": _facility,
    "organisation": _organisation,
    "network": _organisation,
    "project": _project,
    "equipment": _equipment,
    "investment": _investment,
    "collaboration": _collaboration,
    "source": _source,
}


def _names(view: View, this: str) -> list[Any]:
    labels = view.labels.all(this)
    if not labels:
        return [view.label(this).value]
    return [
        {"@value": label.value, "@language": label.language} if label.language else label.value
        for label in labels
    ]


def _texts(view: View, this: str, name: str) -> list[str]:
    return [term.value for term in view.bundle.values(this, view.iri(name)) if isinstance(term, Literal)]


def _urls(view: View, this: str, name: str) -> list[str]:
    return [iri for iri in view.bundle.iris(this, view.iri(name)) if safe_url(iri)]


def _reference(view: View, iri: str) -> Entry:
    return {"@id": iri, "name": view.label(iri).value}


def _references(view: View, this: str, name: str) -> list[Entry]:
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
