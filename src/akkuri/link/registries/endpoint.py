"""Downloading a registry from its SPARQL endpoint: page by page, politely, resuming where a run broke."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from SPARQLWrapper import GET, JSON, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from akkuri import __version__
from akkuri.errors import OutsideError, UsageError
from akkuri.files import whole_file
from akkuri.texts import Wording

__all__ = ["AFTER", "AGENT", "LIMIT", "Endpoint"]

AFTER: Final = "$AFTER"
"""Where a query says after which item its page begins, inside a string literal."""
LIMIT: Final = "$LIMIT"
AGENT: Final = f"akkuri/{__version__} (https://w3id.org/akkuri/) SPARQLWrapper"
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_LONGEST_WAIT: Final = 300.0
_EXPECTED: Final = Wording("registries.expected-endpoint")


class _TryAgainError(Exception):
    """A failure that may pass, with the seconds the server asked to wait."""

    def __init__(self, reason: Wording, wait: float | None = None) -> None:
        super().__init__(reason.words("en"))
        self.reason = reason
        self.wait = wait


@dataclass(slots=True)
class Endpoint:
    """A SPARQL endpoint and how it is treated.

    `pause` is kept between two requests, `tries` is how often a page is asked for, `sleep` waits (for tests).
    """

    url: str
    pause: float = 1.0
    tries: int = 5
    timeout: int = 60
    page: int = 500
    sleep: Callable[[float], None] = time.sleep
    told: Callable[[str], None] = field(default=lambda _: None)

    def download(self, query: str, target: Path) -> Path:
        """Fetch all pages of a query into `target`, as one SPARQL results document.

        The query returns ?item ?field ?value, the items after `$AFTER` in the order of their text, at most
        `$LIMIT` of them. Pages that arrived are kept beside the target until all are there, so that the next
        run goes on where this one broke. Raises OutsideError naming the host, UsageError for a target that
        cannot be written.
        """
        pages = target.with_name(f"{target.name}.pages")
        try:
            pages.mkdir(parents=True, exist_ok=True)
            rows = [row for page in self._pages(query, pages) for row in page]
            document = {
                "head": {"vars": ["item", "field", "value"]},
                "results": {"bindings": rows},
                "akkuri": {"endpoint": self.url, "read": datetime.now(UTC).date().isoformat()},
            }
            with whole_file(target) as snapshot:
                json.dump(document, snapshot, ensure_ascii=False)
            for file in pages.iterdir():
                file.unlink()
            pages.rmdir()
        except OSError as error:
            reason = error.strerror or error
            expected = Wording("files.a-folder")
            raise UsageError.worded(
                "files.unwritable", place=target, reason=reason, expected=expected
            ) from error
        return target

    def _pages(self, query: str, pages: Path) -> Iterator[list[dict[str, Any]]]:
        after = ""
        while True:
            text = query.replace(AFTER, _escaped(after)).replace(LIMIT, str(self.page))
            rows = self._page(text, pages)
            yield rows
            items = {row["item"]["value"] for row in rows}
            if len(items) < self.page:
                return
            last = max(items)
            if last <= after:
                raise self._broken(_said("same-page"))
            after = last

    def _page(self, text: str, pages: Path) -> list[dict[str, Any]]:
        """Return a page from the folder, or ask for it and put it there."""
        key = hashlib.sha256(f"{self.url}\n{text}".encode()).hexdigest()[:24]
        file = pages / f"{key}.json"
        if file.exists():
            rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
            return rows
        reason = Wording("")
        for attempt in range(1, self.tries + 1):
            try:
                rows = self._ask(text)
            except _TryAgainError as error:
                reason = error.reason
                if attempt < self.tries:
                    wait = error.wait if error.wait is not None else self.pause * 2**attempt
                    self.told(f"{self._host}: {error}; waiting {wait:.0f} s.")
                    self.sleep(min(wait, _LONGEST_WAIT))
            else:
                with whole_file(file) as written:
                    json.dump(rows, written, ensure_ascii=False)
                self.sleep(self.pause)
                return rows
        kept = sum(1 for _ in pages.glob("*.json"))
        raise OutsideError.worded(
            "registries.given-up",
            path=self._host,
            reason=reason,
            tries=self.tries,
            expected=_EXPECTED,
            kept=kept,
        )

    def _broken(self, reason: Wording) -> OutsideError:
        return OutsideError.worded("registries.broken", path=self._host, reason=reason, expected=_EXPECTED)

    @property
    def _host(self) -> str:
        return urlsplit(self.url).hostname or self.url

    def _ask(self, text: str) -> list[dict[str, Any]]:
        wrapper = SPARQLWrapper(self.url, agent=AGENT, returnFormat=JSON)
        wrapper.setMethod(GET)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(self.timeout)
        wrapper.setQuery(text)
        try:
            with wrapper.query().response as response:
                found = response.headers.get_content_type()
                body = response.read()
        except HTTPError as error:
            with error:
                said = _said("answered", told=f"{error.code} {error.reason}")
                if error.code in _BUSY:
                    raise _TryAgainError(said, _retry_after(error.headers.get("Retry-After"))) from error
                raise self._broken(said) from error
        except SPARQLWrapperException as error:
            said = _said("refused", reason=type(error).__name__)
            if isinstance(error.__context__, HTTPError):
                headers, code = error.__context__.headers, error.__context__.code
                error.__context__.close()
                said = _said("answered", told=code)
                if code in _BUSY:
                    raise _TryAgainError(said, _retry_after(headers.get("Retry-After"))) from error
            raise self._broken(said) from error
        except (URLError, OSError, HTTPException) as error:
            raise _TryAgainError(
                _said("unreachable", reason=getattr(error, "reason", None) or error)
            ) from error
        return self._rows(found, body)

    def _rows(self, found: str, body: bytes) -> list[dict[str, Any]]:
        """Return the bindings of an answer, after looking at everything that is used later."""
        if not body.strip():
            raise _TryAgainError(_said("nothing"))
        if "json" not in found:
            raise self._broken(_said("other-form", form=found))
        try:
            rows = json.loads(body)["results"]["bindings"]
            if not all({"item", "field", "value"} <= row.keys() for row in rows):
                raise self._broken(_said("no-fields"))
        except ValueError as error:
            raise _TryAgainError(_said("half")) from error
        except (KeyError, TypeError, AttributeError) as error:
            raise self._broken(_said("other-json")) from error
        return list(rows)


def _said(key: str, **params: object) -> Wording:
    return Wording(f"registries.{key}", params)


def _retry_after(text: str | None) -> float | None:
    """Read seconds or a date; None for neither."""
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
