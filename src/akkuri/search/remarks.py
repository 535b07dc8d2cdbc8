"""What must be said about an answer of the search: what was not understood, what hits lack."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from akkuri.naming.bounds import MOST
from akkuri.naming.quantities import Mention
from akkuri.search.found import SearchFound
from akkuri.search.request import LONGEST, SORTS, SearchRequest
from akkuri.search.words import words
from akkuri.texts import text

__all__ = ["remarks"]

_WORD: Final = re.compile(r"[\w'+]+")


def remarks(found: SearchFound, request: SearchRequest, facets: tuple[str, ...]) -> list[str]:
    """Return the sentences, in the language of the request; none where all was as it was asked."""
    lang, said = request.lang, []
    if found.understood.cut:
        said.append(text(lang, "search.cut", count=LONGEST))
    if request.text.strip() and not (found.understood.words or found.understood.values):
        said.append(text(lang, "search.no_words"))
    if found.identified:
        pass  # the words of an identifier say nothing
    elif found.lacking:
        key = "search.lacking" if found.hits else "search.nowhere"
        said.append(text(lang, key, words=", ".join(_as_written(found.lacking, request.text))))
    elif found.hits and all(hit.entry.last for hit in found.hits):
        said.append(text(lang, "search.only_sources", words=request.text.strip()[:80]))
    elif found.partial and found.hits:
        said.append(text(lang, "search.partial"))
    said += _of_values(found, request)
    for name in found.unknown_facets:
        said.append(text(lang, "search.unknown_facet", name=name[:40], known=", ".join(facets)))
    said += request.not_meant
    if request.sort not in SORTS:
        said.append(text(lang, "search.unknown_sort", name=request.sort[:40], known=", ".join(SORTS)))
    return said


def _as_written(folded: Iterable[str], written: str) -> Iterator[str]:
    """Give folded words as they stand in a text."""
    called = {word: each for each in _WORD.findall(written) for word in words(each)}
    return (called.get(word, word) for word in folded)


def _of_values(found: SearchFound, request: SearchRequest) -> Iterator[str]:
    """Say how several values are met, which hits state none, and that others state too little."""
    lang = request.lang

    def written(*values: Mention, bounds: bool = False) -> str:
        spans = ((each.span if bounds else (each.start, each.end)) for each in values)
        return ", ".join(request.text[slice(*span)].strip() for span in spans)

    values = found.understood.values
    if found.unstated is not None:
        unit = found.unstated_unit
        key = "search.unstated_besides" if values else "search.unstated"
        yield text(lang, key, value=written(found.unstated), unit=unit.label(lang) if unit else "")
    if len(values) > 1:
        met = any(hit.values and not hit.unstated for hit in found.hits)
        key = "search.several_values" if met else "search.not_all_values"
        yield text(lang, key, values=written(*values, bounds=True))
    if found.yearly is not None:
        yield text(lang, "search.yearly", value=written(found.yearly))
    if values and any(hit.unknown for hit in found.hits):
        yield text(lang, "search.unknown_last")
    if found.unreached is not None:
        most = any(each.bound == MOST for each in values)
        key = "most_unreached" if most else "unreached_shown" if found.lower else "unreached"
        yield text(lang, f"search.{key}", value=written(*values, bounds=most), count=found.unreached)
    elif found.short:
        yield text(lang, "search.short", count=found.short)
