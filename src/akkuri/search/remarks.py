"""What must be said about an answer of the search: what was not understood, what hits lack."""

from akkuri.search.finder import SearchFound
from akkuri.search.request import LONGEST, SORTS, SearchRequest
from akkuri.texts import text

__all__ = ["remarks"]


def remarks(
    found: SearchFound, request: SearchRequest, kinds: frozenset[str], facets: tuple[str, ...]
) -> list[str]:
    """Return the sentences, in the language of the request; none where all was as it was asked."""
    lang, said = request.lang, []
    if found.understood.cut:
        said.append(text(lang, "search.cut", count=LONGEST))
    if request.text.strip() and not (found.understood.words or found.understood.values):
        said.append(text(lang, "search.no_words"))
    if found.lacking and found.hits:
        said.append(text(lang, "search.lacking", words=", ".join(found.lacking)))
    elif found.partial and found.hits:
        said.append(text(lang, "search.partial"))
    if found.understood.values and any(hit.unknown for hit in found.hits):
        said.append(text(lang, "search.unknown_last"))
    if found.short:
        said.append(text(lang, "search.short", count=found.short))
    for name in found.unknown_facets:
        said.append(text(lang, "search.unknown_facet", name=name[:40], known=", ".join(facets)))
    if request.kind is not None and request.kind not in kinds:
        said.append(text(lang, "search.unknown_kind", name=request.kind[:40], known=", ".join(sorted(kinds))))
    if request.sort not in SORTS:
        said.append(text(lang, "search.unknown_sort", name=request.sort[:40], known=", ".join(SORTS)))
    return said
