"""Concepts whose whole name stands in a longer search: "charging" in "charging of electric buses"."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from akkuri.search.called import folded, stemmed_names
from akkuri.search.entries import CONCEPT, SearchEntry
from akkuri.search.index import Nearness
from akkuri.search.kin import kin
from akkuri.search.words import stem_words

__all__ = ["wholly_named"]

_MOST: Final = 3
"""So many concepts come among what has all the words: they lead on, but answer a part only."""
_TOGETHER: Final = 2
"""Words of the shortest search of which one is a part."""
_LETTERS: Final = 3
"""So many first letters tell most names apart without their stems."""
_TELLING: Final = 6
"""Letters of the shortest name, as stems, that tells enough: a test is of everything."""


def wholly_named(
    entries: Sequence[SearchEntry],
    kinds: Sequence[str],
    near: Mapping[int, Nearness],
    asked: Sequence[str],
    places: Collection[str],
    count: int,
) -> list[int]:
    """Return the few concepts that some of the words name wholly, and that lack the others.

    `kinds` are those of the entries, of which only concepts are looked at; `places` are the schemes of
    places, which narrow a search and are not what it looks for. Each concept is named by words that those
    before it are not, by half of the `count` words that were written or by the last one, which says what is
    wanted.
    """
    if len(asked) < _TOGETHER:
        return []
    most = max((each.met for each in near.values()), default=0)
    stems = {stem: word for word in asked for stem in (word, *kin(word), *stem_words(word))}
    beginnings = {stem[:_LETTERS] for stem in stems}
    found = []
    for number, each in near.items():
        if kinds[number] != CONCEPT or each.met >= len(asked):
            continue
        if (entry := entries[number]).sort not in places:
            pairs = zip(folded(entry), stemmed_names(entry), strict=True)
            names = [_named(*both, stems, beginnings) for both in pairs if _begins(both[0], beginnings)]
            named = max(names, key=len, default=frozenset())
            if 2 * len(named) >= count or asked[-1] in named:
                found.append((each.met == most, -len(named), -each.score, number, named))
    chosen: list[int] = []
    left = set(asked)
    for _, _, _, number, named in sorted(found, key=lambda item: item[:4]):
        if named & left and len(chosen) < _MOST:
            chosen.append(number)
            left -= named
    return chosen


def _begins(name: str, beginnings: Collection[str]) -> bool:
    """Tell whether the first word of a name may be met: that of most names is not."""
    return name.partition(" ")[0][:_LETTERS] in beginnings


def _named(name: str, stem: str, stems: Mapping[str, str], beginnings: Collection[str]) -> frozenset[str]:
    """Return the words of a search that a name (folded, and its stems) is of; none where it has others."""
    own, stemmed = name.split(), stem.split()
    if sum(map(len, stemmed)) < _TELLING or any(word[:_LETTERS] not in beginnings for word in own):
        return frozenset()
    pairs = zip(own, stemmed, strict=False)
    met = [stems.get(word) or stems.get(stem) for word, stem in pairs]
    return frozenset(word for word in met if word) if all(met) else frozenset()
