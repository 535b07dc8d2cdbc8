"""One cell of the frame in full: the records behind its state, without a word of any language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.evidence import Cited, cited
from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import Cell, assess, entries_by_cell, needs_by_cell
from akkuri.analysis.gaps.comparables import ComparablePool, Comparables
from akkuri.analysis.gaps.needs import Need, stated_needs
from akkuri.analysis.model.values import Facility, Investment, Use
from akkuri.analysis.seen.effort import NO_EFFORT, Effort, effort_by_cell
from akkuri.analysis.seen.mentions import all_mentions
from akkuri.analysis.seen.trials import HALF, Trial

__all__ = ["CellFacts", "cell_facts"]

_ADDITIONS: Final = ("stated-need", "none-open", "single-facility")


@dataclass(frozen=True, slots=True)
class CellFacts:
    """A cell, and what stands behind each of its figures."""

    cell: Cell
    weights: list[tuple[str, float]]
    """What adds to the severity and how much: that of the state first."""
    uses: list[list[tuple[Use, Facility]]]
    """What others may use, then what serves its owner only, then what is planned."""
    former: list[Facility]
    needs: list[Need]
    investments: list[Investment]
    comparables: list[Comparables]
    """What facilities with the capability cost; the class that the cell lacks first."""
    others: list[Cell]
    """The same stage and capability in the other areas."""
    sources: Mapping[str, list[Cited]]
    """Use or need → its sources."""
    once: int
    """How many of its facilities in use are known from a single publisher."""
    trial: Trial | None
    """What hiding half of the publishers showed about cells that look empty; only of an empty cell."""
    effort: Effort | None
    """How long it was looked for; None of an area other than the home country."""


def cell_facts(asked: GapsAsked, stage: str, capability: str) -> CellFacts:
    """Gather a cell of the frame; the caller knows that the frame has it."""
    model = asked.model
    entries, stated = entries_by_cell(model), needs_by_cell(model).get((stage, capability), [])

    def cell_of(area: str) -> Cell:
        key = (area, stage, capability)
        return assess(
            key, entries.get(key, ()), stated if area == model.home else (), model, asked.parameters
        )

    cell = cell_of(asked.area)
    areas = dict.fromkeys(area for area in (model.home, *model.regions) if area and area != asked.area)
    rank = dict.fromkeys(cell.in_house, 1) | dict.fromkeys(cell.planned, 2)
    uses = {use.iri: (use, f) for use, f in entries.get(cell.key, ()) if f.iri not in cell.former}
    outcomes = {need.gap.iri: need for need in stated_needs(model, asked.parameters)} if stated else {}
    return CellFacts(
        cell,
        _weights(asked, cell),
        [[pair for pair in uses.values() if rank.get(pair[1].iri, 0) == place] for place in range(3)],
        [model.facilities[iri] for iri in cell.former],
        [outcomes[iri] for iri in stated],
        [i for i in model.investments if i.gap in stated or i.facility in {*cell.facilities, *cell.planned}],
        ComparablePool(model, asked.parameters).of(
            capability, "pilot" if cell.state == "no-pilot-scale" else None
        ),
        [cell_of(area) for area in areas],
        {iri: cited(model, iri) for iri in (*uses, *stated)},
        sum(1 for iri in cell.facilities if len(all_mentions(model).get(iri, ())) == 1),
        None if cell.facilities else _half_hidden(asked),
        effort_by_cell(model).get((stage, capability), NO_EFFORT) if asked.area == model.home else None,
    )


def _half_hidden(asked: GapsAsked) -> Trial | None:
    trials = asked.parameters.trials if asked.area == asked.model.home else ()
    return next((trial for trial in trials if trial.hidden == HALF), None)


def _weights(asked: GapsAsked, cell: Cell) -> list[tuple[str, float]]:
    applies = (bool(cell.needs), bool(cell.usable and not cell.open), len(cell.usable) == 1)
    weights = asked.parameters.weights
    added = [name for name, here in zip(_ADDITIONS, applies, strict=True) if here]
    return [("state", weights[f"state:{cell.state}"]), *((name, weights[f"add:{name}"]) for name in added)]
