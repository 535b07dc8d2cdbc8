"""The network analysis as tables, one function for each thing that can be shown."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from akkuri.analysis.lookup import find_actor
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.asking import TOP, Analysis, NetworkRequest
from akkuri.analysis.network.cutting import cut_off, cut_sizes
from akkuri.analysis.network.facility_view import facility_rows
from akkuri.analysis.network.graph import Network
from akkuri.analysis.network.growth import growth
from akkuri.analysis.network.measures import Measures, Row, measure
from akkuri.analysis.network.suggestion_views import backtest_view, pairs_view
from akkuri.analysis.network.ties import Tie, partners
from akkuri.analysis.refusals import worded
from akkuri.analysis.view import View
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["SHOWS", "network_view"]


def network_view(
    model: Model, parameters: Parameters, request: NetworkRequest, found: list[Tie] | None = None
) -> View:
    """Return one of the tables of SHOWS.

    Raises UsageError for an unknown table or name (with the nearest) and for an empty network.
    """
    if request.show not in SHOWS:
        raise UsageError(text(request.lang, "analysis.no_view", name=request.show, known=", ".join(SHOWS)))
    if request.facility and request.show == "measures":
        request = replace(request, show="facility")
    if request.without and request.show == "measures":
        request = replace(request, show="cut-off")
    with worded(request.lang):
        return SHOWS[request.show](Analysis.of(model, parameters, request, found))


def _totals(network: Network, measures: Measures | None = None) -> dict[str, Any]:
    actors, edges = len(network), network.graph.num_edges()
    found: dict[str, Any] = {
        "actors": actors,
        "edges": edges,
        "density": round(2 * edges / (actors * (actors - 1)), 6) if actors > 1 else 0.0,
    }
    if measures:
        found |= {
            "communities": len(measures.communities),
            "sector_index": _rounded(measures.sector_index),
            "border_index": _rounded(measures.border_index),
            "betweenness": measures.settings["betweenness"],
        }
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


MEASURES: Final = (
    "actor",
    "name",
    "type",
    "country",
    "degree",
    "strength",
    "betweenness",
    "closeness",
    "eigenvector",
    "core",
    "clustering",
    "community",
    "cuts_off",
    "cross_sector",
    "cross_border",
    "sector_index",
    "border_index",
)


def _measures(analysis: Analysis, bridges: bool = False) -> View:
    network = analysis.network()
    measures = measure(network, analysis.model, analysis.parameters)
    rows = [_measure(analysis, row) for row in measures.ranked()]
    if bridges:
        rows = [row for row in rows if row["cross_sector"] or row["cross_border"]]
    if analysis.request.organisation:
        actor = find_actor(analysis.model, analysis.request.organisation, analysis.request.lang)
        rows = [row for row in rows if row["actor"] == actor]
    shown = ("name", "type_name", "country", "degree", "strength", "betweenness", "cuts_off", "community")
    columns = (*MEASURES[:3], "type_name", *MEASURES[3:])
    name = "bridges" if bridges else "measures"
    return View(name, columns, shown, analysis.top(rows), totals=_totals(network, measures))


def _measure(analysis: Analysis, row: Row) -> dict[str, Any]:
    record = analysis.model.organisations[row.actor]
    values = {name: getattr(row, name, None) for name in MEASURES}
    rounded = {name: round(v, 6) if isinstance(v, float) else v for name, v in values.items()}
    return rounded | {
        "name": analysis.name(row.actor),
        "type": record.type,
        "type_name": analysis.type_name(record.type),
        "country": record.country,
    }


def _ties(analysis: Analysis) -> View:
    network = analysis.network()
    only = analysis.request.organisation
    actor = find_actor(analysis.model, only, analysis.request.lang) if only else None
    listed = [tie for _, _, edge in network.edges() for tie in edge.ties]
    listed = [tie for tie in listed if actor is None or actor in tie.pair]
    listed.sort(key=lambda tie: (-tie.projects, -round(tie.weight, 6), tie.a, tie.b, tie.kind))
    rows = [
        {
            "one": tie.a,
            "one_name": analysis.name(tie.a),
            "other": tie.b,
            "other_name": analysis.name(tie.b),
            "kind": tie.kind,
            "kind_name": analysis.kind_name(tie.kind),
            "weight": round(tie.weight, 6),
            "projects": tie.projects,
            "first_year": tie.first,
            "last_year": tie.last,
            "evidence": sorted(set(tie.evidence)),
        }
        for tie in listed[: analysis.request.top or TOP]
    ]
    columns = (
        "one",
        "one_name",
        "other",
        "other_name",
        "kind",
        "kind_name",
        "weight",
        "projects",
        "first_year",
        "last_year",
        "evidence",
    )
    shown = ("one_name", "other_name", "kind_name", "weight", "projects", "first_year", "last_year")
    return View("ties", columns, shown, rows, totals=_totals(network) | {"ties": len(listed)})


def _communities(analysis: Analysis) -> View:
    network = analysis.network()
    measures = measure(network, analysis.model, analysis.parameters)
    work = _work(analysis)
    rows = [
        {
            "community": group.number,
            "members": len(group.members),
            "lead": group.lead,
            "lead_name": analysis.name(group.lead),
            "countries": _most(
                [analysis.model.organisations[m].country or "?" for m in group.members], lambda code: code
            ),
            "types": _most(
                [analysis.model.organisations[m].type or "?" for m in group.members],
                analysis.type_name,
            ),
            "stages": _most(
                [stage for m in group.members for stage in work.get(m, ())],
                lambda stage: analysis.concept("value-chain-stage", stage),
            ),
            "actors": list(group.members),
        }
        for group in measures.communities
    ]
    columns = ("community", "members", "lead", "lead_name", "countries", "types", "stages", "actors")
    shown = ("community", "lead_name", "members", "countries", "types", "stages")
    return View("communities", columns, shown, analysis.top(rows, 20), totals=_totals(network, measures))


def _work(analysis: Analysis) -> dict[str, list[str]]:
    """The stages at which each actor works: of its facilities and of its projects."""
    found: dict[str, list[str]] = {}
    model = analysis.model
    for use in model.uses:
        for operator in model.facilities[use.facility].operators:
            found.setdefault(operator, []).extend(use.stages)
    for project, members in partners(model, analysis.parameters).items():
        for member in members:
            found.setdefault(member, []).extend(model.projects[project].stages)
    return found


def _most(values: list[str], name: Callable[[str], str], count: int = 3) -> list[str]:
    """The commonest values with their numbers."""
    tally = Counter(values)
    ranked = sorted(tally, key=lambda value: (-tally[value], value))
    return [f"{name(value)} ({tally[value]})" for value in ranked[:count]]


def _cut(analysis: Analysis) -> View:
    network = analysis.network()
    lang = analysis.request.lang
    if analysis.request.without:
        actor = find_actor(analysis.model, analysis.request.without, lang)
        if actor not in network.index:
            raise UsageError(text(lang, "analysis.not_in_network", name=analysis.name(actor)))
        rows = [
            {"part": number, "actor": member, "name": analysis.name(member)}
            for number, part in enumerate(cut_off(network, actor), start=1)
            for member in part
        ]
        columns = ("part", "actor", "name")
        totals = _totals(network) | {"cut_off": len(rows)}
        return View("cut-off", columns, ("part", "name"), rows, totals=totals)
    sizes = cut_sizes(network.graph)
    ranked = sorted(sizes.items(), key=lambda item: (-item[1], network.graph[item[0]]))
    rows = [
        {"actor": network.graph[i], "name": analysis.name(network.graph[i]), "cuts_off": size}
        for i, size in ranked
    ]
    columns = ("actor", "name", "cuts_off")
    return View("cut-off", columns, columns[1:], analysis.top(rows), totals=_totals(network))


def _growth(analysis: Analysis) -> View:
    only = analysis.only
    rows = [
        {
            "year": item.year,
            "projects": item.projects,
            "actors_count": item.actors,
            "new_actors": item.new_actors,
            "pairs": item.pairs,
            "new_pairs": item.new_pairs,
            "density": item.density,
        }
        for item in growth(analysis.model, analysis.parameters, only.since, only.until)
    ]
    columns = ("year", "projects", "actors_count", "new_actors", "pairs", "new_pairs", "density")
    return View("growth", columns, columns, rows, (text(analysis.request.lang, "analysis.note_growth"),))


def _isolated(analysis: Analysis) -> View:
    """Actors of the home country, or another, that take part in no project and no network."""
    model = analysis.model
    country = analysis.only.country or model.home
    joined = {member for members in partners(model, analysis.parameters).values() for member in members}
    members = analysis.parameters.group("member-kind")
    joined |= {end for tie in analysis.ties if tie.kind in members for end in tie.pair}
    tied = {end for tie in analysis.ties for end in tie.pair}
    rows = [
        {
            "actor": actor.iri,
            "name": analysis.name(actor.iri),
            "type": actor.type,
            "type_name": analysis.type_name(actor.type),
            "tied": actor.iri in tied,
        }
        for actor in sorted(model.organisations.values(), key=lambda a: analysis.name(a.iri).casefold())
        if actor.country == country
        and not actor.network
        and actor.iri not in joined
        and analysis.only.type in (None, actor.type)
    ]
    columns = ("actor", "name", "type", "type_name", "tied")
    return View("isolated", columns, ("name", "type_name", "tied"), rows, totals={"actors": len(rows)})


def _facility(analysis: Analysis) -> View:
    return facility_rows(analysis)


SHOWS: Final[dict[str, Callable[[Analysis], View]]] = {
    "measures": _measures,
    "bridges": lambda analysis: _measures(analysis, bridges=True),
    "ties": _ties,
    "communities": _communities,
    "cut-off": _cut,
    "growth": _growth,
    "isolated": _isolated,
    "pairs": pairs_view,
    "backtest": backtest_view,
    "facility": _facility,
}
"""What can be shown, by the name that the command line and the API use."""
