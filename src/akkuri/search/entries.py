"""What the search knows of each thing: its names, its texts, the names around it, and its facets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.kinds import Kind
from akkuri.kinds.shown import Shown, shown_of
from akkuri.namespaces import Names
from akkuri.search.graph import GraphStatements

__all__ = ["CONCEPT", "COUNTRY", "QUESTION", "SearchEntry", "Text", "concept_entries", "record_entries"]

CONCEPT: Final = "concept"
QUESTION: Final = "question"
"""Kinds of hits that are no kinds of record."""
COUNTRY: Final = "country"
"""The facet that holds codes of countries."""
Text = tuple[str, str]
"""A language, empty where none is stated, and a text in it."""
_CALLED: Final = ("skos:prefLabel", "skos:altLabel", "skos:notation")
_SAID: Final = ("skos:definition", "skos:scopeNote")
_DERIVED: Final = ("ak:labelEn", "ak:labelFi", "ak:labelSv")
_IN_COUNTRY: Final = shown_of("ak:countryCode|ak:facility/ak:countryCode")
_OWN: Final = shown_of("ak:ofCluster|ak:facility/ak:ofCluster")
_REPLACED: Final = "dct:isReplacedBy"
_INITIALS: Final = 3
"""So many capitals are an acronym."""
_LONGEST: Final = 2000
"""Characters of one text that are looked at."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing that can be found."""

    iri: str
    """IRI of a record or concept; for a question its address."""
    kind: str
    sort: str | None = None
    """IRI of its type, kind or scheme."""
    names: tuple[Text, ...] = ()
    hidden: tuple[Text, ...] = ()
    said: tuple[Text, ...] = ()
    near: tuple[Text, ...] = ()
    """Names of what belongs to it."""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → IRIs of concepts, codes."""
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What a hit says besides: IRIs and texts."""
    last: bool = False
    """Comes after all others."""
    elsewhere: bool = False
    """It is somewhere and does not belong to the cluster itself."""
    folded: tuple[str, ...] | None = field(default=None, compare=False)
    """Its names, then its hidden ones, as searches compare them; None where that is not ready (`called`)."""
    stemmed: tuple[str, ...] | None = field(default=None, compare=False)
    """The stems of those; None where they are not ready."""


def record_entries(graph: GraphStatements) -> Iterator[SearchEntry]:
    """Give every record that has a name of its own or is found by what is said about it.

    One that another took over is no entry: its names lead to that one.
    """
    kinds = {kind.name: kind for kind in graph.names.kinds}
    declared = {kind.name: _declared(kind, graph.names) for kind in graph.names.kinds}
    former = _former(graph, kinds)
    for iri, name in graph.records.items():
        kind = kinds.get(name)
        if kind is None or any(graph.values(iri, gone) for gone in ("ak:withdrawn", _REPLACED)):
            continue
        entry = _record(graph, iri, kind, declared[name])
        old = [text for each in former.get(iri, ()) for text in each.names if text not in entry.names]
        hidden = [text for each in former.get(iri, ()) for text in each.hidden]
        yield replace(entry, names=(*entry.names, *old), hidden=(*entry.hidden, *hidden)) if former else entry


def _former(graph: GraphStatements, kinds: Mapping[str, Kind]) -> dict[str, list[SearchEntry]]:
    """Return what the records that each took over are called: by these names people still look for it."""
    found: dict[str, list[SearchEntry]] = {}
    for iri, name in graph.records.items():
        if name in kinds and not graph.values(iri, "ak:withdrawn"):
            for heir in _heirs(graph, iri):
                found.setdefault(heir, []).append(_record(graph, iri, kinds[name], frozenset()))
    return found


def _heirs(graph: GraphStatements, iri: str) -> list[str]:
    """Return the records that stand in the place of one that others took over, in the end; none otherwise."""
    found, seen, waiting = [], {iri}, [iri]
    while waiting:
        here = waiting.pop()
        heirs = [term.value for term in graph.values(here, _REPLACED) if isinstance(term, NamedNode)]
        if not heirs and here != iri:
            found.append(here)
        waiting += [heir for heir in heirs if heir not in seen]
        seen.update(heirs)
    return sorted(found)


def concept_entries(graph: GraphStatements) -> Iterator[SearchEntry]:
    """Give every concept."""
    for iri, scheme in graph.concepts.items():
        broader = [term.value for term in graph.values(iri, "skos:broader") if isinstance(term, NamedNode)]
        yield SearchEntry(
            iri,
            CONCEPT,
            scheme,
            tuple(_texts(graph, iri, _CALLED)),
            tuple(_texts(graph, iri, ("skos:hiddenLabel",))),
            tuple(_texts(graph, iri, _SAID)),
            tuple(text for each in broader for text in _texts(graph, each, _CALLED)),
            {"scheme": (scheme,)},
        )


def _record(graph: GraphStatements, iri: str, kind: Kind, declared: frozenset[str]) -> SearchEntry:
    called = (*kind.names, *kind.other_names)
    names = tuple(dict.fromkeys(_texts(graph, iri, called))) or tuple(_texts(graph, iri, _DERIVED))
    if not names:
        names = _called_after(graph, iri, kind.called_after)
    sort = next((t.value for t in graph.values(iri, kind.sort or "") if isinstance(t, NamedNode)), None)
    facets = dict(_facets(graph, iri, kind, declared))
    narrowed = (_narrowed(graph, each) for values in facets.values() for each in values)
    return SearchEntry(
        iri,
        kind.name,
        sort,
        names,
        (*_texts(graph, iri, kind.found_by), *_initials(iri, names)),
        tuple(_said(graph, iri, {graph.names.expand(name) for name in (*called, *_DERIVED)})),
        tuple(dict.fromkeys((*_near(graph, iri, kind.found_with), *chain.from_iterable(narrowed)))),
        facets,
        {
            str(column.heading): tuple(dict.fromkeys(term.value for term in ends))
            for column in kind.hit
            if (ends := _ends(graph, iri, column.shown))
        },
        kind.found_last,
        _is_elsewhere(graph, iri),
    )


def _initials(iri: str, names: Iterable[Text]) -> Iterator[Text]:
    """Give the id of a record where it is the initials of a name: bepa, and no source writes the acronym."""
    called = iri.rpartition("/")[2]
    for _, name in names:
        initials = "".join(word[0] for word in name.partition("(")[0].split() if word[0].isupper())
        if len(initials) >= _INITIALS and called == initials.lower():
            yield "", initials
            return


def _is_elsewhere(graph: GraphStatements, iri: str) -> bool:
    there = any(graph.ends(iri, path) for path in _IN_COUNTRY.paths)
    return there and not any(graph.ends(iri, path) for path in _OWN.paths)


def _called_after(graph: GraphStatements, iri: str, paths: Iterable[Shown]) -> tuple[Text, ...]:
    """Return what a record without a name is called, by language."""
    parts: list[dict[str, str]] = []
    for shown in paths:
        for end in _ends(graph, iri, shown):
            if isinstance(end, NamedNode):
                parts.append(dict(_texts(graph, end.value, ("skos:prefLabel",))))
    found = {lang for part in parts for lang in part}
    return tuple(
        (lang, " – ".join(part.get(lang) or next(iter(part.values()), "") for part in parts))
        for lang in sorted(found)
    )


def _ends(graph: GraphStatements, iri: str, shown: Shown) -> list[NamedNode | Literal]:
    return [end for path in shown.paths for end in graph.ends(iri, path)]


def _texts(graph: GraphStatements, iri: str, names: Iterable[str]) -> Iterator[Text]:
    for name in names:
        for term in graph.values(iri, name):
            if isinstance(term, Literal):
                yield term.language or "", term.value[:_LONGEST]


def _said(graph: GraphStatements, record: str, names: set[str]) -> Iterator[Text]:
    """Give the texts about a record and what depends on it, but for its names and addresses."""
    for subject in graph.own.get(record, ()):
        for predicate in graph.predicates(subject):
            if subject == record and predicate in names:
                continue
            for term in graph.objects(subject, predicate):
                if isinstance(term, Literal) and _is_text(term):
                    yield term.language or "", term.value[:_LONGEST]


def _is_text(term: Literal) -> bool:
    """Tell texts and short codes from numbers, dates and addresses."""
    plain = term.language is not None or term.datatype.value.endswith("#string")
    return plain and "://" not in term.value


def _near(graph: GraphStatements, iri: str, paths: Iterable[Shown]) -> Iterator[Text]:
    """Give the names of what belongs to a record, hidden ones of concepts too."""
    for shown in paths:
        for end in _ends(graph, iri, shown):
            if isinstance(end, Literal):
                yield end.language or "", end.value[:_LONGEST]
            else:
                yield from _known_as(graph, end.value)


def _narrowed(graph: GraphStatements, value: str) -> Iterator[Text]:
    """Give the names of what a record can be narrowed by, so that words find it too: closed, pilot."""
    return _known_as(graph, value) if value in graph.concepts else iter(())


def _known_as(graph: GraphStatements, iri: str) -> Iterator[Text]:
    yield from _texts(graph, iri, (*_CALLED, "ak:acronym", "skos:hiddenLabel"))
    for broader in graph.values(iri, "skos:broader"):
        yield from _texts(graph, broader.value, ("skos:prefLabel",))


def _facets(
    graph: GraphStatements, iri: str, kind: Kind, declared: frozenset[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the values of the declared facets, then concepts that only this cluster's records have."""
    for column in kind.facets:
        ends = _ends(graph, iri, column.shown)
        if ends:
            yield str(column.heading), tuple(sorted({end.value for end in ends}))
    for predicate in graph.predicates(iri):
        ends = [end for end in graph.objects(iri, predicate) if end.value in graph.concepts]
        if ends and predicate not in declared:
            yield _kebab(predicate), tuple(sorted({end.value for end in ends}))


def _declared(kind: Kind, names: Names) -> frozenset[str]:
    """Return the properties that the facts, facets and columns of a kind show, as IRIs."""
    columns = (*kind.facts, *kind.facets, *kind.columns)
    shown = {name for column in columns for path in column.shown.paths for name in path.properties}
    return frozenset(map(names.expand, {"ak:municipality", *shown}))


def _kebab(iri: str) -> str:
    """Return the name of a property in an address: facilityKind as facility-kind."""
    local = iri.replace("#", "/").rpartition("/")[2]
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in local).lstrip("-")
