"""What an address asks of the search, and addresses that ask it otherwise."""

from collections.abc import Sequence
from typing import Final

from flask import request

from akkuri.search.found import SearchFound
from akkuri.search.narrowing import narrowed
from akkuri.search.own_words.answer import SentenceReading
from akkuri.search.remarks import remarks
from akkuri.search.request import LONGEST, SearchRequest
from akkuri.search.shown import Wordings
from akkuri.texts import text
from akkuri.web.page.addresses import with_params
from akkuri.web.page.site import site

__all__ = ["OWN", "asked_readings", "asked_search", "changed", "remarks_on", "wordings"]

OWN: Final = frozenset({"q", "kind", "sort", "page", "lang", "format", "limit", "offset", "filters"})
"""Parameters of an address that are no facets."""
_LONGEST: Final = 10_000
_SENTENCE: Final = 2
"""So many words may ask something."""
_READINGS: Final = 3


def asked_search(lang: str, kind: str | None = None) -> SearchRequest:
    """Read the search out of the address; empty values count as none."""
    given = {key: value for key, value in request.args.items() if value}
    several = {key: values for key in given if len(values := _given(key)) > 1}
    asked = SearchRequest(
        given.get("q", "")[:_LONGEST].strip(),
        kind or given.get("kind"),
        {key: value[:200] for key, value in given.items() if key not in OWN},
        given.get("sort", "near"),
        lang,
        tuple(
            text(lang, "search.several", name=key[:40], values=", ".join(values[:5]), first=values[0])
            for key, values in several.items()
        ),
    )
    return narrowed(asked, site().search(), site().known)


def asked_readings(asked: SearchRequest) -> Sequence[SentenceReading]:
    """Return the questions that the words of a search ask, the best first; none where it is narrowed."""
    if asked.kind or asked.facets or len(asked.text.split()) < _SENTENCE:
        return ()
    answer = site().own_words().answer(asked.text, asked.lang)
    if answer.best is None or answer.best.question in ("record", "search"):
        return ()
    readings = (answer.best, *answer.alternatives)[:_READINGS]
    return [each for each in readings if each.question != "search"]


def _given(name: str) -> list[str]:
    """Return the values of a parameter that differ."""
    return list(dict.fromkeys(value[:50].strip() for value in request.args.getlist(name) if value.strip()))


def changed(**params: str | None) -> str:
    """Return this address with some parameters changed (None leaves one out), on its first page.

    Of a long text it has what is read, for every link of a page repeats it.
    """
    kept = {key: value for key, value in request.args.items() if value and key not in ("page", "format")}
    if "q" in kept:
        kept["q"] = kept["q"].strip()[:LONGEST]
    return with_params(request.path, **{**kept, **params})


def remarks_on(found: SearchFound, asked: SearchRequest) -> list[str]:
    """Return what must be said about an answer."""
    return remarks(found, asked, tuple(site().search().facets))


def wordings(lang: str) -> Wordings:
    """Return the words of a language for hits and facets."""
    return Wordings(site().names, site().labels, lang)
