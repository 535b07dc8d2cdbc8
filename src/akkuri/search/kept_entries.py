"""Entries as lines of a file: one is read when it is looked at, for most searches look at few of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from akkuri.naming.kept_lines import KeptLines
from akkuri.search.called import folded, stemmed_names
from akkuri.search.entries import CONCEPT, SearchEntry, Text

__all__ = ["KeptEntries", "facts_of"]


class KeptEntries(Sequence[SearchEntry]):
    """The entries of some lines, then others that are here already."""

    def __init__(self, lines: KeptLines, others: Sequence[SearchEntry] = ()) -> None:
        self._lines = lines
        self._others = others
        self._read: dict[int, SearchEntry] = {}

    def and_then(self, others: Iterable[SearchEntry]) -> "KeptEntries":
        """Return these entries and others behind them."""
        return KeptEntries(self._lines, (*self._others, *others))

    def __len__(self) -> int:
        return len(self._lines) + len(self._others)

    def __iter__(self) -> Iterator[SearchEntry]:
        return map(self.__getitem__, range(len(self)))

    @overload
    def __getitem__(self, number: int) -> SearchEntry: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[SearchEntry]: ...
    def __getitem__(self, number: int | slice) -> SearchEntry | Sequence[SearchEntry]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        found = self._read.get(number)
        if found is not None:
            return found
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        number %= len(self)
        if number >= len(self._lines):
            return self._others[number - len(self._lines)]
        return self._read.setdefault(number, _entry(self._lines[number]))


def facts_of(entry: SearchEntry) -> dict[str, Any]:
    """Return what an entry is, without what it lacks; its stems where searches look at them."""
    facts = {
        "iri": entry.iri,
        "kind": entry.kind,
        "sort": entry.sort,
        "names": entry.names,
        "hidden": entry.hidden,
        "folded": folded(entry),
        "stemmed": stemmed_names(entry) if entry.kind == CONCEPT else None,
        "facets": entry.facets,
        "shown": entry.shown,
        "last": entry.last,
        "elsewhere": entry.elsewhere,
    }
    return {name: value for name, value in facts.items() if value}


def _entry(facts: Mapping[str, Any]) -> SearchEntry:
    stemmed = facts.get("stemmed")
    return SearchEntry(
        facts["iri"],
        facts["kind"],
        facts.get("sort"),
        _texts(facts.get("names", ())),
        _texts(facts.get("hidden", ())),
        facets=_values(facts.get("facets", {})),
        shown=_values(facts.get("shown", {})),
        last=facts.get("last", False),
        elsewhere=facts.get("elsewhere", False),
        folded=tuple(facts.get("folded", ())),
        stemmed=None if stemmed is None else tuple(stemmed),
    )


def _texts(pairs: Iterable[Text]) -> tuple[Text, ...]:
    return tuple([(lang, text) for lang, text in pairs])  # quicker than of a generator


def _values(facts: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in facts.items()}
