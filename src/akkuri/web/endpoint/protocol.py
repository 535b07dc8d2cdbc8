"""Reading a SPARQL 1.1 Protocol request: GET, POST form and POST direct, byte for byte."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from flask import Request

from akkuri.errors import RequestError
from akkuri.settings import Settings
from akkuri.store import Dataset

__all__ = ["FORM", "QUERY", "UPDATE", "ProtocolRequest", "in_address", "in_body", "in_form", "read"]

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]*")
_MARK: Final = "\ufeff"
"""The byte order mark that editors put before a text."""
_FIELDS: Final = 2000
_ROOM: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class ProtocolRequest:
    """A query (None: there is none, the service describes itself), its dataset and the format asked for."""

    query: str | None
    dataset: Dataset
    format: str | None


def read(request: Request, settings: Settings) -> ProtocolRequest:
    """Read a request; RequestError 400, 403, 413 or 415 when it is no SPARQL query request."""
    address = request.environ.get("QUERY_STRING", "").encode("latin-1")
    if request.method != "POST":
        return in_address(address)
    kind = request.mimetype
    if kind == UPDATE:
        raise RequestError(403, "endpoint.update-off")
    if kind == QUERY:
        request.max_content_length = settings.query_bytes
        charset = request.mimetype_params.get("charset", "utf-8").lower()
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise RequestError(400, "endpoint.not-utf8")
        return in_body(address, request.get_data(cache=False))
    if kind == FORM:
        # Percent-encoding makes three bytes of one.
        request.max_content_length = min(settings.upload_bytes, 3 * settings.query_bytes + _ROOM)
        return in_form(address, request.get_data(cache=False))
    raise RequestError(415, "endpoint.form-media-type", {"found": kind or "–"})


def in_address(address: bytes) -> ProtocolRequest:
    """Read what the query string of a GET asks; raises as `read`."""
    params = _pairs(address)
    if "update" in params:
        raise RequestError(400, "endpoint.method-update")
    return _parsed(params, params.get("query", []), optional=not params)


def in_body(address: bytes, body: bytes) -> ProtocolRequest:
    """Read a query that is the body of a POST, and its parameters in the query string; raises as `read`."""
    params = _pairs(address)
    if "update" in params:
        raise RequestError(403, "endpoint.update-off")
    return _parsed(params, [_utf8(body), *params.get("query", [])])


def in_form(address: bytes, body: bytes) -> ProtocolRequest:
    """Read what the form of a POST asks, together with the query string; raises as `read`."""
    beside, form = _pairs(address), _pairs(body)
    if "update" in {*form, *beside}:
        raise RequestError(403, "endpoint.update-off")
    queries = form.get("query", []) + beside.get("query", [])
    return _parsed({key: beside.get(key, []) + form.get(key, []) for key in {*beside, *form}}, queries)


def _parsed(params: dict[str, list[str]], queries: list[str], *, optional: bool = False) -> ProtocolRequest:
    if not queries and not optional:
        raise RequestError(400, "endpoint.no-query")
    if len(queries) > 1:
        raise RequestError(400, "endpoint.many-queries", {"count": len(queries)})
    default = params.get("default-graph-uri", [])
    named = params.get("named-graph-uri", [])
    for iri in (*default, *named):
        if not _ABSOLUTE.fullmatch(iri):
            raise RequestError(400, "endpoint.bad-graph-iri", {"iri": iri[:200]})
    form, *others = dict.fromkeys(params.get("format", [""]))
    if others:
        shown = ", ".join(value[:50] for value in (form, *others[:4]))
        raise RequestError(400, "queries.several", {"name": "format", "values": shown})
    query = queries[0].removeprefix(_MARK) if queries else None
    return ProtocolRequest(query, Dataset(tuple(default), tuple(named)), form or None)


def _pairs(raw: bytes) -> dict[str, list[str]]:
    """Split urlencoded text strictly as UTF-8."""
    found: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(
            raw.decode("ascii"), True, False, errors="strict", max_num_fields=_FIELDS
        ):
            found.setdefault(name, []).append(value)
    except UnicodeDecodeError as error:
        raise RequestError(400, "endpoint.not-utf8") from error
    except ValueError as error:
        raise RequestError(400, "endpoint.http", {"detail": str(error)}) from error
    return found


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, "endpoint.not-utf8") from error
