"""Fetching pages politely: robots.txt, a rest between requests to one host, bounds of size and time."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

from akkuri import __version__

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
    reason: str


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
            return Unfetched(url, "unreachable", "no web address")
        try:
            robots = self._robots_of(url)
        except ValueError as error:
            return Unfetched(url, "unreachable", str(error))
        if robots is None or not robots.can_fetch(AGENT, url):
            return Unfetched(url, "robots", "robots.txt does not allow it")
        delay = robots.crawl_delay(AGENT)
        return self._get(url, headers or {}, float(delay) if delay else self.rest)

    def get(self, url: str) -> Fetched | Unfetched:
        """Return what stands at an address that somebody named: robots.txt is for those who follow links."""
        if urlsplit(url).scheme not in ("http", "https"):
            return Unfetched(url, "unreachable", "no web address")
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
            with build_opener(redirects).open(asked, timeout=TIMEOUT) as answer:
                return _answer(url, answer, redirects.permanent)
        except HTTPError as error:
            with error:
                return _answer(url, error, redirects.permanent)
        except (HTTPException, ValueError) as error:
            return Unfetched(url, "broken", str(error) or type(error).__name__)
        except OSError as error:
            return Unfetched(url, "unreachable", str(getattr(error, "reason", error)))
        finally:
            self._next[host] = time.monotonic() + rest


def _answer(url: str, answer: Any, permanent: bool) -> Fetched | Unfetched:
    body, end = b"", time.monotonic() + LONGEST
    while piece := answer.read1(_PIECE):
        body += piece
        if len(body) > LARGEST:
            return Unfetched(url, "large", f"more than {LARGEST // 1024 // 1024} MiB")
        if time.monotonic() > end:
            return Unfetched(url, "broken", f"more than {LONGEST:.0f} s")
    said = {name.lower(): value for name, value in answer.headers.items()}
    length = said.get("content-length", "")
    if length.isdigit() and int(length) > len(body) and answer.status == 200:
        return Unfetched(url, "broken", f"{len(body)} of {length} bytes came")
    return Fetched(url, answer.url, answer.status, said, body, permanent and answer.url != url)
