"""An answer for an assistant: what was asked, of which release, on what it rests, what belongs to it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from akkuri.assistants.site_client import SiteClient, SiteRefusalError, Told
from akkuri.texts import LANGUAGES, text

__all__ = ["answer", "language_of"]

_RECORD: Final = re.compile(r"https?://[^\s\"<>]+/id/[a-z][a-z-]*/[A-Za-z0-9][\w.-]*")
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


def language_of(lang: str) -> str:
    """Return a language that Akkuri has; English for others."""
    return lang if lang in LANGUAGES else "en"


def answer(
    site: SiteClient, told: Told, question: str, parameters: Mapping[str, Any], lang: str, cells: bool = False
) -> dict[str, Any]:
    """Return an answer with its question, parameters, release, address, sources and notes.

    `cells` says that it is about what is recorded where, so that nobody reads an empty cell as a lack.
    """
    content = told.json if told.media_type.endswith("json") else told.text
    records = list(dict.fromkeys(_RECORD.findall(told.text)))
    notes = list(content.get("notes", ())) if isinstance(content, dict) else []
    if cells:
        notes.append(text(language_of(lang), "assistants.not_missing"))
    if len(records) > _MOST:
        notes.append(text(language_of(lang), "assistants.some_sources", count=_MOST, total=len(records)))
    return {
        "question": question,
        "parameters": dict(parameters),
        "release": _release(site, content),
        "address": told.address,
        "answer": content,
        "sources": _sources(site, records[:_MOST]),
        "notes": notes,
    }


def _release(site: SiteClient, content: Any) -> str:
    """Return the version of the release that answered."""
    if isinstance(content, dict) and isinstance(content.get("release"), str):
        return str(content["release"])
    ready = site.get("/health/ready").json
    return str(ready.get("release") or ready.get("version") or "")


def _sources(site: SiteClient, records: list[str]) -> list[dict[str, str]]:
    """Return the sources that some records rest on, each with its address where it has one."""
    if not records:
        return []
    try:
        rows = site.sparql(_SOURCES % " ".join(f"<{record}>" for record in records)).json
    except SiteRefusalError:
        return []  # the answer stands without them; each record's page lists its own
    return [{name: str(term["value"]) for name, term in row.items()} for row in rows["results"]["bindings"]]
