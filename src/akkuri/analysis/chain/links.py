"""The facilities that could do one step of a chain for an outsider, and how steps join."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from akkuri.analysis.chain.steps import ServiceStep
from akkuri.analysis.model.values import Model, Use
from akkuri.analysis.weights import Parameters

__all__ = ["HOLE", "ChainLink", "ServedStep", "beside", "served"]


@dataclass(frozen=True, slots=True, order=True)
class ChainLink:
    """A facility that does a step at one scale; `rank` is the scale's place among the scales."""

    facility: str
    scale: str
    rank: int
    area: str
    """Region, or country where no region is told; facilities of one area are near each other."""
    abroad: bool = False
    capabilities: tuple[str, ...] = ()
    access: tuple[str, ...] = ()


HOLE = ChainLink("", "", 0, "")
"""A step that nobody does."""


@dataclass(frozen=True, slots=True)
class ServedStep:
    """Who serves a step: at home, abroad, and at home those that chains leave out."""

    home: tuple[ChainLink, ...]
    abroad: tuple[ChainLink, ...]
    unscaled: tuple[str, ...]
    """Of whom no source tells the scale."""
    joint: tuple[str, ...] = ()
    """That others may use in joint work only, or of which no source tells who may."""


def beside(one: ChainLink, other: ChainLink) -> bool:
    """Tell whether what leaves one can go into the other: scales that are the same or next to each other."""
    return HOLE in (one, other) or abs(one.rank - other.rank) <= 1


def served(model: Model, parameters: Parameters, step: ServiceStep, area: str) -> ServedStep:
    """Return the facilities in use that do a step for outsiders; `area` is a country or region."""
    named = model.narrower(step.capability) if step.capability else None
    uses: defaultdict[tuple[str, str], list[Use]] = defaultdict(list)
    unscaled: set[str] = set()
    joint: set[str] = set()
    for use in model.uses:
        facility = model.facilities[use.facility]
        meant = (step.stage is None or step.stage in use.stages) and (
            named is None or use.capability in named
        )
        if not meant or use.production or not parameters.in_use(facility):
            continue
        here = area in (facility.country, facility.region)
        if not parameters.open_to_others(use.access):
            if here and not parameters.in_house(use.access):
                joint.add(use.facility)
        elif use.scale in model.scales:
            uses[use.facility, use.scale or ""].append(use)
        elif here:
            unscaled.add(use.facility)
    found = sorted(_link(model, key, these, area) for key, these in uses.items())
    told = {link.facility for link in found}
    return ServedStep(
        tuple(link for link in found if not link.abroad),
        tuple(link for link in found if link.abroad),
        tuple(sorted(unscaled - told)),
        tuple(sorted(joint - told - unscaled)),
    )


def _link(model: Model, key: tuple[str, str], uses: Iterable[Use], area: str) -> ChainLink:
    facility = model.facilities[key[0]]
    these = list(uses)
    return ChainLink(
        key[0],
        key[1],
        model.scales[key[1]],
        facility.region or facility.country or "",
        area not in (facility.country, facility.region),
        tuple(sorted({use.capability for use in these})),
        tuple(sorted({mode for use in these for mode in use.access})),
    )
