"""The names that a graph knows, read group by group through SELECT."""

from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from akkuri.namespaces import Names
from akkuri.naming.calls import Calls
from akkuri.naming.things import Thing

__all__ = ["Select", "StoreSource"]

Select = Callable[[str], Sequence[Mapping[str, object]]]
"""Runs a SELECT and returns its rows as RDF terms; an unbound variable has no key."""


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
        calls = Calls(group, self._names)
        for row in self._select(self._query(pattern, calls.properties)):
            thing, term = row["thing"], row.get("name")
            if isinstance(thing, NamedNode):
                how = str(getattr(row["how"], "value", "")) if term is not None else None
                lang = term.language if isinstance(term, Literal) else None
                calls.add(thing.value, how, str(getattr(term, "value", "")), lang)
        return calls.things()

    def title(self, group: str, lang: str) -> str | None:
        """Return what a scheme is called, in English where the language lacks it."""
        scheme = NamedNode(f"{self._names.base}{group}")
        dct, skos = self._names.prefixes["dct"], self._names.prefixes["skos"]
        rows = self._select(f"SELECT ?title WHERE {{ {scheme} <{skos}prefLabel>|<{dct}title> ?title }}")
        titles = {t.language: t.value for row in rows if isinstance(t := row["title"], Literal)}
        return titles.get(lang) or titles.get("en")

    def _query(self, pattern: str, called: Mapping[str, str]) -> str:
        prefixes = self._names.prefixes
        values = []
        for name, how in called.items():
            prefix, _, local = name.partition(":")
            values.append(f'(<{prefixes.get(prefix, prefix + ":")}{local}> "{how}")')
        return (
            f"SELECT ?thing ?how ?name WHERE {{ {pattern} "
            f"OPTIONAL {{ VALUES (?called ?how) {{ {' '.join(values)} }} ?thing ?called ?name }} }}"
        )
