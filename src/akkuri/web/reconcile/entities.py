"""What can be reconciled: records and concepts, their ids in this API, and their types."""

from typing import Any, Final

from pyoxigraph import NamedNode

from akkuri.naming.things import Thing
from akkuri.texts import LANGUAGES, text
from akkuri.web.page.site import site

__all__ = [
    "entity_id",
    "entity_iri",
    "groups_of",
    "known_types",
    "named_groups",
    "names_of_type",
    "type_of",
    "type_told",
]

_SCHEMES: Final = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?scheme WHERE { ?concept skos:inScheme ?scheme } ORDER BY ?scheme"""
_RECORDS: Final = "id/"
_PLACES: Final = ("concept/municipality", "concept/region")


def entity_id(iri: str) -> str:
    """Return the id of a record or concept: its IRI without the base, such as `id/organisation/x`."""
    return iri.removeprefix(site().settings.base)


def entity_iri(identifier: str) -> str:
    """Return the IRI of an id; an IRI stays."""
    return identifier if "://" in identifier else site().settings.base + identifier


def known_types() -> list[str]:
    """Return the types: the kinds of record by name, then concept schemes such as `concept/capability`."""
    base = site().settings.base
    rows = site().reader.select(_SCHEMES)
    schemes = [term.value for row in rows if isinstance(term := row.get("scheme"), NamedNode)]
    return [*site().kinds.names, *(iri.removeprefix(base) for iri in schemes if iri.startswith(base))]


def groups_of(types: list[str]) -> tuple[str, ...]:
    """Return the groups of names that some types stand for, or all; unknown types are left out."""
    known = set(known_types())
    wanted = [each for each in types if each in known] if types else sorted(known)
    return tuple(each if "/" in each else f"{_RECORDS}{each}" for each in wanted)


def named_groups(types: list[str]) -> tuple[str, ...]:
    """Return the same to look a name up in: kinds called after others, such as links, only when asked for."""
    kinds = site().kinds
    return groups_of(
        types
        or [name for name in known_types() if (kind := kinds.get(name)) is None or not kind.called_after]
    )


def type_of(thing: Thing) -> str:
    """Return the type of a thing."""
    return thing.group.removeprefix(_RECORDS)


def names_of_type(name: str) -> list[str]:
    """Return what a type is called in every language, and the word for places where it holds them."""
    kind = site().kinds.get(name)
    if kind is not None:
        return [called for lang in LANGUAGES for called in (kind.one(lang), kind.many(lang))]
    places = [text(lang, "reconcile.places") for lang in LANGUAGES] if name in _PLACES else []
    return [*(label.value for label in site().labels.all(site().settings.base + name)), *places]


def type_told(name: str, lang: str) -> dict[str, Any]:
    """Return a type with its name in a language."""
    kind = site().kinds.get(name)
    if kind is not None:
        return {"id": name, "name": kind.many(lang)}
    return {"id": name, "name": site().labels.best(site().settings.base + name, lang).value}
