"""FAIR Signposting, level 2: typed links in headers, and all of them as a link set."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from akkuri.store.formats import GRAPHS

__all__ = [
    "LICENCE",
    "TypedLink",
    "header",
    "landing_header",
    "landing_links",
    "linkset_json",
    "linkset_text",
    "metadata_links",
]

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
PAGE_TYPE: Final = "https://schema.org/AboutPage"


@dataclass(frozen=True, slots=True)
class TypedLink:
    """One typed link from `anchor` to `target`."""

    anchor: str
    rel: str
    target: str
    type: str | None = None


def landing_links(document: str, record: str, kind_class: str) -> list[TypedLink]:
    """Return the links of a record's page: its identifier, its metadata, its type and licence."""
    found = [
        TypedLink(document, "cite-as", record),
        TypedLink(document, "type", PAGE_TYPE),
        TypedLink(document, "type", kind_class),
        TypedLink(document, "license", LICENCE),
    ]
    for form in GRAPHS:
        found.append(TypedLink(document, "describedby", f"{document}.{form.extension}", form.media_type))
        found.append(TypedLink(document, "alternate", f"{document}.{form.extension}", form.media_type))
    linkset = document.replace("/doc/", "/linkset/", 1)
    found.append(TypedLink(document, "linkset", linkset, "application/linkset+json"))
    found.append(TypedLink(document, "linkset", f"{linkset}.txt", "application/linkset"))
    return found


@lru_cache(maxsize=16)
def landing_header(document: str, record: str, kind_class: str) -> str:
    """Return the Link header of a record's page, which is the same in each language."""
    return header(landing_links(document, record, kind_class))


def metadata_links(document: str, extension: str, kind_class: str) -> list[TypedLink]:
    """Return the links of a record's RDF: what it describes, its profile's type, its licence."""
    anchor = f"{document}.{extension}"
    return [
        TypedLink(anchor, "describes", document, "text/html"),
        TypedLink(anchor, "alternate", document, "text/html"),
        TypedLink(anchor, "type", kind_class),
        TypedLink(anchor, "license", LICENCE),
    ]


def header(links: list[TypedLink]) -> str:
    """Write links as the value of a Link header."""
    return ", ".join(
        f'<{link.target}>; rel="{link.rel}"' + (f'; type="{link.type}"' if link.type else "")
        for link in links
    )


def linkset_text(links: list[TypedLink]) -> str:
    """Write links as application/linkset (RFC 9264)."""
    return ",\n".join(
        f'<{link.target}>; rel="{link.rel}"; anchor="{link.anchor}"'
        + (f'; type="{link.type}"' if link.type else "")
        for link in links
    )


def linkset_json(links: list[TypedLink]) -> str:
    """Write links as application/linkset+json (RFC 9264)."""
    contexts: dict[str, dict[str, object]] = {}
    for link in links:
        context = contexts.setdefault(link.anchor, {"anchor": link.anchor})
        target = {"href": link.target} | ({"type": link.type} if link.type else {})
        relations = context.setdefault(link.rel, [])
        if isinstance(relations, list):
            relations.append(target)
    return json.dumps({"linkset": list(contexts.values())}, ensure_ascii=False, indent=1) + "\n"
