"""What a page says to its reader: its title and its words, without what changes at every look."""

import hashlib
import re
from datetime import date
from typing import Final

from lxml import etree, html

from akkuri.curation.pages.fetching import Fetched

__all__ = ["is_gone", "title_of", "words_mark"]

_SILENT: Final = (
    "//script|//style|//noscript|//template|//iframe|//svg|//comment()|//input|//head/*[not(self::title)]"
)
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\b")
_TOKEN: Final = re.compile(r"\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{12,}\b", re.IGNORECASE)
_COUNTER: Final = re.compile(
    r"\b\d[\d  ,.]*(?=\s*(?:views?|visits?|visitors?|katselu|lukukert|visningar|besök))", re.IGNORECASE
)
_GONE: Final = re.compile(
    r"\b404\b|not found|page (?:does not exist|is gone)|sivua ei löyt|ei löydy|hittades inte|finns inte",
    re.IGNORECASE,
)


def title_of(page: Fetched) -> str:
    """Return the title as it stands on the page; empty where it has none or is no HTML."""
    root = _root(page)
    found = root.findtext(".//title") if root is not None else None
    return " ".join((found or "").split())[:300]


def words_mark(page: Fetched, day: date) -> str:
    """Return a mark that is another when the page says something else to its reader.

    Times of day, counters, long tokens and the day of the look itself do not count. A file that is no HTML
    is marked by its bytes.
    """
    root = _root(page)
    if root is None:
        return hashlib.sha256(page.body).hexdigest()
    for node in root.xpath(_SILENT):
        parent = node.getparent()
        if parent is not None:
            node.drop_tree()
    said = " ".join(" ".join(root.itertext()).split())
    for form in _forms(day):
        said = said.replace(form, "\x00")
    for pattern in (_CLOCK, _TOKEN, _COUNTER):
        said = pattern.sub("\x00", said)
    return hashlib.sha256(said.encode()).hexdigest()


def is_gone(page: Fetched) -> bool:
    """Tell whether a page is no longer there: the status says so, or a title that stands for it."""
    return page.status in (404, 410) or (page.status == 200 and bool(_GONE.search(title_of(page))))


def _root(page: Fetched) -> html.HtmlElement | None:
    kind = page.headers.get("content-type", "text/html")
    if "html" not in kind or not page.body.strip():
        return None
    found = re.search(r"charset=[\"']?([\w-]+)", kind)
    try:
        parser = html.HTMLParser(encoding=found[1] if found else None)
        return html.document_fromstring(page.body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        return None


def _forms(day: date) -> list[str]:
    """Return how a page may write a day."""
    return [
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%Y}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
    ]
