"""/download: the files of the release, each made at its first request and kept on the disk."""

import base64
import time
from typing import Final, cast

from flask import Blueprint, Response, abort, current_app, request, send_file

from akkuri.errors import OutsideError, RequestError, UsageError
from akkuri.publish.downloads import Shelf, downloads, find_download
from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.formats import FORMATS, held
from akkuri.publish.registries.needs import mapping_text
from akkuri.texts import text
from akkuri.web.http.file_section import heed_range, sent_from_file
from akkuri.web.http.state import state
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import language, page
from akkuri.web.release.dataset_in_page import dataset_in_page

__all__ = ["SITE_PAGES", "blueprint", "edition", "shelf"]

blueprint = Blueprint("downloads", __name__)
SITE_PAGES: Final = (SitePage("/download", part_of="/data"),)

_KEY = "akkuri_shelf"
_SUM = ".sha256"


def edition() -> Edition:
    """Return the edition that is served."""
    release = state().release
    if release is None:
        abort(404)
    return release.edition


def shelf() -> Shelf:
    """Return the files of the running application, made at first use."""
    found = current_app.extensions.get(_KEY)
    if found is None:
        release = state().release
        root = release.folder.parent if release is not None else state().settings.release
        found = current_app.extensions.setdefault(_KEY, Shelf(edition(), root))
    return cast("Shelf", found)


@blueprint.get("/download")
@blueprint.get("/download/")
def listing() -> Response:
    """Show the files by format, with what each holds and what each registry asks for."""
    lang = language().code
    rows = [
        (form.name, text(lang, form.title_key), _files(form, lang))
        for form in held(edition())
        if form.available
    ]
    return page(
        "download.html",
        title=text(lang, "publish.downloads"),
        intro=text(lang, "publish.downloads-intro"),
        heads=[text(lang, f"publish.{key}") for key in ("format", "holds", "file")],
        described=text(lang, "publish.described"),
        rows=rows,
        version=edition().version,
        schema_org=dataset_in_page(edition()),
    )


def _files(form: ExportFormat, lang: str) -> list[tuple[str, list[str]]]:
    """Return the names of a format's files by part."""
    found: dict[str, list[str]] = {}
    for item in downloads():
        if item.form == form:
            found.setdefault(item.part, []).append(item.name)
    if form.registry:
        found[form.default_part].append(f"mapping-{form.name}.csv")
    return [(text(lang, f"publish.part-{part}"), names) for part, names in found.items()]


def _released() -> float:
    """Return when the release was written: what is made of it at its first request is as old."""
    release = state().release
    return release.graph_path.stat().st_mtime if release is not None else time.time()


@blueprint.get("/download/mapping-<name>.csv")
def mapping(name: str) -> Response:
    """Answer with the mapping table of a registry's format: field, demand, source, losses."""
    if name not in {form.name for form in FORMATS if form.registry}:
        abort(404)
    return Response(mapping_text(name), mimetype="text/csv")


@blueprint.get("/download/<name>")
def download(name: str) -> Response:
    """Answer with a file, whole or in ranges, or with its checksum (`….sha256`)."""
    wanted = find_download(name.removesuffix(_SUM))
    if wanted is None:
        abort(404)
    if not wanted.form.available:
        raise RequestError(404, "web.extra_missing", {"name": wanted.name, "extra": str(wanted.form.extra)})
    try:
        if wanted.form not in held(edition()):
            raise RequestError(404, "publish.holds-none", {"format": wanted.form.name})
        file, checksum = shelf().get(wanted)
    except (OutsideError, UsageError) as error:  # no room, or the folder of the release is gone
        current_app.logger.error("%s could not be made: %s", wanted.name, error)
        raise RequestError(503, "endpoint.no-room") from error
    if name.endswith(_SUM):
        return Response(f"{checksum}  {wanted.name}\n", mimetype="text/plain")
    heed_range()
    response = send_file(
        file,
        mimetype=wanted.media_type,
        as_attachment=True,
        download_name=wanted.name,
        conditional=True,
        etag=checksum[:32],
        max_age=0,
        last_modified=_released(),
    )
    digest = base64.b64encode(bytes.fromhex(checksum)).decode("ascii")
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Link"] = f'<{request.root_url}catalog>; rel="describedby"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return sent_from_file(response, file)
