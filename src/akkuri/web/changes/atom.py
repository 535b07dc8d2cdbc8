"""Atom (RFC 4287): feeds of changed records and of releases, with ids that never change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from akkuri.xml import Element, add, document, element

__all__ = ["MEDIA_TYPE", "FeedEntry", "atom"]

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: its id, what it is called, when it came, where it leads."""

    id: str
    title: str
    updated: str
    summary: str
    links: Mapping[str, str]
    """Relation → address."""
    categories: Iterable[tuple[str, str]] = field(default_factory=tuple)
    """Scheme and term."""


def atom(
    id_: str,
    title: str,
    author: str,
    updated: str,
    lang: str,
    links: Mapping[str, str],
    entries: Iterable[FeedEntry],
) -> bytes:
    """Return a feed."""
    root = element(_NAMESPACE, "feed")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    add(root, "id", id_)
    add(root, "title", title)
    add(root, "updated", updated)
    add(add(root, "author"), "name", author)
    _link(root, links)
    for each in entries:
        entry = add(root, "entry")
        add(entry, "id", each.id)
        add(entry, "title", each.title)
        add(entry, "updated", each.updated)
        add(entry, "summary", each.summary)
        _link(entry, each.links)
        for scheme, term in each.categories:
            add(entry, "category", scheme=scheme, term=term)
    return document(root)


def _link(parent: Element, links: Mapping[str, str]) -> None:
    for relation, href in links.items():
        add(parent, "link", rel=relation, href=href)
