"""/network: who works with whom, who holds it together, the chain of introductions, and who should meet."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, current_app, request

from akkuri.analysis.network.asking import NetworkRequest
from akkuri.analysis.network.path_view import path_view
from akkuri.analysis.network.views import network_view
from akkuri.analysis.view import View as Rows
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.analysis_api import analysed
from akkuri.web.analyses.analysis_tables import Field, downloads, phrases, shown_table
from akkuri.web.analyses.network_chart import chart
from akkuri.web.http.failures import PageError
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import Value, View

__all__ = ["TABLES", "blueprint"]

blueprint = Blueprint("network_pages", __name__)

_PERIOD: Final = ("since", "until")
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "bridges": (*_PERIOD, "country", "stage"),
    "measures": (*_PERIOD, "country", "stage"),
    "communities": _PERIOD,
    "cut-off": ("without", *_PERIOD),
    "growth": _PERIOD,
    "pairs": ("country", "stage"),
    "ties": ("organisation", *_PERIOD),
    "isolated": (),
    "facility": ("facility",),
    "backtest": (),
}
"""The tables with a page of their own → the fields of its form."""
_FRONT: Final = {"bridges": 10, "communities": 8, "cut-off": 8, "pairs": 5}
"""The tables on the front page of the network, and how many rows of each."""
_WHOLE: Final = frozenset({"bridges", "communities", "cut-off", "measures", "ties"})
"""The tables that the analysis cuts unless it is asked for more; here the page cuts, and says so."""
_EVERY: Final = 1_000_000_000
_ROWS: Final = 200
"""Rows of a table on its page; its files have all."""
_LENGTH: Final = 200
_OFFERED: Final = 2_000
"""So many names are offered while one writes; more would make the page heavy."""
_KEY: Final = "akkuri_network_views"


@blueprint.get("/network")
def network() -> Response:
    """Show the counts, the questions that a form answers, and the first rows of the main tables."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown, phrase = view(), phrases(language().code)
    title = phrase("network_title")
    try:
        found = {show: _kept(show, shown.lang) for show in (*_FRONT, "growth")}
    except UsageError:
        return cached(page("network.html", title=title, w=phrase, totals=None, tabs=[]), tag)
    model = analysed()[0]
    bare = ("type_name", "strength", "community")
    tables = {
        show: shown_table(found[show], model, shown, most, bare if show == "bridges" else ())
        for show, most in _FRONT.items()
    }
    return cached(
        page(
            "network.html",
            title=title,
            w=phrase,
            totals=found["bridges"].totals,
            tables=tables,
            titles={show: text(shown.lang, f"analysis.view_{show}") for show in (*_FRONT, "growth")},
            chart=chart(found["growth"].rows, shown.language, phrase),
            growth=shown_table(found["growth"], model, shown),
            chain=[_field("from", "", shown), _field("to", "", shown)],
            leaving=[_field("without", "", shown)],
            names=_names(shown),
            tabs=_tabs(shown),
            files=_files(shown.lang),
        ),
        tag,
    )


@blueprint.get("/network/path")
def path() -> Response:
    """Show the chain of introductions between two actors, with what connects each step."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown, phrase = view(), phrases(language().code)
    start, end = _given("from"), _given("to")
    found, error, table = None, None, None
    model, parameters, ties = analysed()
    try:
        if start and end:
            found = path_view(model, parameters, start, end, NetworkRequest(lang=shown.lang), ties)
            table = shown_table(found, model, shown)
        elif start or end:
            error = phrase("chain_both")
    except UsageError as problem:
        error = str(problem)
    answer = page(
        "analysis_table.html",
        400 if error else 200,
        title=phrase("chain_title"),
        intro=phrase("chain_about"),
        w=phrase,
        root=("/network", phrase("network_title")),
        path="/network/path",
        fields=[_field("from", start or "", shown), _field("to", end or "", shown)],
        names=_names(shown),
        button=phrase("find_chain"),
        error=error,
        table=table if found and found.rows else None,
        hint=_told(found, phrase) if found else phrase("chain_both"),
        files=downloads("/api/network/path", **{"from": start, "to": end}, lang=shown.lang),
        tabs=_tabs(shown),
    )
    return answer if error else cached(answer, tag)


@blueprint.get("/network/<show>")
def table(show: str) -> Response:
    """Show one table of the network analysis with its form."""
    shown, phrase = view(), phrases(language().code)
    if show not in TABLES:
        choices = [Value(text(shown.lang, f"analysis.view_{name}"), f"/network/{name}") for name in TABLES]
        sentence = phrase("no_table", name=show[:100])
        raise PageError(404, "analysis_refused", {"sentence": sentence}, choices)
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    given = {name: value for name in TABLES[show] if (value := _given(name))}
    found, error, hint = None, None, None
    try:
        if show == "facility" and not given:
            hint = phrase("facility_hint")
        else:
            found = _found(show, given, shown.lang)
    except UsageError as problem:
        error = str(problem)
    if error and not given:  # nothing was asked for, so nothing was wrong: the graph has no ties
        error, hint = None, error
    if found is not None and "without" in given:
        hint = phrase("cut_count" if found.rows else "cut_none", name=given["without"], count=len(found.rows))
        found = found if found.rows else None
    answer = page(
        "analysis_table.html",
        400 if error else 200,
        title=text(shown.lang, f"analysis.view_{show}"),
        intro=phrase(f"about_{show}"),
        w=phrase,
        root=("/network", phrase("network_title")),
        path=f"/network/{show}",
        fields=[_field(name, given.get(name, ""), shown) for name in TABLES[show]],
        names=_names(shown) if {"without", "organisation"} & set(TABLES[show]) else [],
        error=error,
        hint=hint,
        chart=chart(found.rows, shown.language, phrase) if found and show == "growth" else None,
        table=shown_table(found, analysed()[0], shown, _ROWS) if found else None,
        files=downloads(
            "/api/network", show=show, top=str(_EVERY) if show in _WHOLE else None, lang=shown.lang, **given
        ),
        tabs=_tabs(shown, show),
    )
    return answer if error else cached(answer, tag)


def _found(show: str, given: dict[str, str], lang: str) -> Rows:
    """Return a table within the fields of its form. Raises UsageError."""
    if not given:
        return _kept(show, lang)
    asked: dict[str, Any] = {
        name: _year(name, value, lang) if name in _PERIOD else value for name, value in given.items()
    }
    model, parameters, ties = analysed()
    return network_view(model, parameters, NetworkRequest(show, lang=lang, top=_every(show), **asked), ties)


def _year(name: str, value: str, lang: str) -> int:
    if value.isascii() and value.isdigit() and len(value) == 4:
        return int(value)
    field = phrases(lang)(f"field_{name}")
    raise UsageError(text(lang, "analysis.bad_number", name=field, value=value[:50]))


def _kept(show: str, lang: str) -> Rows:
    """Return a table without filters: computed once for each version and language, as it takes a while."""
    version = site().reader.version
    kept: dict[tuple[str, str, str], Rows] = current_app.extensions.setdefault(_KEY, {})
    found = kept.get((version, show, lang))
    if found is None:
        for key in [key for key in kept if key[0] != version]:
            kept.pop(key, None)
        model, parameters, ties = analysed()
        found = network_view(model, parameters, NetworkRequest(show, lang=lang, top=_every(show)), ties)
        if version:
            kept[version, show, lang] = found
    return found


def _told(found: Rows, phrase: Any) -> str:
    """Say how long the chain is; where there is none, why."""
    if not found.rows:
        return found.notes[0] if found.notes else str(phrase("chain_same"))
    ends = {"one": found.rows[0]["one_name"], "other": found.rows[-1]["other_name"]}
    if len(found.rows) == 1:
        return str(phrase("chain_direct", **ends))
    return str(phrase("chain_steps", **ends, count=len(found.rows)))


def _given(name: str) -> str | None:
    return request.args.get(name, "").strip()[:_LENGTH] or None


def _every(show: str) -> int | None:
    return _EVERY if show in _WHOLE else None


def _names(shown: View) -> list[str]:
    """Return the names of the actors, to be offered while one writes; none where there are too many."""
    model = analysed()[0]
    if len(model.organisations) > _OFFERED:
        return []
    return sorted({model.label(iri, shown.lang) for iri in model.organisations}, key=str.casefold)


def _field(name: str, value: str, shown: View) -> Field:
    model, phrase = analysed()[0], phrases(shown.lang)
    options: list[tuple[str, str]] = []
    if name == "stage":
        options = [
            (stage, model.concept_label("value-chain-stage", stage, shown.lang))
            for stage in sorted(model.stages, key=lambda s: (model.stages[s], s))
        ]
    elif name == "country":
        codes = {actor.country for actor in model.organisations.values() if actor.country}
        options = sorted(((code, shown.language.country(code)) for code in codes), key=lambda pair: pair[1])
    listed = name in ("from", "to", "without", "organisation")
    found = Field(name, phrase(f"field_{name}"), value, listed=listed)
    return replace(found, options=(("", phrase("any")), *options)) if options else found


def _tabs(shown: View, current: str | None = None) -> list[tuple[str, str, bool]]:
    """Return the links between the tables: title, address, whether it is this page."""
    chain = (phrases(shown.lang)("chain_title"), shown.local("/network/path"), False)
    return [
        chain,
        *(
            (text(shown.lang, f"analysis.view_{name}"), shown.local(f"/network/{name}"), name == current)
            for name in TABLES
        ),
    ]


def _files(lang: str) -> list[tuple[str, str]]:
    """Return the network as files: for network programs, and as tables."""
    graphs = [
        (name, f"/api/network?format={form}") for name, form in (("GraphML", "graphml"), ("GEXF", "gexf"))
    ]
    return [*graphs, *downloads("/api/network", show="ties", lang=lang)]
