"""The site that an assistant is answered from: asked over HTTP, at one address that the operator gives."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from akkuri.assistants.cancelling import HeldHTTP, HeldHTTPS
from akkuri.errors import OutsideError, UsageError
from akkuri.texts import text

__all__ = ["SiteClient", "SiteRefusalError", "Told", "version_in"]

_BY_RELEASE: Final = re.compile(r"/release/([^/?#]+)(?:/|$)")
_CITED: Final = re.compile(r'<([^>]*)>\s*;\s*rel="cite-as"')
_ASKED_BY_ADDRESS: Final = 2000
"""Characters of a query that is asked by its address, so that its answer can be cited."""
_MOST: Final = 8 * 1024 * 1024
"""Bytes of one answer; more is no use to an assistant."""
_TEXT: Final = 100_000
"""Characters of one parameter."""


class SiteRefusalError(Exception):
    """The site did not answer; the message is its own sentence."""


class _SameSite(HTTPRedirectHandler):
    """Follows redirects within the site only."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            raise SiteRefusalError(f"The site leads elsewhere: {newurl[:200]}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: the address that gives it again, its media type and its text, where it stays as it is."""

    address: str
    media_type: str
    text: str
    permanent: str = ""
    """The address by release, where the site names one; without its host where that is a passing one."""

    @property
    def json(self) -> Any:
        """The answer as JSON; raises SiteRefusalError when it is none."""
        try:
            return json.loads(self.text)
        except ValueError as error:
            raise SiteRefusalError(f"{self.address} did not answer with JSON.") from error

    @property
    def release(self) -> str:
        """The version of the release that answered, as its address by release names it; empty without one."""
        return version_in(self.permanent or self.address)


class SiteClient:
    """Asks one Akkuri; whatever is asked stays below its address."""

    def __init__(
        self, address: str, lang: str = "en", timeout: float = 60.0, *, passing: bool = False
    ) -> None:
        """`passing`: nobody answers there once the assistant has left. Raises UsageError for no address."""
        self.passing = passing
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UsageError(text(lang, "assistants.no_address", value=address[:200]))
        self.address = address.rstrip("/")
        self._timeout = timeout
        self._opener = build_opener(_SameSite, HeldHTTP, HeldHTTPS)

    def get(
        self, path: str, params: Mapping[str, Any] | None = None, accept: str = "application/json"
    ) -> Told:
        """Ask for a path; parameters that are None are left out. Raises SiteRefusalError with a sentence."""
        given = {name: _written(name, value) for name, value in (params or {}).items() if value is not None}
        query = f"?{urlencode(given, doseq=True)}" if given else ""
        return self._told(f"{self.address}{quote(path)}{query}", {"Accept": accept})

    def sparql(self, query: str) -> Told:
        """Ask a query; rows come as JSON, triples as Turtle. Raises SiteRefusalError with a sentence."""
        accept = "application/sparql-results+json, text/turtle;q=0.9"
        if len(query) <= _ASKED_BY_ADDRESS:
            return self.get("/sparql", {"query": query}, accept)
        headers = {"Accept": accept, "Content-Type": "application/sparql-query; charset=utf-8"}
        return self._told(f"{self.address}/sparql", headers, _written("query", query).encode())

    def check(self, lang: str) -> None:
        """Raise OutsideError when nobody answers at the address, or not the release that it names."""
        try:
            self.get("/health/ready")
            if version_in(self.address):
                self.get("/manifest.json")  # health is the server's, whatever the release
        except SiteRefusalError as error:
            sentence = text(lang, "assistants.no_answer", address=self.address, reason=error)
            raise OutsideError(sentence) from error

    def _told(self, address: str, headers: dict[str, str], body: bytes | None = None) -> Told:
        request = Request(address, body, headers)  # noqa: S310 - http or https, seen to in the beginning
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                content = answer.read(_MOST + 1)
                media_type = answer.headers.get_content_type()
                cited = _CITED.search(answer.headers.get("Link", ""))
        except HTTPError as error:
            raise SiteRefusalError(_sentence(error)) from error
        except (URLError, OSError, ValueError) as error:
            raise SiteRefusalError(f"The site does not answer: {getattr(error, 'reason', error)}") from error
        if len(content) > _MOST:
            raise SiteRefusalError(f"The answer has more than {_MOST // 2**20} MiB; ask for less.")
        permanent = cited[1] if cited else address if version_in(address) else ""
        if self.passing:  # its host and port name nothing tomorrow
            permanent = permanent.removeprefix(self.address)
        return Told(address, media_type, content.decode("utf-8", "replace"), permanent)


def version_in(address: str) -> str:
    """Return the version of the release that an address is of; empty where it is of the one in use."""
    found = _BY_RELEASE.search(address.partition("?")[0])
    return found[1] if found else ""


def _written(name: str, value: Any) -> Any:
    """Return a parameter as text, several as several; raises SiteRefusalError for one that is too long."""
    if isinstance(value, list | tuple):
        return [_written(name, each) for each in value]
    written = str(value).lower() if isinstance(value, bool) else str(value)
    if len(written) > _TEXT:
        raise SiteRefusalError(f"{name} has {len(written)} characters; at most {_TEXT} are taken.")
    return written.encode("utf-8", "replace").decode()


def _sentence(error: HTTPError) -> str:
    """Return what a problem document says, else the status."""
    try:
        told = json.loads(error.read(_MOST))
        return f"{told['detail']} ({error.code})"
    except (ValueError, KeyError, TypeError, OSError):
        return f"The site answered {error.code} {error.reason}."
