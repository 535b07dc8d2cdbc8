"""Who mentions which facility: the publishers of all rows about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from akkuri.analysis.evidence import SOURCE
from akkuri.analysis.gaps.cells import entries_by_cell
from akkuri.analysis.model.stated import kept_mentions
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters

__all__ = ["Mentions", "all_mentions", "home_cells", "home_mentions"]

Mentions = Mapping[str, frozenset[str]]
"""Facility → the publishers that mention it."""

_OF_A_FACILITY: Final = ("Offering", "ProductionCapability", "Equipment", "Investment")
_TOPIC: Final = "http://xmlns.com/foaf/0.1/primaryTopic"


def all_mentions(model: Model) -> Mentions:
    """Return the mentions of every facility.

    A mention is a publisher with a source of any row about the facility: itself, an offering, its own
    production, a value, a device or a value of it, a collaboration, an investment, a need that it answers.
    """
    if not model.mentions:
        model.mentions = kept_mentions(model.kept) or {}
    if not model.mentions:
        names, origin = model.names, model.origin
        about = _about(model)
        publisher = dict(origin.pairs(f"{names.ak}publisherName"))
        topic = dict(origin.pairs(_TOPIC))
        found: dict[str, set[str]] = {iri: set() for iri in sorted(model.facilities)}
        for subject, source in origin.pairs(SOURCE):
            for facility in about.get(topic.get(subject, subject), ()):
                if facility in found and source in publisher:
                    found[facility].add(publisher[source])
        model.mentions = {facility: frozenset(named) for facility, named in found.items()}
    return model.mentions


def home_mentions(model: Model, parameters: Parameters, *, in_use: bool = False) -> Mentions:
    """Return the mentions of the facilities of the home country, all or those in use."""
    return {
        iri: named
        for iri, named in all_mentions(model).items()
        if model.facilities[iri].country == model.home
        and (not in_use or parameters.in_use(model.facilities[iri]))
    }


def home_cells(model: Model, parameters: Parameters) -> dict[tuple[str, str], frozenset[str]]:
    """Return the cells of the frame in the home country → facilities in use there, for others or not."""
    entries = entries_by_cell(model)
    return {
        (stage, capability.id): frozenset(
            facility.iri
            for _, facility in entries.get((model.home or "", stage, capability.id), ())
            if parameters.in_use(facility)
        )
        for capability in model.capabilities.values()
        for stage in capability.expected
    }


def _about(model: Model) -> Mapping[str, set[str]]:
    """Return row → the facilities it is about."""
    origin, ak = model.origin, model.names.ak
    found: defaultdict[str, set[str]] = defaultdict(set)
    for iri in model.facilities:
        found[iri].add(iri)
    rows = {iri for cls in _OF_A_FACILITY for iri in origin.instances(ak + cls)}
    for row, facility in origin.pairs(f"{ak}facility"):
        if row in rows:
            found[row].add(facility)
    for value, subject in list(origin.pairs(f"{ak}specificationOf")):
        found[value] |= found.get(subject, set())
    for one, other in _ends(model):
        if other in model.facilities:
            found[one].add(other)
    return found


def _ends(model: Model) -> Iterator[tuple[str, str]]:
    """Give the ends of collaborations, and what answers needs."""
    for name in ("from", "to", "addressedBy"):
        yield from model.origin.pairs(model.names.ak + name)
