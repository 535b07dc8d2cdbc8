"""The front page: what each user comes for in one click, and the state of the cluster in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, redirect

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.subjects import GAPS, NETWORK
from akkuri.analysis.views.asking import ViewRequest
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis, whole_table
from akkuri.web.analyses.gaps.matrix import Matrix, matrix
from akkuri.web.analyses.small_network import SmallNetwork, network_whole, small_taken
from akkuri.web.analyses.view_pages import page_groups
from akkuri.web.map.asked import MapAsked, asked_map
from akkuri.web.map.small_map import SmallMap, small_map
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView
from akkuri.web.records.browse import counts
from akkuri.web.records.representations import HTML, negotiate
from akkuri.web.release.catalog import TRIPLES
from akkuri.web.release.dataset_in_page import dataset_in_page
from akkuri.web.release.downloads import edition

__all__ = ["SITE_PAGES", "TASKS", "blueprint"]

blueprint = Blueprint("home_page", __name__)
SITE_PAGES: Final = (SitePage("/"),)

TASKS: Final[Mapping[str, Mapping[str, str]]] = {
    "test": {
        "open": "/queries/directory/open-to-others",
        "value": "/queries/directory/specifications",
        "map": "/map",
    },
    "money": {
        "matrix": "/gaps",
        "single": "/gaps/cells?state=single-operator",
        "plans": "/gaps/investments",
    },
    "keep": {
        "incomplete": "/queries/quality/incomplete-facilities",
        "template": "/template",
        "check": "/check",
    },
    "data": {"download": "/data", "query": "/query", "questions": "/queries"},
}
"""User → what they come for → the address of the answer. The texts are `web.home_<user>_<task>`."""
_STATES: Final = ("covered", "single-operator", "none-recorded", "stated-missing")
"""The states of cells that the front page counts; the matrix has all."""
_OPEN: Final = "open"
_NOT_OPEN: Final = ("answered", "partly")
"""What the number of open needs does not say: how many of the others are met, and how many only in part. The
rest is answered by projects and plans alone; with the open ones they are all."""
_VARY: Final = "Accept, Accept-Language"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the state of the cluster, and where it can be looked at."""

    number: str
    what: str
    href: str


@dataclass(frozen=True, slots=True)
class ClusterState:
    """What the front page shows of the analyses: figures, the matrix, the map and the network in small."""

    area: str
    figures: list[Figure]
    matrix: Matrix
    map: SmallMap | None
    network: SmallNetwork | None


@blueprint.get("/")
def home() -> Response:
    """What it is, what one can do here, and how the cluster stands; to who reads RDF, the catalogue."""
    wanted = negotiate((HTML, *TRIPLES))
    if wanted in TRIPLES:
        described = redirect(f"/catalog.{wanted}", 303)
        described.headers["Vary"] = _VARY
        # The types of Flask name werkzeug's response, of which its own is a subclass.
        return described  # type: ignore[return-value]
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    words = language()
    groups: dict[str, list[tuple[str, str]]] = {}
    for query in site().catalogue:
        groups.setdefault(query.group, []).append((query.title(words.code), f"/queries/{query.path}"))
    cluster = _cluster(view())
    answer = page(
        "home.html",
        vary=_VARY,
        counts=counts(),
        groups=groups,
        title=None,
        tasks=TASKS,
        schema_org=dataset_in_page(edition()),
        formats=[(extension.upper(), f"/catalog.{extension}") for extension in TRIPLES],
        cluster=cluster,
        taken=small_taken(cluster.map, cluster.network, words.code) if cluster else {},
        analyses=[*page_groups(GAPS, view()), *page_groups(NETWORK, view())],
    )
    return cached(answer, tag)


def _cluster(shown: PageView) -> ClusterState | None:
    """Return how the home country's cluster stands; None for a graph without a frame or a country."""
    model = served_basis().model
    if model.home is None or not frame(model):
        return None
    asked = GAPS.asked(served_basis(), ViewRequest(lang=shown.lang))
    laid = matrix(asked, shown)
    wanted = asked_map(model, {}, shown.lang)
    return ClusterState(
        shown.area(model.home),
        _figures(asked, laid, wanted, shown),
        laid,
        small_map(model, wanted.facilities(model), shown, whole=True),
        network_whole(shown),
    )


def _figures(asked: GapsAsked, laid: Matrix, wanted: MapAsked, shown: PageView) -> list[Figure]:
    """Return the figures: each counts what its address lists."""
    facilities = wanted.facilities(asked.model)
    running = [one for one in facilities if one.status and asked.parameters.in_use(one)]
    unknown = sum(one.status is None for one in facilities)
    needs = whole_table(GAPS, "needs", shown.lang)

    def figure(count: int, key: str, path: str, **told: str) -> Figure:
        number = shown.language.number(count)
        return Figure(number, text(shown.lang, f"web.home_figure_{key}", count=count, **told), path)

    found = [
        figure(len(facilities), "facilities", shown.local("/map")),
        figure(
            len(running),
            "running",
            shown.local("/map", colour="status"),
            unknown=shown.language.number(unknown),
        ),
    ]
    states = {item.state: item for item in laid.counts}
    found.append(figure(laid.total, "frame", shown.local("/gaps/cells")))
    for state in _STATES:
        item = states[state]
        found.append(figure(item.count, "cells", item.href, state=item.name))
    others = {name: needs.totals.get(name, 0) for name in _NOT_OPEN}
    others["coming"] = needs.total - needs.totals.get(_OPEN, 0) - sum(others.values())
    found.append(
        figure(
            needs.totals.get(_OPEN, 0),
            "needs",
            shown.local(with_params("/gaps/needs")),
            total=shown.language.number(needs.total),
            **{name: shown.language.number(count) for name, count in others.items()},
        )
    )
    return found
