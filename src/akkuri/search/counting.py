"""Hits narrowed and counted by facets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from akkuri.search.entries import SearchEntry
from akkuri.search.found import Hit

__all__ = ["counted", "has", "tail"]


def counted(
    hits: Iterable[Hit], facets: Iterable[str], kind: str | None, wanted: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Count each facet as it would be without its own value, so that another one can be chosen."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in facets}
    for (name, values), number in Counter(_counting(hits, kind, wanted)).items():
        counts[name].update(dict.fromkeys(values, number))
    return {
        name: dict(sorted(_once(found).items(), key=lambda item: (-item[1], item[0])))
        for name, found in counts.items()
        if found
    }


def _counting(
    hits: Iterable[Hit], kind: str | None, wanted: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the facets, with their values, for which each hit counts: many hits have the same ones."""
    among = (hit.entry for hit in hits if kind in (None, hit.entry.kind))
    if not wanted:
        yield from chain.from_iterable(entry.facets.items() for entry in among)
        return
    for entry in among:
        missing = [name for name, value in wanted.items() if not _has_value(entry, name, value)]
        for name, values in entry.facets.items():
            if not missing or missing == [name]:
                yield name, values


def _once(counts: Counter[str]) -> dict[str, int]:
    """Count together what an address calls the same, as it is found together; the commonest stands for it.

    A facility that is planned and an investment that is planned have statuses of two schemes.
    """
    first: dict[str, str] = {}
    found: Counter[str] = Counter()
    for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        found[first.setdefault(tail(value), value)] += count
    return found


def has(entry: SearchEntry, wanted: Mapping[str, str]) -> bool:
    """Say whether an entry has the values that are wanted of facets."""
    return all(_has_value(entry, name, value) for name, value in wanted.items())


def tail(value: str) -> str:
    """Return what a value of a facet is called in an address: the id of a concept, a code."""
    return value.rpartition("/")[2]


def _has_value(entry: SearchEntry, name: str, value: str) -> bool:
    return any(value in (each, tail(each)) for each in entry.facets.get(name, ()))
