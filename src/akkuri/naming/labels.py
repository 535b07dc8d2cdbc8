"""What anything is called: the one source of labels, for pages one query each, for analyses all at once."""

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

from pyoxigraph import Literal

from akkuri.namespaces import Names
from akkuri.naming.kept_labels import LabelFacts, read_labels
from akkuri.naming.languages import pick
from akkuri.naming.numbers import finite
from akkuri.naming.store_source import Select

__all__ = ["Labels"]

_Made = TypeVar("_Made")
_LANGUAGE: Final = re.compile("[A-Za-z]{2,3}")
_REMEMBERED: Final = 1 << 12
"""So many are remembered unless who writes all pages says otherwise."""
_DEEPEST: Final = 5
"""A thing is called after others over so many steps; then the ends of their IRIs serve."""


class Labels:
    """A memory of labels; it forgets everything when the content changes.

    It is bounded, unless all labels have been asked for (`whole`), or a release keeps them in a file.
    """

    def __init__(
        self,
        select: Select,
        names: Names,
        version: Callable[[], str] = str,
        limit: int = 50_000,
        folder: Path | None = None,
    ) -> None:
        """`version` tells one content from another; `folder` is the release that is the first content."""
        self._select = select
        self._names = names
        self._limit = limit
        self._folder = folder
        self._kept: Mapping[str, Sequence[str]] = {}
        self._version_now = version
        self._version = version()
        self._known: dict[str, list[Literal]] = {}
        self._ends: Mapping[str, Sequence[str]] = {}
        self._notations: dict[str, str] = {}
        self._orders: dict[str, float] = {}
        self._made: dict[Hashable, Any] = {}
        self.remembered = _REMEMBERED
        """Things made of labels that are remembered at most."""
        self._whole = False
        self._lock = Lock()

    def need(self, iris: Iterable[str]) -> None:
        """Ask for the labels not known yet: one query, and one more for what is named after others."""
        self._forget()
        if self._whole or self._opened():
            return
        missing = [iri for iri in dict.fromkeys(iris) if iri not in self._known and self._is_ours(iri)]
        if missing:
            self._read(missing)

    def whole(self) -> None:
        """Ask for all labels, unless they are known."""
        self._forget()
        if not self._whole and not self._opened():
            self._read(None)
            self._whole = True

    def facts(self) -> LabelFacts:
        """Return everything that is known, as a release keeps it."""
        texts = {
            iri: [part for label in self.all(iri) for part in (label.language or "", label.value)]
            for iri, labels in self._known.items()
            if labels
        }
        orders = {iri: order for iri, order in self._orders.items() if math.isfinite(order)}
        return LabelFacts(texts, self._ends, self._notations, orders)

    def best(self, iri: str, lang: str) -> Literal:
        """Return the label for a language (see `languages.best`); the end of the IRI where there is none."""
        return self._best(iri, lang, ())

    def _best(self, iri: str, lang: str, through: tuple[str, ...]) -> Literal:
        """`through` are the things that are called after this one: a circle of them ends at their IRIs."""
        label = pick(self._literals(iri), lang)
        if label is None and iri in self._ends and iri not in through and len(through) < _DEEPEST:
            ends = (self._best(end, lang, (*through, iri)).value for end in self._ends[iri])
            return Literal(" – ".join(ends))
        return label or Literal(self.tail(iri))

    def made(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what is made of labels and of nothing else that changes, remembered while they stand."""
        memory = self._made
        found: _Made | None = memory.get(key)
        if found is None:
            if len(memory) >= self.remembered:
                memory.clear()
            found = memory[key] = make()
        return found

    def all(self, iri: str) -> list[Literal]:
        """Return the labels in all languages that have been asked for with `need`, by language."""
        return sorted(self._literals(iri), key=lambda label: (label.language or "", label.value))

    def notation(self, iri: str) -> str | None:
        """Return the notation of a concept, such as the code of a unit."""
        return self._notations.get(iri)

    def order(self, iri: str) -> float:
        """Return the place of a concept in its scheme; infinity where the scheme has no order."""
        return self._orders.get(iri, math.inf)

    def tail(self, iri: str) -> str:
        """Return the readable end of an IRI: the slug of a record and of what depends on it."""
        for root in (self._names.id("", "")[:-1], self._names.doc("", "")[:-1]):
            if iri.startswith(root):
                return iri.partition("#")[0].rpartition("/")[2]
        return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]

    def _literals(self, iri: str) -> list[Literal]:
        """Return the labels of a thing; those out of a file become terms when they are asked for."""
        found = self._known.get(iri)
        if found is None:
            parts = iter(self._kept.get(iri, ()))
            found = [
                Literal(value, language=lang) if lang else Literal(value)
                for lang, value in zip(parts, parts, strict=True)
            ]
            if found:
                self._known[iri] = found
        return found

    def _opened(self) -> bool:
        """Read all labels from the file of the release, where it has one."""
        with self._lock:
            folder, self._folder = self._folder, None
            facts = read_labels(folder)
            if facts is not None:
                self._known.clear()
                self._kept, self._ends = facts.texts, facts.ends
                self._notations, self._orders = facts.notations, facts.orders
                self._made = {}
                self._whole = True
            return self._whole

    def _forget(self) -> None:
        with self._lock:
            full = len(self._known) > self._limit and not self._whole
            if self._version != self._version_now() or full:
                self._kept, self._ends = {}, {}
                for memory in (self._known, self._notations, self._orders):
                    memory.clear()
                self._whole, self._folder, self._made = False, None, {}
                self._version = self._version_now()

    def _is_ours(self, iri: str) -> bool:
        return iri.startswith(self._names.base)

    def _read(self, iris: list[str] | None) -> None:
        """Read the labels of some things, or of all."""
        labels: dict[str, list[Literal]] = {iri: [] for iri in iris or ()}
        ends: dict[str, dict[str, str]] = {}
        for row in self._select(_query(iris, self._names)):
            iri = getattr(row["iri"], "value", "")
            if not self._is_ours(iri):
                continue
            if isinstance(term := row.get("label"), Literal):
                labels.setdefault(iri, []).append(_spoken(term, row.get("spoken")))
            elif "end" in row:
                place, end = (getattr(row.get(key), "value", "") for key in ("place", "end"))
                ends.setdefault(iri, {})[place] = end
            elif "order" in row:
                order = finite(getattr(row["order"], "value", ""))
                self._orders[iri] = math.inf if order is None else order
            elif "notation" in row:
                self._notations[iri] = getattr(row["notation"], "value", "")
        ordered = {iri: [found[place] for place in sorted(found)] for iri, found in ends.items()}
        with self._lock:
            self._known |= labels
            self._ends = {**self._ends, **ordered}
            self._made = {}
        if iris is not None:
            self.need(end for found in ordered.values() for end in found)


def _spoken(label: Literal, language: object) -> Literal:
    """Return a title that does not say its language with that of what it is the title of."""
    if label.language or not isinstance(language, Literal) or not _LANGUAGE.fullmatch(language.value):
        return label
    return Literal(label.value, language=language.value.lower())


def _query(iris: list[str] | None, names: Names) -> str:
    """Ask for names; for kinds without a name, for what they are called after."""
    about = "" if iris is None else f"VALUES ?iri {{ {' '.join(f'<{iri}>' for iri in iris)} }}"
    header = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in names.prefixes.items())
    return f"""{header}
SELECT DISTINCT ?iri ?label ?spoken ?place ?end ?order ?notation WHERE {{
  {about}
  {{ ?iri skos:prefLabel|rdfs:label|dct:title ?label OPTIONAL {{ ?iri dct:language ?spoken }} }}
  {" ".join(_of_kinds(names))}
  UNION {{ ?iri ak:order ?order }}
  UNION {{ ?iri skos:notation ?notation }}
  UNION {{ ?iri ak:tieBetween ?end BIND(STR(?end) AS ?place) }}
  UNION {{ ?iri a ak:GapCell ; ak:stage ?end BIND(1 AS ?place) }}
  UNION {{ ?iri a ak:GapCell ; ak:capability ?end BIND(2 AS ?place) }}
}}"""


def _of_kinds(names: Names) -> Iterable[str]:
    """Give the patterns for the names that kinds declare, and for what their records are called after."""
    general = ("skos:prefLabel", "dct:title")
    for kind in names.kinds:
        own = [f"<{names.expand(name)}>" for name in kind.names if name not in general]
        if own:
            # What is declared besides serves only where there is neither name nor title.
            nameless = "FILTER NOT EXISTS { ?iri skos:prefLabel|dct:title ?name }"
            yield f"UNION {{ ?iri a <{names.expand(kind.cls)}> ; {'|'.join(own)} ?label {nameless} }}"
        for place, shown in enumerate(kind.called_after, 1):
            ways = [
                "/".join(f"{'^' * step.inverse}<{names.expand(step.property)}>" for step in steps)
                for path in shown.paths
                for steps in path.alternatives
            ]
            after = f"{'|'.join(ways)} ?end BIND({place} AS ?place)"
            yield f"UNION {{ ?iri a <{names.expand(kind.cls)}> ; {after} }}"
