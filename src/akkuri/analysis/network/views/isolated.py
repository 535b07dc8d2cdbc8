"""Organisations of the home country, or another, that take part in no project and no network."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import COUNTRY, TYPE
from akkuri.analysis.network.ties import partners
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.view import View, ViewPage, ViewRows

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    model = asked.model
    country = asked[COUNTRY] or model.home
    joined = {member for members in partners(model, asked.parameters).values() for member in members}
    members = asked.parameters.group("member-kind")
    joined |= {end for tie in asked.ties if tie.kind in members for end in tie.pair}
    tied = {end for tie in asked.ties for end in tie.pair}
    rows = [
        {
            "actor": actor.iri,
            "name": asked.name(actor.iri),
            "type": actor.type,
            "type_name": asked.type_name(actor.type),
            "tied": actor.iri in tied,
        }
        for actor in sorted(model.organisations.values(), key=lambda a: asked.name(a.iri).casefold())
        if actor.country == country
        and not actor.network
        and actor.iri not in joined
        and asked[TYPE] in (None, actor.type)
    ]
    return ViewRows(rows, totals={"actors": len(rows)})


VIEW: Final = View(
    name="isolated",
    order=90,
    rows=_rows,
    columns=(
        *plain("actor"),
        ViewColumn("name", Holds.RECORD, "actor"),
        *plain("type", "type_name", "tied"),
    ),
    shown=("name", "type_name", "tied"),
    filters=(COUNTRY, TYPE),
    page=ViewPage("actors"),
)
