"""Files that pages take from npm: `/static/npm/…`."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Response, request, send_file

from akkuri.errors import RequestError
from akkuri.resources import bundle
from akkuri.web.http.conditional import FOR_GOOD
from akkuri.web.http.routes import EveryStore
from akkuri.web.page.addresses import with_params
from akkuri.web.page.rendering import protect

__all__ = ["EDITOR", "blueprint", "bundle_address"]

blueprint = EveryStore("bundle_files", __name__)
EDITOR: Final = "editor.js"
_SERVED: Final = frozenset({EDITOR, "licences.txt"})


def bundle_address(name: str) -> str | None:
    """Return the address of a file, which names its content; None where the installation is without it."""
    file = bundle(name)
    return with_params(f"/static/npm/{name}", v=_content(file)) if file is not None else None


@cache
def _content(file: Path) -> str:
    """Return what tells one content of a file from another."""
    return sha256(file.read_bytes()).hexdigest()[:12]


@blueprint.get("/static/npm/<name>")
def bundle_file(name: str) -> Response:
    """Answer with a file of the bundle; 404 where the installation was made without it.

    Under the address that pages have it never changes.
    """
    file = bundle(name) if name in _SERVED else None
    if file is None:
        raise RequestError(404, "web.no_path", {"path": f"/static/npm/{name[:80]}"})
    answer = protect(send_file(file))
    if request.args.get("v") == _content(file):
        answer.headers["Cache-Control"] = FOR_GOOD
    return answer
