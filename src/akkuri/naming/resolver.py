"""The one way to understand what a person wrote for a record, concept, place, unit or kind."""

import re
from collections.abc import Callable, Container, Sequence
from typing import Final, Protocol
from urllib.parse import unquote

from akkuri.namespaces import Names
from akkuri.naming.answers import Answer, Candidates, Found, How, Unknown, UnresolvedError
from akkuri.naming.did_you_mean import COUNT, Spellings
from akkuri.naming.fixed import countries_of_the_world, kinds_of_record
from akkuri.naming.index import Index
from akkuri.naming.spelling import is_acronym, tidy
from akkuri.naming.store_source import Select, StoreSource
from akkuri.naming.things import CHOICE, COUNTRIES, KIND, Thing, Wanted
from akkuri.texts import text as told

__all__ = ["Resolver", "Source"]

FEW: Final = 16
"""Where there are no more things than this, all are told when nothing is near."""
_GROUP: Final = re.compile(rf"(id|concept)/[A-Za-z0-9._-]+|{CHOICE}", re.ASCII)
_SOURCES: Final = "id/source"
"""The group of the pages that records rest on."""
_REGISTERED: Final = (
    (
        r"(?:https?://)?(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q[1-9]\d*)",
        "http://www.wikidata.org/entity/",
    ),
    (r"(?:https?://)?(?:www\.)?ror\.org/(0[a-z0-9]{8})", "https://ror.org/"),
    (r"(?:(?:https?://)?(?:www\.)?isni\.org/(?:isni/)?|ISNI:? ?)?((?:\d{4} ?){3}\d{3}[\dX])", ""),
)
"""How people copy what registries call a record: the address of its page, or a number in groups."""
_PAGES: Final = (".html", ".ttl", ".jsonld", ".nt", ".rdf")


class Source(Protocol):
    """What knows the things of a graph or of tables."""

    def things(self, group: str) -> Sequence[Thing]:
        """Return everything of a group, such as `id/facility` or `concept/capability`; empty for none."""
        ...

    def title(self, group: str, lang: str) -> str | None:
        """Return what the concept scheme of a group is called, in a language."""
        ...


class Resolver:
    """Understands names by what a source knows; each group is read when it is first asked for."""

    def __init__(
        self,
        source: Source,
        names: Names,
        version: Callable[[], str] = str,
        countries: Callable[[], Sequence[Thing]] = countries_of_the_world,
    ) -> None:
        """`version` tells one content of the source from another, which is read anew."""
        self.names = names
        self._source = source
        self._version_now = version
        self._countries = countries
        self._version = version()
        self._indexes: dict[str, Index] = {}
        self._shown: dict[tuple[str, ...], tuple[dict[str, Thing], Spellings]] = {}
        self._like: Resolver | None = None
        self._unlike: Container[str] = ()

    @classmethod
    def over(cls, select: Select, names: Names, version: Callable[[], str] = str) -> "Resolver":
        """Return the resolver of a graph that answers SELECT."""
        return cls(StoreSource(select, names), names, version)

    def over_others(self, source: Source, groups: Container[str]) -> "Resolver":
        """Return the resolver of a source that knows other things in some groups, the same in the rest."""
        other = Resolver(source, self.names)
        other._like, other._unlike = self, groups
        return other

    def resolve(self, text: str, wanted: Wanted) -> Answer:
        """Return what a text means among what is wanted.

        An id is understood as it is; else a name in any language (preferred before other), then a name but
        for diacritics and spaces, then one in another case or number, then one that only searches know. The
        first of these that knows the text decides; where it knows several things, none is chosen.
        """
        return self.known(text, wanted) or self._unknown(tidy(text), wanted)

    def known(self, text: str, wanted: Wanted) -> Found | Candidates | None:
        """Return what a text means, as `resolve` does; None where nothing is called so.

        It costs a thousandth of looking for what is spelt like it.
        """
        written = tidy(text)
        for spelling in self._identifiers(written, wanted):
            if found := self._at(How.ID, spelling, wanted):
                return _one_or_several(found, How.ID)
        if found := self._offered(written, wanted):
            return _one_or_several(found, How.ID)
        for how in How:
            found = self._at(how, written, wanted) or (
                self._offered(written, wanted) if how is How.ID else []
            )
            if how is How.NAME and is_acronym(written):
                # A short name that others have as their acronym means no one of them.
                found = list(dict.fromkeys([*found, *self._at(How.OTHER, written, wanted)]))
            if found:
                return _one_or_several(found, how)
        return None

    def known_first(self, text: str, wanted: Wanted) -> Found | Candidates | None:
        """Return what a text means, as `known` does; a page is meant only where nothing else is called so.

        The page of an organisation is often called as the organisation is.
        """
        others = tuple(group for group in wanted.groups if group != _SOURCES)
        found = self.known(text, Wanted(others, wanted.only)) if others else None
        return found or self.known(text, wanted)

    def find(self, text: str, wanted: Wanted, lang: str = "en", where: str = "") -> Thing:
        """Return the one thing that a text means.

        Raises UnresolvedError: one sentence, beginning with `where`, that names what may be meant.
        """
        answer = self.resolve(text, wanted)
        if isinstance(answer, Found):
            return answer.thing
        raise UnresolvedError(tidy(text), answer, self.words(wanted, lang), lang, where)

    def meant(self, text: str, wanted: Wanted) -> list[Thing]:
        """Return the thing that a text means, the things it may mean, or those spelt most like it."""
        match self.resolve(text, wanted):
            case Found(thing):
                return [thing]
            case Candidates(things) | Unknown(things):
                return list(things)

    def things(self, wanted: Wanted) -> list[Thing]:
        """Return everything that may be meant, by group and id."""
        return [thing for group in wanted.groups for thing in self.index(group).things if wanted.takes(thing)]

    def words(self, wanted: Wanted, lang: str) -> str:
        """Return what is wanted in words, such as "Organisations, Networks"."""
        some = [group for group in wanted.groups if any(map(wanted.takes, self.index(group).things))]
        return ", ".join(dict.fromkeys(self._group_words(group, lang) for group in some or wanted.groups))

    def index(self, group: str) -> Index:
        """Return the index of a group."""
        if self._like is not None and group not in self._unlike:
            return self._like.index(group)
        if self._version != self._version_now():
            self._indexes, self._shown = {}, {}
            self._version = self._version_now()
        if group in self._indexes:
            return self._indexes[group]
        found = Index.of(group, self._read(group))
        # What there is not is not kept, as it may be anything that somebody wrote, but for our own kinds.
        if found.things or group.removeprefix("id/") in self.names.kinds:
            self._indexes[group] = found
        return found

    def _read(self, group: str) -> Sequence[Thing]:
        match group:
            case "country":
                return self._countries()
            case "kind":
                return kinds_of_record(self.names.kinds)
        return self._source.things(group) if _GROUP.fullmatch(group) else ()

    def _group_words(self, group: str, lang: str) -> str:
        if group in (COUNTRIES, KIND):
            return told(lang, f"naming.{group}")
        path, _, name = group.partition("/")
        if path == "id":
            kind = self.names.kinds.get(name)
            return kind.many(lang) if kind else name
        return self._source.title(group, lang) or name

    def _at(self, how: How, text: str, wanted: Wanted) -> list[Thing]:
        found: list[Thing] = []
        for group in wanted.groups:
            found += (thing for thing in self.index(group).at(how, text) if wanted.takes(thing))
            if found and how is How.ID:
                return found  # of a slug that two kinds have, the kind wanted first
        current = [thing for thing in found if not thing.gone]
        return current or found

    def _identifiers(self, written: str, wanted: Wanted) -> list[str]:
        """Return the identifiers that a text may stand for: CURIE, address of a page, or `id (name)`."""
        bare = written.partition("#")[0].partition("?")[0].rstrip("/")
        copied = ((re.fullmatch(form, bare, re.ASCII), start) for form, start in _REGISTERED)
        found = [start + page[1].replace(" ", "") for page, start in copied if page]
        if written.endswith(")") and " (" in written:
            found.append(written.partition(" (")[0])
        prefix, colon, rest = written.partition(":")
        if colon and prefix in self.names.prefixes and not rest.startswith("//"):
            found.append(self.names.prefixes[prefix] + rest)
        if "://" in written:
            path = unquote(written.partition("?")[0].partition("#")[0])
            for page in _PAGES:
                path = path.removesuffix(page)
            for group in wanted.groups:
                # Documents and pages, wherever they are served, lead to what they are about.
                for folder in (group, group.replace("id/", "doc/", 1)):
                    start, slash, end = path.rpartition(f"/{folder}/")
                    if slash and start and "/" not in end:
                        found.append(f"{self.names.base}{group}/{end}")
        return found

    def _offered(self, written: str, wanted: Wanted) -> list[Thing]:
        """Return what is written as it is offered, `name (id)`: what is in brackets must be called so."""
        name, bracket, end = written.rpartition(" (")
        if not bracket or not end.endswith(")"):
            return []
        return [thing for thing in self._at(How.ID, end[:-1], wanted) if thing.is_called(name)]

    def _unknown(self, written: str, wanted: Wanted) -> Unknown:
        shown, spellings = self._shown_of(wanted)
        sought = written.rpartition("/")[2] if "://" in written else written
        prefix, _, slug = sought.partition("-")
        if slug and prefix in self.names.kinds.by_prefix:
            sought = slug  # what every id of a kind begins with makes none of them nearer
        hits = spellings.nearest(sought, 3 * COUNT)
        if near := tuple(dict.fromkeys(shown[hit] for hit in hits))[:COUNT]:
            return Unknown(near)
        every = tuple(dict.fromkeys(shown.values()))
        return Unknown(every, all=True) if 0 < len(every) <= FEW else Unknown(())

    def _shown_of(self, wanted: Wanted) -> tuple[dict[str, Thing], Spellings]:
        """Return what things that may be meant are called, prepared; kept where any of the groups may be."""
        indexes = [self.index(group) for group in wanted.groups]
        if wanted.only is None and wanted.groups in self._shown:
            return self._shown[wanted.groups]
        shown: dict[str, Thing] = {}
        for index in indexes:
            for spelling, thing in index.spellings.items():
                if wanted.takes(thing):
                    shown.setdefault(spelling, thing)
        found = shown, Spellings(shown)
        if wanted.only is None and shown:
            self._shown[wanted.groups] = found
        return found


def _one_or_several(found: list[Thing], how: How) -> Found | Candidates:
    return Found(found[0], how) if len(found) == 1 else Candidates(tuple(found), how)
