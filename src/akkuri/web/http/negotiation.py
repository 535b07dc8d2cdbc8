"""Choosing the format of an answer from Accept or from `?format=`: one rule for all addresses.

The rule is that of RFC 9110, sections 12.4.2 and 12.5.1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from akkuri.errors import RequestError
from akkuri.store import GRAPHS, SOLUTIONS, Format

__all__ = ["Offer", "best", "choose", "chosen", "family", "form_for", "liked", "not_acceptable"]

LONGEST: Final = 2000
OTHER_NAMES: Final = {
    "xml": "rdfxml",
    "rdf+xml": "rdfxml",
    "json": "jsonld",
    "json-ld": "jsonld",
    "n3": "turtle",
}
"""What clients such as SPARQLWrapper call the formats of graphs in `format`."""
EXACT: Final = 3


class Offered(Protocol):
    """What can be sent: its media type, and others by which clients ask for it."""

    @property
    def media_type(self) -> str:
        """The media type that is sent."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Further media types that stand for it when a client names them."""


_Offer = TypeVar("_Offer", bound=Offered)


@dataclass(frozen=True, slots=True)
class Offer:
    """One form of an answer; `name` is what the caller calls it."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()


def chosen(accept: str | None, offers: tuple[Offer, ...]) -> str | None:
    """Return the name of the form a client wants most: the first where it says nothing, None for no match."""
    if not accept or not _wishes(accept[:LONGEST]):
        return offers[0].name
    found = best(accept, offers)
    return found.name if found else None


def liked(accept: str | None, types: Mapping[str, str], default: str) -> str:
    """Return the name (name → media type) that a client wants most; the default where nothing fits."""
    offers = tuple(Offer(name, media_type) for name, media_type in types.items())
    ordered = tuple(sorted(offers, key=lambda offer: offer.name != default))
    return chosen(accept, ordered) or default


def form_for(accept: str | None, offers: tuple[Offer, ...]) -> str:
    """Return the name of the form that a client wants most; RequestError 406, which names all, for none."""
    found = chosen(accept, offers)
    if found is None:
        raise not_acceptable(accept, offers)
    return found


def family(form: str) -> tuple[Format, ...]:
    """Return the formats an answer to a query form can have, the default first."""
    return GRAPHS if form in ("construct", "describe") else SOLUTIONS


def choose(form: str, accept: str | None, name: str | None) -> Format:
    """Return the format for a query form; RequestError 406 when there is none, listing those there are."""
    formats = family(form)
    known = ", ".join(item.media_type for item in formats)
    if name:
        asked = name.lower()
        if formats is GRAPHS:
            asked = OTHER_NAMES.get(asked, asked)
        for item in formats:
            if asked in (item.name, item.extension, item.media_type, *item.aliases):
                return item
        raise RequestError(406, "endpoint.unknown-format", {"found": name[:100], "known": known})
    found = best(accept, formats) if accept and _wishes(accept[:LONGEST]) else formats[0]
    if found is None:
        raise not_acceptable(accept, formats)
    return found


def not_acceptable(accept: str | None, offers: Iterable[Offered]) -> RequestError:
    """Return the error of a client that takes none of the forms there are."""
    known = ", ".join(dict.fromkeys(offer.media_type for offer in offers))
    return RequestError(406, "endpoint.not-acceptable", {"accept": (accept or "")[:100], "known": known})


@lru_cache(maxsize=512)
def best(accept: str, formats: tuple[_Offer, ...]) -> _Offer | None:
    """Return the format an Accept header likes best: highest q, then most specific, then first named.

    A range such as `text/*` stands for the formats' own media types, not for their aliases.
    """
    wishes = _wishes(accept[:LONGEST])
    ranked: list[tuple[float, int, int, int, _Offer]] = []
    for rank, item in enumerate(formats):
        for media_type in (item.media_type, *item.aliases):
            match = max(
                (
                    (specific, q, -position)
                    for position, (pattern, q) in enumerate(wishes)
                    if (specific := _matches(pattern, media_type)) == EXACT
                    or (specific and media_type == item.media_type)
                ),
                default=None,
            )
            if match is not None and match[1] > 0:
                ranked.append((match[1], match[0], match[2], -rank, item))
    return max(ranked, key=lambda entry: entry[:4])[4] if ranked else None


def _matches(pattern: str, media_type: str) -> int:
    """Return 3 for the very type, 2 for `type/*`, 1 for `*/*`, 0 for no match."""
    if pattern == media_type:
        return EXACT
    if pattern == "*/*":
        return 1
    return 2 if pattern.endswith("/*") and media_type.startswith(pattern[:-1]) else 0


def _wishes(accept: str) -> list[tuple[str, float]]:
    """Split an Accept header; what is no number as q counts as 1, parameters other than q are left out."""
    found: list[tuple[str, float]] = []
    for part in accept.split(","):
        media_type, *params = (piece.strip() for piece in part.split(";"))
        q = 1.0
        for param in params:
            name, _, value = param.partition("=")
            if name.strip().lower() == "q":
                try:
                    q = min(1.0, max(0.0, float(value)))
                except ValueError:
                    q = 1.0
        if media_type:
            found.append(("*/*" if media_type == "*" else media_type.lower(), q))
    return found
