"""Reading the entries of a declaration: each is as expected, or a sentence says where it is not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.kinds.malformed import MalformedError, said
from akkuri.kinds.shown import Shown, shown_of

__all__ = [
    "LANGUAGES",
    "ListColumn",
    "columns",
    "entities",
    "flag",
    "known_keys",
    "matching",
    "no_classes",
    "number",
    "optional",
    "paths",
    "paths_only",
    "phrase",
    "shown",
    "texts",
    "units",
    "words",
    "wrong",
]

LANGUAGES: Final = ("en", "fi", "sv")
"""The languages every text of a declaration is in."""

_LANGS: Final = ", ".join(LANGUAGES)
_TERM: Final = re.compile(r"[a-z0-9]+:[A-Za-z][A-Za-z0-9]*")
_UNIT: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Entries = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a table on a page, or a line in the list of facts.

    `heading` is the key of its heading; None where the label of the property serves.
    """

    shown: Shown
    heading: str | None = None

    @property
    def last(self) -> str:
        """The property that its first path ends with."""
        return self.shown.paths[0].alternatives[0][-1].property


def known_keys(document: object, known: frozenset[str]) -> Entries:
    """Return a declaration when it is a mapping without unknown keys."""
    if not isinstance(document, Mapping):
        raise MalformedError.worded("no-mapping")
    for key in document:
        if key not in known:
            raise MalformedError.worded("unknown-key", key, key=str(key), known=", ".join(sorted(known)))
    return document


def wrong(document: Entries, key: str, expected: str) -> MalformedError:
    """Make the error about an entry that is lacking or not as expected, which is the name of a text."""
    path = [key] if key in document else []
    if document.get(key) is None:
        return MalformedError.worded("lacking", *path, key=key, expected=said(expected))
    value = str(document[key])[:80]
    return MalformedError.worded("wrong", *path, key=key, value=value, expected=said(expected))


def matching(document: Entries, key: str, pattern: re.Pattern[str], expected: str) -> str:
    """Return a text that has a form."""
    value = document.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise wrong(document, key, expected)
    return value


def optional(document: Entries, key: str, pattern: re.Pattern[str], expected: str) -> str | None:
    """Return a text that has a form, or None when there is none."""
    return matching(document, key, pattern, expected) if key in document else None


def number(document: Entries, key: str, default: int | None = None) -> int:
    """Return a whole number."""
    value = document.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(document, key, "a-whole-number")
    return value


def flag(document: Entries, key: str, default: bool = False) -> bool:
    """Return true or false."""
    value = document.get(key, default)
    if not isinstance(value, bool):
        raise wrong(document, key, "true-or-false")
    return value


def texts(document: Entries, key: str) -> tuple[str, ...]:
    """Return a list of texts; empty when there is none."""
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise wrong(document, key, "a-list-of-texts")
    return tuple(value)


def entities(document: Entries, key: str) -> dict[str, tuple[str, ...]]:
    """Return lists of texts by name; empty when there is none."""
    value = document.get(key, {})
    if not isinstance(value, Mapping):
        raise wrong(document, key, "formats")
    try:
        return {str(name): texts(value, name) for name in value}
    except MalformedError as error:
        raise error.under(key) from error


def units(document: Entries, key: str) -> dict[str, str]:
    """Return units by the property whose numbers are in them; empty when there is none."""
    value = document.get(key, {})
    if not isinstance(value, Mapping):
        raise wrong(document, key, "units")
    for name, unit in value.items():
        term, known = isinstance(name, str) and _TERM.fullmatch(name), isinstance(unit, str)
        if not (term and known and _UNIT.fullmatch(unit)):
            raise MalformedError.worded("no-unit", key, name, key=key, value=f"{name}: {unit}"[:80])
    return dict(value)


def words(document: Entries, key: str, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return texts by language and name; every language must have all of them."""
    entries = document.get(key)
    if not isinstance(entries, Mapping):
        raise MalformedError.worded("no-texts", key=key, names=", ".join(names), langs=_LANGS)
    for lang in entries:
        if lang not in LANGUAGES:
            raise MalformedError.worded("language", key, lang, key=key, lang=str(lang), langs=_LANGS)
    found: dict[str, dict[str, str]] = {}
    for lang in LANGUAGES:
        entry = entries.get(lang)
        if not isinstance(entry, Mapping):
            raise MalformedError.worded("no-texts-in", key, key=key, lang=lang, names=", ".join(names))
        for name in names:
            value = entry.get(name)
            if not isinstance(value, str) or not value.strip():
                raise MalformedError.worded("no-text", key, lang, name=name, lang=lang)
        for name in entry:
            if name not in names:
                known = ", ".join(names)
                raise MalformedError.worded(
                    "unknown-text", key, lang, name, name=str(name), lang=lang, known=known
                )
        found[lang] = {name: entry[name].strip() for name in names}
    return found


def phrase(document: Entries, key: str) -> dict[str, str]:
    """Return a text by language; every language must have it."""
    entries = document.get(key)
    if not isinstance(entries, Mapping):
        raise MalformedError.worded("no-phrase", key=key, langs=_LANGS)
    for lang in (*LANGUAGES, *entries):
        if lang not in LANGUAGES:
            raise MalformedError.worded("language", key, lang, key=key, lang=str(lang), langs=_LANGS)
        if not isinstance(entries.get(lang), str) or not entries[lang].strip():
            raise MalformedError.worded("no-phrase-in", key, key=key, lang=lang)
    return {lang: entries[lang].strip() for lang in LANGUAGES}


def shown(text: object, *path: str | int) -> Shown:
    """Read what is shown: a property, a path of them, or a function."""
    if not isinstance(text, str):
        raise MalformedError.worded("not-shown", *path, key=path[0], value=str(text))
    try:
        return shown_of(text)
    except MalformedError as error:
        raise MalformedError.worded("under", *path, key=path[0], reason=error.told) from error


def paths(document: Entries, key: str) -> tuple[Shown, ...]:
    """Return a list of paths of properties; empty when there is none."""
    return tuple(shown(text, key, place) for place, text in enumerate(texts(document, key)))


def paths_only(document: Entries, key: str) -> tuple[ListColumn, ...]:
    """Return a list of columns that are paths of properties, none a function."""
    found = columns(document, key)
    for place, column in enumerate(found):
        if column.shown.function is not None:
            raise MalformedError.worded("is-function", key, place, key=key, value=column.shown.text)
    return found


def no_classes(document: Entries, key: str) -> None:
    """Refuse a class in brackets where only the search can look at it."""
    found = columns(document, key) if key != "called_after" else [ListColumn(s) for s in paths(document, key)]
    for place, column in enumerate(found):
        if any(path.classes for path in column.shown.paths):
            raise MalformedError.worded("has-class", key, place, key=key, value=column.shown.text)


def columns(document: Entries, key: str) -> tuple[ListColumn, ...]:
    """Return a list of columns, each a property or `heading: what is shown`; empty when there is none."""
    entries = document.get(key, [])
    if not isinstance(entries, list):
        raise wrong(document, key, "a-list-of-columns")
    return tuple(_column(entry, key, place) for place, entry in enumerate(entries))


def _column(entry: object, key: str, place: int) -> ListColumn:
    if not isinstance(entry, Mapping):
        return ListColumn(shown(entry, key, place))
    if len(entry) != 1 or not isinstance(heading := next(iter(entry)), str):
        raise MalformedError.worded("no-column", key, place, key=key, value=str(entry))
    return ListColumn(shown(entry[heading], key, place), heading)
