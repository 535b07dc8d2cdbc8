"""One kind of record as its declaration has it: plain values, checked for their form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.kinds.entries import (
    ListColumn,
    columns,
    entities,
    flag,
    known_keys,
    matching,
    no_classes,
    number,
    optional,
    paths,
    paths_only,
    texts,
    units,
    words,
)
from akkuri.kinds.malformed import MalformedError
from akkuri.kinds.recheck import Recheck, recheck_of
from akkuri.kinds.schema_org import SchemaOrg, schema_org_of
from akkuri.kinds.shown import Shown

__all__ = ["Kind", "Words", "kind_of"]

_NAME: Final = re.compile(r"[a-z]+(-[a-z]+)*")
_PREFIX: Final = re.compile(r"[a-z]+")
_TABLE: Final = re.compile(r"[a-z]+(_[a-z]+)*")
_CONCEPT: Final = re.compile(r"[a-z]+(?:-[a-z]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_TERM: Final = re.compile(r"[a-z0-9]+:[A-Za-z][A-Za-z0-9]*|https?://\S+")
_WITHOUT_CLASSES: Final = ("called_after", "list", "key", "facts", "hit")
"""What pages ask as property paths, in which a class cannot stand."""
_KEYS: Final = frozenset(
    {
        "prefix",
        "class",
        "table",
        "order",
        "texts",
        "names",
        "other_names",
        "called_after",
        "found_by",
        "found_last",
        "sort",
        "whole",
        "list",
        "key",
        "facts",
        "facets",
        "expected",
        "found_with",
        "hit",
        "values",
        "sections",
        "schema_org",
        "recheck",
        "costs",
        "exports",
        "sitemap",
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind is called in one language, and one sentence about its records."""

    one: str
    many: str
    about: str


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
    other_names: tuple[str, ...]
    """Properties that hold further names that it is found by."""
    called_after: tuple[Shown, ...]
    """Paths to what a record without a name is called after."""
    found_by: tuple[str, ...]
    """Properties whose values a record is found by, besides its names."""
    found_last: bool
    """Hits of this kind come after all others, as they repeat the names of what they are about."""
    sort: str | None
    """The property that says which sort of its kind a record is."""
    whole: str | None
    """The sort of which all others are parts, as scheme and id: among values it stands before them."""
    columns: tuple[ListColumn, ...]
    """The columns of the list of all its records."""
    key: tuple[ListColumn, ...]
    """What a reader wants to know first, in one line under the name; what no source says is said to be so."""
    facts: tuple[ListColumn, ...]
    """What stands first in the list of facts on a record's page; everything else that is stated follows."""
    expected: tuple[ListColumn, ...]
    """The fields that a record should have filled; none where that cannot be said of the kind."""
    facets: tuple[ListColumn, ...]
    """What hits are counted and narrowed by: a name in addresses, and the path to the values."""
    found_with: tuple[Shown, ...]
    """Paths to other things whose names a record is found by too."""
    hit: tuple[ListColumn, ...]
    """What a hit of the search says besides its name, sort and facets: who runs it, where it is."""
    values: Mapping[str, str]
    """Property that holds a number → the unit it is in (its id), for searches by value."""
    sections: tuple[str, ...]
    """The tables on the page of a record, in their order."""
    schema_org: SchemaOrg
    """A record in the words of schema.org."""
    recheck: Recheck | None
    """When somebody should look at a record again; None for kinds that do not age."""
    costs: bool
    """Whether what comparable facilities cost stands on its page."""
    exports: Mapping[str, tuple[str, ...]]
    """Format of a registry → the entities of its that records stand in; every kind stands in all formats of
    graphs and tables."""
    sitemap: bool
    """Whether crawlers should visit its records."""

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
        raise MalformedError.worded("called", value=name)
    entries = known_keys(document, _KEYS)
    for key in _WITHOUT_CLASSES:
        no_classes(entries, key)
    return Kind(
        name=name,
        prefix=matching(entries, "prefix", _PREFIX, "a-prefix"),
        cls=matching(entries, "class", _TERM, "a-class"),
        table=matching(entries, "table", _TABLE, "a-table"),
        order=number(entries, "order"),
        words={
            lang: Words(**entry) for lang, entry in words(entries, "texts", ("one", "many", "about")).items()
        },
        names=texts(entries, "names") or ("skos:prefLabel",),
        other_names=texts(entries, "other_names"),
        called_after=paths(entries, "called_after"),
        found_by=texts(entries, "found_by"),
        found_last=flag(entries, "found_last"),
        sort=optional(entries, "sort", _TERM, "a-property"),
        whole=optional(entries, "whole", _CONCEPT, "a-concept"),
        columns=columns(entries, "list") or columns({"list": [{"name": "record()"}]}, "list"),
        key=columns(entries, "key"),
        facts=columns(entries, "facts"),
        expected=paths_only(entries, "expected"),
        facets=columns(entries, "facets"),
        found_with=paths(entries, "found_with"),
        hit=columns(entries, "hit"),
        values=units(entries, "values"),
        sections=texts(entries, "sections"),
        schema_org=schema_org_of(entries),
        recheck=recheck_of(entries),
        costs=flag(entries, "costs"),
        exports=entities(entries, "exports"),
        sitemap=flag(entries, "sitemap", default=True),
    )
