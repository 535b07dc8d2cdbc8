"""What-if: a scenario applied to the model, and the cells before and after."""

from dataclasses import dataclass, replace
from typing import Final

from akkuri.analysis.gaps.changes import Change, area_cells, compare, removed
from akkuri.analysis.gaps.scenario_file import Scenario, Step
from akkuri.analysis.model.values import Facility, Model, Use, country_of_region
from akkuri.analysis.refusals import AnalysisError, Place
from akkuri.analysis.weights import Parameters

__all__ = ["Outcome", "apply", "what_if"]

CONCEPTS: Final = {"status": "status", "scale": "scale", "access": "access-mode", "region": "region"}
NEW_STATUS: Final = "operational"


@dataclass(frozen=True, slots=True)
class Outcome:
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


def what_if(model: Model, parameters: Parameters, scenario: Scenario, area: str) -> Outcome:
    """Apply a scenario and compare the cells of an area before and after.

    Raises AnalysisError when the scenario contradicts the graph or itself.
    """
    after, started = apply(model, parameters, scenario)
    changes = compare(area_cells(model, parameters, area), area_cells(after, parameters, area))
    told = {
        _facility_iri(model, step.facility): step.amount for step in scenario.steps if step.amount is not None
    }
    amount = 0.0
    unpriced: list[str] = []
    used: list[str] = []
    for facility in sorted(started):
        recorded = [i for i in model.investments if i.facility == facility and i.amount is not None]
        euros = [i for i in recorded if i.currency == "EUR"]
        if facility in told:
            amount += told[facility] or 0.0
        elif euros:
            amount += sum(i.amount or 0.0 for i in euros)
            used.extend(i.iri for i in euros)
        else:
            unpriced.append(facility)
    return Outcome(area, tuple(changes), removed(changes), amount, tuple(unpriced), tuple(used))


def apply(model: Model, parameters: Parameters, scenario: Scenario) -> tuple[Model, set[str]]:
    """Return the model after a scenario, and the facilities that it puts into use."""
    after = replace(model, facilities=dict(model.facilities), uses=list(model.uses))
    gone: dict[str, Place] = {}
    changed: dict[str, str] = {}
    for step in scenario.steps:
        iri = _facility_iri(model, step.facility)
        _check_words(model, step)
        if iri in gone:
            raise _wrong(step, "needs_removed", other=gone[iri])
        if step.capability:
            _offering(after, step, iri)
        elif step.action == "add":
            _new_facility(after, step, iri)
        elif iri not in after.facilities:
            raise _wrong(step, "no_facility")
        elif step.action == "remove":
            if any(s.place != step.place and _facility_iri(model, s.facility) == iri for s in scenario.steps):
                raise _wrong(step, "removes_needed")
            gone[iri] = step.place
            del after.facilities[iri]
            after.uses = [use for use in after.uses if use.facility != iri]
        else:
            _status(after, step, iri, changed)
    present = parameters.group("present-status")
    started = {
        iri
        for iri, facility in after.facilities.items()
        if facility.status in present
        and (iri not in model.facilities or model.facilities[iri].status != facility.status)
    }
    return after, started


def _status(after: Model, step: Step, iri: str, changed: dict[str, str]) -> None:
    if not step.status:
        raise _wrong(step, "no_status")
    if changed.setdefault(iri, step.status) != step.status:
        raise _wrong(step, "two_statuses", status=step.status, other=changed[iri])
    after.facilities[iri] = replace(after.facilities[iri], status=step.status)


def _new_facility(after: Model, step: Step, iri: str) -> None:
    if iri in after.facilities:
        raise _wrong(step, "exists")
    region = step.region or None
    country = step.country or (country_of_region(region) if region else after.home)
    if region and country_of_region(region) != country:
        raise _wrong(step, "elsewhere", region=region, country=country)
    after.facilities[iri] = Facility(
        iri,
        operators=tuple(_record(after, operator, "organisation") for operator in step.operators),
        country=country,
        region=region,
        status=step.status or NEW_STATUS,
        scale=step.scale or None,
        access=step.access or None,
        trl_min=step.trl_min,
        trl_max=step.trl_max,
    )


def _offering(after: Model, step: Step, iri: str) -> None:
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
                    access=step.access or facility.access,
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


def _check_words(model: Model, step: Step) -> None:
    """Every concept must be one of its vocabulary."""
    words = [("capability", step.capability, sorted(model.capabilities))]
    words += [("stages", stage, sorted(model.stages)) for stage in step.stages]
    words += [(name, getattr(step, name), model.concepts(scheme)) for name, scheme in CONCEPTS.items()]
    for name, value, known in words:
        if value and value not in known:
            raise _wrong(step, "word", name=name, value=value[:100], known=", ".join(known))
    for operator in step.operators:
        if _record(model, operator, "organisation") not in model.organisations:
            raise _wrong(step, "no_organisation", name=operator)


def _facility_iri(model: Model, name: str) -> str:
    return _record(model, name, "facility")


def _record(model: Model, name: str, kind: str) -> str:
    """Turn an id of the tables, a slug or an IRI into an IRI; networks are actors as well."""
    if "://" in name:
        return name
    prefix, _, rest = name.partition("-")
    if kind == "organisation" and prefix == "net" and rest:
        return model.names.id("network", rest)
    known = {"facility": "fac", "organisation": "org"}[kind]
    return model.names.id(kind, rest if prefix == known and rest else name)


def _wrong(step: Step, key: str, **params: object) -> AnalysisError:
    return AnalysisError(f"scenario_{key}", place=step.place, facility=step.facility, **params)
