"""The kind and the facets that a search is narrowed by, by whatever people call them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from akkuri.naming.answers import UnresolvedError
from akkuri.naming.choosing import choice, chosen
from akkuri.naming.fixed import kinds_of_record
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import COUNTRIES, KIND, Thing, Wanted
from akkuri.search.entries import CONCEPT, COUNTRY, QUESTION
from akkuri.search.finder import Finder
from akkuri.search.request import SearchRequest
from akkuri.texts import LANGUAGES, text

__all__ = ["narrowed"]

_GROUP_PARTS: Final = 2
"""A group is two steps under the base: `concept/region`."""


def narrowed(request: SearchRequest, finder: Finder, known: Resolver) -> SearchRequest:
    """Return the search with the names of kinds and of values as the search knows them.

    What means nothing, or several things, stays as it is, so that nothing is met; the sentences about it
    are `not_meant`.
    """
    unmeant: list[str] = []
    kind, facets = request.kind, dict(request.facets)
    if kind is not None:
        try:
            called = text(request.lang, f"naming.{KIND}")
            kind = chosen(kind, _kinds(known), called, known.names, request.lang).id
        except UnresolvedError as error:
            unmeant.append(error.sentence(request.lang))
    for name, value in request.facets.items():
        values = finder.facet_values.get(name, frozenset())
        if not values or value in values:
            continue
        try:
            facets[name] = known.find(value, _wanted(name, values, known), request.lang).id
        except UnresolvedError as error:
            unmeant.append(error.sentence(request.lang))
    return replace(request, kind=kind, facets=facets, not_meant=(*request.not_meant, *unmeant))


def _kinds(known: Resolver) -> list[Thing]:
    """Return the kinds of hits: those of records, concepts and questions."""
    others = [
        choice(
            name,
            [(lang, text(lang, f"search.kind_{name}")) for lang in LANGUAGES],
            [(lang, text(lang, f"search.kind_{name}_many")) for lang in LANGUAGES],
        )
        for name in (CONCEPT, QUESTION)
    ]
    return [*kinds_of_record(known.names.kinds), *others]


def _wanted(name: str, values: Iterable[str], known: Resolver) -> Wanted:
    """Want what has the facet: things of the groups that its values are of, or countries."""
    if name == COUNTRY:
        return Wanted((COUNTRIES,)).within(lambda thing: thing.id in values)
    groups = {"/".join(value.removeprefix(known.names.base).split("/")[:_GROUP_PARTS]) for value in values}
    return Wanted(tuple(sorted(groups))).within(lambda thing: thing.iri in values)
