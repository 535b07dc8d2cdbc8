"""Fetching pages politely: robots.txt, a rest between requests to one host, bounds of size and time."""

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException, IncompleteRead
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

from akkuri import __version__
from akkuri.texts import Wording

__all__ = ["Fetched", "Fetcher", "Unfetched"]

AGENT: Final = f"akkuri/{__version__} (keeps the pages that a knowledge graph cites)"
LARGEST: Final = 20 * 1024 * 1024
"""Bytes of a page; what is larger is not kept."""
TIMEOUT: Final = 20.0
"""Seconds in which a server says something."""
LONGEST: Final = 120.0
"""Seconds for a whole page, however slowly it comes."""
_PIECE: Final = 1 << 16
REST: Final = 2.0
"""Seconds between two requests to one host."""
_CODINGS: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Content coding → the window bits by which zlib knows it."""
_UNREACHED: Final = (
    (socket.gaierror, "no-host"),
    (ConnectionRefusedError, "refused"),
    (TimeoutError, "silent"),
    (ssl.SSLError, "certificate"),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: a page, or 304 for one that is as it was."""

    url: str
    final: str
    """Where the page stands: another address after redirects."""
    status: int
    headers: Mapping[str, str]
    """In small letters."""
    body: bytes
    moved: bool
    """Whether a permanent redirect (301, 308) led there."""


@dataclass(frozen=True, slots=True)
class Unfetched:
    """Why there is no page: `robots`, `large`, `unreachable` or `broken`, and the reason in words."""

    url: str
    why: str
    reason: Wording


class _Redirects(HTTPRedirectHandler):
    """Follows redirects and remembers whether one of them is for good."""

    def __init__(self) -> None:
        self.permanent = False

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        """Follow a redirect to another page of the web, to nothing else."""
        self.permanent |= code in (301, 308)
        if urlsplit(newurl).scheme not in ("http", "https"):
            return None
        # Its headers are a Message; the stubs ask for a subclass of it.
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


@dataclass(slots=True)
class Fetcher:
    """Asks one page after another: outgoing calls, which only an operator's command may make."""

    rest: float = REST
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched | Unfetched:
        """Return what stands at an address; `headers` may ask for it only where it has changed."""
        if urlsplit(url).scheme not in ("http", "https"):
            return Unfetched(url, "unreachable", Wording("sources.why-address"))
        try:
            robots = self._robots_of(url)
        except ValueError:
            return Unfetched(url, "unreachable", Wording("sources.why-address"))
        if robots is None or not robots.can_fetch(AGENT, url):
            return Unfetched(url, "robots", Wording("sources.why-robots"))
        delay = robots.crawl_delay(AGENT)
        return self._get(url, headers or {}, float(delay) if delay else self.rest)

    def get(self, url: str) -> Fetched | Unfetched:
        """Return what stands at an address that somebody named: robots.txt is for those who follow links."""
        if urlsplit(url).scheme not in ("http", "https"):
            return Unfetched(url, "unreachable", Wording("sources.why-address"))
        return self._get(url, {}, self.rest)

    def _robots_of(self, url: str) -> RobotFileParser | None:
        """Return the rules of a host; None where it cannot say them just now, so that nothing is asked."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            rules = RobotFileParser()
            found = self._get(f"{host}/robots.txt", {}, 0.0)
            if isinstance(found, Fetched) and found.status >= 500:
                self._robots[host] = None
                return None
            known = isinstance(found, Fetched) and found.status == 200
            text = found.body.decode("utf-8", "replace") if isinstance(found, Fetched) and known else ""
            rules.parse(text.splitlines())
            self._robots[host] = rules
        return self._robots[host]

    def _get(self, url: str, headers: Mapping[str, str], rest: float) -> Fetched | Unfetched:
        host = urlsplit(url).netloc
        self.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))
        redirects = _Redirects()
        asked = Request(url, headers={"User-Agent": AGENT, **headers})  # noqa: S310 - the scheme is checked
        try:
            try:
                answer = build_opener(redirects).open(asked, timeout=TIMEOUT)
            except HTTPError as error:  # an answer too, and its body may break off as well
                answer = error
            with answer:
                return _answer(url, answer, redirects.permanent)
        except IncompleteRead:
            return Unfetched(url, "broken", Wording("sources.why-cut"))
        except (HTTPException, ValueError) as error:
            return Unfetched(url, "broken", Wording("sources.why-broken", {"said": _plainly(error)}))
        except OSError as error:
            return Unfetched(url, "unreachable", _unreached(getattr(error, "reason", error)))
        finally:
            self._next[host] = time.monotonic() + rest


def _unreached(reason: object) -> Wording:
    for kind, key in _UNREACHED:
        if isinstance(reason, kind):
            return Wording(f"sources.why-{key}")
    return Wording("sources.why-system", {"said": _plainly(reason)})


def _plainly(reason: object) -> str:
    """Return what a library says, or what it calls the fault where it says nothing."""
    return " ".join(str(reason).split()) or type(reason).__name__


def _answer(url: str, answer: Any, permanent: bool) -> Fetched | Unfetched:
    body, end = b"", time.monotonic() + LONGEST
    while piece := answer.read1(_PIECE):
        body += piece
        if len(body) > LARGEST:
            return _too_large(url)
        if time.monotonic() > end:
            return Unfetched(url, "broken", Wording("sources.why-slow", {"seconds": f"{LONGEST:.0f}"}))
    said = {name.lower(): value for name, value in answer.headers.items()}
    length = said.get("content-length", "")
    if length.isdigit() and int(length) > len(body) and answer.status == 200:
        came = {"came": f"{len(body)}", "length": length}
        return Unfetched(url, "broken", Wording("sources.why-half", came))
    if coding := said.get("content-encoding", "").strip().lower().replace("identity", ""):
        try:
            unpacked = _unpacked(body, coding) if body else body
        except (LookupError, zlib.error):
            return Unfetched(url, "broken", Wording("sources.why-coding", {"coding": coding}))
        if unpacked is None:
            return _too_large(url)
        body = unpacked
    return Fetched(url, answer.url, answer.status, said, body, permanent and answer.url != url)


def _too_large(url: str) -> Unfetched:
    return Unfetched(url, "large", Wording("sources.why-large", {"most": f"{LARGEST // 1024 // 1024}"}))


def _unpacked(body: bytes, coding: str) -> bytes | None:
    """Return a packed body as it is meant, which some servers send to who asks for none; None if too large.

    Raises LookupError for a coding that is not known, zlib.error for a body that is not packed so.
    """
    unpacker = zlib.decompressobj(_CODINGS[coding])
    found = unpacker.decompress(body, LARGEST + 1)
    if len(found) > LARGEST:
        return None
    if not unpacker.eof:
        raise zlib.error
    return found
