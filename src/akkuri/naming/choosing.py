"""What may be chosen among a few things that a declaration lists, understood as every other name is."""

from collections.abc import Iterable, Sequence
from typing import Final

from akkuri.namespaces import Names
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import CHOICE, Name, Thing, Wanted
from akkuri.texts import LANGUAGES, text

__all__ = ["choice", "chosen", "worded"]

_WANTED: Final = Wanted((CHOICE,))


def choice(value: str, names: Sequence[Name], others: Sequence[Name] = ()) -> Thing:
    """Return one of the things to choose from: what is written for it, and what it is called."""
    return Thing(CHOICE, value, names=tuple(names), others=tuple(others))


def worded(values: Iterable[str], key: str) -> list[Thing]:
    """Return choices that are called by a text in each language, `key_value`."""
    return [choice(value, [(lang, text(lang, f"{key}_{value}")) for lang in LANGUAGES]) for value in values]


def chosen(written: str, among: Sequence[Thing], called: str, names: Names, lang: str) -> Thing:
    """Return the choice that a text means. Raises UnresolvedError; `called` says what is chosen."""
    return Resolver(_Listed(among, called), names).find(written, _WANTED, lang)


class _Listed:
    """The choices as what knows names."""

    def __init__(self, among: Sequence[Thing], called: str) -> None:
        self._among = among
        self._called = called

    def things(self, group: str) -> Sequence[Thing]:
        return self._among if group == CHOICE else ()

    def title(self, group: str, lang: str) -> str | None:
        return self._called
