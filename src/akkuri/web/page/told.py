"""What a page says of itself elsewhere: in its title, in previews of a shared link, in a citation."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from flask import request
from markupsafe import Markup, escape
from werkzeug.sansio.utils import get_current_url, get_host

from akkuri.texts.locales import LOCALES
from akkuri.web.page.i18n import Language
from akkuri.web.page.site import site
from akkuri.web.page.values import clip

__all__ = ["DESCRIPTION", "PREVIEW", "ToldElsewhere", "described", "told_of"]

PREVIEW: Final = "/preview.png"
"""The picture that is shown beside a link to any page."""

DESCRIPTION: Final = "\N{SYMBOL FOR START OF HEADING}"
"""What stands in the head of a page where its first sentence belongs, until the page is written."""
_LEAD: Final = re.compile(r'<p class="lead"[^>]*>(.*?)</p>', re.DOTALL)
_KEY: Final = re.compile(r'<dl class="key">(.*?)</dl>', re.DOTALL)
_FACT: Final = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>", re.DOTALL)
_LONGEST: Final = 200
_SEVERAL: Final = 8
"""Values of one field that a title has room for."""
_SUM: Final = re.compile(r"[1-9][0-9]{4,14}")
"""A whole number too long to read in one piece, and for a year."""
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_TABLE_ID: Final = re.compile(r"[a-z]+-[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class ToldElsewhere:
    """What was asked beyond the title, how to cite it, and the members of the Open Graph."""

    asked_for: str
    citation: str
    preview: list[tuple[str, str]]


def told_of(context: Mapping[str, Any], words: Language, status: int, address: str) -> ToldElsewhere:
    """Say what a page with this content is; a page that refuses something is neither cited nor previewed."""
    asked = _asked(context.get("fields") or (), words)
    if status != 200:
        return ToldElsewhere(asked, "", [])
    manifest = site().reader.manifest
    named = _source(words)
    title = _plain(context.get("title")) or named
    title = f"{title} ({asked})" if asked else title
    citation = ""
    if manifest.get("version"):
        whole = named if named.startswith("Akkuri") else f"Akkuri: {named}"
        citation = words.t(
            "citation_whole" if title in (named, whole) else "citation",
            title=title,
            source=whole,
            version=manifest["version"],
            date=words.date(str(manifest.get("issued", ""))[:10]),
            address=address,
        )
    preview = [
        ("site_name", "Akkuri"),
        ("type", "website"),
        ("title", title),
        ("description", DESCRIPTION),
        ("url", address),
        ("locale", LOCALES[words.code]),
        ("image", f"{_server(request.scheme, request.environ['HTTP_HOST'])}{request.script_root}{PREVIEW}"),
        ("image:width", "1200"),
        ("image:height", "630"),
    ]
    return ToldElsewhere(asked, citation, preview)


@lru_cache(maxsize=4)
def _server(scheme: str, host: str) -> str:
    """Return the address of the server, without a slash at its end; it is the same on every page."""
    return get_current_url(scheme, get_host(scheme, host)).rstrip("/")


def described(body: str, words: Language) -> str:
    """Return a written page with its first sentence in its head; else its key facts, or what all is about."""
    head, end, rest = body.partition("</head>")
    if DESCRIPTION not in head:
        return body
    found = _LEAD.search(rest)
    told = _text(found[1]) if found else ""
    if not told and (key := _KEY.search(rest)):
        told = "; ".join(f"{_text(name)}: {_text(value)}" for name, value in _FACT.findall(key[1]))
    return head.replace(DESCRIPTION, escape(clip(told or _source(words), _LONGEST))) + end + rest


def _text(html: str) -> str:
    return Markup(html).striptags()  # noqa: S704 - a part of a page that is written, without its tags


def _source(words: Language) -> str:
    """Return what the data set is called."""
    source = site().reader.manifest.get("title")
    return source.get(words.code, "Akkuri") if isinstance(source, dict) else str(source or "Akkuri")


def _plain(value: Any) -> str:
    return str(getattr(value, "text", value) or "")


def _asked(fields: Iterable[Any], words: Language) -> str:
    """Return what the address fills in of a form, choices by their names."""
    found = []
    for field in fields:
        if given := [text for each in request.args.getlist(field.name) if (text := each.strip())][:_SEVERAL]:
            options = dict(field.options or ())
            first = options.get(field.value) or options.get(given[0]) or _called(given[0], words)
            rest = [options.get(each) or _called(each, words) for each in given[1:]]
            found.append(f"{field.label}: {' + '.join([first, *rest])}"[:_LONGEST])
    return ", ".join(found)


def _called(given: str, words: Language) -> str:
    """Return what a value that is written is called: a record by its name, a country, a long number apart."""
    if _SUM.fullmatch(given):
        return words.number(int(given))
    if _COUNTRY.fullmatch(given):
        return words.country(given)
    if not _TABLE_ID.fullmatch(given):
        return given
    try:
        record = site().names.record(given)
    except KeyError:
        return given
    site().labels.need([record])
    return site().labels.best(record, words.code).value if site().labels.all(record) else given
