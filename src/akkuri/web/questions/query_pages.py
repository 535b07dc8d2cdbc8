"""/queries: the ready-made questions, each a form and a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, Response, request

from akkuri.analysis.subjects import SUBJECTS
from akkuri.ask.named.parameters import EURO, Context, Parameter
from akkuri.ask.named.question import USERS, NamedQuery
from akkuri.ask.named.unanswered import Unanswered, unanswered
from akkuri.errors import Refusal, RequestError, UsageError
from akkuri.naming.answers import Found
from akkuri.texts import text
from akkuri.web.analyses.meanwhile import pictures_meanwhile
from akkuri.web.analyses.small_network import small_taken
from akkuri.web.charts.chart import AnswerChart
from akkuri.web.http.problems import status_of
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.page.addresses import with_params
from akkuri.web.page.answers import AHEAD, first_rows
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import Value
from akkuri.web.questions.answer_table import ShownAnswer, answer_table
from akkuri.web.questions.query_charts import query_chart
from akkuri.web.questions.query_pictures import QueryPictures, query_pictures

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("query_pages", __name__)
SITE_PAGES: Final = (SitePage("/queries", nav=40),)

_LONGEST: Final = 200
"""Characters of a filter that are read."""


@dataclass(frozen=True, slots=True)
class ParameterField:
    """One field of a form: a choice where the values are known, else a line to write on."""

    name: str
    label: str
    value: str
    kind: str
    options: list[tuple[str, str]]
    hint: str
    wrong: bool
    """Whether it is what the page refuses."""


@dataclass(slots=True)
class _Got:
    """What came of asking a question, or the sentence that says why nothing did."""

    status: int = 200
    error: str | None = None
    wrong: tuple[str, ...] = ()
    """The fields that are refused."""
    sparql: str | None = None
    shown: ShownAnswer | None = None
    chart: AnswerChart | None = None
    pictures: QueryPictures | None = None
    beside: Unanswered = field(default_factory=Unanswered)


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
        raise _unknown(f"{group}/{name}"[:80], words.code)
    given = {key: value for key in item.params if (value := request.args.get(key, "").strip())}
    values = dict(given)
    for parameter in item.params.values():
        if parameter.type == "lang":
            values[parameter.name] = words.code
    here = f"/queries/{item.path}"
    context = Context(site().names, words.code, site().known, form=True)
    got = _got(item, given, values, context)
    sparql, pictures = got.sparql or item.text, got.pictures
    return page(
        "named_query.html",
        got.status,
        title=item.title(words.code),
        summary=item.summary(words.code),
        path=here,
        fields=[
            _field(item.params[name], value, name in got.wrong)
            for name, value in item.applied(given, context).items()
            if item.params[name].type != "lang"
        ],
        error=got.error,
        result=got.shown,
        empty=item.none(words.code),
        chart=got.chart,
        pictures=pictures,
        taken=small_taken(pictures.map, pictures.network, words.code) if pictures else {},
        not_known=[part.sentence(words.code) for part in got.beside.not_known],
        wider=[
            Value(part.sentence(words.code), with_params(here, **_asked(item, part.values)))
            for part in got.beside.wider
        ],
        views=_views(item, words.code),
        downloads=file_links(f"/api/queries/{item.path}", **values),
        sparql=sparql,
        editor=with_params("/query", query=sparql),
    )


def _unknown(name: str, lang: str) -> RequestError:
    """Return the refusal of a question that there is none of, with those that are called like it."""
    every = site().catalogue.queries
    near = site().catalogue.near(name)[:5]
    choices = [Value(every[path].title(lang), f"/queries/{path}") for path in near]
    return RequestError(404, "web.unknown_query", {"name": name}, choices)


def _got(item: NamedQuery, given: Mapping[str, str], values: Mapping[str, str], context: Context) -> _Got:
    """Ask a question; what went wrong is told in its place, with as much as there was before."""
    got = _Got()
    try:
        refuse_repeated(item.params, context.lang, item.labels(context.lang))
        got.sparql = item.bind(values, context)
        read = pictures_meanwhile(item.pictures)
        answer = first_rows(site().reader.ask, got.sparql, site().settings.page_rows, ahead=AHEAD)
        got.shown = answer_table(answer, view(), item)
        got.chart = query_chart(item, answer, given, view())
        read()
        got.pictures = query_pictures(item, answer, view())
        empty = not got.shown.rows
        got.beside = unanswered(item, values, context, site().reader.ask.select, empty=empty)
    except UsageError as problem:
        got.error, got.status, got.wrong = problem.sentence(context.lang), 400, problem.fields
    except Refusal as refusal:
        got.error, got.status = refusal.sentence(context.lang), status_of(refusal)
    return got


def _code(parameter: Parameter, given: str | None, lang: str) -> str | None:
    """Return the code of the choice or country that an address names; what is none stays as it is written."""
    try:
        return parameter.term(given, Context(site().names, lang, site().known)).value if given else given
    except UsageError:
        return given


def _views(item: NamedQuery, lang: str) -> list[Value]:
    """Return links to the pages of the analyses that stand beside a question."""
    return [
        Value(text(lang, f"views.view_{each.name}"), f"/{subject.name}/{each.name}")
        for subject in SUBJECTS
        for each, _ in subject.pages
        if item.path in each.questions
    ]


def _asked(item: NamedQuery, values: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the address of a question's page: its language is that of the page."""
    return {key: value for key, value in values.items() if item.params[key].type != "lang"}


def _keys(parameter: Parameter) -> str:
    """Return the keys that a phone shows: those for numbers have no minus and no letters of a unit."""
    if parameter.type == "integer":
        return "numeric"
    plain = parameter.type == "number" and parameter.unit != EURO
    return "decimal" if plain and parameter.least is not None and parameter.least >= 0 else "text"


def _field(parameter: Parameter, given: str | None, wrong: bool) -> ParameterField:
    """Return the field of a parameter: what has a closed list is chosen, records and texts written."""
    words = language()
    options: list[tuple[str, str]] = []
    if (parameter.scheme or parameter.type == "kind") and parameter.wanted:
        known = site().known.things(parameter.wanted)
        meant = site().known.known(given, parameter.wanted) if given else None
        given = meant.thing.id if isinstance(meant, Found) else given
        options = sorted(
            ((item.id, item.label(words.code)) for item in known), key=lambda pair: pair[1].casefold()
        )
    elif parameter.type == "country" and (codes := site().countries()):
        given = _code(parameter, given, words.code)
        named_countries = ((code, words.country(code)) for code in codes)
        options = sorted(named_countries, key=lambda pair: pair[1].casefold())
        if given and given not in codes:
            options.append((given, words.country(given)))
    elif parameter.type == "choice":
        given = _code(parameter, given, words.code)
        options = [(choice, texts[words.code]) for choice, texts in parameter.choices.items()]
    elif parameter.type == "boolean":
        options = [("true", words.t("yes")), ("false", words.t("no"))]
    return ParameterField(
        parameter.name,
        parameter.label(words.code),
        given or "",
        _keys(parameter),
        options,
        parameter.expected(words.code),
        wrong,
    )
