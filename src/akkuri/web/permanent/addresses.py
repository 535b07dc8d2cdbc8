"""Addresses under `/release/{version}/`, at which an answer stays what it was."""

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from flask import Response, request

from akkuri.web.http.state import state

__all__ = ["BY_RELEASE", "address_in", "cite_as", "cited", "parts", "permanent_address", "within_release"]

BY_RELEASE: Final = "/release/"
_PATH: Final = re.compile(rf"{BY_RELEASE}(?P<version>\w[\w.-]{{0,99}})(?P<rest>/.*)", re.ASCII | re.DOTALL)
_CITED: Final = ("api", "sparql")
"""First parts of the paths whose answers name their permanent address in a header."""
_LONGEST: Final = 4000
"""Characters of an address that a header holds; who asked a longer one knows it."""


def parts(path: str) -> tuple[str, str] | None:
    """Return the version and the path behind it of an address by release; None for any other."""
    found = _PATH.fullmatch(path)
    return (found["version"], found["rest"]) if found else None


def permanent_address(lang: str | None = None) -> str | None:
    """Return the address at which the answer to the request at hand stays what it is now.

    It leads to this server (`AKKURI_PUBLIC_ADDRESS`) and names the release that answers. With `lang` it
    names the language too, so that who follows it reads what was cited. None without a release, and for what
    no address asks for (a POST).
    """
    release = state().release
    version = str(release.manifest.get("version", "")) if release is not None else ""
    if not version or request.method not in ("GET", "HEAD"):
        return None
    query = request.query_string.decode("latin-1")
    if lang is not None and query != f"lang={lang}":  # it says no more on most pages
        given = parse_qsl(query, keep_blank_values=True)
        query = urlencode([*((name, value) for name, value in given if name != "lang"), ("lang", lang)])
    return address_in(_server(version), version, request.path, query)


def address_in(server: str, version: str, path: str, query: str) -> str:
    """Return the address of a path (not quoted) and its query string in a release of a server."""
    address = f"{server}{BY_RELEASE}{quote(version)}{quote(path)}"
    return f"{address}?{query}" if query else address


def within_release() -> str | None:
    """Return the address of this page in the release in use, when it was asked for by release; else None."""
    release = state().release
    version = str(release.manifest.get("version", "")) if release is not None else ""
    if not version or not request.script_root.endswith(f"{BY_RELEASE}{version}"):
        return None
    query = request.query_string.decode("latin-1")
    return f"{_server(version)}{quote(request.path)}" + (f"?{query}" if query else "")


def cite_as(response: Response) -> Response:
    """Name the permanent address of an answer of the API or the endpoint in its header `Link`."""
    first = request.path.strip("/").partition("/")[0]
    if response.status_code in (200, 304) and first in _CITED:
        address = permanent_address()
        if address is not None and (link := cited(address)):
            response.headers.add("Link", link)
    return response


def cited(address: str) -> str:
    """Return what the header `Link` says of a permanent address; nothing of one that is too long for it."""
    return f'<{address}>; rel="cite-as"' if len(address) < _LONGEST else ""


def _server(version: str) -> str:
    """Return the address of the server, without a slash at its end."""
    root = request.script_root.removesuffix(f"{BY_RELEASE}{version}")
    return f"{request.scheme}://{request.environ['HTTP_HOST']}{quote(root)}"
