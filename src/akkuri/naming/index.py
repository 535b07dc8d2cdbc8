"""The things of one group by everything that may be written for them."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import Final

from akkuri.naming.answers import How
from akkuri.naming.spelling import same, squeezed, stems, tidy
from akkuri.naming.things import UNITS, Name, Thing

__all__ = ["Index"]

LANGUAGES: Final = ("en", "fi", "sv")
_WORD: Final = 5
"""A unit written out has so many letters; shorter ones are symbols, in which a capital is another unit."""
_Table = Mapping[str, tuple[Thing, ...]]


class Index:
    """Finds by spelling; each way of looking is prepared when it is first needed."""

    def __init__(self, things: Iterable[Thing], cased: bool = False) -> None:
        """`cased`: symbols keep their capitals, as those of units do (mW is not MW)."""
        self.things = tuple(sorted(things, key=lambda thing: thing.id))
        self._cased = cased

    @classmethod
    def of(cls, group: str, things: Iterable[Thing]) -> "Index":
        """Return the index of a group."""
        return cls(things, cased=group == UNITS)

    def at(self, how: How, text: str) -> tuple[Thing, ...]:
        """Return the things that are recognised by a text in one way."""
        if self._cased and how is not How.ID and not _is_word(text):
            table = self._as_written
            return table[how].get(tidy(text), ()) if how in table else ()
        match how:
            case How.ID:
                return self._ids.get(tidy(text), ())
            case How.NAME:
                return self._names.get(same(text), ())
            case How.OTHER:
                found = self._others.get(same(text), ()) or self._addresses.get(_address(text), ())
                return _as_codes(found, text, same)
            case How.LOOSE:
                found = self._loose.get(squeezed(text), ()) if not self._cased else ()
                return _as_codes(found, text, squeezed)
            case How.INFLECTED:
                return self._inflected(text)
            case How.HIDDEN:
                return self._hidden.get(same(text), ()) or self._hidden_loose.get(squeezed(text), ())

    def at_iri(self, iri: str) -> Thing | None:
        """Return the thing that an IRI names."""
        return next(iter(self._ids.get(iri, ())), None)

    def _inflected(self, text: str) -> tuple[Thing, ...]:
        found: dict[Thing, None] = {}
        for lang in LANGUAGES:
            if key := stems(text, lang):
                found |= dict.fromkeys(self._stems[lang].get(key, ()))
        return tuple(found)

    @cached_property
    def spellings(self) -> dict[str, Thing]:
        """Every shown spelling and its thing, for what is near."""
        found: dict[str, Thing] = {}
        for thing in self.things:
            if not thing.gone:
                for name in (
                    thing.id,
                    *(name for _, name in (*thing.names, *thing.others)),
                    *thing.codes[:1],
                ):
                    found.setdefault(name, thing)
        return found

    @cached_property
    def _ids(self) -> _Table:
        return _table(
            self.things, lambda thing: (thing.iri, thing.id, thing.written, *thing.codes, *_ends(thing))
        )

    @cached_property
    def _names(self) -> _Table:
        return _table(self.things, lambda thing: (same(name) for _, name in thing.names))

    @cached_property
    def _others(self) -> _Table:
        return _table(
            self.things,
            lambda thing: (
                *(same(name) for _, name in thing.others),
                *(same(name) for name in (thing.id, thing.written, *thing.codes, *_ends(thing))),
            ),
        )

    @cached_property
    def _addresses(self) -> _Table:
        return _table(self.things, lambda thing: map(_address, thing.addresses))

    @cached_property
    def _loose(self) -> _Table:
        return _table(
            self.things,
            lambda thing: (
                squeezed(name) for name in (thing.id, *(name for _, name in (*thing.names, *thing.others)))
            ),
        )

    @cached_property
    def _stems(self) -> Mapping[str, _Table]:
        def keys(thing: Thing, lang: str) -> Iterable[str]:
            for stated, name in (*thing.names, *thing.others):
                if stated not in LANGUAGES or stated == lang:
                    yield stems(name, lang)

        return {lang: _table(self.things, partial(keys, lang=lang)) for lang in LANGUAGES}

    @cached_property
    def _hidden(self) -> _Table:
        return _table(self.things, lambda thing: (same(name) for _, name in thing.hidden))

    @cached_property
    def _hidden_loose(self) -> _Table:
        return _table(self.things, lambda thing: (squeezed(name) for _, name in thing.hidden))

    @cached_property
    def _as_written(self) -> Mapping[How, _Table]:
        """Symbols with the capitals they have."""

        def of(names: Callable[[Thing], tuple[Name, ...]]) -> _Table:
            return _table(self.things, lambda thing: (tidy(name) for _, name in names(thing)))

        return {
            How.NAME: of(lambda thing: thing.names),
            How.OTHER: of(lambda thing: thing.others),
            How.HIDDEN: of(lambda thing: thing.hidden),
        }


def _table(things: Iterable[Thing], keys: Callable[[Thing], Iterable[str]]) -> _Table:
    found: dict[str, tuple[Thing, ...]] = {}
    for thing in things:
        alone = (thing,)  # is what most keys lead to
        for key in keys(thing):
            if key and (before := found.setdefault(key, alone))[-1] is not thing:
                found[key] = (*before, thing)
    return found


def _as_codes(found: tuple[Thing, ...], text: str, alike: Callable[[str], str]) -> tuple[Thing, ...]:
    """Leave out what a text only means as a code, where one of its signs stands for several letters.

    The name Strasse may be written Straße; ß is not the country SS.
    """
    if text.isascii() or not any(len(squeezed(sign)) > 1 for sign in text):
        return found
    key = alike(text)
    return tuple(thing for thing in found if key not in map(alike, (thing.id, thing.written, *thing.codes)))


def _ends(thing: Thing) -> tuple[str, ...]:
    """Return the ends of the identifiers that are addresses, as people copy them (ROR)."""
    return tuple(code.rpartition("/")[2] for code in thing.codes if "://" in code)


def _address(text: str) -> str:
    """Make web addresses comparable; empty for what is none."""
    address = re.sub(r"^(https?://(www\.)?|www\.)", "", tidy(text)).rstrip("/")
    return address if "." in address and " " not in address else ""


def _is_word(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= _WORD
