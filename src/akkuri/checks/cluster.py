"""A cluster as its folder says it: kinds, tables, terms and vocabularies, read and held together."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.checks.declarations import check_declarations
from akkuri.checks.run import shapes_of
from akkuri.errors import UsageError
from akkuri.graph.ontology import load_ontology
from akkuri.graph.vocabularies import Vocabularies, load_vocabularies
from akkuri.kinds import load_kinds
from akkuri.namespaces import Names
from akkuri.tables.about import load_description
from akkuri.tables.rows import Tables, read_folder
from akkuri.tables.schema import Schema, schema_of

__all__ = ["Cluster", "open_cluster"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Everything that tables are read and checked by."""

    folder: Path
    names: Names
    """The IRIs, with the kinds of record of the cluster."""
    metadata: dict[str, Any]
    """The description of the tables, with what the folder says about itself."""
    schema: Schema
    vocabularies: Vocabularies
    ontology: list[Quad]

    def read(self) -> Tables:
        """Read the tables; raises UsageError when there is none."""
        if not any((self.folder / table.file_name).exists() for table in self.schema):
            expected = ", ".join(table.file_name for table in self.schema)
            raise UsageError.worded("cluster.no-table", folder=self.folder, known=expected)
        return read_folder(self.folder, self.schema)


def open_cluster(folder: Path, names: Names) -> Cluster:
    """Read what a folder brings and what every cluster shares.

    Raises UsageError naming file and line when something cannot be read or does not fit the rest.
    """
    names = replace(names, declared=load_kinds(folder))
    metadata = load_description(folder)
    schema, ontology = schema_of(metadata, folder), load_ontology(names, folder)
    vocabularies = load_vocabularies(resources.vocabularies(folder), names)
    Catalogue.load(resources.questions(folder), names)
    check_declarations(folder, names, schema, ontology, shapes_of(names, folder))
    return Cluster(folder, names, metadata, schema, vocabularies, ontology)
