"""One page for each view that declares one: its form, its table, its chart, its files."""

from typing import Any, Final

from flask import Blueprint, Response

from akkuri.analysis.subjects import SUBJECTS
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.views.view import View, ViewPage
from akkuri.errors import RequestError, UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import analysed, served_basis, whole_table
from akkuri.web.analyses.view_charts import view_chart
from akkuri.web.analyses.view_forms import actor_names, filter_fields, given, refuse_repeated_filters
from akkuri.web.analyses.view_tables import phrases, shown_table
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value

__all__ = ["EVERY", "SITE_PAGES", "blueprint", "page_groups"]

blueprint = Blueprint("view_pages", __name__)
SITE_PAGES: Final = tuple(
    SitePage(f"/{subject.name}/{item.name}")
    for subject in SUBJECTS
    for item, _ in subject.pages
    if not item.needs
)

_ROWS: Final = 200
"""Rows of a table on its page; its files have all."""
EVERY: Final = "1000000000"
"""So many rows are asked for where all are wanted."""

Groups = list[tuple[str, list[tuple[str, str, bool]]]]
"""Groups of pages: heading, and for each page title, address and whether it is the one shown."""


def page_groups(subject: Subject[Any], shown: PageView, current: str | None = None) -> Groups:
    """Return the links between the views of an analysis, by the groups that they declare."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for item, about in subject.pages:
        heading = text(shown.lang, f"views.group_{about.group}")
        title = text(shown.lang, f"views.view_{item.name}")
        href = shown.local(f"/{subject.name}/{item.name}")
        found.setdefault(heading, []).append((title, href, item.name == current))
    return list(found.items())


def _view_page(subject: Subject[Any], show: str) -> Response:
    shown = view()
    item = next((each for each, _ in subject.pages if each.name == show), None)
    if item is None:
        raise _no_view(subject, show)
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    values = given(item.fields)
    table, refused, hint = _answer(subject, item, values, shown.lang)
    error = refused.sentence(shown.lang) if refused else ""
    asked = subject.asked(served_basis(), ViewRequest(lang=shown.lang))
    phrase = phrases(shown.lang)
    answer = page(
        "view.html",
        400 if error else 200,
        title=text(shown.lang, f"views.view_{show}"),
        intro=text(shown.lang, f"views.about_{show}"),
        w=phrase,
        root=(f"/{subject.name}", phrase(f"{subject.name}_title")),
        path=f"/{subject.name}/{show}",
        fields=filter_fields(
            item.fields, values, asked, shown, item.at_home, refused.fields if refused else ()
        ),
        names=actor_names(asked, item.fields),
        button=text(shown.lang, f"views.ask_{show}") if _asks(item) else None,
        error=error,
        hint=hint or (table.summary if table else ""),
        chart=view_chart(table, shown, **values) if table else None,
        table=shown_table(table, asked.model, shown, _ROWS) if table and _tells_more(table) else None,
        questions=_questions(item, shown.lang),
        files=_files(subject, item, values, shown.lang),
        groups=page_groups(subject, shown, show),
    )
    return answer if error else cached(answer, tag)


def _answer(
    subject: Subject[Any], item: View[Any], values: dict[str, Any], lang: str
) -> tuple[ViewTable | None, UsageError | None, str]:
    """Return the table, what is wrong with what was asked, and what could be asked instead."""
    if item.needs and not values:
        return None, None, text(lang, f"views.needs_{item.name}")
    try:
        refuse_repeated_filters(item.fields, lang)
        if not values:
            return whole_table(subject, item.name, lang), None, ""
        asked = ViewRequest(item.name, values, lang, whole=True, form=True)
        return analysed(subject, asked), None, ""
    except UsageError as problem:
        # Where nothing was asked for nothing was wrong: the graph has no answer.
        return (None, problem, "") if values else (None, None, problem.sentence(lang))


def _questions(item: View[Any], lang: str) -> list[Value]:
    """Return links to the named questions that stand beside a view."""
    every = site().catalogue.queries
    return [Value(every[path].title(lang), f"/queries/{path}") for path in item.questions if path in every]


def _asks(item: View[Any]) -> bool:
    return isinstance(item.page, ViewPage) and bool(item.page.front and item.page.front.ask)


def _tells_more(table: ViewTable) -> bool:
    """Whether the rows add to the sentence that sums them up."""
    return bool(table.rows or not table.summary)


def _files(
    subject: Subject[Any], item: View[Any], values: dict[str, Any], lang: str
) -> list[tuple[str, str]]:
    top = EVERY if item.most else None
    return file_links(f"/api/{subject.name}", show=item.name, top=top, lang=lang, **values)


def _no_view(subject: Subject[Any], show: str) -> RequestError:
    words = language()
    sentence = phrases(words.code)("no_table", name=show[:100])
    choices = [
        Value(text(words.code, f"views.view_{each.name}"), f"/{subject.name}/{each.name}")
        for each, _ in subject.pages
    ]
    return RequestError(404, "web.analysis_refused", {"sentence": sentence}, choices)


for _subject in SUBJECTS:
    blueprint.add_url_rule(
        f"/{_subject.name}/<show>", _subject.name, _view_page, defaults={"subject": _subject}, methods=["GET"]
    )
