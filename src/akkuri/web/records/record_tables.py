"""The tables of a record: those of its page, and all of them as a workbook to take away."""

from typing import Final

from flask import Blueprint, Response

from akkuri.tables.answer_workbook import AnswerSheet
from akkuri.texts import text
from akkuri.web.page.meant import unknown_record
from akkuri.web.page.rendering import cached, etag, not_modified, view
from akkuri.web.page.site import site
from akkuri.web.page.tables import PageTable, table
from akkuri.web.page.values import PageView, Value
from akkuri.web.page.workbooks import page_sheet, value_sheet, workbook_response
from akkuri.web.records.asked_record import check_record
from akkuri.web.records.bundles import RecordRows, read_page
from akkuri.web.records.facts import facts
from akkuri.web.records.sections import PAGE, sections_of

__all__ = ["blueprint", "record_tables"]

blueprint = Blueprint("record_tables", __name__)

_ROWS: Final = 100_000
"""Rows of one table in a workbook."""


@blueprint.get("/doc/<kind>/<slug>.xlsx")
def workbook(kind: str, slug: str) -> Response:
    """Give the facts and the tables of a record as a workbook, with all their rows."""
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    check_record(kind, slug)
    declared = site().kinds[kind]
    content = read_page(site().reader, site().names, kind, slug, {}, _ROWS)
    shown = view(content.bundle)
    shown.this = site().names.id(kind, slug)
    if not content.bundle.types(shown.this):
        raise unknown_record(kind, slug)
    linked = [row for rows in content.rows.values() for row in rows if "#" not in row]
    predicates = content.bundle.predicates
    site().labels.need([shown.this, *linked, *content.bundle.linked, *predicates])
    stated, _ = facts(shown, declared.facts, content.derived)
    first: AnswerSheet = value_sheet(
        declared.one(shown.lang),
        [text(shown.lang, "answers.fact"), text(shown.lang, "answers.value")],
        [[[Value(fact.name)], fact.values] for fact in stated],
    )
    sheets = [first, *map(page_sheet, record_tables(shown, kind, content))]
    return cached(workbook_response(slug, shown.label(shown.this).value, sheets, shown.lang), tag)


def record_tables(shown: PageView, kind: str, content: RecordRows) -> list[PageTable]:
    """Return the tables that have rows; sources are numbered first, as other tables refer to the numbers."""
    sections = sections_of(site().kinds[kind], site().names)
    ordered = {section.key: section.sorted(shown, content.rows.get(section.key, [])) for section in sections}
    shown.notes = {
        iri: (content.numbers[section.key] - 1) * PAGE + place
        for section in sections
        if section.numbered
        for place, iri in enumerate(ordered[section.key], 1)
    }
    return [
        table(
            shown,
            section,
            ordered[section.key],
            content.totals[section.key],
            content.numbers[section.key],
            count=content.things[section.key],
        )
        for section in sections
        if ordered[section.key] or content.numbers[section.key] > 1
    ]
