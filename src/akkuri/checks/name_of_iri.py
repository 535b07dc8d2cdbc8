"""What the records and concepts of a check are called, by their IRIs."""

from functools import cached_property

from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.tables.row_names import names_of
from akkuri.tables.rows import Tables
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["NameOfIri"]


class NameOfIri:
    """Says what an IRI is called; the rows are looked through when the first one is asked for."""

    def __init__(self, tables: Tables, vocabularies: Vocabularies, names: Names) -> None:
        self._tables, self._vocabularies, self._names = tables, vocabularies, names

    def __call__(self, iri: str) -> Phrase | None:
        """Return the name of a record or concept; None for anything else and what has none."""
        concepts = f"{self._names.concept('')}".rstrip("/") + "/"
        if iri.startswith(concepts):
            scheme, _, name = iri.removeprefix(concepts).partition("/")
            concept = self._vocabularies.concepts(scheme).get(name)
            return Phrase({lang: concept.label(lang) for lang in LANGUAGES}) if concept else None
        return self._records.get(self._names.table_id(iri) or "")

    @cached_property
    def _records(self) -> dict[str, Phrase]:
        return names_of(self._tables.schema, [self._tables])
