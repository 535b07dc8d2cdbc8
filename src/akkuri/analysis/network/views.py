"""The network analysis as tables, one function for each thing that can be shown."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from akkuri.analysis.evidence import proof
from akkuri.analysis.finding import find_actor, find_concept
from akkuri.analysis.model import Model
from akkuri.analysis.network.cutting import cut_off
from akkuri.analysis.network.facility_view import facility_rows
from akkuri.analysis.network.graph import Filter, Network, build_network, kinds_of
from akkuri.analysis.network.growth import growth
from akkuri.analysis.network.measures import Measures, Row, measure
from akkuri.analysis.network.paths import introductions
from akkuri.analysis.network.suggestion_views import backtest_view, pairs_view
from akkuri.analysis.network.ties import Tie, partners, ties
from akkuri.analysis.network.triples import OWN_KINDS
from akkuri.analysis.parameters import Parameters
from akkuri.analysis.view import View
from akkuri.ask.lookup import closest
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["SHOWS", "Analysis", "NetworkRequest", "network_view", "path_view"]

TOP: Final = 50


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """What is asked; the names are those of the command line and of the API."""

    show: str = "measures"
    since: int | None = None
    until: int | None = None
    kind: tuple[str, ...] = ()
    country: str | None = None
    type: str | None = None
    stage: str | None = None
    organisation: str | None = None
    without: str | None = None
    facility: str | None = None
    year: int | None = None
    top: int | None = None
    lang: str = "en"


@dataclass(slots=True)
class Analysis:
    """A model with its ties, and the network within the filters of a request."""

    model: Model
    parameters: Parameters
    ties: list[Tie]
    request: NetworkRequest
    only: Filter

    @classmethod
    def of(
        cls, model: Model, parameters: Parameters, request: NetworkRequest, found: list[Tie] | None = None
    ) -> "Analysis":
        """Resolve the names of a request; `found` are the ties when they are computed already."""
        found = ties(model, parameters) if found is None else found
        return cls(model, parameters, found, request, _filter(model, found, request))

    def network(self) -> Network:
        """Build the network within the filters. Raises UsageError when nothing is left."""
        try:
            return build_network(self.model, self.parameters, self.ties, self.only)
        except UsageError as error:
            raise UsageError(text(self.request.lang, "analysis.empty_network")) from error

    def name(self, iri: str) -> str:
        """The label of a record in the language of the request."""
        return self.model.label(iri, self.request.lang)

    def names(self, iris: list[str] | tuple[str, ...]) -> list[str]:
        """The labels of records."""
        return [self.name(iri) for iri in iris]

    def concept(self, scheme: str, concept: str | None) -> str:
        """The label of a concept; empty for None."""
        return self.model.concept_label(scheme, concept, self.request.lang) if concept else ""

    def kind_name(self, kind: str) -> str:
        """The label of a kind of tie."""
        return self.concept("tie-kind" if kind in OWN_KINDS else "collaboration-kind", kind)

    def top(self, rows: list[dict[str, Any]], most: int | None = TOP) -> list[dict[str, Any]]:
        """The first rows, as many as asked for."""
        return rows[: self.request.top or most]


def _filter(model: Model, found: list[Tie], request: NetworkRequest) -> Filter:
    lang = request.lang
    if request.since is not None and request.until is not None and request.since > request.until:
        raise UsageError(text(lang, "analysis.bad_period", since=request.since, until=request.until))
    if request.top is not None and request.top < 1:
        raise UsageError(text(lang, "analysis.bad_top", top=request.top))
    known = sorted({*kinds_of(found), *OWN_KINDS, *model.concepts("collaboration-kind")})
    for kind in request.kind:
        if kind not in known:
            near = ", ".join(closest(kind, known) or known)
            raise UsageError(text(lang, "analysis.no_concept", name=kind, near=near, scheme="tie-kind"))
    country = request.country.upper() if request.country else None
    countries = sorted({a.country for a in model.organisations.values() if a.country})
    if country and country not in countries:
        near = ", ".join(closest(country, countries, 5) or countries[:10])
        raise UsageError(text(lang, "analysis.no_country", name=request.country, near=near))
    kind_of_actor = find_concept(model, "organisation-type", request.type, lang) if request.type else None
    stage = find_concept(model, "value-chain-stage", request.stage, lang) if request.stage else None
    return Filter(request.since, request.until, request.kind, country, kind_of_actor, stage)


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
    return SHOWS[request.show](Analysis.of(model, parameters, request, found))


def _totals(network: Network, measures: Measures | None = None) -> dict[str, Any]:
    actors, edges = len(network), network.graph.num_edges()
    found: dict[str, Any] = {
        "actors": actors,
        "edges": edges,
        "density": round(2 * edges / (actors * (actors - 1)), 6) if actors > 1 else 0.0,
    }
    if measures:
        found |= {"communities": len(measures.communities), "betweenness": measures.settings["betweenness"]}
    return found


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
        "type_name": analysis.concept("organisation-type", record.type),
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
                lambda kind: analysis.concept("organisation-type", kind),
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
    from akkuri.analysis.network.cutting import cut_sizes

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
            "type_name": analysis.concept("organisation-type", actor.type),
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


def path_view(
    model: Model,
    parameters: Parameters,
    start: str,
    end: str,
    request: NetworkRequest,
    found: list[Tie] | None = None,
) -> View:
    """Return the shortest chain of introductions between two actors, with the evidence of each step.

    Raises UsageError for an unknown actor, or one without a tie within the filters.
    """
    analysis = Analysis.of(model, parameters, request, found)
    lang = request.lang
    one, other = find_actor(model, start, lang), find_actor(model, end, lang)
    network = analysis.network()
    for actor in (one, other):
        if actor not in network.index:
            raise UsageError(text(lang, "analysis.not_in_network", name=analysis.name(actor)))
    rows = []
    for number, step in enumerate(introductions(network, one, other), start=1):
        evidence = sorted({iri for tie in step.edge.ties for iri in tie.evidence})
        rows.append(
            {
                "step": number,
                "one": step.one,
                "one_name": analysis.name(step.one),
                "other": step.other,
                "other_name": analysis.name(step.other),
                "kinds": list(step.edge.kinds),
                "kind_names": [analysis.kind_name(kind) for kind in step.edge.kinds],
                "weight": round(step.edge.weight, 6),
                "evidence": evidence,
                "evidence_names": analysis.names([iri.partition("#")[0] for iri in evidence]),
                "proof": [proof(model, iri, lang) for iri in evidence],
            }
        )
    columns = (
        "step",
        "one",
        "one_name",
        "other",
        "other_name",
        "kinds",
        "kind_names",
        "weight",
        "evidence",
        "evidence_names",
    )
    notes = () if rows or one == other else (text(lang, "analysis.note_no_path"),)
    shown = ("step", "one_name", "other_name", "kind_names", "evidence_names")
    return View("path", columns, shown, rows, notes, {"steps": len(rows)})
