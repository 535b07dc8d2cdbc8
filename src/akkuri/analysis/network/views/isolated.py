"""Organisations of the home country, or another, that take part in no project and no network."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import COUNTRY, TYPE
from akkuri.analysis.network.rolled import Rolled
from akkuri.analysis.network.ties import partners
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import GROUPS
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    model = asked.model
    country, breadth = asked[COUNTRY] or model.home, asked[GROUPS] or "own"
    rolled = Rolled(model.groups, {}, "family" if breadth == "none" else breadth)
    joined = {member for members in partners(model, asked.parameters).values() for member in members}
    members = asked.parameters.group("member-kind")
    joined |= {end for tie in asked.ties if tie.kind in members for end in tie.pair}
    tied = {end for tie in asked.ties for end in tie.pair}
    alone = [
        (actor, rolled.joined(actor.iri, joined))
        for actor in sorted(model.organisations.values(), key=lambda a: asked.name(a.iri).casefold())
        if actor.country == country
        and not actor.network
        and actor.iri not in joined
        and asked[TYPE] in (None, actor.type)
    ]
    out = [(actor, through) for actor, through in alone if through and breadth != "none"]
    rows = [
        {
            "actor": actor.iri,
            "name": asked.name(actor.iri),
            "type": actor.type,
            "type_name": asked.type_name(actor.type),
            "tied": actor.iri in tied,
            "through": list(through),
            "through_names": asked.names(through),
        }
        for actor, through in alone
        if breadth == "none" or not through
    ]
    named = "; ".join(f"{asked.name(actor.iri)} ({', '.join(asked.names(by))})" for actor, by in out)
    told = (text(asked.lang, "analysis.note_rolled_alone", count=len(out), names=named),) if out else ()
    notes = (*asked.told_country(country), *told)
    hidden = frozenset({"through", "through_names"}) if breadth != "none" else frozenset[str]()
    return ViewRows(rows, notes, {"actors": len(rows)}, hidden=hidden)


VIEW: Final = View(
    name="isolated",
    order=90,
    rows=_rows,
    columns=(
        *plain("actor"),
        ViewColumn("name", Holds.RECORD, "actor"),
        *plain("type", "type_name", "tied", "through"),
        ViewColumn("through_names", Holds.RECORDS, "through"),
    ),
    shown=("name", "type_name", "tied", "through_names"),
    filters=(COUNTRY, TYPE, GROUPS),
    page=ViewPage("actors"),
    at_home=True,
    questions=("network/isolated",),
)
