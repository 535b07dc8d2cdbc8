"""What a crawler should visit: the document of every record with the day it last changed."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from akkuri.naming.dates import as_stated
from akkuri.publish.edition import Edition

__all__ = ["PAGE", "SitemapEntry", "entries", "sitemap", "sitemap_index"]

PAGE: Final = 40_000
"""Addresses in one file; the protocol allows 50,000."""

SitemapEntry = tuple[str, str]
"""Path of a document under the base (`doc/kind/slug`), and its date of change, empty when not stated."""

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MODIFIED: Final = b"http://purl.org/dc/terms/modified"
_DAY: Final = re.compile(rb'"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)"')
"""A year, month or day; a crawler is told nothing else."""


def entries(edition: Edition) -> list[SitemapEntry]:
    """Return the documents of the kinds that stand in the sitemap, in the order of the graph.

    Those of records that were withdrawn or that others took over are left out. Raises UsageError.

    A document's date is its dct:modified as precisely as stated, else the date of the release. Read line by
    line: a graph of millions of statements has no need to be parsed for this.
    """
    base = edition.names.base.encode()
    doc, record, leaving = b"<" + base + b"doc/", b"<" + base + b"id/", _leaving(edition)
    precision = f"<{edition.names.precision_of(_MODIFIED.decode())}> ".encode()
    crawled = {kind.name for kind in edition.names.kinds if kind.sitemap}
    found: dict[bytes, bytes] = {}
    forms: dict[bytes, bytes] = {}
    gone: set[bytes] = set()
    for line in edition.lines("asserted"):
        if line.startswith(doc):
            subject, _, rest = line[len(doc) :].partition(b"> ")
            date = found.setdefault(subject, b"")
            if rest.startswith(b"<" + _MODIFIED + b"> ") and (stated := _DAY.search(rest)):
                found[subject] = max(date, stated[1])
            elif rest.startswith(precision):
                forms[subject] = rest[len(precision) :].partition(b'"')[2].partition(b'"')[0]
        elif line.startswith(record) and any(each in line for each in leaving):
            gone.add(line[len(record) :].partition(b"> ")[0])
    return [
        (
            f"doc/{subject.decode()}",
            as_stated(date.decode(), forms.get(subject, b"").decode()) or edition.issued,
        )
        for subject, date in found.items()
        if subject not in gone and subject.partition(b"/")[0].decode() in crawled
    ]


def _leaving(edition: Edition) -> tuple[bytes, ...]:
    """Return how the predicates stand in a line by which a record stands no more."""
    names = (f"{edition.names.ak}withdrawn", edition.names.expand("dct:isReplacedBy"))
    return tuple(f"> <{name}> ".encode() for name in names)


def sitemap(found: Iterable[SitemapEntry], root: str) -> Iterator[str]:
    """Give a sitemap of entries piece by piece; `root` is the address of the site, ending with a slash."""
    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n'
    for path, date in found:
        stated = f"<lastmod>{escape(date)}</lastmod>" if date else ""
        yield f"<url><loc>{escape(root + path)}</loc>{stated}</url>\n"
    yield "</urlset>\n"


def sitemap_index(number: int, root: str, date: str) -> str:
    """Return the index of `number` sitemaps, `sitemap-1.xml` and so on."""
    inside = "".join(
        f"<sitemap><loc>{escape(root)}sitemap-{page}.xml</loc><lastmod>{escape(date)}</lastmod></sitemap>\n"
        for page in range(1, number + 1)
    )
    return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{inside}</sitemapindex>\n'
