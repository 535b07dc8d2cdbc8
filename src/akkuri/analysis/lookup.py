"""The names in a request, looked up among what the analyses know; `where` begins a refusal."""

from collections.abc import Container

from akkuri.analysis.model.values import Model
from akkuri.errors import UsageError
from akkuri.naming.things import Thing, Wanted, concepts, countries, places, records
from akkuri.texts import text

__all__ = ["find_actor", "find_area", "find_concept", "find_country", "find_facility", "find_region"]


def find_area(model: Model, name: str | None, lang: str) -> str:
    """Return the code of a region or country; the home country for None. Raises UsageError."""
    if name is None or name == "":
        if model.home is None:
            raise UsageError(text(lang, "analysis.no_home"))
        return model.home
    known = {*model.regions, *(f.country for f in model.facilities.values() if f.country)}
    if model.home:
        known.add(model.home)
    wanted = places().within(lambda place: place.id in known)
    return model.resolver.find(name, wanted, lang).id


def find_country(model: Model, name: str, lang: str) -> str:
    """Return the code of a country from which an actor is recorded. Raises UsageError."""
    known = {actor.country for actor in model.organisations.values()}
    wanted = countries().within(lambda country: country.id in known)
    return model.resolver.find(name, wanted, lang).id


def find_region(model: Model, name: str, lang: str, where: str = "") -> str:
    """Return the code of a region that the graph knows. Raises UsageError."""
    wanted = places().within(lambda place: place.id in model.regions)
    return model.resolver.find(name, wanted, lang, where).id


def find_concept(model: Model, scheme: str, name: str, lang: str, where: str = "") -> str:
    """Return the id of a concept. Raises UsageError naming the nearest."""
    return model.resolver.find(name, concepts(scheme), lang, where).id


def find_actor(model: Model, name: str, lang: str, where: str = "") -> str:
    """Return the IRI of an actor of the model, or of the one that took its place. Raises UsageError."""
    wanted = records("organisation", "network", "facility")
    return _find_record(model, name, wanted, model.organisations, lang, where)


def find_facility(model: Model, name: str, lang: str, where: str = "") -> str:
    """Return the IRI of a facility, or of the one that took its place. Raises UsageError."""
    return _find_record(model, name, records("facility"), model.facilities, lang, where)


def _find_record(
    model: Model, name: str, wanted: Wanted, known: Container[str], lang: str, where: str
) -> str:
    def current(thing: Thing) -> str | None:
        return thing.iri if thing.iri in known else thing.successor if thing.successor in known else None

    found = model.resolver.find(name, wanted.within(lambda thing: current(thing) is not None), lang, where)
    return current(found) or found.iri
