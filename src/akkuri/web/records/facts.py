"""The facts at the top of a record's page: every statement once, in a fixed order, none left out."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from akkuri.kinds import ListColumn
from akkuri.kinds.shown import Path, Shown, Step, shown_of
from akkuri.web.page.values import PageView, Value
from akkuri.web.records.shows import COVERED, heading, show_of

__all__ = ["Fact", "facts", "key_facts", "key_properties", "other_facts", "unsaid"]

_ELSEWHERE: Final = (
    "rdf:type",
    "dct:description",
    "dct:title",
    "ak:currency",
    "geo:hasGeometry",
    "dct:isReplacedBy",
    "ak:withdrawn",
    "ak:labelEn",
    "ak:labelFi",
    "ak:labelSv",
)
"""What the page shows in another place than this list, or not at all (the geometry repeats the point)."""

MANY: Final = 30
"""Values shown in one row of the list."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the list: what it is called, its values, and the properties it shows."""

    name: str
    values: list[Value]
    properties: tuple[str, ...]


def facts(
    view: PageView, declared: Sequence[ListColumn] = (), derived: AbstractSet[str] = frozenset()
) -> tuple[list[Fact], list[Fact]]:
    """Return what is stated about the record of the page, and what rules derived about it.

    What is declared comes first, in its order; everything else that is stated follows by name of property.
    `derived` holds the properties that only rules state.
    """
    if not any(each.shown.function == "other_names" for each in declared):
        declared = [*declared, ListColumn(shown_of("other_names()"), "names")]
    covered = {view.iri(name) for each in declared for name in _properties(each.shown)}
    covered |= {view.iri(name) for name in _ELSEWHERE}
    stated = view.bundle.stated(view.this)
    covered |= {view.names.precision_of(each) for each in stated}  # a date is shown as precisely as stated
    known = _filled(view, declared)
    others = _filled(view, [_plainly(_short(view, iri)) for iri in sorted(stated - covered)])
    computed = [fact for fact in others if view.iri(fact.properties[0]) in derived]
    return [fact for fact in known + others if fact not in computed], computed


def other_facts(view: PageView, told: Iterable[str]) -> list[Fact]:
    """Return what is stated of the thing of the page besides what it tells in another place, sources last."""
    stated = view.bundle.stated(view.this) - {view.iri(name) for name in (*_ELSEWHERE, *told)}
    view.labels.need(sorted(stated))
    source, own = view.iri("dct:source"), view.names.ak
    order = sorted(stated, key=lambda iri: (iri == source, not iri.startswith(own), iri))
    return _filled(view, [_plainly(_short(view, iri)) for iri in order])


def key_facts(view: PageView, declared: Sequence[ListColumn]) -> list[Fact]:
    """Return what a reader wants to know first; one that no source says has no values."""
    return [_fact(view, each, show_of(each.shown)(view, view.this)) for each in declared]


def unsaid(stated: Iterable[Fact], key: Iterable[Fact]) -> list[Fact]:
    """Return the facts that the line of key facts has not said already, and each address elsewhere once."""
    said = {name for fact in key if fact.values for name in fact.properties}
    led: set[str | None] = set()
    found = []
    for fact in stated:
        if fact.properties and said.issuperset(fact.properties):
            continue
        values = [value for value in fact.values if not (value.foreign and value.href in led)]
        led |= {value.href for value in values if value.foreign}
        if values:
            found.append(replace(fact, values=values))
    return found


def key_properties(view: PageView, declared: Sequence[ListColumn]) -> set[str]:
    """Return the IRIs of the properties that the line names whether or not they are stated."""
    return {view.iri(name) for each in declared for path in each.shown.paths for name in path.properties}


def _filled(view: PageView, declared: Iterable[ListColumn]) -> list[Fact]:
    """Return the rows that have values."""
    rows = ((each, show_of(each.shown)(view, view.this)) for each in declared)
    return [_fact(view, each, found) for each, found in rows if found]


def _fact(view: PageView, declared: ListColumn, found: list[Value]) -> Fact:
    """Return one row; a long one is cut and leads to the query for the rest."""
    properties = tuple(_properties(declared.shown))
    if len(found) > MANY:
        query = f"SELECT ?value WHERE {{ <{view.this}> <{view.iri(properties[0])}> ?value }}"
        more = view.language.t("and_more", count=view.language.number(len(found) - MANY))
        found = [*found[:MANY], Value(more, view.local("/query", query=query))]
    return Fact(heading(view, declared, "fact"), found, properties)


def _properties(shown: Shown) -> list[str]:
    """Return the properties of the record that a row of the list shows."""
    own = [name for path in shown.paths for name in path.own]
    return own + list(COVERED.get(shown.function or "", ()))


def _plainly(name: str) -> ListColumn:
    """Return the row of a property that is not declared."""
    return ListColumn(Shown(name, None, (Path(((Step(name),),)),)))


def _short(view: PageView, iri: str) -> str:
    """Return one of our own terms under its prefix, as declarations name them; another IRI stays."""
    own = view.names.ak
    return f"ak:{iri.removeprefix(own)}" if iri.startswith(own) else iri
