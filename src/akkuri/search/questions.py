"""The named questions as things that can be found."""

from collections.abc import Iterable, Iterator

from akkuri.ask.named.question import NamedQuery
from akkuri.search.entries import QUESTION, SearchEntry

__all__ = ["question_entries"]


def question_entries(queries: Iterable[NamedQuery]) -> Iterator[SearchEntry]:
    """Give every named question by its title, with what its summary says."""
    for query in queries:
        yield SearchEntry(
            f"/queries/{query.path}",
            QUESTION,
            names=tuple(query.titles.items()),
            said=tuple(query.summaries.items()),
            facets={"group": (query.group,)},
        )
