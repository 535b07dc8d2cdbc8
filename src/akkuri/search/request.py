"""What is asked of the search: words, values, facets, order; and what of it was understood."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Final

from akkuri.naming.numbers import readings
from akkuri.naming.quantities import Mention, Quantities, Quantity
from akkuri.search.own_words.figures import in_figures
from akkuri.search.words import words
from akkuri.texts import LANGUAGES, text

__all__ = ["LONGEST", "MOST", "SORTS", "SearchRequest", "Understood", "idle_words", "understand"]

LONGEST: Final = 300
"""Characters of a search that are read."""
MOST: Final = 24
"""Words of a search that are looked for."""
_BELOW_ZERO: Final = re.compile(r"(?<!\S)[-\u2212\u2013][0-9]{1,3}(?:[.,][0-9])?(?!\S)")
_CASE: Final = re.compile(r"(?<=\w\w):[a-zåäö]{1,5}(?![\w:/])", re.IGNORECASE)
"""What Finnish and Swedish add to acronyms, which is no word: VTT:n, VTT:llä, BASF:s."""
SORTS: Final = ("near", "name", "place")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search: the text, a kind and values of facets to keep, the order, and the reader's language."""

    text: str = ""
    kind: str | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    sort: str = "near"
    lang: str = "en"
    not_meant: tuple[str, ...] = ()
    """Sentences about a kind or values that are not understood (`narrowing.narrowed`)."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A text taken apart."""

    words: tuple[str, ...]
    """What must be met."""
    besides: tuple[str, ...]
    """Numbers and units as they stand, which may be met in texts."""
    values: tuple[Mention, ...]
    cut: bool
    """Whether the text was longer than what is read."""
    whole: str
    """All words, as a name would have them."""
    bare: str = ""
    """Those of a name alone, without what is asked of it: GTK, where its address is asked for."""
    maybe: tuple[str, ...] = ()
    """Words that ask in another language than the reader's, and may be a name: KUKA, Finnish for who."""


def understand(
    written: str,
    quantities: Quantities,
    below_zero: Callable[[], str | None],
    in_texts: Callable[[str], bool],
    counted: Callable[[str], Iterable[Mention]],
    lang: str,
) -> Understood:
    """Take a text apart into values with units and the words that say something.

    `below_zero` gives the unit (IRI) that a number below zero is in where none is written; `in_texts` tells
    whether texts have a word; `lang` is the reader's language.
    """
    read = written[:LONGEST]
    figures = in_figures(read)
    values = tuple(
        each
        for each in quantities.mentions(figures.text)
        if each.surely or not _is_word(figures.text[each.start : each.end], in_texts)
    )
    values = values or tuple(counted(figures.text))
    match = None if values else _BELOW_ZERO.search(read)
    unit = quantities.unit(iri) if match and (iri := below_zero()) else None
    if match and unit is not None:
        number = Decimal(readings(match[0])[0])
        span = match.start(), match.end()
        values = (Mention((Quantity(number, unit.iri, unit, number),), *span, span=span),)
    rest, start = "", 0
    besides: list[str] = []
    for mention in values:
        first, last = figures.widened(*mention.span)
        rest += f"{read[start:first]} "
        besides += words(figures.text[mention.start : mention.end])
        start = last
    if unit is not None and values:
        besides += words(unit.label("sv") if not unit.others else unit.others[0][1])
    all_words = words(_CASE.sub("", rest + read[start:]))
    telling = tuple(dict.fromkeys(word for word in all_words if word not in idle_words()))
    telling = tuple(word for word in telling if word not in _beside()) or telling
    telling = telling or (() if values else all_words)
    whole = words(read)
    bare = " ".join(word for word in whole if word not in _beside())
    maybe = tuple(word for word in dict.fromkeys(all_words) if word in idle_words() - idle_words(lang))
    return Understood(
        telling[:MOST], tuple(besides), values, len(written) > LONGEST, " ".join(whole), bare, maybe[:MOST]
    )


def _is_word(written: str, in_texts: Callable[[str], bool]) -> bool:
    """Tell whether a number and the letters behind it are one word that texts have: 5C, no degrees."""
    return written[:1].isdigit() and len(found := words(written)) == 1 and in_texts(found[0])


@cache
def _beside() -> frozenset[str]:
    """The words of all languages that ask for something of what is named: how near, whom to contact."""
    return frozenset(word for each in LANGUAGES for word in words(text(each, "search.beside")))


@cache
def idle_words(lang: str = "") -> frozenset[str]:
    """The words of a language, or of all, that ask and do not name: where, who has, missä, finns det."""
    of = (lang,) if lang in LANGUAGES else LANGUAGES
    return frozenset(word for each in of for word in words(text(each, "search.idle")))
