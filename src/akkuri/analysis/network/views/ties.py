"""Who is tied to whom and by what."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked, network_totals
from akkuri.analysis.network.filters import ORGANISATION, SCOPE
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import TOP
from akkuri.analysis.views.view import View, ViewPage, ViewRows

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    network = asked.network()
    actor = asked[ORGANISATION]
    listed = [tie for _, _, edge in network.edges() for tie in edge.ties]
    listed = [tie for tie in listed if actor is None or actor in tie.pair]
    listed.sort(key=lambda tie: (-tie.projects, -round(tie.weight, 6), tie.a, tie.b, tie.kind))
    rows = [
        {
            "one": tie.a,
            "one_name": asked.name(tie.a),
            "other": tie.b,
            "other_name": asked.name(tie.b),
            "kind": tie.kind,
            "kind_name": asked.kind_name(tie.kind),
            "weight": round(tie.weight, 6),
            "projects": tie.projects,
            "first_year": tie.first,
            "last_year": tie.last,
            "evidence": sorted(set(tie.evidence)),
        }
        for tie in listed
    ]
    return ViewRows(rows, asked.notes, network_totals(network) | {"ties": len(listed)})


VIEW: Final = View(
    name="ties",
    order=80,
    rows=_rows,
    columns=(
        *plain("one"),
        ViewColumn("one_name", Holds.RECORD, "one"),
        *plain("other"),
        ViewColumn("other_name", Holds.RECORD, "other"),
        *plain("kind", "kind_name", "weight", "projects"),
        ViewColumn("first_year", Holds.NUMERAL),
        ViewColumn("last_year", Holds.NUMERAL),
        *plain("evidence"),
    ),
    shown=("one_name", "other_name", "kind_name", "weight", "projects", "first_year", "last_year"),
    filters=(ORGANISATION, *SCOPE, TOP),
    most=50,
    page=ViewPage("ties"),
    questions=("network/strong-ties", "network/shared-projects"),
)
