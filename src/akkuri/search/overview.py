"""What a search knows of all entries together, so that none need be read for it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from akkuri.search.entries import COUNTRY, SearchEntry

__all__ = ["Overview"]


@dataclass(frozen=True, slots=True)
class Overview:
    """All entries together."""

    iris: tuple[str, ...]
    """By number."""
    kinds: tuple[str, ...]
    """By number."""
    facets: Mapping[str, frozenset[str]]
    """Facet → the values that anything has: IRIs of concepts, codes."""
    countries: Mapping[str, int]
    """Country → how many things of the cluster itself are there."""
    stated: Mapping[str, frozenset[str]]
    """What hits say besides → the texts that anything states."""

    @classmethod
    def of(cls, entries: Iterable[SearchEntry]) -> "Overview":
        """Look at entries."""
        entries = list(entries)
        facets: dict[str, set[str]] = {}
        stated: dict[str, set[str]] = {}
        for entry in entries:
            for name, values in entry.facets.items():
                facets.setdefault(name, set()).update(values)
            for name, values in entry.shown.items():
                if texts := [value for value in values if "://" not in value]:
                    stated.setdefault(name, set()).update(texts)
        return cls(
            tuple(entry.iri for entry in entries),
            tuple(entry.kind for entry in entries),
            {name: frozenset(values) for name, values in facets.items()},
            Counter(
                code for entry in entries if not entry.elsewhere for code in entry.facets.get(COUNTRY, ())
            ),
            {name: frozenset(texts) for name, texts in stated.items()},
        )

    def __add__(self, other: "Overview") -> "Overview":
        """Return the overview of the entries of both, one after the other."""
        return Overview(
            self.iris + other.iris,
            self.kinds + other.kinds,
            _both(self.facets, other.facets),
            Counter(self.countries) + Counter(other.countries),
            _both(self.stated, other.stated),
        )

    def document(self) -> dict[str, Any]:
        """Return it as JSON has it: kinds as how many of one stand in a row."""
        return {
            "iris": self.iris,
            "kinds": [(kind, len(list(row))) for kind, row in groupby(self.kinds)],
            "facets": {name: sorted(values) for name, values in sorted(self.facets.items())},
            "countries": dict(sorted(self.countries.items())),
            "stated": {name: sorted(texts) for name, texts in sorted(self.stated.items())},
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Overview":
        """Read what `document` returned."""
        return cls(
            tuple(document["iris"]),
            tuple(kind for kind, count in document["kinds"] for _ in range(count)),
            {name: frozenset(values) for name, values in document["facets"].items()},
            document["countries"],
            {name: frozenset(texts) for name, texts in document["stated"].items()},
        )


def _both(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    return {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in {**one, **other}}
