"""The data set in the words of schema.org, by which search engines for data find it: JSON-LD in a page."""

from typing import Any

from akkuri.publish.about.dataset import about
from akkuri.publish.edition import Edition
from akkuri.publish.formats import held
from akkuri.texts import LANGUAGES, text
from akkuri.web.page.rendering import language

__all__ = ["dataset_in_page"]


def dataset_in_page(served: Edition) -> dict[str, Any] | None:
    """Return what Google Dataset Search and its like read of the release, in the language of the page.

    None for a release that does not describe itself.
    """
    if not served.tables.is_file():
        return None
    said = about(served.metadata, served.names, served.version)
    base, lang = served.names.base, language().code
    title = said.title.get(lang) or said.title.get("en", "")
    publisher = {"@type": "Organization", "@id": said.publisher_iri, "name": said.publisher}
    catalog = {"@type": "DataCatalog", "@id": said.catalog, "name": title, "url": said.catalog}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": said.dataset,
        "name": title,
        "description": said.description.get(lang) or said.description.get("en", ""),
        "url": f"{base}data",
        "identifier": base,
        "license": said.licence,
        "version": served.version,
        "datePublished": served.issued,
        "dateModified": served.issued,
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "keywords": [word for code, word in said.keywords if code == lang],
        "creator": publisher,
        "publisher": publisher,
        "citation": said.citation,
        "spatialCoverage": said.spatial,
        "includedInDataCatalog": catalog,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": form.name,
                "description": text(lang, form.title_key),
                "encodingFormat": form.media_type,
                "contentUrl": f"{base}download/{form.file_name}",
            }
            for form in held(served)
            if form.extra is None
        ],
    }
