"""The front page, what the data are and how to get and cite them, and what this is."""

from typing import Final

from flask import Blueprint, Response

from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page
from akkuri.web.page.site import site
from akkuri.web.records.browse import counts

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("pages", __name__)
SITE_PAGES: Final = (SitePage("/"), SitePage("/data", nav=80), SitePage("/about", nav=90))


@blueprint.get("/")
def home() -> Response:
    """What it is, what it answers, and a search box."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    words = language()
    groups: dict[str, list[tuple[str, str]]] = {}
    for query in site().catalogue:
        groups.setdefault(query.group, []).append((query.title(words.code), f"/queries/{query.path}"))
    return cached(page("home.html", counts=counts(), groups=groups, title=None), tag)


@blueprint.get("/about")
def about() -> Response:
    """Why, how and by whom."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    return cached(page("about.html", title=language().t("nav_about"), base=site().settings.base), tag)


@blueprint.get("/data")
def data() -> Response:
    """Downloads, licence, citation."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    words = language()
    manifest = site().reader.manifest
    return cached(
        page(
            "data.html",
            title=words.t("nav_data"),
            base=site().settings.base,
            issued=words.date(str(manifest.get("issued", ""))),
            version=str(manifest.get("version", site().reader.version)),
            triples=words.number(manifest["triples"]) if "triples" in manifest else None,
            counts=counts(),
        ),
        tag,
    )
