"""What a graph states about its records, read property by property as dictionaries."""

from collections import defaultdict
from collections.abc import Mapping

from akkuri.analysis.model.statements import StatementSource
from akkuri.analysis.model.values import REPLACED
from akkuri.namespaces import Names
from akkuri.naming.dates import as_stated

__all__ = ["RecordReader"]


class RecordReader:
    """Reads predicates as dictionaries, each once."""

    def __init__(self, source: StatementSource, names: Names) -> None:
        self._source = source
        self._names = names
        self._concepts = names.concept("")
        # A withdrawn record was wrong, a replaced one is counted under its successor.
        self._gone = {s for name in (f"{names.ak}withdrawn", REPLACED) for s, _ in source.pairs(name)}
        self.heirs = self.one(REPLACED)

    def current(self, iri: str) -> str:
        """The record that took over from a replaced one, at the end of the line; else the record itself."""
        seen = {iri}
        while iri in self.heirs and self.heirs[iri] not in seen:
            iri = self.heirs[iri]
            seen.add(iri)
        return iri

    def one(self, predicate: str) -> dict[str, str]:
        """Subject → object; the least one of several, so that the order of a store is no matter."""
        found: dict[str, str] = {}
        for subject, value in self._source.pairs(self._iri(predicate)):
            if subject not in found or value < found[subject]:
                found[subject] = value
        return found

    def dates(self, predicate: str) -> dict[str, str]:
        """Subject → date as precisely as its source states it."""
        forms = self.one(self._names.precision_of(self._iri(predicate)))
        return {subject: as_stated(day, forms.get(subject)) for subject, day in self.one(predicate).items()}

    def many(self, predicate: str) -> Mapping[str, tuple[str, ...]]:
        """Subject → sorted objects."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for subject, value in self._source.pairs(self._iri(predicate)):
            found[subject].add(value)
        return {subject: tuple(sorted(values)) for subject, values in found.items()}

    def concept(self, predicate: str) -> dict[str, str]:
        """Subject → id of the concept."""
        return {subject: self.short(value) for subject, value in self.one(predicate).items()}

    def concepts(self, predicate: str) -> dict[str, tuple[str, ...]]:
        """Subject → ids of the concepts."""
        return {s: tuple(map(self.short, values)) for s, values in self.many(predicate).items()}

    def instances(self, cls: str) -> list[str]:
        """Sorted instances of one of Akkuri's classes, without withdrawn and replaced records."""
        return sorted(set(self._source.instances(self._names.ak + cls)) - self._gone)

    def short(self, iri: str) -> str:
        """The id of a concept inside its scheme."""
        return iri.rpartition("/")[2] if iri.startswith(self._concepts) else iri

    def _iri(self, predicate: str) -> str:
        return predicate if "://" in predicate else self._names.ak + predicate
