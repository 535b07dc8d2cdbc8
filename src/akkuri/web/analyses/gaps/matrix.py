"""The frame as a matrix: for every stage and capability the state of the cell in word and sign."""

from dataclasses import dataclass, replace

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.seen.effort import effort_by_cell, effort_told
from akkuri.analysis.weights import STATES
from akkuri.web.analyses.view_tables import SIGNS, phrases
from akkuri.web.page.addresses import with_params
from akkuri.web.page.values import PageView

__all__ = ["Mark", "Matrix", "StateCount", "mark", "matrix"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: what it is called, its state as sign, word and label, and where its page is."""

    stage: str
    capability: str
    state: str
    sign: str
    word: str
    state_name: str
    severity: float
    facilities: int
    href: str
    looked: str = ""
    """How long it was looked for, where that is written down."""


@dataclass(frozen=True, slots=True)
class StateCount:
    """A state: in how many cells it is the gravest that applies, in how many it applies, what it means."""

    state: str
    sign: str
    word: str
    name: str
    meaning: str
    count: int
    href: str
    applies: int
    applies_href: str
    """All cells to which it applies; empty for what is covered, to which no shortcoming applies."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix for wide screens, the same by stage for narrow ones, and the counts."""

    stages: list[str]
    groups: list[tuple[str, list[tuple[str, list[Mark | None]]]]]
    by_stage: list[tuple[str, list[Mark]]]
    counts: list[StateCount]
    total: int


def mark(cell: Cell, home: str | None, view: PageView) -> Mark:
    """Return a cell as it stands in a matrix or list; `home` is the country that addresses need not name."""
    region = cell.area if cell.area != home else None
    stage, capability, state = (
        value.text
        for scheme, concept in (
            ("value-chain-stage", cell.stage),
            ("capability", cell.capability),
            ("cell-state", cell.state),
        )
        for value in view.concept(scheme, concept)
    )
    return Mark(
        stage,
        capability,
        cell.state,
        SIGNS[cell.state],
        phrases(view.lang)(f"short_{cell.state}"),
        state,
        cell.severity,
        len(cell.facilities),
        view.local(with_params(f"/gaps/{cell.stage}/{cell.capability}", region=region)),
    )


def matrix(asked: GapsAsked, view: PageView) -> Matrix:
    """Compute the cells of an area and lay them out; a graph without a frame gives an empty matrix."""
    cells = area_cells(asked.model, asked.parameters, asked.area)
    at = {(cell.stage, cell.capability): mark(cell, asked.model.home, view) for cell in cells}
    if asked.area == asked.model.home:
        for pair, made in effort_by_cell(asked.model).items():
            if pair in at:
                at[pair] = replace(at[pair], looked=effort_told(made, view.lang))
    stages = list(dict.fromkeys(cell.stage for cell in cells))
    capabilities = sorted(
        {cell.capability for cell in cells}, key=lambda c: asked.capability_name(c).casefold()
    )
    groups: dict[str, list[tuple[str, list[Mark | None]]]] = {}
    for capability in capabilities:
        row = [at.get((stage, capability)) for stage in stages]
        groups.setdefault(_group(asked, capability), []).append((asked.capability_name(capability), row))
    first = {name: min(_first(row) for _, row in rows) for name, rows in groups.items()}
    region = asked.area if asked.area != asked.model.home else None
    return Matrix(
        [asked.stage_name(stage) for stage in stages],
        sorted(groups.items(), key=lambda item: (not item[0], first[item[0]], item[0])),
        [(asked.stage_name(stage), [at[pair] for pair in at if pair[0] == stage]) for stage in stages],
        [
            StateCount(
                state,
                SIGNS[state],
                phrases(view.lang)(f"short_{state}"),
                asked.state_name(state),
                phrases(view.lang)(f"means_{state}"),
                sum(cell.state == state for cell in cells),
                view.local(with_params("/gaps/cells", state=state, region=region)),
                sum(state in cell.shortcomings for cell in cells),
                view.local(with_params("/gaps/cells", shortcoming=state, region=region))
                if state != "covered"
                else "",
            )
            for state in STATES
        ],
        len(cells),
    )


def _first(row: list[Mark | None]) -> int:
    """Return the place of the first stage of a row, by which groups follow the chain."""
    return next(place for place, found in enumerate(row) if found is not None)


def _group(asked: GapsAsked, capability: str) -> str:
    """Return the label of the capability above one; empty where there is none."""
    broader = asked.model.capabilities[capability].broader
    return asked.capability_name(broader[0]) if broader else ""
