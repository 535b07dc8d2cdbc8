"""Everything that the search takes from a graph: gathered at the build, or where there is only a graph."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from akkuri.ask.named.question import NamedQuery
from akkuri.garbage import uncollected
from akkuri.namespaces import Names
from akkuri.naming.fixed import countries_of_the_world
from akkuri.naming.store_source import Select
from akkuri.search.analysed import AnalysedWords, analysed
from akkuri.search.entries import COUNTRY, SearchEntry, Text, concept_entries, record_entries
from akkuri.search.graph import GraphStatements
from akkuri.search.kept_entries import KeptEntries
from akkuri.search.mentioned import with_mentioned
from akkuri.search.overview import Overview
from akkuri.search.questions import question_entries
from akkuri.search.same_words import same_words
from akkuri.search.words import Lexicon

__all__ = ["SearchContent", "gather"]

_PLACES: Final = ("municipality", "region")
"""Schemes of places: what is called after one is not about it."""


@dataclass(frozen=True, slots=True)
class SearchContent:
    """Entries with their words; the texts that the words were taken from are let go."""

    entries: Sequence[SearchEntry]
    read: Callable[[], Sequence[AnalysedWords]]
    """Gives the words of each entry, which an index that is there already does not need."""
    lexicon: Lexicon
    overview: Overview
    index: Path | None = None
    """The folder of an index of exactly these entries."""

    @classmethod
    def of(
        cls, entries: Sequence[SearchEntry], read: Callable[[], Sequence[AnalysedWords]], lexicon: Lexicon
    ) -> "SearchContent":
        """Return the content of entries that are all here."""
        return cls(entries, read, lexicon, Overview.of(entries))

    @property
    def documents(self) -> Sequence[AnalysedWords]:
        """The words of each entry."""
        return self.read()

    def with_questions(self, queries: Iterable[NamedQuery]) -> "SearchContent":
        """Return the content with the named questions, which are the program's as well as the release's."""
        questions = list(question_entries(queries))
        lexicon = self.lexicon | Lexicon.of(_names(questions))
        return SearchContent(
            self._and_then(questions),
            lambda: (*self.documents, *(analysed(each, lexicon) for each in questions)),
            lexicon,
            self.overview + Overview.of(questions),
        )

    def indexed(self, queries: Iterable[NamedQuery], index: Path) -> "SearchContent":
        """Return the content with the questions of its index, whose words it has already."""
        questions = list(question_entries(queries))
        return SearchContent(
            self._and_then(questions),
            lambda: (*self.documents, *(analysed(each, self.lexicon) for each in questions)),
            self.lexicon,
            self.overview + Overview.of(questions),
            index,
        )

    def _and_then(self, questions: Iterable[SearchEntry]) -> Sequence[SearchEntry]:
        light = map(_light, questions)
        if isinstance(self.entries, KeptEntries):
            return self.entries.and_then(light)
        return (*self.entries, *light)


def gather(select: Select, names: Names, queries: Iterable[NamedQuery]) -> SearchContent:
    """Return what the search knows of the records and concepts of a graph.

    The words of the questions cut compounds, but the questions are no entries (`with_questions`).
    """
    with uncollected():
        graph = GraphStatements(select, names)
        places = {f"{names.base}concept/{name}" for name in _PLACES}
        entries = [*map(_with_country, record_entries(graph)), *concept_entries(graph)]
        entries = with_mentioned(entries, places)
        lexicon = Lexicon.of(_names([*entries, *question_entries(queries), *same_words()]))
        documents = [analysed(entry, lexicon) for entry in entries]
    return SearchContent.of([_light(entry) for entry in entries], lambda: documents, lexicon)


def _names(entries: Iterable[SearchEntry]) -> Iterator[Text]:
    return (text for entry in entries for text in (*entry.names, *entry.hidden))


def _light(entry: SearchEntry) -> SearchEntry:
    """Return an entry without the texts that only its words are taken from."""
    return replace(entry, said=(), near=())


def _with_country(entry: SearchEntry) -> SearchEntry:
    """Let a record be found by the name of its country too, and as one of it: Swedish."""
    names = [name for code in entry.facets.get(COUNTRY, ()) for name in _countries().get(code, ())]
    return replace(entry, near=(*entry.near, *names)) if names else entry


@cache
def _countries() -> dict[str, tuple[Text, ...]]:
    return {thing.id: (*thing.names, *thing.hidden) for thing in countries_of_the_world()}
