"""/sitemap.xml and /robots.txt: what crawlers should visit, and what they should leave alone."""

from typing import Final, cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, request, stream_with_context

from akkuri.publish.about.sitemap import PAGE, SitemapEntry, entries, sitemap, sitemap_index
from akkuri.web.page.navigation import site_pages
from akkuri.web.page.rendering import cached, etag, not_modified
from akkuri.web.release.downloads import edition

__all__ = ["blueprint"]

blueprint = Blueprint("crawling", __name__)

_KEY: Final = "akkuri_sitemap"


def _entries() -> list[SitemapEntry]:
    """Return what to visit, found once a release."""
    found = current_app.extensions.get(_KEY)
    if found is None:
        served = edition()
        fixed = [(page.path.strip("/"), served.issued) for page in site_pages() if page.crawled]
        found = current_app.extensions.setdefault(_KEY, [*fixed, *entries(served)])
    return cast("list[SitemapEntry]", found)


@blueprint.get("/sitemap.xml")
def whole() -> Response:
    """Answer with the sitemap, or with the index of several when there are too many records for one."""
    found, root = _entries(), request.root_url
    if len(found) > PAGE:
        number = (len(found) + PAGE - 1) // PAGE
        return Response(sitemap_index(number, root, edition().issued), mimetype="application/xml")
    return _answer(found)


@blueprint.get("/sitemap-<int:number>.xml")
def one(number: int) -> Response:
    """Answer with one of several sitemaps."""
    found = _entries()[(number - 1) * PAGE : number * PAGE] if number > 0 else []
    if not found:
        abort(404)
    return _answer(found)


def _answer(found: list[SitemapEntry]) -> Response:
    """Answer with addresses as they are written; the release stands for what they say in the ETag."""
    tag = etag("sitemap")
    if answer := not_modified(tag):
        return answer
    pieces = stream_with_context(sitemap(found, request.root_url))
    return cached(Response(pieces, mimetype="application/xml"), tag)


ENDLESS: Final = ("sparql", "api/queries/", "reconcile", "search", "metrics")
"""Addresses under which there is no end of them."""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let crawlers read everything but endless answers to questions."""
    under = urlsplit(request.root_url).path
    lines = (
        "User-agent: *",
        *(f"Disallow: {under}{path}" for path in ENDLESS),
        f"Allow: {under}",
        f"Sitemap: {request.root_url}sitemap.xml",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
