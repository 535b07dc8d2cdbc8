"""What-if: a scenario applied to the model, and the cells before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from akkuri.analysis.gaps.changes import Change, area_cells, compare, removed
from akkuri.analysis.gaps.plans.candidates import known_sum
from akkuri.analysis.gaps.scenarios.faults import wrong
from akkuri.analysis.gaps.scenarios.scenario_file import Scenario, ScenarioStep
from akkuri.analysis.gaps.scenarios.scenario_names import named_steps
from akkuri.analysis.model.values import Facility, Model, Use, country_of_region
from akkuri.analysis.weights import Parameters
from akkuri.errors import Faults, UsageError
from akkuri.texts import Wording

__all__ = ["AppliedScenario", "ScenarioOutcome", "apply", "what_if"]

NEW_STATUS: Final = "operational"


@dataclass(frozen=True, slots=True)
class AppliedScenario:
    """The steps of a scenario with ids for names, and what they lead to."""

    steps: Sequence[ScenarioStep]
    model: Model
    """The model as it was changed."""
    started: frozenset[str]
    """The facilities that are put into use."""


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """What a scenario changes in an area, and what it costs as far as anybody has said."""

    area: str
    changes: tuple[Change, ...]
    removed: float
    amount: float
    """Euros of the steps and of the recorded investments of the facilities put into use."""
    unpriced: tuple[str, ...]
    """Facilities put into use whose sum nobody has told."""
    investments: tuple[str, ...]
    """The recorded investments in that sum."""
    elsewhere: bool = False
    """None of its facilities lies in the area."""


def what_if(
    model: Model, parameters: Parameters, scenario: Scenario, area: str, lang: str = "en"
) -> ScenarioOutcome:
    """Apply a scenario and compare the cells of an area before and after.

    Raises UsageError as `apply` does.
    """
    applied = apply(model, parameters, scenario, lang)
    steps, after = applied.steps, applied.model
    changes = compare(area_cells(model, parameters, area), area_cells(after, parameters, area))
    told = {step.facility: step.amount for step in steps if step.amount is not None}
    amount = 0.0
    unpriced: list[str] = []
    used: list[str] = []
    for facility in sorted(applied.started):
        recorded = known_sum([i for i in model.investments if i.facility == facility])
        if facility in told:
            amount += told[facility] or 0.0
        elif recorded.amount is not None:
            amount += recorded.amount
            used.extend(recorded.investments)
        else:
            unpriced.append(facility)
    touched = [m.facilities[s.facility] for m in (model, after) for s in steps if s.facility in m.facilities]
    elsewhere = not any(area in (facility.region, facility.country) for facility in touched)
    return ScenarioOutcome(
        area, tuple(changes), removed(changes), amount, tuple(unpriced), tuple(used), elsewhere
    )


def apply(model: Model, parameters: Parameters, scenario: Scenario, lang: str = "en") -> AppliedScenario:
    """Understand the names of a scenario and change a model by its steps; the model given stays as it is.

    Raises UsageError naming every step with a name there is not, or that contradicts the graph or another.
    """
    faults = Faults()
    steps = named_steps(model, scenario, faults, lang)
    faults.check()
    after = replace(model, facilities=dict(model.facilities), uses=list(model.uses))
    gone: dict[str, Wording] = {}
    changed: dict[str, str] = {}
    for step in steps:
        faults.take(_step, after, step, steps, gone, changed)
    faults.check()
    present = parameters.group("present-status")
    started = frozenset(
        iri
        for iri, facility in after.facilities.items()
        if facility.status in present
        and (iri not in model.facilities or model.facilities[iri].status != facility.status)
    )
    return AppliedScenario(steps, after, started)


def _step(
    after: Model,
    step: ScenarioStep,
    steps: Sequence[ScenarioStep],
    gone: dict[str, Wording],
    changed: dict[str, str],
) -> None:
    """Change the model by one step; `gone` and `changed` remember what earlier steps did."""
    iri = step.facility
    if iri in gone:
        raise _wrong(step, "needs_removed", other=gone[iri])
    if step.capability:
        _offering(after, step, iri)
    elif step.action == "add":
        _new_facility(after, step, iri)
    elif iri not in after.facilities:
        raise _wrong(step, "no_facility")
    elif step.action == "remove":
        if any(other.place != step.place and other.facility == iri for other in steps):
            raise _wrong(step, "removes_needed")
        gone[iri] = step.place
        del after.facilities[iri]
        after.uses = [use for use in after.uses if use.facility != iri]
    else:
        _status(after, step, iri, changed)


def _status(after: Model, step: ScenarioStep, iri: str, changed: dict[str, str]) -> None:
    if not step.status:
        raise _wrong(step, "no_status")
    if changed.setdefault(iri, step.status) != step.status:
        raise _wrong(step, "two_statuses", status=step.status, other=changed[iri])
    after.facilities[iri] = replace(after.facilities[iri], status=step.status)


def _new_facility(after: Model, step: ScenarioStep, iri: str) -> None:
    if iri in after.facilities:
        raise _wrong(step, "exists")
    region = step.region or None
    country = step.country or (country_of_region(region) if region else after.home)
    if region and country_of_region(region) != country:
        raise _wrong(step, "elsewhere", region=region, country=country)
    after.facilities[iri] = Facility(
        iri,
        operators=step.operators,
        country=country,
        region=region,
        status=step.status or NEW_STATUS,
        scale=step.scale or None,
        access=(step.access,) if step.access else (),
        trl_min=step.trl_min,
        trl_max=step.trl_max,
    )


def _offering(after: Model, step: ScenarioStep, iri: str) -> None:
    if iri not in after.facilities:
        raise _wrong(step, "no_facility")
    facility = after.facilities[iri]
    existing = [u for u in after.uses if u.facility == iri and u.capability == step.capability]
    match step.action:
        case "add" if existing and not existing[0].production:
            raise _wrong(step, "offers_already", capability=step.capability)
        case "add":
            stages = step.stages or after.capabilities[step.capability].expected
            after.uses.append(
                Use(
                    f"{iri}#offering-{step.capability}",
                    iri,
                    step.capability,
                    stages,
                    scale=step.scale or facility.scale,
                    access=(step.access,) if step.access else facility.access,
                    trl_min=step.trl_min or facility.trl_min,
                    trl_max=step.trl_max or facility.trl_max,
                )
            )
        case "remove" if not existing:
            raise _wrong(step, "offers_not", capability=step.capability)
        case "remove":
            after.uses = [use for use in after.uses if use not in existing]
        case _:
            raise _wrong(step, "offering_status")


def _wrong(step: ScenarioStep, key: str, **params: object) -> UsageError:
    facility = step.facility.rpartition("/")[2]
    return wrong(key, place=step.place, facility=facility, **params)
