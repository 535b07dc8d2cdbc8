"""What must be said about an answer of the search: what was not understood, what hits lack."""

from collections.abc import Iterator

from akkuri.search.finder import SearchFound
from akkuri.search.request import LONGEST, SORTS, SearchRequest
from akkuri.texts import text

__all__ = ["remarks"]


def remarks(found: SearchFound, request: SearchRequest, facets: tuple[str, ...]) -> list[str]:
    """Return the sentences, in the language of the request; none where all was as it was asked."""
    lang, said = request.lang, []
    if found.understood.cut:
        said.append(text(lang, "search.cut", count=LONGEST))
    if request.text.strip() and not (found.understood.words or found.understood.values):
        said.append(text(lang, "search.no_words"))
    if found.identified:
        pass  # the words of an identifier say nothing
    elif found.lacking and found.hits:
        said.append(text(lang, "search.lacking", words=", ".join(found.lacking)))
    elif found.partial and found.hits:
        said.append(text(lang, "search.partial"))
    said += _of_values(found, request)
    for name in found.unknown_facets:
        said.append(text(lang, "search.unknown_facet", name=name[:40], known=", ".join(facets)))
    said += request.not_meant
    if request.sort not in SORTS:
        said.append(text(lang, "search.unknown_sort", name=request.sort[:40], known=", ".join(SORTS)))
    return said


def _of_values(found: SearchFound, request: SearchRequest) -> Iterator[str]:
    """Say which of several values is looked for, which hits state none, and that others state too little."""
    lang = request.lang
    if found.unstated is not None:
        value = request.text[found.unstated.start : found.unstated.end].strip()
        unit = found.unstated.quantities[0].unit
        yield text(lang, "search.unstated", value=value, unit=unit.label(lang) if unit else "")
    written = [request.text[each.start : each.end].strip() for each in found.understood.values]
    if len(written) > 1:
        yield text(lang, "search.one_value", value=written[0], others=", ".join(written[1:]))
    if found.yearly:
        yield text(lang, "search.yearly", value=written[0])
    if found.understood.values and any(hit.unknown for hit in found.hits):
        yield text(lang, "search.unknown_last")
    if found.unreached is not None:
        key = "search.unreached_shown" if found.lower else "search.unreached"
        yield text(lang, key, value=written[0], count=found.unreached)
    elif found.short:
        yield text(lang, "search.short", count=found.short)
