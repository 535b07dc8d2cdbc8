"""Where each address of the site stands among the plain files, and which addresses have no file.

A page is a file with the suffix .html: English at the top, other languages in a folder of their own
(`gaps.html`, `fi/gaps.html`); its further pages have their number in the name
(`browse/facility~page-2.html`). Documents and downloads keep their address. Workbooks of single records,
which say what page and RDF say, are left out. What has parameters is answered in the tab where the graph
can answer it; all else leads to a page that says that it needs a server.
"""

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

from akkuri.store.formats import GRAPHS
from akkuri.texts import LANGUAGES
from akkuri.web.analyses.view_pages import EVERY
from akkuri.web.page.navigation import site_pages

__all__ = ["NEEDS_SERVER", "OWN", "REGION", "TAB", "WORKER", "PlainFile", "Target", "place", "relative"]

TAB: Final = "static/plain/tab.js"
WORKER: Final = "static/plain/worker.js"
BINDING: Final = "static/plain/binding.js"
OWN: Final = (TAB, WORKER, BINDING, "static/plain/bars.js", "static/plain/mapped.js", "static/plain/tied.js")
"""The scripts that answer in the tab."""
REGION: Final = "/queries/gaps/cells"
"""The question that answers in the tab what the matrix of a region says on the server."""
NEEDS_SERVER: Final = "needs-server"
"""The page that tells which address needs a server."""

_NUMBERED: Final = ("browse", "concept", "derived", "doc")
_SUFFIXES: Final = tuple(f".{form.extension}" for form in GRAPHS)
_WRITTEN: Final = ("ttl", "jsonld", "nt", "rdf")
"""The forms of a document that are files of their own; graphs of one document say nothing more."""
_DOCUMENT: Final = re.compile(r"/(doc/[^/]+/[^/]+|concept/[^/]+(/[^/]+)?|ontology|catalog)")
_RECORD: Final = re.compile(r"/(doc|id|brief|suggest)(/[^/.]+/[^/.]+)(?:\.([a-z]+))?")
"""The page about a record, its identifier, a document about it, or what the server does with it."""
_NARROWED: Final = {
    "/gaps/cells": frozenset({"state", "shortcoming"}),
    "/map": frozenset({"area", "colour", "region"}),
}
"""Pages that are narrowed by links of other pages, to a few values."""
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_WORDED: Final = (".svg", ".xlsx", ".png")
"""Files with words in them: each language has its own."""
_AS_TURTLE: Final = {"/catalog": "/catalog.ttl", "/.well-known/void": "/void.ttl", "/void.ttl": "/void.ttl"}
"""Documents without a suffix, and the address of their Turtle."""
_API: Final = frozenset({"format", "lang", "show", "top"})
_FORMATS: Final = ("csv", "json", "graphml", "gexf")


_LANGUAGE_ALONE: Final = {"": "", **{f"lang={code}": code for code in LANGUAGES}}
"""Parameters that say nothing but the language, and which."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~/-]*", re.ASCII)
"""A path that stands in a link as it is."""
_PLAIN_QUERY: Final = re.compile(r"[A-Za-z0-9_.~/?=&%+-]*", re.ASCII)
"""An address that stands in a fragment as it is."""


@dataclass(frozen=True, slots=True)
class PlainFile:
    """One file to write: its path, and the address of the site that answers with its content."""

    file: str
    address: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a file among ours and the rest of the address (`?a=b#c`); what to write for it."""

    file: str
    rest: str = ""
    place: PlainFile | None = None


_DRAWN_OR_TABLED: Final = (".svg", ".xlsx", ".csv")
"""Ends of addresses of charts and tables; those that are no file of the export need a server."""


def page_file(path: str, lang: str, numbers: str = "") -> str:
    """Return the file of a page."""
    stem = path.strip("/").removesuffix(".html") or "index"
    return f"{'' if lang == LANGUAGES[0] else f'{lang}/'}{stem}{numbers}.html"


def relative(file: str, rest: str, start: str) -> str:
    """Return a link to a file from the page `start`; both are paths under the top folder."""
    if file == start and rest.startswith("#"):
        return rest
    folder = start[: start.rfind("/") + 1]
    if folder and file.startswith(folder):  # half of the links: to what stands beside the page
        path = file[len(folder) :]
        return (path if _PLAIN.fullmatch(path) else quote(path, safe="/~")) + rest
    here, there = start.split("/")[:-1], file.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    path = "/".join(there[shared:])
    return "../" * (len(here) - shared) + (path if _PLAIN.fullmatch(path) else quote(path, safe="/~")) + rest


def place(address: str, lang: str, base: str) -> Target:
    """Return where an address of the site leads, on a page in a language; `base` is that of the IRIs."""
    asked, _, fragment = address.partition("#")  # what begins with one slash has neither scheme nor host
    path, _, query = asked.partition("?")
    if query in _LANGUAGE_ALONE:  # most links of a page
        given, lang = {}, _LANGUAGE_ALONE[query] or lang
    else:
        given = dict(parse_qsl(query, keep_blank_values=True))
        chosen = given.pop("lang", lang)
        lang = chosen if chosen in LANGUAGES else lang
    hash_ = f"#{fragment}" if fragment else ""
    if not given and (record := _RECORD.fullmatch(path)):  # nearly all of the rest
        found = _of_record(record, address, lang, base, hash_)
        if found is not None:
            return found
    if path.endswith(_DRAWN_OR_TABLED):
        return _file(path, given, lang) or needs_server(address, lang)
    found = _asked_in_tab(path, given, lang, base, hash_) or _file(path, given, lang)
    if found is not None:
        return found
    if path.startswith("/id/"):
        path = path.replace("/id/", "/doc/", 1)
    if _is_page(path) and (not given or _numbers(path, given)):
        return _page(path, lang, given, hash_)
    return needs_server(address, lang)


def _of_record(record: re.Match[str], address: str, lang: str, base: str, hash_: str) -> Target | None:
    """Return where an address of a record leads; None where that is no matter of records."""
    folder, name, suffix = record.groups()
    if suffix is None:
        is_page = folder in ("doc", "id")
        return _page(f"/doc{name}", lang, {}, hash_) if is_page else needs_server(address, lang)
    if folder != "doc":
        return None
    if suffix in _WRITTEN:
        return _written(record[0][1:], record[0])
    if f".{suffix}" in _SUFFIXES:
        return _described(f"{base}doc{name}", lang)
    return needs_server(address, lang) if f".{suffix}" in _DRAWN_OR_TABLED else None


def _described(iri: str, lang: str) -> Target:
    """Return the page that describes a thing in the tab."""
    return _page("/query", lang, {}, f"?query=DESCRIBE+%3C{quote_plus(iri)}%3E")


def _asked_in_tab(path: str, given: dict[str, str], lang: str, base: str, hash_: str) -> Target | None:
    """Return the page that answers in the tab; None for other addresses."""
    if answered(path):
        return _page(path, lang, {}, (f"?{urlencode(given)}" if given else "") + hash_)
    if path == "/sparql":
        return _page("/query", lang, {}, f"?{urlencode(given)}" if given else "")
    if path == "/gaps" and set(given) == {"region"}:
        return _page(REGION, lang, {}, f"?{urlencode(given)}")
    stem, suffix = posixpath.splitext(path)
    bare = suffix in _SUFFIXES and suffix[1:] not in _WRITTEN and stem.startswith(("/doc/", "/concept/"))
    iri = base + (stem if bare else path).strip("/")
    if path.startswith("/derived/") or bare:
        return _described(iri, lang)
    if path.startswith("/graph/"):
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
        return _page("/query", lang, {}, f"?{urlencode({'query': query})}")
    return None


def _file(path: str, given: dict[str, str], lang: str) -> Target | None:
    """Return the file of what is no page; None for other addresses."""
    if path.startswith("/static/"):
        return _written(path.strip("/"), path)
    if path.startswith("/api/"):
        return _table(path, given, lang)
    if not given and path in _AS_TURTLE:
        return _written(_AS_TURTLE[path].strip("/"), _AS_TURTLE[path])
    document = None if given else _document(path)
    if document is None:
        return None
    if lang != LANGUAGES[0] and document.endswith(_WORDED):
        return _written(f"{lang}/{document}", f"{path}?lang={lang}")
    return _written(document, path)


def answered(path: str) -> bool:
    """Say whether the tab answers a page whatever its parameters: questions, SPARQL, search."""
    return path in ("/query", "/search") or (path.startswith("/queries/") and path.count("/") == 3)


def needs_server(address: str, lang: str) -> Target:
    """Return the page that says that an address needs a server."""
    path, _, query = address.partition("#")[0].partition("?")
    asked = f"{path}?{query}" if query else path
    if not _PLAIN_QUERY.fullmatch(asked):
        asked = quote(asked, safe="/?=&%+")
    return Target(_needs_file(lang), f"#{asked}")


@cache
def _needs_file(lang: str) -> str:
    return page_file(f"/{NEEDS_SERVER}", lang)


def _page(path: str, lang: str, numbers: dict[str, str], rest: str) -> Target:
    named = "".join(f"~{name}-{number}" for name, number in sorted(numbers.items()))
    file = page_file(path, lang, named)
    address = f"{path}?{urlencode({**numbers, 'lang': lang}) if numbers else f'lang={lang}'}"
    return Target(file, rest, PlainFile(file, address))


def _written(file: str, address: str) -> Target:
    return Target(file, "", PlainFile(file, address))


@cache
def _declared() -> frozenset[str]:
    """Return the addresses of the pages that modules of the site declare."""
    return frozenset(page.path for page in site_pages())


def _is_page(path: str) -> bool:
    if path in _declared():
        return True
    folders = path.strip("/").removesuffix(".html").split("/")
    if folders[0] not in ("doc", "concept") and "." in folders[-1]:
        return False
    return (folders[0] in ("doc", "gaps") and len(folders) == 3) or (
        folders[0] in ("concept", "browse", "network") and len(folders) in (2, 3)
    )


def _numbers(path: str, given: dict[str, str]) -> bool:
    """Say whether parameters only number the pages of tables, or narrow a page as its links do."""
    if given.keys() <= _NARROWED.get(path, frozenset()):
        return all(_WORD.fullmatch(value) for value in given.values())
    return path.split("/")[1] in _NUMBERED and all(
        value.isascii() and value.isdigit() and int(value) > 1 for value in given.values()
    )


def _document(path: str) -> str | None:
    """Return the file of an address that has its suffix."""
    stem, suffix = posixpath.splitext(path)
    if suffix in _SUFFIXES and _DOCUMENT.fullmatch(stem):
        return path.strip("/") if suffix[1:] in _WRITTEN or stem == "/ontology" else None
    if path in ("/context.jsonld", "/map.svg"):
        return path.strip("/")
    if path.startswith("/download/") and path.endswith((".gz", ".zip", ".csv")):
        return path.strip("/")
    if path.endswith((".xlsx", ".svg", ".png")) and not path.startswith("/doc/"):
        return path.strip("/")
    return None


def _table(path: str, given: dict[str, str], lang: str) -> Target | None:
    """Return the file of an answer of the API at its defaults; None where parameters narrow it."""
    form = given.get("format", "json")
    if not set(given) <= _API or given.get("top", EVERY) != EVERY or form not in _FORMATS:
        return None
    name = path.strip("/") + (f"/{given['show']}" if "show" in given else "")
    file = f"{'' if lang == LANGUAGES[0] else f'{lang}/'}{name}.{form}"
    address = f"{path}?{urlencode({**given, 'lang': lang})}"
    return Target(file, "", PlainFile(file, address))
