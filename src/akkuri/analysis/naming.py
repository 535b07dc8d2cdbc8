"""Finding what a person means: an area, a concept, an organisation or a facility by id or name."""

from collections.abc import Iterable

from akkuri.analysis.model.values import LANGUAGES, Model
from akkuri.ask.named.lookup import closest
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["find_actor", "find_area", "find_concept", "find_facility"]


def find_area(model: Model, name: str | None, lang: str) -> str:
    """Return the code of a region or country; the home country for None. Raises UsageError."""
    countries = sorted({f.country for f in model.facilities.values() if f.country})
    if name is None or name == "":
        if model.home is None:
            raise UsageError(text(lang, "analysis.no_home"))
        return model.home
    if name.upper() in {*model.regions, *countries}:
        return name.upper()
    found = _by_label(model, "region", name)
    if found is not None:
        return found
    labels = [model.concept_label("region", code, lang) for code in model.regions]
    raise _not_found(lang, "no_region", name, [*labels, *model.regions, *countries])


def find_concept(model: Model, scheme: str, name: str, lang: str) -> str:
    """Return the id of a concept given by id or label. Raises UsageError naming the nearest."""
    known = model.concepts(scheme)
    if name in known:
        return name
    found = _by_label(model, scheme, name)
    if found is not None:
        return found
    raise _not_found(lang, "no_concept", name, known, scheme=scheme)


def find_actor(model: Model, name: str, lang: str) -> str:
    """Return the IRI of an organisation or network given by IRI, id or name. Raises UsageError."""
    kinds = {"org-": "organisation", "net-": "network", "fac-": "facility"}
    return _find_record(model, name, lang, model.organisations, kinds, "no_actor")


def find_facility(model: Model, name: str, lang: str) -> str:
    """Return the IRI of a facility given by IRI, id or name. Raises UsageError."""
    return _find_record(model, name, lang, model.facilities, {"fac-": "facility"}, "no_facility")


def _find_record(
    model: Model, name: str, lang: str, records: Iterable[str], kinds: dict[str, str], key: str
) -> str:
    known = set(records)
    for prefix, kind in kinds.items():
        for slug in (name.removeprefix(prefix), name):
            if (iri := model.names.id(kind, slug)) in known:
                return iri
    if name in known:
        return name
    names: dict[str, str] = {}
    for iri in sorted(known):
        for spelling in (*(model.label(iri, each) for each in LANGUAGES), *model.other_names.get(iri, ())):
            names.setdefault(spelling.casefold(), iri)
    if name.casefold() in names:
        return names[name.casefold()]
    spelt = {iri: model.label(iri, lang) for iri in known}
    near = dict.fromkeys(spelt[names[s]] for s in closest(name.casefold(), sorted(names), 5))
    containing = [spelt[iri] for s, iri in sorted(names.items()) if name.casefold() in s]
    raise _worded(lang, key, name, [*dict.fromkeys([*containing[:3], *near])][:5])


def _by_label(model: Model, scheme: str, name: str) -> str | None:
    for concept in model.concepts(scheme):
        if any(
            model.concept_label(scheme, concept, each).casefold() == name.casefold() for each in LANGUAGES
        ):
            return concept
    return None


def _not_found(lang: str, key: str, name: str, known: list[str], scheme: str = "") -> UsageError:
    near = closest(name, known, 5) or known[:10]
    return _worded(lang, key, name, near, scheme)


def _worded(lang: str, key: str, name: str, near: list[str], scheme: str = "") -> UsageError:
    nearest = ", ".join(near) or "–"
    return UsageError(text(lang, f"analysis.{key}", name=name[:100], near=nearest, scheme=scheme))
