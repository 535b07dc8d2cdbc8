"""Concepts that the names of records mention: a title in one language is found by words of the others."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from akkuri.search.entries import CONCEPT, SearchEntry, Text
from akkuri.search.same_words import same_words
from akkuri.search.words import stem_words
from akkuri.texts import LANGUAGES

__all__ = ["with_mentioned"]

_LONGEST: Final = 4
"""Words of the longest name of a concept that is looked for."""
_TELLING: Final = 6
"""Letters of the shortest name, as stems, that tells enough."""
_Called = Mapping[tuple[str, tuple[str, ...]], Collection[int]]


def with_mentioned(entries: Sequence[SearchEntry], left_out: Collection[str] = ()) -> list[SearchEntry]:
    """Return the entries; those without a name in some language have the names of what theirs mention.

    Nothing is looked for among the concepts of the schemes `left_out`.
    """
    things = [*same_words(), *entries]
    called = _called(things, left_out)
    return [each if each.kind == CONCEPT else _with_names(each, called, things) for each in entries]


def _called(entries: Sequence[SearchEntry], left_out: Collection[str]) -> _Called:
    """Return language and stems → the numbers of the things that are called so."""
    found: defaultdict[tuple[str, tuple[str, ...]], dict[int, None]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        if entry.kind == CONCEPT and entry.sort not in left_out:
            for lang, text in entry.names:
                stems = stem_words(text, lang) if lang else ()
                if len(stems) <= _LONGEST and (sum(map(len, stems)) >= _TELLING or not entry.iri):
                    found[lang, stems][number] = None
    return found


def _with_names(entry: SearchEntry, called: _Called, entries: Sequence[SearchEntry]) -> SearchEntry:
    there = {lang for lang, _ in entry.names if lang}
    lacking = set(LANGUAGES) - there
    if not there or not lacking:
        return entry
    mentioned = dict.fromkeys(number for text in entry.names for number in _mentioned(text, called))
    names = (text for n in mentioned for text in (*entries[n].names, *entries[n].hidden))
    added = [text for text in names if text[0] in lacking]
    return replace(entry, near=tuple(dict.fromkeys((*entry.near, *added)))) if added else entry


def _mentioned(text: Text, called: _Called) -> Iterator[int]:
    """Give the concepts whose name stands whole in a text."""
    lang, written = text
    stems = stem_words(written, lang) if lang else ()
    for first in range(len(stems)):
        for last in range(first + 1, min(first + _LONGEST, len(stems)) + 1):
            yield from called.get((lang, stems[first:last]), ())
