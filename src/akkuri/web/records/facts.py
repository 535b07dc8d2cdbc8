"""The list of facts at the top of a record's page: every statement once, in a fixed order, none left out."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from akkuri.web.page.addresses import safe_url
from akkuri.web.page.values import Value, View

__all__ = ["Fact", "facts"]

_ORDER: Final = [
    "ak:organisationType",
    "ak:facilityKind",
    "ak:equipmentType",
    "ak:gapKind",
    "ak:collaborationKind",
    "ak:status",
    "ak:investmentStatus",
    "ak:operator",
    "ak:parentOrganisation",
    "ak:from",
    "ak:to",
    "ak:facility",
    "ak:gap",
    "ak:manufacturer",
    "ak:model",
    "ak:quantity",
    "ak:acronym",
    "ak:programme",
    "ak:grantId",
    "ak:kohesioId",
    "@period",
    "@term",
    "ak:opened",
    "ak:closed",
    "ak:ended",
    "ak:totalBudget",
    "ak:funding",
    "ak:amount",
    "ak:accessMode",
    "ak:scale",
    "@trl",
    "ak:stage",
    "ak:capability",
    "ak:chemistry",
    "ak:cellFormat",
    "ak:floorArea",
    "@place",
    "ak:municipality",
    "ak:region",
    "@point",
    "ak:proposedAction",
    "ak:responsible",
    "ak:addressedBy",
    "ak:origin",
    "ak:publisherName",
    "schema:url",
    "dct:language",
    "dct:issued",
    "ak:retrieved",
    "foaf:homepage",
    "ak:nationalPid",
    "ak:rorId",
    "ak:wikidataId",
    "ak:isni",
    "ak:businessId",
    "ak:pic",
    "skos:note",
    "@names",
    "skos:altLabel",
]
_MERGED: Final = {
    "@period": ("ak:start", "ak:end"),
    "@term": ("ak:since", "ak:until"),
    "@trl": ("ak:trlMin", "ak:trlMax"),
    "@place": ("schema:streetAddress", "schema:addressLocality", "ak:countryCode"),
    "@point": ("wgs84:lat", "wgs84:long", "ak:geoPrecision"),
    "@names": ("skos:prefLabel",),
}
_ELSEWHERE: Final = [
    "rdf:type",
    "dct:description",
    "dct:title",
    "ak:currency",
    "geo:hasGeometry",
    "dct:isReplacedBy",
    "ak:withdrawn",
    "ak:labelEn",
    "ak:labelFi",
    "ak:labelSv",
]
"""What the page shows in another place than this list, or not at all (the geometry repeats the point)."""


MANY: Final = 30
"""Values shown in one row of the list."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the list."""

    name: str
    values: list[Value]
    property: str


def facts(view: View, derived: AbstractSet[str] = frozenset()) -> tuple[list[Fact], list[Fact]]:
    """Return what is stated about the record of a page, and apart from it what is only `derived`.

    Properties this list does not know come last.
    """
    this = view.this
    covered = {view.iri(name) for name in (*_ORDER, *_ELSEWHERE) if not name.startswith("@")}
    covered |= {view.iri(name) for names in _MERGED.values() for name in names}
    stated = {t.predicate.value for t in view.bundle.triples if getattr(t.subject, "value", "") == this}
    found = [
        Fact(_name(view, name), values, name)
        for name in (*_ORDER, *(_short(view, iri) for iri in sorted(stated - covered)))
        if (values := _values(view, this, name))
    ]
    computed = [fact for fact in found if view.iri(fact.property) in derived - covered]
    return [fact for fact in found if fact not in computed], computed


def _short(view: View, iri: str) -> str:
    """Return one of our own terms under its prefix, as the lists above name them; another IRI stays."""
    own = view.names.ak
    return f"ak:{iri.removeprefix(own)}" if iri.startswith(own) else iri


def _name(view: View, name: str) -> str:
    """Return the heading of a property: the ontology's label, or a text of the pages."""
    prefix, _, local = name.partition(":")
    if name.startswith("@"):
        return view.language.t(f"fact_{name[1:]}")
    if prefix == "ak" and view.labels.all(view.iri(name)):
        label = view.label(view.iri(name)).value
        return label[:1].upper() + label[1:]
    if view.language.has(f"fact_{local}"):
        return view.language.t(f"fact_{local}")
    return view.label(view.iri(name)).value


def _values(view: View, this: str, name: str) -> list[Value]:
    """Return the values of one row of the list; a long row is cut and leads to the query for the rest."""
    special = _SPECIAL.get(name)
    found = special(view, this) if special else view.values(this, name)
    if len(found) <= MANY:
        return found
    query = f"SELECT ?value WHERE {{ <{this}> <{view.iri(name)}> ?value }}"
    more = view.language.t("and_more", count=view.language.number(len(found) - MANY))
    return [*found[:MANY], Value(more, view.local("/query", query=query))]


def _point(view: View, this: str) -> list[Value]:
    """The point, linked to a map."""
    lat, long = view.first(this, "wgs84:lat"), view.first(this, "wgs84:long")
    if lat is None or long is None:
        return []
    number = view.language.number
    precision = view.first(this, "ak:geoPrecision")
    key = f"precision_{precision}"
    note = f" ({view.language.t(key)})" if view.language.has(key) else ""
    url = f"https://www.openstreetmap.org/?mlat={lat}&mlon={long}#map=13/{lat}/{long}"
    return [Value(f"{number(lat)}° N, {number(long)}° E{note}", safe_url(url), foreign=True)]


def _names(view: View, this: str) -> list[Value]:
    """The names in the other languages than the one in the heading."""
    shown = view.label(this)
    return [
        Value(term.value, lang=view.other(term.language))
        for term in view.bundle.values(this, view.iri("skos:prefLabel"))
        if isinstance(term, Literal) and term.value != shown.value
    ]


def _language(view: View, this: str) -> list[Value]:
    code = view.first(this, "dct:language")
    return [Value(view.language.language_name(code))] if code else []


def _plain(name: str) -> Callable[[View, str], list[Value]]:
    """Show a number as it stands: a year has no separators."""
    return lambda view, this: [Value(found)] if (found := view.first(this, name)) else []


def _area(view: View, this: str) -> list[Value]:
    area = view.first(this, "ak:floorArea")
    return [Value(f"{view.language.number(area)} m²")] if area else []


_SPECIAL: Final[dict[str, Callable[[View, str], list[Value]]]] = {
    "@period": lambda view, this: view.period(this, "ak:start", "ak:end"),
    "@term": lambda view, this: view.period(this, "ak:since", "ak:until"),
    "@trl": lambda view, this: view.trl(this),
    "@place": lambda view, this: view.place(this),
    "@point": _point,
    "@names": _names,
    "ak:totalBudget": lambda view, this: view.money(this, "ak:totalBudget"),
    "ak:funding": lambda view, this: view.money(this, "ak:funding"),
    "ak:amount": lambda view, this: view.money(this, "ak:amount"),
    "ak:floorArea": _area,
    "dct:language": _language,
    "ak:firstYear": _plain("ak:firstYear"),
    "ak:lastYear": _plain("ak:lastYear"),
}
