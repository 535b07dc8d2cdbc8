"""An answer for an assistant: what was asked, of which release, on what it rests, what belongs to it."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from akkuri.assistants.site_client import SiteClient, SiteRefusalError, Told, version_in
from akkuri.texts import LANGUAGES, text

__all__ = ["LONGEST", "answer", "language_of", "release_of"]

_RECORD: Final = re.compile(r"https?://[^\s\"<>]+/id/[a-z][a-z-]*/[A-Za-z0-9][\w.-]*")
_ABBREVIATED: Final = re.compile(r"^@prefix ([\w-]*): <(https?://[^>]*/id/)> \.$", re.MULTILINE)
"""What Turtle calls the records."""
LONGEST: Final = 60_000
"""Characters of one answer, some 20,000 tokens: what an assistant can read beside its conversation."""
_MOST: Final = 60
"""Records whose sources are looked up for one answer."""
_SOURCES: Final = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?source ?address WHERE {
  VALUES ?record { %s }
  ?document foaf:primaryTopic ?record ; dct:source ?source .
  OPTIONAL { ?source schema:url ?address }
} ORDER BY ?source LIMIT 200"""


def language_of(lang: str | None) -> str:
    """Return a language that Akkuri has, by its code, a locale or a name; English for others, or none."""
    return (_known(lang) if lang else None) or "en"


@lru_cache(maxsize=256)
def _known(lang: str) -> str | None:
    """Return the code of a language that Akkuri has: of `fi`, `fi-FI`, `Finnish` or `suomi`."""
    written = lang.strip().casefold()
    code = re.split("[-_]", written)[0]
    if code in LANGUAGES:
        return code
    from babel import Locale  # slow to load, and codes are what assistants mostly give

    called = ((each, Locale(in_).languages[each].casefold()) for each in LANGUAGES for in_ in LANGUAGES)
    return next((each for each, name in called if name == written), None)


def answer(
    site: SiteClient,
    told: Told,
    question: str,
    parameters: Mapping[str, Any],
    lang: str | None,
    cells: bool = False,
) -> dict[str, Any]:
    """Return an answer with its question, parameters, release, addresses, sources and notes.

    `address` gives it as it is now, `cite_as` as it stays; a site without releases has no such one,
    a local release one without a host.
    `cells` says that it is about what is recorded where, so that nobody reads an empty cell as a lack.
    """
    content = told.json if told.media_type.endswith("json") else told.text
    notes = list(content.get("notes", ())) if isinstance(content, dict) else []
    if lang and _known(lang) is None:
        notes.append(text("en", "assistants.in_english", lang=lang))
    lang = language_of(lang)
    if len(told.text) > LONGEST:
        notes.append(_cut(content, len(told.text), told.address, lang))
    records = _records(json.dumps(content) if notes else told.text)
    sources = _sources(site, records[:_MOST])
    if cells:
        notes.append(text(lang, "assistants.not_missing"))
    if site.passing:
        notes.append(text(lang, "assistants.passing"))
    if len(records) > _MOST:
        notes.append(text(lang, "assistants.some_sources", count=_MOST, total=len(records)))
    if not sources and question != "find_question":
        notes.append(text(lang, "assistants.no_sources"))
    return {
        "question": question,
        "parameters": dict(parameters),
        "release": told.release or release_of(site, content),
        "address": told.address,
        "cite_as": told.permanent,
        "answer": content,
        "sources": sources,
        "notes": notes,
    }


def _cut(content: Any, length: int, address: str, lang: str) -> str:
    """Leave as many rows in an answer as fit, and return what is said about it.

    Raises SiteRefusalError for an answer without rows, such as a graph in Turtle.
    """
    rows = _rows(content)
    if not rows:
        raise SiteRefusalError(text(lang, "assistants.too_long", count=length, most=LONGEST))
    total, left = len(rows), LONGEST - (length - len(json.dumps(rows, ensure_ascii=False)))
    kept = 0
    for row in rows:
        left -= len(json.dumps(row, ensure_ascii=False)) + 2
        if left < 0:
            break
        kept += 1
    del rows[max(kept, 1) :]
    return text(lang, "assistants.cut", count=len(rows), total=total, address=address)


def _rows(content: Any) -> list[Any]:
    """Return the rows, hits or statements that an answer is made of, as they stand in it; else no rows."""
    if not isinstance(content, dict):
        return []
    results = content.get("results")
    among = [content.get(name) for name in ("rows", "hits", "@graph", "evidence")]
    among.append(results.get("bindings") if isinstance(results, dict) else None)
    lists = [each for each in among if isinstance(each, list)]
    return max(lists, key=lambda each: len(json.dumps(each)), default=[])


def release_of(site: SiteClient, content: Any = None) -> str:
    """Return the version of the release that answered."""
    if isinstance(content, dict) and isinstance(content.get("release"), str):
        return str(content["release"])
    if version := version_in(site.address):
        return version
    ready = site.get("/health/ready").json
    return str(ready.get("release") or ready.get("version") or "")


def _records(written: str) -> list[str]:
    """Return the IRIs of the records in an answer, in JSON, text or Turtle."""
    found = _RECORD.findall(written)
    for prefix, start in _ABBREVIATED.findall(written):
        names = re.findall(rf"(?<![\w:]){re.escape(prefix)}:([a-z][a-z-]*)\\?/([A-Za-z0-9][\w-]*)", written)
        found += [f"{start}{kind}/{slug}" for kind, slug in names]
    return list(dict.fromkeys(found))


def _sources(site: SiteClient, records: list[str]) -> list[dict[str, str]]:
    """Return the sources that some records rest on, each with its address where it has one."""
    if not records:
        return []
    try:
        rows = site.sparql(_SOURCES % " ".join(f"<{record}>" for record in records)).json
    except SiteRefusalError:
        return []  # the answer stands without them; each record's page lists its own
    return [{name: str(term["value"]) for name, term in row.items()} for row in rows["results"]["bindings"]]
