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
_BESIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:ads?|adverts?|advertisements?|adsbygoogle|mainos\w*|annons\w*|reklam\w*|sponsor\w*"
    r"|cookies?|cookiebot|consent|gdpr)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of what stands beside what a page says: advertisements and questions about cookies."""
_CHANGING: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\b",  # times of day
        r"\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{12,}\b",  # tokens
        r"\b\d[\d  ,.]*(?=\s*(?:views?|visits?|visitors?|katselu|lukukert|visningar|besök))",
        r"\b(?:views?|visitors?|lukijoita|kävijöitä|katselukertoja|visningar|besökare)\b[^\d.]{0,9}\d[\d  ]*",
        r"\b(?:\d+|an?) (?:second|minute|hour|day|week|month|year)s? ago\b",
        r"\b(?:\d+ )?(?:sekunti|minuutti|tunti|päivä|viikko|kuukausi|kuukaut|vuosi|vuot)\w* sitten\b",
        r"\bför (?:\d+|en|ett) (?:sekund|minut|timm|dag|veck|månad|år)\w* sedan\b",
        r"(?:©|\(c\)|\bcopyright\b)\s*(?:\d{4}\s*[-–]\s*)?\d{4}",
        r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:maanan|tiis|tors|perjan|lauan|sunnun)tai\w*"
        r"|keskiviik\w*|(?:mån|tis|ons|tors|fre|lör|sön)dag\w*),?\s*(?=\x00)",  # of the day of the look
    )
)
_MONTHS: Final = {
    "fi": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
}
_GONE: Final = re.compile(
    r"\b404\b|not found|page (?:does not exist|is gone)|sivua ei löyt|ei löydy|hittades inte|finns inte",
    re.IGNORECASE,
)


def title_of(page: Fetched) -> str:
    """Return the title as it stands on the page; empty where it has none or is no HTML."""
    root = _root(page)
    found = root.findtext(".//title") if root is not None else None
    return " ".join((found or "").split())[:300]


def words_mark(page: Fetched, *days: date) -> str:
    """Return a mark that is another when the page says something else to its reader.

    Advertisements, times of day, counters, how long ago something was, long tokens and some days (that of
    the look itself) do not count. A file that is no HTML is marked by its bytes.
    """
    root = _root(page)
    if root is None:
        return hashlib.sha256(page.body).hexdigest()
    for node in root.xpath(_SILENT):
        parent = node.getparent()
        if parent is not None:
            node.drop_tree()
    _drop_beside(root)
    said = " ".join(" ".join(root.itertext()).split())
    for day in days:
        for form in _forms(day):
            said = said.replace(form, "\x00")
    for pattern in _CHANGING:
        said = pattern.sub("\x00", said)
    return hashlib.sha256(said.encode()).hexdigest()


def _drop_beside(root: html.HtmlElement) -> None:
    """Take out what is called an advertisement, unless it is most of the page: what is named so holds it."""
    whole = len(root.text_content())
    for node in root.xpath("//body//*[@class or @id]"):
        named = f"{node.get('class', '')} {node.get('id', '')}"
        if _BESIDE.search(named) and len(node.text_content()) < whole / 2 and node.getparent() is not None:
            node.drop_tree()


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
        f"{day.day}. {_MONTHS['fi'].split()[day.month - 1]}kuuta {day.year}",
        f"{day.day} {_MONTHS['sv'].split()[day.month - 1]} {day.year}",
    ]
