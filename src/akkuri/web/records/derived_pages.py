"""/derived and /graph: the identifiers that are no records lead somewhere too."""

import re
from typing import Final

from flask import Blueprint, Response, redirect
from pyoxigraph import NamedNode

from akkuri.errors import RequestError
from akkuri.kinds.entries import columns
from akkuri.web.page.addresses import with_params
from akkuri.web.page.queries import names_header
from akkuri.web.page.reader import Bundle
from akkuri.web.page.rendering import asked_language, cached, etag, not_modified, number_param, page, view
from akkuri.web.page.site import site
from akkuri.web.page.tables import pager
from akkuri.web.page.values import PageView, Value
from akkuri.web.records.facts import facts
from akkuri.web.records.licensing import licensing
from akkuri.web.records.representations import (
    FORMATS,
    HTML,
    alternates,
    by_extension,
    labels_of,
    negotiate,
    not_acceptable,
    rdf,
    vary_of,
    write,
)

__all__ = ["blueprint"]

blueprint = Blueprint("things", __name__)

_NAME: Final = re.compile(r"[A-Za-z0-9._~/-]{1,300}", re.ASCII)
_FIRST: Final = columns(
    {"facts": ["ak:stage", "ak:capability", "ak:region", "plain(ak:firstYear)", "plain(ak:lastYear)"]},
    "facts",
)
LINKS: Final = 100
"""Things listed as linking to one."""


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """Lead from a named graph to the query for its content: a page for people, data for programs."""
    iri = site().names.graph(name)
    if not _NAME.fullmatch(name) or not _exists(f"GRAPH <{iri}> {{ ?s ?p ?o }}"):
        raise RequestError(404, "web.unknown_thing", {"iri": iri[:200]})
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
    answer = redirect(
        with_params("/query", query=query, lang=asked_language())
        if negotiate() == HTML
        else with_params("/sparql", query=query),
        303,
    )
    answer.headers["Vary"] = "Accept"
    return answer  # type: ignore[return-value]  # of werkzeug, whose Response is as good


@blueprint.get("/derived/<path:name>")
def derived(name: str) -> Response:
    """Answer with what rules derived about one thing: a tie, a community, a cell of the gap analysis."""
    stem, extension = by_extension(name)
    path, iri = f"/derived/{stem}", f"{site().names.base}derived/{stem}"
    chosen = extension or negotiate()
    if chosen is None:
        raise not_acceptable(path)
    tag = etag(chosen)
    answer = not_modified(tag)
    if answer is None:
        bundle = Bundle()
        if _NAME.fullmatch(stem):
            bundle = Bundle(site().reader.graph(f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}"))
        if not bundle:
            raise RequestError(404, "web.unknown_thing", {"iri": iri[:200]})
        if chosen == HTML:
            answer = cached(_page(iri, bundle, path), tag)
        else:
            extra = [*labels_of(bundle.linked, bundle), *licensing(path)]
            body = write(bundle, extra, FORMATS[chosen], site().names)
            answer = rdf(body, chosen, tag)
    answer.headers["Link"] = alternates(path)
    answer.headers["Vary"] = vary_of(extension)
    return answer


def _exists(pattern: str) -> bool:
    """Say whether a pattern has a match."""
    return bool(site().reader.select(f"SELECT (1 AS ?found) WHERE {{ {pattern} }} LIMIT 1"))


def _page(iri: str, bundle: Bundle, path: str) -> Response:
    """Answer with a plain page: every statement, and what links here."""
    number = number_param()
    if not number:
        raise RequestError(400, "web.bad_page")
    incoming, total = _incoming(iri, number)
    predicates = bundle.predicates
    types = bundle.types(iri)
    around = [cell for pair in incoming for cell in pair]
    site().labels.need([iri, *types, *bundle.linked, *predicates, *around])
    shown = view(bundle)
    shown.this = iri
    stated, computed = facts(shown, _FIRST)
    label = shown.label(iri)
    return page(
        "thing.html",
        title=Value(label.value, lang=shown.other(label.language)),
        iri=iri,
        types=[shown.link(item) for item in types],
        facts=stated + computed,
        incoming=[_link(shown, pair) for pair in incoming],
        pager=pager(total, number, len(incoming), LINKS),
        formats=[(ext.upper(), f"{path}.{ext}") for ext in FORMATS],
    )


def _link(shown: PageView, pair: tuple[str, str]) -> tuple[Value, str]:
    return shown.link(pair[0]), shown.label(pair[1]).value


def _incoming(iri: str, number: int) -> tuple[list[tuple[str, str]], int]:
    """Return one page of what links to a thing and by which property, and how much there is."""
    header = names_header(site().names)
    rows = site().reader.select(
        f"{header}\nSELECT DISTINCT ?s ?p WHERE {{ ?s ?p <{iri}> }} ORDER BY ?p ?s "
        f"LIMIT {LINKS} OFFSET {(number - 1) * LINKS}"
    )
    found = [
        (subject.value, predicate.value)
        for row in rows
        if isinstance(subject := row["s"], NamedNode) and isinstance(predicate := row["p"], NamedNode)
    ]
    count = site().reader.select(
        f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?s ?p WHERE {{ ?s ?p <{iri}> }} }}"
    )
    return found, int(getattr(count[0]["n"], "value", "0"))
