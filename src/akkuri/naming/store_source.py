"""The names that a graph knows, read group by group through SELECT."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.namespaces import Names
from akkuri.naming.things import Name, Thing

__all__ = ["Select", "StoreSource"]

Select = Callable[[str], Sequence[Mapping[str, object]]]
"""Runs a SELECT and returns its rows as RDF terms; an unbound variable has no key."""

_CALLED: Final = {
    "skos:prefLabel": "name",
    "dct:title": "name",
    "skos:altLabel": "other",
    "ak:acronym": "other",
    "skos:hiddenLabel": "hidden",
    "skos:notation": "code",
    "ak:rorId": "code",
    "ak:wikidataId": "code",
    "ak:businessId": "code",
    "ak:grantId": "code",
    "dct:isReplacedBy": "successor",
    "ak:withdrawn": "gone",
}
"""What says how a thing is called, and in which way."""


class StoreSource:
    """Reads from whatever answers SPARQL; a group once asked for is kept by who asks (`Resolver`)."""

    def __init__(self, select: Select, names: Names) -> None:
        self._select = select
        self._names = names

    def things(self, group: str) -> list[Thing]:
        """Return everything of a group; empty for an unknown one."""
        root = f"{self._names.base}{group}"
        if group.startswith("concept/"):
            pattern = f"?thing <{self._names.prefixes['skos']}inScheme> {NamedNode(root)} ."
        else:
            topic = f"<{self._names.prefixes['foaf']}primaryTopic>"
            pattern = f'?document {topic} ?thing FILTER(STRSTARTS(STR(?thing), "{root}/"))'
        found: defaultdict[str, defaultdict[str, set[Name]]] = defaultdict(lambda: defaultdict(set))
        kind = self._names.kinds.get(group.removeprefix("id/"))
        for row in self._select(self._query(pattern, kind.names if kind else ())):
            thing = row["thing"]
            if isinstance(thing, NamedNode):
                called = found[thing.value]
                if isinstance(term := row.get("name"), Literal | NamedNode):
                    lang = term.language or "" if isinstance(term, Literal) else ""
                    called[str(getattr(row["how"], "value", ""))].add((lang, term.value))
        return [self._thing(group, iri, called) for iri, called in sorted(found.items())]

    def title(self, group: str, lang: str) -> str | None:
        """Return what a scheme is called, in English where the language lacks it."""
        scheme = NamedNode(f"{self._names.base}{group}")
        dct, skos = self._names.prefixes["dct"], self._names.prefixes["skos"]
        rows = self._select(f"SELECT ?title WHERE {{ {scheme} <{skos}prefLabel>|<{dct}title> ?title }}")
        titles = {t.language: t.value for row in rows if isinstance(t := row["title"], Literal)}
        return titles.get(lang) or titles.get("en")

    def _query(self, pattern: str, named: Iterable[str]) -> str:
        prefixes = self._names.prefixes
        values = []
        for name, how in {**dict.fromkeys(named, "name"), **_CALLED}.items():
            prefix, _, local = name.partition(":")
            values.append(f'(<{prefixes.get(prefix, prefix + ":")}{local}> "{how}")')
        return (
            f"SELECT ?thing ?how ?name WHERE {{ {pattern} "
            f"OPTIONAL {{ VALUES (?called ?how) {{ {' '.join(values)} }} ?thing ?called ?name }} }}"
        )

    def _thing(self, group: str, iri: str, called: dict[str, set[Name]]) -> Thing:
        names = dict(sorted(called.get("name", ()), reverse=True))  # of two names in a language, the first
        return Thing(
            group,
            iri.removeprefix(f"{self._names.base}{group}/"),
            iri,
            self._names.table_id(iri),
            tuple(sorted(names.items())),
            tuple(sorted(called.get("other", ()))),
            tuple(sorted(called.get("hidden", ()))),
            tuple(sorted(code for _, code in called.get("code", ()))),
            next((successor for _, successor in sorted(called.get("successor", ()))), None),
            bool(called.get("successor") or called.get("gone")),
        )
