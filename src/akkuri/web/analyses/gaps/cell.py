"""The page of a cell: the facts about it in words and links."""

from dataclasses import dataclass

from akkuri.analysis.gaps.cell_facts import CellFacts
from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.needs import Need
from akkuri.analysis.model.values import Facility, Investment, Use
from akkuri.analysis.seen.effort import effort_told
from akkuri.texts import text
from akkuri.web.analyses.gaps.matrix import Mark, mark
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.page.addresses import safe_url
from akkuri.web.page.values import PageView, Value, clip

__all__ = ["CellPage", "CellRow", "cell_page"]

CellRow = list[list[Value]]


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
    rests_on: list[str]
    """What the number of facilities rests on, in sentences."""


def cell_page(facts: CellFacts, home: str | None, view: PageView) -> CellPage:
    """Word the facts about a cell; `home` is the country that addresses need not name."""
    words = _Words(facts, view)
    told = [other for other in facts.others if other.state != "none-recorded"]
    return CellPage(
        facts.cell,
        mark(facts.cell, home, view),
        [(words.reason(name), weight) for name, weight in facts.weights],
        [words.use(*pair) for uses in facts.uses for pair in sorted(uses, key=words.facility)],
        [[[view.link(each.iri)], view.concept("status", each.status)] for each in facts.former],
        [words.need(need) for need in facts.needs],
        [words.investment(each) for each in facts.investments],
        [mark(other, home, view) for other in told],
        [view.area(other.area) for other in told],
        [view.area(other.area) for other in facts.others if other.state == "none-recorded"],
        words.rests_on(),
    )


class _Words:
    """The rows of the tables."""

    def __init__(self, facts: CellFacts, view: PageView) -> None:
        self._facts = facts
        self._view = view
        self._phrase = phrases(view.lang)
        # In which language titles are, what a page without one is called; one look-up for all.
        view.labels.need([each.source for cited in facts.sources.values() for each in cited])

    def rests_on(self) -> list[str]:
        """Say how much rests on one publisher; of an empty cell, what hiding publishers showed."""
        there, effort = len(self._facts.cell.facilities), self._facts.effort
        looked = [effort_told(effort, self._view.lang)] if effort is not None else []
        if there:
            return [self._phrase("seen_count", count=there, once=self._facts.once), *looked]
        trial = self._facts.trial
        said = [self._phrase("seen_zero")]
        if trial is not None:
            rate, low, high = (round(100 * share) for share in (trial.rate, trial.low, trial.high))
            date = self._view.language.date(trial.date)
            said.append(self._phrase("seen_trial", rate=rate, low=low, high=high, date=date))
        return [*said, *looked]

    def reason(self, name: str) -> str:
        """Say what a weight is for."""
        if name != "state":
            return self._phrase(f"weight_{name}")
        (state,) = self._view.concept("cell-state", self._facts.cell.state)
        return self._phrase("weight_state", state=state.text)

    def facility(self, pair: tuple[Use, Facility]) -> str:
        """Return the name that rows are sorted by."""
        return self._view.label(pair[1].iri).value.casefold()

    def use(self, use: Use, facility: Facility) -> CellRow:
        """Return the row of what a facility does."""
        view = self._view
        levels = dict.fromkeys(level for level in (use.trl_min, use.trl_max) if level is not None)
        own = [Value(self._phrase("access_production"))] if use.production else []
        return [
            [view.link(facility.iri)],
            [view.link(iri) for iri in facility.operators],
            own or [value for mode in use.access for value in view.concept("access-mode", mode)],
            view.concept("scale", use.scale),
            view.concept("status", facility.status) or [Value(self._phrase("status_unknown"))],
            [Value("–".join(map(str, levels)))] if levels else [],
            [Value(view.area(facility.region))] if facility.region else [],
            self._sources(use.iri),
        ]

    def need(self, need: Need) -> CellRow:
        """Return the row of a stated need."""
        gap = need.gap
        return [
            [self._view.link(gap.iri, 300)],
            self._view.concept("gap-kind", gap.kind),
            [Value(gap.origin)] if gap.origin else [],
            [Value(text(self._view.lang, f"analysis.outcome_{need.outcome}"))],
            self._sources(gap.iri),
        ]

    def investment(self, investment: Investment) -> CellRow:
        """Return the row of an investment."""
        told = self._phrase("amount_unknown")
        if investment.amount is not None:
            told = self._view.language.money(str(investment.amount), "EUR")
        return [
            [self._view.link(investment.facility or investment.gap or investment.iri, 200)],
            [Value(told, self._view.href(investment.iri))],
            self._view.concept("investment-status", investment.status),
        ]

    def _sources(self, iri: str) -> list[Value]:
        """Return the sources of a statement as links to where they stand."""
        return [
            Value(
                clip(source.title or self._view.label(source.source).value),
                safe_url(source.url),
                self._view.other(self._view.label(source.source).language),
                foreign=True,
            )
            for source in self._facts.sources[iri]
        ]
