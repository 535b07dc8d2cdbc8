"""/query for questions in SPARQL, /queries for the ready-made ones, each a form and a table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.parameters import Context, Parameter
from akkuri.ask.named.question import USERS, NamedQuery
from akkuri.ask.named.unanswered import Unanswered, unanswered
from akkuri.errors import Refusal, RequestError, UsageError
from akkuri.naming.answers import Found
from akkuri.naming.dates import is_date
from akkuri.web.page.addresses import with_params
from akkuri.web.page.answers import Result, first_rows
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value
from akkuri.web.questions.query_charts import query_chart

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("query_pages", __name__)
SITE_PAGES: Final = (
    SitePage("/queries", nav=40),
    SitePage("/query", nav=50, crawled=False),
)

ADDRESS_LENGTH: Final = 6000
"""Characters of an address that every server and proxy on the way still takes."""
_LONGEST: Final = 200
"""Characters of a filter that are read."""
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_STATUS: Final = {"too-long": 413, "service-refused": 403}
_BUSY: Final = frozenset(
    {"time-limit", "crowded-limit", "memory-limit", "broken", "busy", "share", "starting"}
)
_START: Final = """SELECT ?facility ?name WHERE {
  ?facility a ak:Facility ;
    skos:prefLabel ?name .
  FILTER(LANG(?name) = "en")
}
ORDER BY ?name
LIMIT 20"""


@dataclass(frozen=True, slots=True)
class ParameterField:
    """One field of a form: a choice where the values are known, else a line to write on."""

    name: str
    label: str
    value: str
    kind: str
    options: list[tuple[str, str]]
    hint: str | None


@blueprint.post("/query")
def send_query() -> ResponseReturnValue:
    """Take the editor's text: a short one gets an address to share, a long one is answered here."""
    asked = request.form.get("query", "")
    address = with_params("/query", query=asked, lang=request.args.get("lang"))
    return redirect(address, 303) if len(address) < ADDRESS_LENGTH else _editor(asked)


@blueprint.get("/query")
def query() -> Response:
    """Write a question in SPARQL and see the first rows of its answer."""
    return _editor(request.args.get("query"))


def _editor(asked: str | None) -> Response:
    words = language()
    status, error, shown = 200, None, None
    if asked and asked.strip():
        try:
            result = first_rows(site().reader.ask, asked, site().settings.page_rows)
            shown = _table(result, view())
        except Refusal as refusal:
            error = refusal
            status = _STATUS.get(refusal.code, 503 if refusal.code in _BUSY else 400)
    return page(
        "query.html",
        status,
        title=words.t("nav_query"),
        asked=asked or _example(),
        error=error.sentence(words.code) if error else None,
        error_line=error.line if error else None,
        result=shown,
        downloads=[
            (form.upper(), with_params("/sparql", query=asked, format=form)) for form in ("csv", "json")
        ]
        if shown
        else [],
        examples=[(item.title(words.code), with_params("/query", query=item.bind({}))) for item in _few()],
        prefixes=site().names.prefixes,
    )


def _example() -> str:
    """Return the question the editor begins with."""
    names = site().names
    return f"PREFIX ak: <{names.ak}>\nPREFIX skos: <{names.prefixes['skos']}>\n{_START}"


def _few() -> list[NamedQuery]:
    """Return some named queries of every group as examples."""
    taken: dict[str, int] = {}
    found = []
    for item in site().catalogue:
        taken[item.group] = taken.get(item.group, 0) + 1
        if taken[item.group] <= 4:
            found.append(item)
    return found


def _downloads(asked: str) -> list[tuple[str, str]]:
    workbook = ("XLSX", with_params("/query.xlsx", query=asked, lang=language().code))
    return [
        workbook,
        *((form.upper(), with_params("/sparql", query=asked, format=form)) for form in ("csv", "json")),
    ]


@blueprint.get("/queries")
def queries() -> Response:
    """List the ready-made questions."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    words = language()
    user, sought = request.args.get("user", ""), request.args.get("q", "").strip()[:_LONGEST]
    if user and user not in USERS:
        raise RequestError(400, "web.unknown_user", {"user": user[:40], "known": ", ".join(USERS)})
    met = [item for item in site().catalogue if _has_words(item, sought, words.code)]
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for item in met:
        if not user or user in item.users:
            entry = (item.title(words.code), item.summary(words.code), f"/queries/{item.path}")
            groups.setdefault(item.group, []).append(entry)
    users = [
        (
            words.t(f"home_user_{name}") if name else words.t("everything"),
            sum(not name or name in item.users for item in met),
            view().local(with_params("/queries", user=name or None, q=sought or None)),
            name == user,
        )
        for name in ("", *USERS)
    ]
    title = f"{words.t('nav_queries')}: {sought}" if sought else words.t("nav_queries")
    answer = page("queries.html", title=title, groups=groups, users=users, user=user, sought=sought)
    return cached(answer, tag)


def _has_words(item: NamedQuery, sought: str, lang: str) -> bool:
    """Tell whether a question's title and summary have every word, or its beginning."""
    told = f" {item.title(lang)} {item.summary(lang)}".casefold()
    return all(word in told for word in sought.casefold().split())


@blueprint.get("/queries/<group>/<name>")
def named(group: str, name: str) -> Response:
    """Answer a ready-made question with the parameters of its form."""
    words = language()
    item = site().catalogue.queries.get(f"{group}/{name}")
    if item is None:
        every = site().catalogue.queries
        near = site().catalogue.near(f"{group}/{name}"[:80])
        choices = [Value(every[path].title(words.code), f"/queries/{path}") for path in near[:5]]
        raise RequestError(404, "web.unknown_query", {"name": f"{group}/{name}"[:80]}, choices)
    given = {key: value for key in item.params if (value := request.args.get(key, "").strip())}
    values = dict(given)
    for parameter in item.params.values():
        if parameter.type == "lang":
            values[parameter.name] = words.code
    here = f"/queries/{item.path}"
    error, shown, text, chart = None, None, None, None
    beside = Unanswered()
    status = 200
    try:
        context = Context(site().names, words.code, site().known)
        text = item.bind(values, context)
        answer = first_rows(site().reader.ask, text, site().settings.page_rows)
        shown = _table(answer, view(), item)
        chart = query_chart(item, answer, given, view())
        beside = unanswered(item, values, context, site().reader.ask.select, empty=not shown.rows)
    except UsageError as problem:
        error, status = problem.sentence(words.code), 400
    except Refusal as refusal:
        error, status = refusal.sentence(words.code), 503 if refusal.code in _BUSY else 400
    return page(
        "named_query.html",
        status,
        title=item.title(words.code),
        summary=item.summary(words.code),
        path=here,
        fields=[
            _field(parameter, given.get(parameter.name))
            for parameter in item.params.values()
            if parameter.type != "lang"
        ],
        error=error,
        result=shown,
        chart=chart,
        not_known=[part.sentence(words.code) for part in beside.not_known],
        wider=[
            Value(part.sentence(words.code), with_params(here, **_asked(item, part.values)))
            for part in beside.wider
        ],
        downloads=file_links(f"/api/queries/{item.path}", **values),
        sparql=text or item.text,
        editor=with_params("/query", query=text or item.text),
    )


def _asked(item: NamedQuery, values: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the address of a question's page: its language is that of the page."""
    return {key: value for key, value in values.items() if item.params[key].type != "lang"}


def _field(parameter: Parameter, given: str | None) -> ParameterField:
    """Return the field of a parameter: concepts and yes or no are chosen, records and texts written."""
    words = language()
    options: list[tuple[str, str]] = []
    if parameter.scheme and parameter.wanted:
        known = site().known.things(parameter.wanted)
        meant = site().known.resolve(given or "", parameter.wanted)
        given = meant.thing.id if isinstance(meant, Found) else given
        options = sorted(
            ((item.id, item.label(words.code)) for item in known), key=lambda pair: pair[1].casefold()
        )
    elif parameter.type == "choice":
        options = [(choice, texts[words.code]) for choice, texts in parameter.choices.items()]
    elif parameter.type == "boolean":
        options = [("true", words.t("yes")), ("false", words.t("no"))]
    kind = {"number": "decimal", "integer": "numeric"}.get(parameter.type, "text")
    hint = f"hint_{parameter.type}"
    return ParameterField(
        parameter.name,
        parameter.label(words.code),
        given or parameter.default or "",
        kind,
        options,
        words.t(hint) if words.has(hint) else None,
    )


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as the template shows it."""

    headings: list[str]
    rows: list[list[Value]]
    more: bool
    truth: bool | None
    text: str | None


def _table(result: Result, shown: PageView, item: NamedQuery | None = None) -> ShownAnswer:
    """Return an answer as cells: IRIs under their labels, in a named query names linked to what they name."""
    iris = {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}
    site().labels.need(iris)
    named = {
        name.removesuffix("Name"): place for place, name in enumerate(result.columns) if name.endswith("Name")
    }
    hidden = (
        {place: named[name] for place, name in enumerate(result.columns) if name in named} if item else {}
    )
    links = {name_place: place for place, name_place in hidden.items()}
    kept = [place for place in range(len(result.columns)) if place not in hidden]
    titles = {column.name: column.title(shown.lang) for column in item.columns} if item else {}
    rows = [
        [
            _cell(row[place], shown, row[links[place]] if place in links else None, item is not None)
            for place in kept
        ]
        for row in result.rows
    ]
    headings = [titles.get(result.columns[place], result.columns[place]) for place in kept]
    return ShownAnswer(headings, rows, result.more, result.truth, result.text)


def _cell(term: object, shown: PageView, names: object = None, named: bool = False) -> Value:
    """Return one cell; a name links to the IRI in the column it names.

    Named questions answer with dates as their source states them, which are texts: 2026-11.
    """
    href = shown.href(names.value) if isinstance(names, NamedNode) else None
    if term is None:
        return shown.link(names.value) if isinstance(names, NamedNode) else Value("")
    if isinstance(term, Literal):
        dated = named and term.datatype.value == _STRING and is_date(term.value)
        text = shown.language.date(term.value) if dated else shown.language.literal(term)
        return Value(text, href, shown.other(term.language))
    if isinstance(term, NamedNode):
        return replace(shown.link(term.value), title=term.value)
    return Value(str(term))
