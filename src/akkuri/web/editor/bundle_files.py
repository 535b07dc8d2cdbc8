"""Files that pages take from npm: `/static/npm/…`."""

from typing import Final

from flask import Response, send_file

from akkuri.errors import RequestError
from akkuri.resources import bundle
from akkuri.web.http.routes import EveryStore
from akkuri.web.page.rendering import protect

__all__ = ["EDITOR", "blueprint"]

blueprint = EveryStore("bundle_files", __name__)
EDITOR: Final = "editor.js"
_SERVED: Final = frozenset({EDITOR, "licences.txt"})


@blueprint.get("/static/npm/<name>")
def bundle_file(name: str) -> Response:
    """Answer with a file of the bundle; 404 where the installation was made without it."""
    file = bundle(name) if name in _SERVED else None
    if file is None:
        raise RequestError(404, "web.no_path", {"path": f"/static/npm/{name[:80]}"})
    return protect(send_file(file))
