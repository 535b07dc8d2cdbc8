"""Who would be cut off if one actor left; without one, whose leaving would cut off most."""

from typing import Final

from akkuri.analysis.network.articulation import cut_off, group_cut_sizes
from akkuri.analysis.network.asked import NetworkAsked, network_totals
from akkuri.analysis.network.filters import SCOPE, WITHOUT
from akkuri.analysis.network.graph import Network
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import GROUPS, TOP
from akkuri.analysis.views.view import Front, View, ViewPage, ViewRow, ViewRows
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    network = asked.network()
    leaver = asked[WITHOUT]
    if leaver is not None:
        return _without(asked, network, leaver)
    sizes = _sizes(asked, network, asked[GROUPS] or "own")
    ranked = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        {
            "part": None,
            "actor": actor,
            "name": asked.name(actor),
            "cuts_off": size,
            "through": list(group := _group(asked, network, actor)),
            "through_names": asked.names(group),
        }
        for actor, size in ranked
    ]
    return ViewRows(rows, asked.notes, network_totals(network), hidden=frozenset({"part"}))


def _sizes(asked: NetworkAsked, network: Network, breadth: str) -> dict[str, int]:
    """Return how many each would cut off; of the whole network and own groups that is measured already."""
    if asked.scope.empty and breadth == "own":
        return {row.actor: row.cuts_off for row in asked.measures().rows if row.cuts_off}
    return group_cut_sizes(network, asked.model.groups, breadth)


def _without(asked: NetworkAsked, network: Network, leaver: str) -> ViewRows:
    name = asked.name(leaver)
    if leaver not in network.index:
        raise UsageError(text(asked.lang, "analysis.not_in_network", name=name))
    group = _group(asked, network, leaver)
    leaving = text(asked.lang, "analysis.note_leaving", names=", ".join(asked.names(group)))
    rows: list[ViewRow] = [
        {
            "part": number,
            "actor": member,
            "name": asked.name(member),
            "cuts_off": None,
            "through": [],
            "through_names": [],
        }
        for number, part in enumerate(cut_off(network, leaver, group), start=1)
        for member in part
    ]
    told = "views.cut_count" if rows else "views.cut_none"
    return ViewRows(
        rows,
        (*((leaving,) if group else ()), *asked.notes),
        network_totals(network) | {"cut_off": len(rows)},
        summary=text(asked.lang, told, name=name, count=len(rows)),
        hidden=frozenset({"cuts_off", "through", "through_names"}),
    )


def _group(asked: NetworkAsked, network: Network, actor: str) -> tuple[str, ...]:
    """Return those that leave with an actor."""
    group = asked.model.groups.within(actor, asked[GROUPS] or "own")
    return tuple(sorted((group - {actor}) & network.index.keys()))


VIEW: Final = View(
    name="cut-off",
    order=30,
    rows=_rows,
    columns=(
        ViewColumn("part", Holds.NUMERAL),
        *plain("actor"),
        ViewColumn("name", Holds.RECORD, "actor"),
        *plain("cuts_off", "through"),
        ViewColumn("through_names", Holds.RECORDS, "through"),
    ),
    shown=("part", "name", "cuts_off", "through_names"),
    filters=(WITHOUT, GROUPS, *SCOPE, TOP),
    chosen_by=(WITHOUT,),
    most=50,
    page=ViewPage("ties", Front(8, ask=(WITHOUT,))),
)
