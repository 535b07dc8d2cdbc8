"""What a scenario of added, removed or changed facilities and offerings changes."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import (
    CHANGE_COLUMNS,
    CHANGE_SHOWN,
    WITHIN,
    change_rows,
    change_totals,
)
from akkuri.analysis.gaps.filters import SCENARIO
from akkuri.analysis.gaps.scenarios.scenario import what_if
from akkuri.analysis.gaps.scenarios.scenario_file import parse_scenario
from akkuri.analysis.views.view import NoPage, View, ViewRows
from akkuri.texts import text
from akkuri.texts.numbers import decimal

__all__ = ["VIEW"]


def _called(asked: GapsAsked, iri: str) -> str:
    """Return the name of a facility; what only the scenario has is called by the end of its IRI."""
    name = asked.name(iri)
    return name.replace("-", " ") if iri.endswith(f"/{name}") else name


def _rows(asked: GapsAsked) -> ViewRows:
    scenario = parse_scenario(asked[SCENARIO] or "")
    outcome = what_if(asked.model, asked.parameters, scenario, asked.area, asked.lang)
    notes = [] if outcome.changes else [_why_nothing(asked, outcome.elsewhere)]
    if any(step.capability and not step.stages for step in scenario.steps if step.action == "add"):
        notes.append(text(asked.lang, "analysis.note_wherever_expected"))
    if outcome.unpriced:
        names = ", ".join(_called(asked, iri) for iri in outcome.unpriced)
        notes.append(text(asked.lang, "analysis.note_unpriced", names=names))
    totals: dict[str, Any] = {
        **change_totals(asked, list(outcome.changes)),
        # A sum of nothing but what nobody has priced is not known, and not 0.
        "amount_eur": None if outcome.unpriced and not outcome.amount else outcome.amount,
        "unpriced": list(outcome.unpriced),
        "investments": list(outcome.investments),
    }
    told = {name: decimal(asked.lang, f"{totals[name] or 0:f}") for name in ("removed", "amount_eur")}
    key = "told_what-if_unpriced" if totals["amount_eur"] is None else "told_what-if"
    summary = text(asked.lang, f"views.{key}", **told)
    return ViewRows(change_rows(asked, list(outcome.changes)), tuple(notes), totals, summary)


def _why_nothing(asked: GapsAsked, elsewhere: bool) -> str:
    """Say why a scenario changes no cell."""
    if not elsewhere:
        return text(asked.lang, "analysis.note_nothing_same")
    regional = asked.area in asked.model.regions
    area = asked.concept("region", asked.area) if regional else asked.area
    return text(asked.lang, "analysis.note_nothing_elsewhere", area=area)


VIEW: Final = View(
    name="what-if",
    order=130,
    rows=_rows,
    columns=CHANGE_COLUMNS,
    shown=CHANGE_SHOWN,
    filters=(SCENARIO, *WITHIN),
    needs=(SCENARIO,),
    page=NoPage("A scenario is a file: it goes to POST /api/scenarios; one facility has a form."),
)
