"""One cell of the frame in full: why it has its state, who is there, what is asked for, what is planned."""

from dataclasses import dataclass
from typing import Final

from akkuri.analysis.evidence import proof
from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import Cell, assess, entries_by_cell, needs_by_cell
from akkuri.analysis.gaps.needs import stated_needs
from akkuri.analysis.model.values import Investment, Use
from akkuri.texts import text
from akkuri.web.analyses.gap_matrix import Mark, mark
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.page.addresses import safe_url
from akkuri.web.page.values import PageView, Value

__all__ = ["CellPage", "CellRow", "cell_page"]

CellRow = list[list[Value]]

_ADDITIONS: Final = ("stated-need", "none-open", "single-facility")


@dataclass(frozen=True, slots=True)
class CellPage:
    """What the page of a cell shows; the tables are rows of cells in the order of their headings."""

    cell: Cell
    mark: Mark
    reasons: list[tuple[str, float]]
    """What adds to the severity, and how much."""
    facilities: list[CellRow]
    former: list[CellRow]
    needs: list[CellRow]
    investments: list[CellRow]
    elsewhere: list[Mark]
    elsewhere_names: list[str]
    nowhere: list[str]
    """Regions in which nothing is recorded."""


def cell_page(asked: GapsAsked, stage: str, capability: str, view: PageView) -> CellPage:
    """Gather a cell of the frame; the caller knows that the frame has it."""
    model = asked.model
    entries, needs = entries_by_cell(model), needs_by_cell(model).get((stage, capability), [])

    def cell_of(area: str) -> Cell:
        key = (area, stage, capability)
        return assess(key, entries.get(key, ()), needs if area == model.home else (), model, asked.parameters)

    cell = cell_of(asked.area)
    areas = [
        area for area in dict.fromkeys([model.home or "", *model.regions]) if area and area != asked.area
    ]
    others = [cell_of(area) for area in areas]
    told = [other for other in others if other.state != "none-recorded"]
    uses = [use for use, facility in entries.get(cell.key, []) if facility.iri not in cell.former]
    investments = [
        i for i in model.investments if i.gap in needs or i.facility in {*cell.facilities, *cell.planned}
    ]
    return CellPage(
        cell,
        mark(asked, cell, view),
        _reasons(asked, cell),
        [_use_row(asked, use, view) for use in _ordered(asked, cell, uses)],
        [[[view.link(iri)], _concept(asked, "status", model.facilities[iri].status)] for iri in cell.former],
        _needs(asked, needs, view),
        [
            [
                [view.link(i.facility or i.gap or i.iri, 200)],
                [Value(_amount(i, view), view.href(i.iri))],
                _concept(asked, "investment-status", i.status),
            ]
            for i in investments
        ],
        [mark(asked, other, view) for other in told],
        [area_name(asked, other.area, view) for other in told],
        [area_name(asked, other.area, view) for other in others if other.state == "none-recorded"],
    )


def area_name(asked: GapsAsked, area: str, view: PageView) -> str:
    """Return the name of a region or country."""
    if area in asked.model.regions:
        return asked.model.concept_label("region", area, view.lang)
    return view.language.country(area)


def _reasons(asked: GapsAsked, cell: Cell) -> list[tuple[str, float]]:
    """Return the weights that applied: that of the state first, then what is added to it."""
    applies = (bool(cell.needs), bool(cell.usable and not cell.open), len(cell.usable) == 1)
    weights, phrase = asked.parameters.weights, phrases(asked.lang)
    found = [(phrase("weight_state", state=asked.state_name(cell.state)), weights[f"state:{cell.state}"])]
    return found + [
        (phrase(f"weight_{name}"), weights[f"add:{name}"])
        for name, here in zip(_ADDITIONS, applies, strict=True)
        if here
    ]


def _ordered(asked: GapsAsked, cell: Cell, uses: list[Use]) -> list[Use]:
    """Sort: what others may use, then what serves its owner only, then what is planned."""
    rank = dict.fromkeys(cell.in_house, 1) | dict.fromkeys(cell.planned, 2)

    def place(use: Use) -> tuple[int, str]:
        return rank.get(use.facility, 0), asked.model.label(use.facility, asked.lang).casefold()

    return sorted({use.iri: use for use in uses}.values(), key=place)


def _use_row(asked: GapsAsked, use: Use, view: PageView) -> CellRow:
    model = asked.model
    facility = model.facilities[use.facility]
    levels = [level for level in (use.trl_min, use.trl_max) if level is not None]
    own = [Value(phrases(view.lang)("access_production"))] if use.production else []
    status = _concept(asked, "status", facility.status) or [Value(phrases(view.lang)("status_unknown"))]
    return [
        [view.link(facility.iri)],
        [view.link(iri) for iri in facility.operators],
        own or [value for mode in use.access for value in _concept(asked, "access-mode", mode)],
        _concept(asked, "scale", use.scale),
        status,
        [Value("–".join(str(level) for level in dict.fromkeys(levels)))] if levels else [],
        [Value(area_name(asked, facility.region, view))] if facility.region else [],
        _sources(asked, use.iri),
    ]


def _needs(asked: GapsAsked, needs: list[str], view: PageView) -> list[CellRow]:
    outcomes = {need.gap.iri: need for need in stated_needs(asked.model, asked.parameters)} if needs else {}
    rows = []
    for iri in needs:
        gap, need = asked.model.gaps[iri], outcomes[iri]
        rows.append(
            [
                [view.link(iri, 300)],
                _concept(asked, "gap-kind", gap.kind),
                [Value(gap.origin)] if gap.origin else [],
                [Value(text(asked.lang, f"analysis.outcome_{need.outcome}"))],
                _sources(asked, iri),
            ]
        )
    return rows


def _sources(asked: GapsAsked, iri: str) -> list[Value]:
    """Return the sources of a statement as links to where they stand."""
    return [
        Value(source["title"] or source["url"], safe_url(source["url"]), foreign=True)
        for source in proof(asked.model, iri, asked.lang)["sources"]
    ]


def _amount(investment: Investment, view: PageView) -> str:
    if investment.amount is None:
        return phrases(view.lang)("amount_unknown")
    return view.language.money(str(investment.amount), "EUR")


def _concept(asked: GapsAsked, scheme: str, concept: str | None) -> list[Value]:
    return [Value(asked.model.concept_label(scheme, concept, asked.lang))] if concept else []
