"""What is asked of the gap analysis: the names of a request, looked up in the graph."""

from dataclasses import dataclass

from akkuri.analysis.lookup import find_area, find_concept
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters

__all__ = ["Asked", "GapRequest", "resolve"]


@dataclass(frozen=True, slots=True)
class GapRequest:
    """What is asked; the names are those of the command line and of the API."""

    show: str = "cells"
    region: str | None = None
    stage: str | None = None
    capability: str | None = None
    state: str | None = None
    budget: float | None = None
    lang: str = "en"
    before: Model | None = None
    """The model of an earlier release, for the trend."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its names resolved."""

    model: Model
    parameters: Parameters
    area: str
    stage: str | None
    capabilities: frozenset[str] | None
    state: str | None
    lang: str
    request: GapRequest

    def wants(self, stage: str, capability: str | None = None) -> bool:
        """Tell whether a stage and capability pass the filters."""
        return (self.stage is None or stage == self.stage) and (
            self.capabilities is None or capability is None or capability in self.capabilities
        )

    def stage_name(self, stage: str) -> str:
        """The label of a stage."""
        return self.model.concept_label("value-chain-stage", stage, self.lang)

    def capability_name(self, capability: str) -> str:
        """The label of a capability."""
        return self.model.concept_label("capability", capability, self.lang)

    def state_name(self, state: str) -> str:
        """The label of a state."""
        return self.model.concept_label("cell-state", state, self.lang)

    def names(self, records: tuple[str, ...]) -> list[str]:
        """The labels of records."""
        return [self.model.label(iri, self.lang) for iri in records]


def resolve(model: Model, parameters: Parameters, request: GapRequest) -> Asked:
    """Look up the names of a request. Raises UsageError with the nearest names for an unknown one."""
    lang = request.lang
    stage = find_concept(model, "value-chain-stage", request.stage, lang) if request.stage else None
    capability = find_concept(model, "capability", request.capability, lang) if request.capability else None
    state = find_concept(model, "cell-state", request.state, lang) if request.state else None
    area = find_area(model, request.region, lang)
    within = model.narrower(capability) if capability else None
    return Asked(model, parameters, area, stage, within, state, lang, request)
