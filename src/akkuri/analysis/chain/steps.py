"""The steps of a chain as people give them: stages, capabilities, or a capability at a stage."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from akkuri.analysis.lookup import find_concept
from akkuri.analysis.views.asking import Asked
from akkuri.errors import UsageError
from akkuri.naming.answers import Found
from akkuri.naming.things import concepts
from akkuri.texts import text

__all__ = ["FEWEST", "MOST", "ServiceStep", "length_problem", "read_steps"]

FEWEST: Final = 2
MOST: Final = 12
_WANTED: Final = concepts("value-chain-stage", "capability")
_MARKS: Final = ("/", ":")


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """One step: a stage, a capability, or both, as ids of concepts."""

    stage: str | None
    capability: str | None


def read_steps(asked: Asked, given: tuple[str, ...]) -> tuple[ServiceStep, ...]:
    """Return the steps; two stages alone stand for the way from one to the other, so those between join in.

    Raises UsageError for a name that means nothing, fewer than two steps or too many, a step to itself and
    steps against the order of the value chain.
    """
    if wrong := length_problem(len(given), asked.lang):
        raise UsageError(wrong)
    steps = [_step(asked, each) for each in given]
    order = asked.model.stages
    for one, other in pairwise(steps):
        names = {"one": step_name(asked, one), "other": step_name(asked, other)}
        if one == other:
            raise UsageError(text(asked.lang, "analysis.chain_to_itself", **names))
        if one.stage and other.stage and order[one.stage] > order[other.stage]:
            raise UsageError(text(asked.lang, "analysis.chain_backwards", **names))
    if len(steps) == 2 and not any(step.capability for step in steps):
        low, high = (order[step.stage or ""] for step in steps)
        inside = asked.model.stages.keys() - asked.parameters.group("outside-chain")
        between = sorted((s for s in inside if low < order[s] < high), key=lambda s: order[s])
        steps[1:1] = [ServiceStep(stage, None) for stage in between]
    return tuple(steps)


def length_problem(count: int, lang: str) -> str:
    """Say what is wrong with so many steps; nothing where a chain can have them."""
    if FEWEST <= count <= MOST:
        return ""
    return text(lang, "analysis.chain_length", count=count, most=MOST)


def step_name(asked: Asked, step: ServiceStep) -> str:
    """Return what a step is called."""
    parts = [asked.stage_name(step.stage)] if step.stage else []
    return ": ".join([*parts, asked.capability_name(step.capability)] if step.capability else parts)


def _step(asked: Asked, given: str) -> ServiceStep:
    model, lang = asked.model, asked.lang
    if not isinstance(model.resolver.resolve(given, _WANTED), Found):
        for mark in _MARKS:
            stage, found, capability = given.partition(mark)
            if found and "//" not in given:
                return ServiceStep(
                    find_concept(model, "value-chain-stage", stage.strip(), lang),
                    find_concept(model, "capability", capability.strip(), lang),
                )
    thing = model.resolver.find(given, _WANTED, lang)
    return ServiceStep(None, thing.id) if thing.group.endswith("/capability") else ServiceStep(thing.id, None)
