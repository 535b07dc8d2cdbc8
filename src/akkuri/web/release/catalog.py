"""/catalog, /.well-known/void, /context.jsonld: what the release says about itself."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, current_app, redirect
from pyoxigraph import RdfFormat, parse, serialize

from akkuri.errors import OutsideError, RequestError
from akkuri.graph.jsonld_context import CONTEXT_FILE
from akkuri.publish.about.describe import CATALOG_FILE, VOID_FILE, with_files
from akkuri.publish.downloads import find_download
from akkuri.publish.formats import held
from akkuri.store.formats import GRAPHS, Format
from akkuri.web.http.conditional import AGAIN
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import asked_language, etag, not_modified
from akkuri.web.page.site import site
from akkuri.web.records.representations import HTML, negotiate
from akkuri.web.release.downloads import edition, shelf

__all__ = ["SITE_PAGES", "TRIPLES", "blueprint"]

blueprint = Blueprint("catalog", __name__)
SITE_PAGES: Final = (SitePage("/catalog", part_of="/data"),)

TRIPLES: Final = {
    form.extension: form for form in GRAPHS if form.engine not in (RdfFormat.TRIG, RdfFormat.N_QUADS)
}
"""Extension → format; the description is a graph, so formats of data sets are not offered."""


@blueprint.get("/catalog")
def catalog() -> Response:
    """Answer with the DCAT catalogue by Accept; people are led to the page that lists the same files."""
    wanted = negotiate((HTML, *TRIPLES))
    if wanted == HTML:
        led = redirect(with_params("/download", lang=asked_language()), 303)
        led.headers["Vary"] = "Accept"
        # The types of Flask name werkzeug's response, of which its own is a subclass.
        return led  # type: ignore[return-value]
    return _described(CATALOG_FILE, wanted)


@blueprint.get("/catalog.<extension>")
def catalog_as(extension: str) -> Response:
    """Answer with the catalogue in a fixed format."""
    return _described(CATALOG_FILE, extension)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Answer with the VoID description by Accept."""
    wanted = negotiate((*TRIPLES, HTML))
    return _described(VOID_FILE, "ttl" if wanted == HTML else wanted)


@blueprint.get("/void.<extension>")
def void_as(extension: str) -> Response:
    """Answer with the VoID description in a fixed format."""
    return _described(VOID_FILE, extension)


@blueprint.get(f"/{CONTEXT_FILE}")
def context() -> Response:
    """Answer with the JSON-LD context of the exports."""
    return _send(_file(CONTEXT_FILE).read_bytes(), "application/ld+json", CONTEXT_FILE)


def _described(name: str, extension: str | None) -> Response:
    form = TRIPLES.get(extension or "")
    if form is None:
        raise RequestError(406, "web.not_acceptable", {}, [])
    files = _files() if name == CATALOG_FILE else ()
    body = _converted(_file(name), form, files)
    response = _send(body, form.content_type, f"{form.extension}-{len(files)}")
    response.headers["Vary"] = "Accept"
    return response


def _files() -> tuple[tuple[str, int, str], ...]:
    """Return name, bytes and SHA-256 of the files of the catalogue, making those that are not there yet.

    The catalogue says nothing of a file that cannot be made.
    """
    found = []
    for form in (form for form in held(edition()) if form.extra is None):
        wanted = find_download(form.file_name)
        if wanted is None:
            continue
        try:
            file, checksum = shelf().get(wanted)
        except OutsideError as error:
            current_app.logger.error("%s could not be made: %s", wanted.name, error)
            continue
        found.append((form.name, file.stat().st_size, checksum))
    return tuple(found)


def _send(body: bytes, content_type: str, variant: str) -> Response:
    tag = etag(variant)
    unchanged = not_modified(tag)
    if unchanged is not None:
        return unchanged
    response = Response(body, content_type=content_type)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = AGAIN
    return response


def _file(name: str) -> Path:
    file = edition().graph.with_name(name)
    if not file.is_file():
        abort(404)
    return file


@lru_cache(maxsize=32)
def _converted(file: Path, form: Format, files: tuple[tuple[str, int, str], ...]) -> bytes:
    """Return a description in a format; a release never changes, so once is enough."""
    text = file.read_bytes()
    if files:
        text = with_files(text, edition(), {name: (size, checksum) for name, size, checksum in files})
    if form.engine == RdfFormat.TURTLE:
        return text
    triples = parse(text, format=RdfFormat.TURTLE)
    # A catalogue is offered in formats of triples only.
    found = serialize(triples, format=form.engine, prefixes=site().names.prefixes)  # type: ignore[arg-type]
    return found or b""
