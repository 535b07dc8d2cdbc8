"""What could still be decided: planned facilities and stated needs, with the money told for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from akkuri.analysis.gaps.cells import CellEntry
from akkuri.analysis.gaps.changes import Change, removed
from akkuri.analysis.gaps.needs import stated_needs
from akkuri.analysis.model.values import Facility, Gap, Investment, Model, Use
from akkuri.analysis.weights import Parameters

__all__ = ["FRESH_YEARS", "STANDINGS", "Candidate", "Sum", "collect", "known_sum"]

STANDINGS: Final = ("open", "unpriced", "coming", "on-hold", "stale", "in-use")
"""open: planned or proposed, told recently, with a sum; unpriced: the same without one; coming: decided
or being built; on-hold: its backers have stopped; stale: no source of the last FRESH_YEARS tells of it;
in-use: more money for a facility that is in use already, so that no cell would change.
Only what is open is a choice."""
FRESH_YEARS: Final = 3
"""For so many years before the release the word of a plan holds."""
_GROUPS: Final = (
    ("open", "open-investment"),
    ("coming", "coming-investment"),
    ("on-hold", "held-investment"),
)
"""Standing → the group of investment statuses that has it, in the order in which they are tried."""
_PARTS: Final = frozenset({"grant", "loan", "financing"})
"""Ways of paying, which are parts of a total and never sums of their own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A facility that would come into use, or a stated need that a named proposal would answer."""

    target: str
    kind: str
    """facility or gap."""
    amount: float | None
    """Euros; None when nobody has told the sum."""
    status: str
    """Status of the investment, or of the facility when there is no investment row."""
    standing: str
    """One of STANDINGS."""
    told: str | None
    """The day of which the status is told."""
    investments: tuple[str, ...]
    entries: tuple[CellEntry, ...]
    changes: tuple[Change, ...] = ()

    @property
    def removed(self) -> float:
        """Severity removed when it comes alone."""
        return removed(self.changes)

    @property
    def per_million(self) -> float | None:
        """Severity removed per million euros."""
        return round(self.removed / (self.amount / 1e6), 4) if self.amount else None


class Sum(NamedTuple):
    """The money told for one thing, and the records it is told by."""

    amount: float | None
    investments: tuple[str, ...]


def known_sum(listed: Sequence[Investment]) -> Sum:
    """Return the money of one facility or need in euros, each euro once; None when it is not told.

    The largest total stands for all; without a total, its building, equipment and extensions are added.
    Grants, loans and financing are parts of such sums and never added.
    """
    known = [item for item in listed if item.amount is not None and item.measure not in _PARTS]
    totals = [item for item in known if item.measure in ("total", None)]
    if totals:
        largest = max(totals, key=lambda item: (item.amount or 0.0, item.iri))
        return Sum(largest.amount, (largest.iri,))
    if not known:
        return Sum(None, tuple(item.iri for item in listed))
    return Sum(sum(item.amount or 0.0 for item in known), tuple(item.iri for item in known))


def collect(model: Model, parameters: Parameters, area: str) -> list[Candidate]:
    """Gather the planned facilities of an area, and for the whole country the needs with a proposal.

    A need that a facility in use answers is no candidate. What a proposal brings is what its record says:
    its capabilities, else those of the need, at its own scale; a scale nobody tells counts as none.
    """
    uses: defaultdict[str, list[Use]] = defaultdict(list)
    for use in model.uses:
        uses[use.facility].append(use)
    found = []
    for facility in model.facilities.values():
        if parameters.planned(facility) and area in (facility.country, facility.region):
            ready = replace(facility, status=min(parameters.group("present-status")))
            entries = tuple((use, ready) for use in uses[facility.iri])
            listed = [item for item in model.investments if item.facility == facility.iri]
            target = _Target(facility.iri, "facility", facility.status or "", entries)
            found.append(_candidate(target, listed, model, parameters))
        elif parameters.in_use(facility) and area in (facility.country, facility.region):
            found.append(_extension(facility, model, parameters))
    for need in stated_needs(model, parameters) if area == model.home else ():
        listed = [item for item in model.investments if item.gap == need.gap.iri and item.facility is None]
        if listed and need.outcome != "answered":
            target = _Target(need.gap.iri, "gap", "", _proposed(need.gap, listed, area, parameters))
            found.append(_candidate(target, listed, model, parameters))
    return [item for item in found if item is not None]


def _extension(facility: Facility, model: Model, parameters: Parameters) -> Candidate | None:
    """Return the undecided money for a facility in use, which no record says what it would add; else None."""
    asked = parameters.group("open-investment")
    listed = [i for i in model.investments if i.facility == facility.iri and i.status in asked]
    if not listed:
        return None
    amount, investments = known_sum(listed)
    told = max((item.told for item in listed if item.told), default=None)
    return Candidate(
        facility.iri, "facility", amount, listed[0].status or "", "in-use", told, investments, ()
    )


class _Target(NamedTuple):
    iri: str
    kind: str
    status: str
    entries: tuple[CellEntry, ...]


def _candidate(
    target: _Target, listed: list[Investment], model: Model, parameters: Parameters
) -> Candidate | None:
    """Return a target with its money and its standing; None when all of its money is cancelled."""
    iri, kind, status, entries = target
    building = status in parameters.group("building-status")
    if not listed:
        standing = "coming" if building else "unpriced"
        return Candidate(iri, kind, None, status, standing, None, (), entries)
    by_standing = {
        name: [item for item in listed if item.status in parameters.group(group)] for name, group in _GROUPS
    }
    chosen = next((name for name, these in by_standing.items() if these), None)
    if chosen is None:
        return None
    standing, these = chosen, by_standing[chosen]
    told = max((item.told for item in these if item.told), default=None)
    amount, investments = known_sum(these)
    if building and standing == "open":
        standing = "coming"
    elif standing == "open":
        standing = "stale" if not _fresh(told, model.issued) else "open" if amount else "unpriced"
    return Candidate(iri, kind, amount, these[0].status or "", standing, told, investments, entries)


def _fresh(told: str | None, issued: str | None) -> bool:
    """Tell whether a plan was told of within FRESH_YEARS of the release; one without a day was not."""
    if issued is None:
        return True
    oldest = f"{int(issued[:4]) - FRESH_YEARS:04}{issued[4:]}"
    return told is not None and told >= oldest[: len(told)]


def _proposed(gap: Gap, listed: list[Investment], area: str, parameters: Parameters) -> tuple[CellEntry, ...]:
    """Return what a proposal would bring; nothing but capabilities, stages and a scale that somebody told."""
    answer = Facility(f"{gap.iri}#answer", country=area, status=min(parameters.group("present-status")))
    capabilities = sorted({name for item in listed for name in item.capabilities} or set(gap.capabilities))
    scale = next((item.scale for item in listed if item.scale), None)
    return tuple(
        (Use(f"{gap.iri}#answer-{capability}", answer.iri, capability, gap.stages, scale=scale), answer)
        for capability in capabilities
    )
