"""/suggest: a reader proposes a change of a record; it goes where the operator has set, never on a page."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, request

from akkuri.curation.fields import fields_of
from akkuri.curation.proposals import LONGEST, Proposal, keep, lacks
from akkuri.errors import RequestError
from akkuri.publish.edition import TABLES
from akkuri.tables.schema import TableSchema, load_schema
from akkuri.texts import text
from akkuri.web.page.meant import lead_to_record, meant_kind, unknown_kind
from akkuri.web.page.rendering import language, page
from akkuri.web.page.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("suggest", __name__)
_ADDRESS: Final = 7000
"""Characters of an address that trackers take: GitHub and GitLab answer 414 beyond 8 KiB."""
_MAIL_ADDRESS: Final = 2000
"""Characters of an address that every mail program takes."""


@blueprint.get("/suggest/<kind>/<slug>")
def form(kind: str, slug: str) -> Response:
    """Show the form about a record."""
    return _page(kind, slug, _table(kind, slug), None)


@blueprint.post("/suggest/<kind>/<slug>")
def suggest(kind: str, slug: str) -> Response:
    """Keep the proposal, or show it with the address of the tracker or the text of an e-mail."""
    table = _table(kind, slug)
    given = {
        name: request.form.get(name, "")[: LONGEST + 1].strip() for name in ("column", "value", "source")
    }
    given["value"] = "\n".join(given["value"].splitlines())  # browsers end lines as mail does
    proposal = Proposal(f"{site().kinds[kind].prefix}-{slug}", **given)
    known = {column.name for column in fields_of(table)} - set(table.key)
    if fault := lacks(proposal) if proposal.column in known else "field":
        key, said = f"curation.suggest-lacks-{fault}", {"count": LONGEST, "known": ", ".join(sorted(known))}
        if "text/html" not in request.headers.get("Accept", ""):
            raise RequestError(422, key, said)
        told = text(language().code, key, **said)
        again = _page(kind, slug, table, None, {**given, "fault": told})  # nobody writes what is right again
        again.status_code = 422
        again.headers["Cache-Control"] = "no-store"
        return again
    settings = site().settings
    if settings.proposals and not keep(Path(settings.proposals), proposal):
        raise RequestError(503, "curation.suggest-full")
    answer = _page(kind, slug, table, proposal)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _table(kind: str, slug: str) -> TableSchema:
    """Return the table of a kind; RequestError 404 where there is no such record, with what is near."""
    found, whole = meant_kind(kind), site().folder
    if whole is None:
        raise unknown_kind(kind)
    record = site().names.id(kind, slug)
    if any(sign in record for sign in '<>"{}|\\^` ') or not site().reader.select(
        f"SELECT ?t WHERE {{ <{record}> a ?t }} LIMIT 1"
    ):
        lead_to_record(kind, slug)
    return load_schema(whole / TABLES).by_name[found.table]


def _page(
    kind: str,
    slug: str,
    table: TableSchema,
    proposal: Proposal | None,
    given: Mapping[str, str] | None = None,
) -> Response:
    lang = language().code
    columns = [(c.name, c.titles[lang]) for c in fields_of(table) if c.name not in table.key]
    record = site().names.id(kind, slug)
    site().labels.need([record])
    title = site().labels.best(record, lang).value
    said, link, filled = "", "", False
    if proposal is not None:
        said = text(lang, "curation.suggest-text", record=record, title=title, **_told(proposal, table, lang))
        link, filled = _link(text(lang, "curation.suggest-subject", title=title), said)
    return page(
        "suggest.html",
        say=partial(text, lang),
        title=title,
        back=f"/doc/{kind}/{slug}",
        action=f"/suggest/{kind}/{slug}",
        columns=columns,
        given=given or {},
        said=said,
        link=link,
        filled=filled,
        kept=bool(proposal and site().settings.proposals),
    )


def _told(proposal: Proposal, table: TableSchema, lang: str) -> dict[str, str]:
    column = f"{table.column(proposal.column).titles[lang]} ({proposal.column})"
    return {"column": column, "value": proposal.value, "source": proposal.source}


def _link(subject: str, body: str) -> tuple[str, bool]:
    """Return the address of the tracker, else of an e-mail, and whether all of the text is filled in.

    A text for which an address has no room is left to be copied; without an outlet the address is empty.
    """
    settings, title = site().settings, quote(subject[:200], safe="")
    if settings.tracker:
        whole = settings.tracker.replace("{title}", title).replace("{body}", quote(body, safe=""))
        short, most = settings.tracker.replace("{title}", title).replace("{body}", ""), _ADDRESS
    elif settings.mailbox:
        short, most = f"mailto:{settings.mailbox}?subject={title}", _MAIL_ADDRESS
        lines = "\r\n".join(body.splitlines())  # RFC 6068, section 5
        whole = f"{short}&body={quote(lines, safe='')}"
    else:
        return "", False
    return (whole, True) if len(whole) <= most else (short, False)
