"""What to call an IRI on a page: labels in every language, kept in memory, asked for in one query a page."""

import math
from collections.abc import Iterable
from threading import Lock

from pyoxigraph import Literal

from akkuri.namespaces import Names
from akkuri.web.page.addresses import split_record
from akkuri.web.page.i18n import pick
from akkuri.web.page.reader import Reader

__all__ = ["Labels", "names_header", "values_block"]


def names_header(names: Names) -> str:
    """Return the PREFIX lines of a query."""
    return "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in names.prefixes.items())


def values_block(variable: str, iris: Iterable[str]) -> str:
    """Return a VALUES block; IRIs come from the store or are checked by the caller."""
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


class Labels:
    """A bounded memory of labels; it forgets everything when the release changes."""

    def __init__(self, reader: Reader, names: Names, limit: int = 50_000) -> None:
        self._reader = reader
        self._names = names
        self._limit = limit
        self._version = reader.version
        self._known: dict[str, list[Literal]] = {}
        self._ends: dict[str, list[str]] = {}
        self._notations: dict[str, str] = {}
        self._orders: dict[str, float] = {}
        self._lock = Lock()

    def need(self, iris: Iterable[str]) -> None:
        """Ask for the labels not known yet: one query, and one more for what is named after others."""
        with self._lock:
            if self._version != self._reader.version or len(self._known) > self._limit:
                for memory in (self._known, self._ends, self._notations, self._orders):
                    memory.clear()
                self._version = self._reader.version
        missing = [iri for iri in dict.fromkeys(iris) if iri not in self._known and self._is_ours(iri)]
        if not missing:
            return
        labels: dict[str, list[Literal]] = {iri: [] for iri in missing}
        ends: dict[str, dict[str, str]] = {}
        for row in self._reader.select(_query(missing, self._names)):
            iri, label, end = (getattr(row.get(key), "value", "") for key in ("iri", "label", "end"))
            if end:
                ends.setdefault(iri, {})[getattr(row["place"], "value", "")] = end
            elif label and isinstance(row["label"], Literal):
                labels[iri].append(row["label"])
            elif "order" in row:
                self._orders[iri] = float(getattr(row["order"], "value", "0"))
            elif "notation" in row:
                self._notations[iri] = getattr(row["notation"], "value", "")
        ordered = {iri: [found[place] for place in sorted(found)] for iri, found in ends.items()}
        with self._lock:
            self._known |= labels
            self._ends |= ordered
        self.need(end for found in ordered.values() for end in found)

    def best(self, iri: str, lang: str) -> Literal:
        """Return the label for a language (see `i18n.pick`); the end of the IRI where there is none."""
        label = pick(self._known.get(iri, []), lang)
        if label is None and iri in self._ends:
            return Literal(" – ".join(self.best(end, lang).value for end in self._ends[iri]))
        return label or Literal(self.tail(iri))

    def all(self, iri: str) -> list[Literal]:
        """Return the labels in all languages that have been asked for with `need`."""
        return self._known.get(iri, [])

    def notation(self, iri: str) -> str | None:
        """Return the notation of a concept, such as the code of a unit."""
        return self._notations.get(iri)

    def order(self, iri: str) -> float:
        """Return the place of a concept in its scheme; infinity where the scheme has no order."""
        return self._orders.get(iri, math.inf)

    def tail(self, iri: str) -> str:
        """Return the readable end of an IRI."""
        record = split_record(iri, self._names)
        return record[1] if record else iri.rstrip("/#").replace("#", "/").rpartition("/")[2]

    def _is_ours(self, iri: str) -> bool:
        return iri.startswith(self._names.base)


def _query(iris: list[str], names: Names) -> str:
    """Ask for names; for kinds without a name, for the two ends or the statement they are called after."""
    return f"""{names_header(names)}
SELECT DISTINCT ?iri ?label ?place ?end ?order ?notation WHERE {{
  {values_block("iri", iris)}
  {{ ?iri skos:prefLabel|rdfs:label|dct:title ?label }}
  UNION {{ ?iri a ak:Source ; ak:labelEn|ak:labelFi|ak:labelSv ?label }}
  UNION {{ ?iri a ak:Gap ; dct:description ?label }}
  UNION {{ ?iri ak:order ?order }}
  UNION {{ ?iri skos:notation ?notation }}
  UNION {{ ?iri ak:from ?end BIND(1 AS ?place) }}
  UNION {{ ?iri ak:to ?end BIND(2 AS ?place) }}
  UNION {{ ?iri ak:tieBetween ?end BIND(STR(?end) AS ?place) }}
  UNION {{ ?iri a ak:GapCell ; ak:stage ?end BIND(1 AS ?place) }}
  UNION {{ ?iri a ak:GapCell ; ak:capability ?end BIND(2 AS ?place) }}
  UNION {{ ?iri a ak:Investment ; ak:facility|ak:gap ?end BIND(1 AS ?place) }}
}}"""
