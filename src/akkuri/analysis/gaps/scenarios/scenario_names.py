"""The names in a scenario, looked up among what the graph knows and what the scenario itself adds."""

from dataclasses import replace
from typing import Any, Final

from akkuri.analysis.gaps.scenarios.scenario_file import Scenario, ScenarioStep
from akkuri.analysis.lookup import find_actor, find_concept, find_facility
from akkuri.analysis.model.values import Model
from akkuri.errors import Faults, UsageError
from akkuri.naming.answers import Found, Unknown, UnresolvedError
from akkuri.naming.spelling import same
from akkuri.naming.things import countries, records
from akkuri.texts import text

__all__ = ["named_steps"]

_CONCEPTS: Final = {
    "capability": "capability",
    "status": "status",
    "region": "region",
    "scale": "scale",
    "access": "access-mode",
}
"""Columns and the schemes of their concepts."""


def named_steps(model: Model, scenario: Scenario, faults: Faults, lang: str) -> list[ScenarioStep]:
    """Return the steps with IRIs of facilities and operators, and ids of concepts, for what was written.

    A step with a name that is not understood is left out, and told in `faults`.
    """
    names = _Names(model, faults, lang)
    return [step for step in map(names.step, scenario.steps) if step is not None]


class _Names:
    """Looks up names; remembers the facilities that earlier steps add."""

    def __init__(self, model: Model, faults: Faults, lang: str) -> None:
        self._model = model
        self._faults = faults
        self._lang = lang
        self._added: dict[str, str] = {}

    def step(self, step: ScenarioStep) -> ScenarioStep | None:
        """Return a step with its names looked up; None when one is not understood."""
        before, take = len(self._faults), self._faults.take
        facility = take(self._facility, step) or ""
        concepts: dict[str, Any] = {
            column: take(self._concept, step, column, scheme, written) or ""
            for column, scheme in _CONCEPTS.items()
            if (written := getattr(step, column))
        }
        stages = [
            take(self._concept, step, "stages", "value-chain-stage", each) or "" for each in step.stages
        ]
        operators = [take(self._operator, step, each) or "" for each in step.operators]
        country = (take(self._country, step) or "") if step.country else ""
        if len(self._faults) > before:
            return None
        return replace(
            step,
            facility=facility,
            stages=tuple(stages),
            operators=tuple(operators),
            country=country,
            **concepts,
        )

    def _facility(self, step: ScenarioStep) -> str:
        """Return the facility of a step: one that was added before, a new one, or one of the graph."""
        key = same(step.facility)
        if key in self._added:
            return self._added[key]
        if step.action == "add" and not step.capability:
            answer = self._model.resolver.resolve(step.facility, records("facility"))
            if isinstance(answer, Found) and answer.thing.iri in self._model.facilities:
                return answer.thing.iri
            self._added[key] = self._new(step.facility)
            return self._added[key]
        try:
            return find_facility(self._model, step.facility, self._lang, self._where(step, "facility"))
        except UnresolvedError as error:
            if step.action != "add" or not isinstance(error.answer, Unknown):
                raise
            hint = text(self._lang, "analysis.scenario_add_first")
            raise UsageError(f"{error} {hint}") from error

    def _new(self, written: str) -> str:
        """Return the IRI of a facility that there is not yet."""
        names = self._model.names
        prefix = f"{names.kinds['facility'].prefix}-"
        return (
            written
            if "://" in written
            else names.id("facility", "-".join(written.removeprefix(prefix).split()))
        )

    def _concept(self, step: ScenarioStep, column: str, scheme: str, written: str) -> str:
        return find_concept(self._model, scheme, written, self._lang, self._where(step, column))

    def _operator(self, step: ScenarioStep, written: str) -> str:
        return find_actor(self._model, written, self._lang, self._where(step, "operators"))

    def _country(self, step: ScenarioStep) -> str:
        where = self._where(step, "country")
        return self._model.resolver.find(step.country, countries(), self._lang, where).id

    def _where(self, step: ScenarioStep, column: str) -> str:
        return text(self._lang, "analysis.scenario_where", place=step.place.words(self._lang), name=column)
