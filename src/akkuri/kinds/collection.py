"""All kinds of a graph, found by name, prefix, class or table."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from akkuri.kinds.declaration import Kind
from akkuri.kinds.section import CITED, Section

__all__ = ["Kinds"]


class Kinds:
    """The kinds of record in the order people meet them, and the tables on their pages."""

    def __init__(
        self,
        kinds: Iterable[Kind],
        sections: Iterable[Section],
        files: Mapping[str, Path],
        files_of_sections: Mapping[str, Path],
    ) -> None:
        self._kinds = {kind.name: kind for kind in sorted(kinds, key=lambda kind: (kind.order, kind.name))}
        self.sections = {section.key: section for section in sections}
        self._files = files
        self.files_of_sections = files_of_sections

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())

    def __len__(self) -> int:
        return len(self._kinds)

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def __getitem__(self, name: str) -> Kind:
        """Return a kind by its name; raises KeyError."""
        return self._kinds[name]

    def get(self, name: str) -> Kind | None:
        """Return a kind by its name; None when there is none."""
        return self._kinds.get(name)

    def file(self, kind: Kind) -> Path:
        """Return the file that declares a kind."""
        return self._files[kind.name]

    @property
    def names(self) -> list[str]:
        """The names of all kinds."""
        return list(self._kinds)

    @cached_property
    def by_prefix(self) -> dict[str, Kind]:
        """The kinds by the prefix of their ids in the tables."""
        return {kind.prefix: kind for kind in self}

    @cached_property
    def by_class(self) -> dict[str, Kind]:
        """The kinds by the class of their records, as it is declared."""
        return {kind.cls: kind for kind in self}

    @cached_property
    def by_table(self) -> dict[str, Kind]:
        """The kinds by the name of their table."""
        return {kind.table: kind for kind in self}

    def sections_of(self, kind: Kind) -> list[Section]:
        """Return the tables on the page of a kind: those it names, others that say so before the sources."""
        named = [self.sections[key] for key in kind.sections]
        others = [each for each in self.sections.values() if kind.name in each.also_on and each not in named]
        last = len(named) - 1 if named and named[-1].rows == CITED else len(named)
        return [*named[:last], *others, *named[last:]]
