"""What is stated of entities: the properties of a type, their values, and whether they agree with a table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from akkuri.naming.spelling import fold
from akkuri.store import Term
from akkuri.texts import LANGUAGES, catalogue
from akkuri.web.page.rendering import view
from akkuri.web.page.site import site
from akkuri.web.reconcile.entities import entity_id
from akkuri.web.records.shows import property_name

__all__ = [
    "OF_DOCUMENT",
    "VALUED",
    "agrees",
    "extended",
    "in_language",
    "names_of_property",
    "properties_of",
    "property_iri",
    "property_told",
    "stated",
]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NAMES: Final = ("skos:prefLabel", "skos:altLabel", "dct:description")
_OF_CONCEPTS: Final = (
    "skos:prefLabel",
    "skos:altLabel",
    "skos:definition",
    "skos:broader",
    "skos:notation",
    "skos:exactMatch",
    "skos:closeMatch",
)
OF_DOCUMENT: Final = ("dct:source",)
"""What is stated about the document of a record: on which pages the record rests."""
_PLACE: Final = ("ak:countryCode", "schema:addressLocality")
_INTEGERS: Final = frozenset(XSD + name for name in ("integer", "int", "long", "gYear"))
_DECIMALS: Final = frozenset(XSD + name for name in ("decimal", "double", "float"))
VALUED: Final = ("id", "name", "str", "int", "float", "date", "bool")
"""Where an object of a request has its value: an entity, or a value as data extension has it."""
Stated = Mapping[tuple[str, str], list[Term]]
"""IRI of an entity and of a property → what is stated."""


def properties_of(kind_name: str) -> list[str]:
    """Return the properties of a type, those that tell most first; all of a record's where it is none."""
    kind = site().kinds.get(kind_name)
    if kind is None:
        return list(_OF_CONCEPTS)
    declared = [
        path.properties[0]
        for column in (*kind.key, *kind.facts)
        for path in column.shown.paths
        if len(path.properties) == 1 and path.own
    ]
    return list(dict.fromkeys([*_NAMES, *_PLACE, *declared]))


def property_iri(name: str) -> str:
    """Return the IRI of a property that is named by prefix, else the name as it stands."""
    prefix, colon, local = name.partition(":")
    start = site().names.prefixes.get(prefix)
    return start + local if colon and start and not local.startswith("//") else name


def property_told(name: str) -> dict[str, Any]:
    """Return a property with its name, as the pages of records call it."""
    return {"id": name, "name": property_name(view(), name)}


def names_of_property(name: str) -> list[str]:
    """Return what the ontology and the pages call a property in every language."""
    local = name.partition(":")[2]
    keys = (f"web.{texts}_{local}" for texts in ("fact", "column"))
    shown = [catalogue(lang)[key] for key in keys for lang in LANGUAGES if key in catalogue(lang)]
    return [*(label.value for label in site().labels.all(property_iri(name))), *shown]


def stated(iris: Iterable[str], names: Iterable[str]) -> Stated:
    """Return what is stated of entities by some properties; names that are no IRIs state nothing."""
    things = " ".join(f"<{iri}>" for iri in dict.fromkeys(iris) if _usable(iri))
    wanted = {property_iri(name): name for name in names}
    predicates = " ".join(f"<{iri}>" for iri in wanted if _usable(iri))
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    if not things or not predicates:
        return found
    where = f"VALUES ?property {{ {predicates} }} ?thing ?property ?value"
    if not set(OF_DOCUMENT).isdisjoint(wanted.values()):
        documents = f"?document <{property_iri('foaf:primaryTopic')}> ?thing ; ?property ?value"
        of_document = " ".join(f"<{property_iri(name)}>" for name in OF_DOCUMENT)
        where = f"{{ {where} }} UNION {{ VALUES ?property {{ {of_document} }} {documents} }}"
    query = (
        f"SELECT DISTINCT ?thing ?property ?value WHERE {{ VALUES ?thing {{ {things} }} {where} }} "
        "ORDER BY ?thing ?property ?value"
    )
    for row in site().reader.select(query):
        thing, name = row.get("thing"), row.get("property")
        if isinstance(thing, NamedNode) and isinstance(name, NamedNode):
            found[thing.value, name.value].append(row["value"])
    return found


def agrees(values: Sequence[Term], given: Any, lang: str) -> bool | None:
    """Say whether what is stated agrees with what a table has; None where nothing is stated."""
    if not values:
        return None
    wanted = {_folded(each) for each in (given if isinstance(given, list) else [given])}
    told: set[str] = set()
    for value in values:
        if isinstance(value, NamedNode):
            tail = value.value.rstrip("/").rpartition("/")[2]
            names = [label.value for label in site().labels.all(value.value)]
            told |= {fold(each) for each in (value.value, entity_id(value.value), tail, *names)}
        elif isinstance(value, Literal):
            told.add(fold(value.value))
            told.add(fold(_country(value.value, lang)))
    return bool(wanted & told)


def extended(value: Term, lang: str) -> dict[str, Any]:
    """Return one value as data extension has it: an entity, a number, or text."""
    if isinstance(value, NamedNode):
        if value.value.startswith(site().settings.base):
            return {"id": entity_id(value.value), "name": site().labels.best(value.value, lang).value}
        return {"str": value.value}
    if not isinstance(value, Literal):
        return {}
    datatype = value.datatype.value
    try:
        if datatype in _INTEGERS:
            return {"int": int(value.value)}
        if datatype in _DECIMALS:
            return {"float": float(value.value)}
    except ValueError:
        return {"str": value.value}
    return {"str": value.value}


def in_language(values: Sequence[Term], lang: str) -> list[Term]:
    """Return values with those of a language first, then English ones: who asks for one name reads that."""
    places = {lang: 0, "en": 1}

    def place(value: Term) -> int:
        spoken = value.language if isinstance(value, Literal) else None
        return places.get(spoken, 2) if spoken else 0

    return sorted(values, key=place)


def _folded(given: Any) -> str:
    """Return a value of a table as it is compared: an entity by its id, else as it stands."""
    if not isinstance(given, dict):
        return fold(str(given))
    return fold(str(next((given[key] for key in VALUED if given.get(key) is not None), "")))


def _country(code: str, lang: str) -> str:
    """Return the name of a country by its code; another text stays."""
    from akkuri.web.page.i18n import Language

    return Language(lang).country(code) if len(code) == 2 and code.isupper() else code


def _usable(iri: str) -> bool:
    """Say whether a text can stand as an IRI in a query."""
    return "://" in iri and not any(sign in iri for sign in '<>"{}|^`\\ ') and iri.isprintable()
