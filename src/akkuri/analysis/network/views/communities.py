"""Groups that work more with each other than with the rest."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from akkuri.analysis.network.asked import NetworkAsked, network_totals
from akkuri.analysis.network.filters import SCOPE
from akkuri.analysis.network.ties import partners
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import TOP
from akkuri.analysis.views.view import Front, View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    network = asked.network()
    measures = asked.measures()
    work = _work(asked)
    rows = [
        {
            "community": group.number,
            "members": len(group.members),
            "lead": group.lead,
            "lead_name": asked.name(group.lead),
            "countries": _most(
                [asked.model.organisations[m].country or "?" for m in group.members], lambda code: code
            ),
            "types": _most(
                [asked.model.organisations[m].type or "?" for m in group.members],
                asked.type_name,
            ),
            "stages": _most(
                [stage for m in group.members for stage in work.get(m, ())],
                lambda stage: asked.concept("value-chain-stage", stage),
            ),
            "actors": list(group.members),
        }
        for group in measures.communities
    ]
    return ViewRows(rows, asked.notes, network_totals(network, measures))


def _work(asked: NetworkAsked) -> dict[str, list[str]]:
    """The stages at which each actor works: of its facilities and of its projects."""
    found: dict[str, list[str]] = {}
    model = asked.model
    for use in model.uses:
        for operator in model.facilities[use.facility].operators:
            found.setdefault(operator, []).extend(use.stages)
    for project, members in partners(model, asked.parameters).items():
        for member in members:
            found.setdefault(member, []).extend(model.projects[project].stages)
    return found


def _most(values: list[str], name: Callable[[str], str], count: int = 3) -> list[str]:
    """The commonest values with their numbers."""
    tally = Counter(values)
    ranked = sorted(tally, key=lambda value: (-tally[value], value))
    return [f"{name(value)} ({tally[value]})" for value in ranked[:count]]


VIEW: Final = View(
    name="communities",
    order=50,
    rows=_rows,
    columns=(
        ViewColumn("community", Holds.NUMERAL),
        *plain("members", "lead"),
        ViewColumn("lead_name", Holds.RECORD, "lead"),
        ViewColumn("countries", Holds.COUNTED, "country"),
        ViewColumn("types", Holds.COUNTED),
        ViewColumn("stages", Holds.COUNTED),
        *plain("actors"),
    ),
    shown=("lead_name", "community", "members", "countries", "types", "stages"),
    filters=(*SCOPE, TOP),
    most=20,
    page=ViewPage("actors", Front(8)),
    chart=ChartDeclaration("bar", ("lead_name",), ("members",)),
)
