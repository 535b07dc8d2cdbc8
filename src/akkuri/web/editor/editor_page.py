"""/query: a question in SPARQL is written, checked, answered, shared and taken to other tools."""

from typing import Final

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from akkuri.ask.named.question import NamedQuery
from akkuri.errors import Refusal
from akkuri.texts import text
from akkuri.web.editor.answer_views import TABLE, AnswerViews, answer_views
from akkuri.web.editor.bundle_files import EDITOR, bundle_address
from akkuri.web.editor.snippets import snippets
from akkuri.web.editor.terms_api import served_terms
from akkuri.web.editor.unknown_terms import unknown_terms
from akkuri.web.http.problems import status_of
from akkuri.web.page.addresses import with_params
from akkuri.web.page.answers import Result, first_rows
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import language, page, view
from akkuri.web.page.site import site
from akkuri.web.questions.answer_table import answer_table

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("editor_page", __name__)
SITE_PAGES: Final = (SitePage("/query", nav=50, crawled=False),)

ADDRESS_LENGTH: Final = 6000
"""Characters of an address that every server and proxy on the way still takes."""
_START: Final = """SELECT ?facility ?name WHERE {
  ?facility a ak:Facility ;
    skos:prefLabel ?name .
  FILTER(LANG(?name) = "%s")
}
ORDER BY ?name
LIMIT 20"""
_EXAMPLES: Final = 4
"""So many questions of each group are examples."""


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
    status, error = 200, None
    result: Result | None = None
    unknown: list[str] = []
    views: AnswerViews | None = None
    in_address = len(with_params("/query", query=asked, lang=words.code)) < ADDRESS_LENGTH
    if asked is not None:
        try:
            result = first_rows(site().reader.ask, asked, site().settings.page_rows)
            views = answer_views(result, asked, view()) if in_address else None
            told = unknown_terms(asked, served_terms(), site().names, site().reader.select)
            unknown = [one.sentence(words.code) for one in told]
            unknown += [text(words.code, "endpoint.no-function", function=iri) for iri in result.unbound]
        except Refusal as refusal:
            error, status = refusal, status_of(refusal)
    graph = result is not None and result.text is not None
    return page(
        "query.html",
        status,
        title=words.t("nav_query"),
        asked=_example(words.code) if asked is None else asked,
        error=error.sentence(words.code) if error else None,
        error_place=(error.line, error.column) if error and error.line else None,
        unknown=unknown,
        result=answer_table(result, view()) if result else None,
        views=views if views and len(views.names) > 1 else None,
        tabs=_tabs(views, asked) if views and asked else [],
        downloads=_downloads(asked, graph=graph) if asked and result and in_address else [],
        too_long=bool(result) and not in_address,
        snippets=snippets(asked, f"{request.url_root}sparql", graph=graph) if asked and result else [],
        examples=[(item.title(words.code), with_params("/query", query=item.bind({}))) for item in _few()],
        prefixes=site().names.prefixes,
        editor=bundle_address(EDITOR),
    )


def _tabs(views: AnswerViews, asked: str) -> list[tuple[str, str, bool]]:
    """Return the views of an answer: name, address, and whether it is the one that is shown."""
    wanted = request.args.get("view", "")
    chosen = wanted if wanted in views.names else TABLE
    return [
        (name, with_params("/query", query=asked, view=None if name == TABLE else name), name == chosen)
        for name in views.names
    ]


def _example(lang: str) -> str:
    """Return the question the editor begins with, for names in a language."""
    names = site().names
    return f"PREFIX ak: <{names.ak}>\nPREFIX skos: <{names.prefixes['skos']}>\n{_START % lang}"


def _few() -> list[NamedQuery]:
    """Return some named queries of every group as examples."""
    taken: dict[str, int] = {}
    found = []
    for item in site().catalogue:
        taken[item.group] = taken.get(item.group, 0) + 1
        if taken[item.group] <= _EXAMPLES:
            found.append(item)
    return found


def _downloads(asked: str, *, graph: bool) -> list[tuple[str, str]]:
    """Return where the whole answer is, for a table and a truth in the forms of tables."""
    if graph:
        return [("Turtle", with_params("/sparql", query=asked, format="turtle"))]
    lang = language().code
    return [
        ("XLSX", with_params("/query.xlsx", query=asked, lang=lang)),
        ("CSV", with_params("/sparql", query=asked, format="csv")),
        ("CSV (Excel)", with_params("/query.csv", query=asked, lang=lang)),
        ("JSON", with_params("/sparql", query=asked, format="json")),
    ]
