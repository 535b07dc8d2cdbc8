"""What a map is asked for: an area, what the colours say, and which facilities."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.lookup import find_concept, find_country, find_region
from akkuri.analysis.model.values import Facility, Model, country_of_region
from akkuri.errors import UsageError, about
from akkuri.naming.choosing import choice, chosen
from akkuri.texts import LANGUAGES, text
from akkuri.texts.locales import country_name
from akkuri.web.map.frame import EUROPE
from akkuri.web.map.outlines import outlines

__all__ = ["COLOURED_BY", "FILTERS", "REGION", "MapAsked", "areas", "asked_map"]

COLOURED_BY: Final[Mapping[str, tuple[str, Callable[[Facility], str | None]]]] = {
    "kind": ("facility-kind", lambda facility: facility.kind),
    "status": ("status", lambda facility: facility.status),
}
"""What colours can say: the scheme of its concepts and how a facility tells it."""
REGION: Final = "region"
FILTERS: Final = {
    REGION: "region",
    "kind": "facility-kind",
    "status": "status",
    "access": "access-mode",
    "stage": "value-chain-stage",
    "capability": "capability",
    "scale": "scale",
}
"""Filter → the scheme of its concepts."""


@dataclass(frozen=True, slots=True)
class MapAsked:
    """What was asked for, understood: ids of concepts."""

    area: str
    colour: str
    filters: Mapping[str, str]

    @property
    def values(self) -> dict[str, str]:
        """What the fields of a form hold that asks for it."""
        return {"area": self.area, "colour": self.colour, **self.filters}

    def facilities(self, model: Model) -> list[Facility]:
        """Return the facilities that every filter lets through, in the order of their IRIs."""
        uses = _uses(model)
        narrower = model.narrower(self.filters["capability"]) if "capability" in self.filters else frozenset()
        found = []
        for iri in sorted(model.facilities):
            facility = model.facilities[iri]
            if self.area != EUROPE and facility.country != self.area:
                continue
            told: dict[str, set[str | None]] = {
                REGION: {facility.region},
                "kind": {facility.kind},
                "status": {facility.status},
                "access": {*facility.access, *uses.get(iri, _NONE).access},
                "stage": {*facility.stages, *uses.get(iri, _NONE).stages},
                "scale": {facility.scale, *uses.get(iri, _NONE).scales},
            }
            wanted = [name for name in self.filters if name != "capability"]
            if all(self.filters[name] in told[name] for name in wanted) and (
                not narrower or narrower & uses.get(iri, _NONE).capabilities
            ):
                found.append(facility)
        return found


@dataclass(frozen=True, slots=True)
class _Uses:
    """What the capabilities of one facility say together."""

    capabilities: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    scales: frozenset[str] = frozenset()


_NONE: Final = _Uses()


def _uses(model: Model) -> dict[str, _Uses]:
    found: dict[str, _Uses] = {}
    for use in model.uses:
        before = found.get(use.facility, _NONE)
        found[use.facility] = _Uses(
            before.capabilities | {use.capability},
            before.stages | frozenset(use.stages),
            before.access | frozenset(use.access),
            before.scales | (frozenset({use.scale}) if use.scale else frozenset()),
        )
    return found


def areas(model: Model) -> Iterator[str]:
    """Yield what can be shown: the country that most facilities are in, Europe, then the other countries."""
    counted = Counter(facility.country for facility in model.facilities.values())
    known = sorted((one for one in counted if one in outlines()), key=lambda one: (-counted[one], one or ""))
    ordered = [one for one in known if one]
    yield from ordered[:1]
    yield EUROPE
    yield from ordered[1:]


def asked_map(model: Model, given: Mapping[str, str], lang: str, form: bool = False) -> MapAsked:
    """Understand the parameters of an address; empty ones don't restrict.

    In a form a filter is called by its label.

    Raises UsageError: one sentence naming the parameter, what was found and what is known.
    """
    unknown = sorted(set(given) - {"area", "colour", *FILTERS})
    if unknown:
        names = ", ".join(("area", "colour", *FILTERS))
        raise UsageError(text(lang, "map.unknown_parameter", name=unknown[0], names=names))
    colour = given.get("colour") or next(iter(COLOURED_BY))
    if colour not in COLOURED_BY:
        among = [
            choice(name, [(each, text(each, f"map.{name}")) for each in LANGUAGES]) for name in COLOURED_BY
        ]
        with about("colour"):
            colour = chosen(colour, among, text(lang, "map.colour"), model.names, lang).id
    filters = {name: _filter(model, name, given[name], lang, form) for name in FILTERS if given.get(name)}
    with about("area"):
        area = _area(model, given.get("area", ""), lang)
    region = filters.get(REGION)
    if region and area != EUROPE and country_of_region(region) != area:
        if given.get("area"):
            called = model.concept_label(REGION, region, lang)
            with about("area", REGION):
                raise UsageError(
                    text(lang, "map.region_elsewhere", region=called, area=country_name(lang, area) or area)
                )
        area = country_of_region(region)
    return MapAsked(area, colour, filters)


def _filter(model: Model, name: str, written: str, lang: str, form: bool) -> str:
    where = text(lang, f"map.{name}") if form else name
    with about(name):
        if name == REGION:
            return find_region(model, written, lang, where=where)
        return find_concept(model, FILTERS[name], written, lang, where=where)


def _area(model: Model, written: str, lang: str) -> str:
    if not written:
        return next(areas(model))
    if written.casefold() in (EUROPE, *(text(each, "map.europe").casefold() for each in LANGUAGES)):
        return EUROPE
    # A country without facilities has an empty map, which the pages of its organisations lead to.
    found = written.upper() if written.upper() in outlines() else find_country(model, written, lang)
    if found not in outlines():
        raise UsageError(text(lang, "map.no_outline", value=written[:100]))
    return found
