"""What the data are and how to get and cite them, and what this is."""

from typing import Final

from flask import Blueprint, Response

from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page
from akkuri.web.page.site import site
from akkuri.web.records.browse import counts
from akkuri.web.release.dataset_in_page import dataset_in_page
from akkuri.web.release.downloads import edition

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("pages", __name__)
SITE_PAGES: Final = (SitePage("/data", nav=80), SitePage("/about", nav=90))


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
            schema_org=dataset_in_page(edition()),
        ),
        tag,
    )
