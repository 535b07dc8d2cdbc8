"""One kind of record as its declaration has it: plain values, checked for their form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.kinds.shown import Shown, shown_of

__all__ = ["LANGUAGES", "Kind", "ListColumn", "MalformedError", "Words", "kind_of"]

LANGUAGES: Final = ("en", "fi", "sv")
"""The languages every kind has its texts in."""

_PREFIX: Final = re.compile(r"[a-z]+")
_NAME: Final = re.compile(r"[a-z]+(-[a-z]+)*")
_CLASS: Final = re.compile(r"[a-z0-9]+:[A-Za-z][A-Za-z0-9]*|https?://\S+")


class MalformedError(Exception):
    """A part of a declaration is not as it should be; `path` leads to it through keys and places."""

    def __init__(self, sentence: str, *path: str | int) -> None:
        super().__init__(sentence)
        self.path = path


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind is called in one language, and one sentence about its records."""

    one: str
    many: str
    about: str


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list or table on a page.

    `heading` is the key of its heading; None where the label of the property serves.
    """

    shown: Shown
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: all that Akkuri must be told about it."""

    name: str
    """How it is called in IRIs and addresses: `/id/{name}/…`."""
    prefix: str
    """What its ids begin with in the tables: `{prefix}-…`."""
    cls: str
    """The class of its records, as a prefixed name or an IRI."""
    table: str
    """The table that holds them, without `.csv`."""
    order: int
    """Its place among the kinds, as people meet them."""
    words: Mapping[str, Words]
    """Language → what it is called."""
    names: tuple[str, ...]
    """Properties that hold the name of a record."""
    called_after: tuple[str, ...]
    """Properties that lead to what a record without a name is called after."""
    sort: str | None
    """The property that says which sort of its kind a record is."""
    columns: tuple[ListColumn, ...]
    """The columns of the list of all its records."""
    sections: tuple[str, ...]
    """The tables on the page of a record, in their order."""
    schema_org: str
    """The type of a record in schema.org."""

    def one(self, lang: str) -> str:
        """Return what one record of the kind is called in a language."""
        return self.words.get(lang, self.words["en"]).one

    def many(self, lang: str) -> str:
        """Return what several records of the kind are called in a language."""
        return self.words.get(lang, self.words["en"]).many

    def about(self, lang: str) -> str:
        """Return one sentence about the kind in a language."""
        return self.words.get(lang, self.words["en"]).about


def kind_of(name: str, document: object) -> Kind:
    """Read a declaration; raises MalformedError saying what is wrong, and where in it."""
    if not _NAME.fullmatch(name):
        raise MalformedError(f"is called “{name}”; expected small letters and hyphens, such as facility.yaml")
    if not isinstance(document, Mapping):
        raise MalformedError(
            "is no mapping; expected the declaration of a kind, beginning with prefix and class"
        )
    known = {"prefix", "class", "table", "order", "texts", *_OPTIONAL}
    for key in document:
        if key not in known:
            raise MalformedError(f"has the unknown key “{key}”; known are {', '.join(sorted(known))}", key)
    return Kind(
        name=name,
        prefix=_matching(document, "prefix", _PREFIX, "small letters such as fac"),
        cls=_matching(document, "class", _CLASS, "a prefixed name such as ak:Facility, or an IRI"),
        table=_matching(
            document, "table", re.compile(r"[a-z]+(_[a-z]+)*"), "the name of a table without .csv"
        ),
        order=_number(document, "order"),
        words=_words(document.get("texts")),
        names=_texts(document, "names") or ("skos:prefLabel",),
        called_after=_texts(document, "called_after"),
        sort=_text(document, "sort") if "sort" in document else None,
        columns=_columns(document),
        sections=_texts(document, "sections"),
        schema_org=_text(document, "schema_org") if "schema_org" in document else "Thing",
    )


_OPTIONAL: Final = ("names", "called_after", "sort", "list", "sections", "schema_org")


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not value.strip():
        found = "is lacking" if value is None else f"is “{value}”"
        raise MalformedError(f"{key} {found}; expected a text", *([key] if key in document else []))
    return value.strip()


def _matching(document: Mapping[str, Any], key: str, pattern: re.Pattern[str], expected: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        found = "is lacking" if value is None else f"is “{value}”"
        raise MalformedError(f"{key} {found}; expected {expected}", *([key] if key in document else []))
    return value


def _number(document: Mapping[str, Any], key: str) -> int:
    value = document.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        found = "is lacking" if value is None else f"is “{value}”"
        raise MalformedError(f"{key} {found}; expected a whole number", *([key] if key in document else []))
    return value


def _texts(document: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise MalformedError(f"{key} is no list of texts; expected one such as [skos:prefLabel]", key)
    return tuple(value)


def _words(texts: object) -> dict[str, Words]:
    """Read the texts; every language must have all of them."""
    if not isinstance(texts, Mapping):
        raise MalformedError(f"has no texts; expected texts in {', '.join(LANGUAGES)}")
    for lang in texts:
        if lang not in LANGUAGES:
            raise MalformedError(
                f"texts has the language “{lang}”; known are {', '.join(LANGUAGES)}", "texts", lang
            )
    found: dict[str, Words] = {}
    for lang in LANGUAGES:
        entry = texts.get(lang)
        if not isinstance(entry, Mapping):
            raise MalformedError(
                f"has no texts in the language {lang}; expected one, many and about", "texts"
            )
        parts = {}
        for key in ("one", "many", "about"):
            value = entry.get(key)
            if not isinstance(value, str) or not value.strip():
                raise MalformedError(f"lacks the text {key} in the language {lang}", "texts", lang)
            parts[key] = value.strip()
        for key in entry:
            if key not in parts:
                raise MalformedError(
                    f"has the unknown text “{key}” in the language {lang}; known are one, many, about",
                    *("texts", lang, key),
                )
        found[lang] = Words(**parts)
    return found


def _columns(document: Mapping[str, Any]) -> tuple[ListColumn, ...]:
    """Read the columns of the list; the name of the record where none is given."""
    entries = document.get("list", [{"name": "record()"}])
    if not isinstance(entries, list) or not entries:
        raise MalformedError("list is no list of columns; expected one such as [name: record()]", "list")
    return tuple(_column(entry, "list", place) for place, entry in enumerate(entries))


def _column(entry: object, *path: str | int) -> ListColumn:
    """Read one column: a property, or `heading: what is shown`."""
    heading, show = (
        next(iter(entry.items())) if isinstance(entry, Mapping) and len(entry) == 1 else (None, entry)
    )
    if isinstance(heading, str | None) and isinstance(show, str):
        try:
            return ListColumn(shown_of(show), heading)
        except ValueError as error:
            raise MalformedError(f"{path[0]}: {error}", *path) from error
    raise MalformedError(
        f"“{entry}” is no column; expected a property such as ak:status, or a heading and it", *path
    )
