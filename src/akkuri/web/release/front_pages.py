"""What the data are and how to get and cite them, and what this is."""

from typing import Any, Final

from flask import Blueprint, Response

from akkuri.publish.about.dataset import about as about_dataset
from akkuri.publish.formats import held
from akkuri.texts import LANGUAGES
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page
from akkuri.web.page.site import site
from akkuri.web.records.browse import counts
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
            schema_org=_dataset(str(manifest.get("issued", "")), str(manifest.get("version", ""))),
        ),
        tag,
    )


def _dataset(issued: str, version: str) -> dict[str, Any]:
    """Return the data set in the words of schema.org, by which search engines for data find it."""
    base, metadata = site().settings.base, edition().metadata
    told = about_dataset(metadata, site().names, version)
    lang = language().code
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": told.dataset,
        "name": told.title.get(lang) or told.title.get("en", ""),
        "description": told.description.get(lang) or told.description.get("en", ""),
        "url": f"{base}data",
        "identifier": base,
        "license": told.licence,
        "version": version,
        "datePublished": issued,
        "dateModified": issued,
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "keywords": [word for code, word in told.keywords if code == lang],
        "creator": {"@type": "Organization", "@id": told.publisher_iri, "name": told.publisher},
        "publisher": {"@type": "Organization", "@id": told.publisher_iri, "name": told.publisher},
        "spatialCoverage": told.spatial,
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": told.catalog, "url": f"{base}catalog"},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": form.name,
                "encodingFormat": form.media_type,
                "contentUrl": f"{base}download/{form.file_name}",
            }
            for form in held(edition())
            if form.extra is None
        ],
    }
