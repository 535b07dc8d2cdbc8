"""Whether the declarations of kinds, the tables, the terms and the shapes of a cluster fit together."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from akkuri import resources
from akkuri.checks.shacl.shapes import Shapes
from akkuri.errors import UsageError
from akkuri.kinds import Kind, ListColumn, Section, place_of
from akkuri.kinds.malformed import said
from akkuri.kinds.shown import Shown
from akkuri.namespaces import Names
from akkuri.naming.did_you_mean import nearest
from akkuri.publish.registries.needs import TITLES, entities_of
from akkuri.tables.about import TABLES
from akkuri.tables.columns import COLUMNS
from akkuri.tables.json_object import line_of
from akkuri.tables.schema import Schema, TableSchema
from akkuri.texts import Wording

__all__ = ["check_declarations"]

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Mention = tuple[str, tuple[str | int, ...]]
"""A property, and where a declaration names it."""


def check_declarations(
    cluster: Path, names: Names, schema: Schema, ontology: Iterable[Quad], shapes: Shapes
) -> None:
    """Raise UsageError, naming file and line, for the first thing that does not fit.

    Every table of records has a kind and every kind a table, a class that the ontology declares and a shape;
    no table and no declaration names a term that the ontology does not declare.
    """
    terms = {
        subject.value
        for quad in ontology
        if quad.predicate.value == _TYPE and isinstance(subject := quad.subject, NamedNode)
    }
    _Fit(cluster, names, schema, terms, shapes).check()


class _Fit:
    """What is compared: the declarations of one cluster."""

    def __init__(self, cluster: Path, names: Names, schema: Schema, terms: set[str], shapes: Shapes) -> None:
        self._cluster = cluster
        self._names = names
        self._kinds = names.kinds
        self._schema = schema
        self._terms = terms
        self._shapes = shapes

    def check(self) -> None:
        """Raise UsageError for the first thing that does not fit."""
        for table in self._schema:
            self._table(table)
        for kind in self._kinds:
            self._kind(kind)
        for section in self._kinds.sections.values():
            self._section(section)

    def _table(self, table: TableSchema) -> None:
        """A table has a kind with its class and prefix, and only declared terms."""
        place = self._place(table)
        if table.is_record:
            kind = self._kinds.by_table.get(table.name)
            if kind is None:
                folder = self._cluster / "kinds"
                raise UsageError.worded(
                    "declared.no-table", place=place, file=table.file_name, name=table.name, folder=folder
                )
            self._agree(table, kind, place)
        prefixes = {prefix for column in table.columns for prefix in column.refers_to}
        for prefix in sorted(prefixes - self._kinds.by_prefix.keys()):
            known = ", ".join(self._kinds.by_prefix)
            raise UsageError.worded(
                "declared.prefix", place=place, file=table.file_name, prefix=f"{prefix}-", known=known
            )
        for name in (table.cls, *(cls for _, _, cls in table.class_when)):
            self._declared(name, said("class"), place)
        for column in table.columns:
            if column.property:
                self._declared(column.property, said("property-of", name=column.name), place)

    def _agree(self, table: TableSchema, kind: Kind, place: str) -> None:
        if self._names.expand(table.cls) != self._names.expand(kind.cls):
            file = place_of(self._kinds.file(kind), "class")
            raise UsageError.worded(
                "declared.class-differs",
                place=place,
                table=table.file_name,
                found=table.cls,
                file=file,
                expected=kind.cls,
            )
        if table.id_prefixes != (kind.prefix,):
            found = ", ".join(f"{prefix}-" for prefix in table.id_prefixes) or said("without-prefix")
            raise UsageError.worded(
                "declared.ids-differ",
                place=place,
                table=table.file_name,
                found=found,
                file=place_of(self._kinds.file(kind), "prefix"),
                prefix=kind.prefix,
            )

    def _kind(self, kind: Kind) -> None:
        """A kind has a table, a declared class, a shape, and shows only declared properties."""
        file = self._kinds.file(kind)
        table = self._schema.by_name.get(kind.table)
        own = self._cluster in file.parents
        if table is None and own:
            place, table_file = place_of(file, "table"), f"{kind.table}.csv"
            raise UsageError.worded(
                "declared.no-columns-of", place=place, table=table_file, file=self._cluster / COLUMNS
            )
        self._declared(kind.cls, said("class"), file, "class")
        if self._names.expand(kind.cls) not in self._shapes.targets:
            place, folder = place_of(file, "class"), self._cluster / "shapes"
            raise UsageError.worded("declared.no-shape", place=place, cls=kind.cls, folder=folder)
        for name, path in _mentions(kind):
            self._declared(name, said("property"), file, *path)
        self._exports(kind, file)
        if table is not None and (own or not (self._cluster / TABLES).exists()):
            self._columns(kind, table)

    def _exports(self, kind: Kind, file: Path) -> None:
        """A kind stands in entities that formats of registries have."""
        for form, entities in kind.exports.items():
            if form not in TITLES:
                place, names = place_of(file, "exports", form), ", ".join(TITLES)
                raise UsageError.worded("declared.no-format", place=place, value=form, known=names)
            known = entities_of(form)
            for entity in entities:
                if entity not in known:
                    place = place_of(file, "exports", form)
                    raise UsageError.worded(
                        "declared.no-entity", place=place, form=form, value=entity, known=", ".join(known)
                    )

    def _columns(self, kind: Kind, table: TableSchema) -> None:
        """What a list shows of a record has a column in its table."""
        known = sorted({column.property for column in table.columns if column.property})
        columns = set(map(self._names.expand, known))
        for name, path in _of_own_table(kind):
            if self._names.expand(name) not in columns:
                raise UsageError.worded(
                    "declared.no-column-of",
                    place=place_of(self._kinds.file(kind), *path),
                    name=name,
                    table=table.file_name,
                    known=", ".join(known),
                )

    def _section(self, section: Section) -> None:
        file = self._kinds.files_of_sections[section.key]
        if section.cls:
            self._declared(section.cls, said("class"), file, "class")
        for name, path in _mentions_of_section(section):
            self._declared(name, said("property"), file, *path)

    def _declared(self, name: str, what: Wording, file: Path | str, *path: str | int) -> None:
        if self._names.expand(name) in self._terms:
            return
        place = place_of(file, *path) if isinstance(file, Path) else file
        own = {iri.removeprefix(self._names.ak) for iri in self._terms if iri.startswith(self._names.ak)}
        near = nearest(name.rpartition(":")[2], own, 1)
        perhaps = said("or-near", near=f"ak:{near[0]}") if near else ""
        folder = self._cluster / "ontology"
        raise UsageError.worded(
            "declared.undeclared", place=place, name=name, what=what, folder=folder, perhaps=perhaps
        )

    def _place(self, table: TableSchema) -> str:
        """Return `file:line` of the description of a table: where it stands first."""
        for file in (self._cluster / TABLES, self._cluster / COLUMNS, resources.tables()):
            if file.exists() and (line := line_of(file, table.file_name)) > 1:
                return f"{file}:{line}"
        return str(resources.tables())


def _mentions(kind: Kind) -> Iterator[Mention]:
    """Give every property that a kind names."""
    yield from ((name, (key, place)) for key in _LISTS for place, name in enumerate(getattr(kind, key)))
    if kind.sort:
        yield kind.sort, ("sort",)
    if kind.recheck and kind.recheck.by:
        yield kind.recheck.by, ("recheck", "by")
    named = (("list", kind.columns), ("key", kind.key), ("facts", kind.facts), ("expected", kind.expected))
    for key, columns in named:
        yield from _in_columns(columns, key)
    for place, shown in enumerate(kind.called_after):
        yield from ((name, ("called_after", place)) for name in _properties(shown))
    for key, shown in kind.schema_org.properties.items():
        yield from ((name, ("schema_org", key)) for name in _properties(shown))


_LISTS: Final = ("names", "other_names", "found_by")


def _of_own_table(kind: Kind) -> Iterator[Mention]:
    """Give the properties that records of a kind must have a column for: those of its list and its name."""
    if not kind.called_after:
        yield kind.names[0], ("names", 0)
    for place, column in enumerate(kind.columns):
        yield from ((name, ("list", place)) for path in column.shown.paths for name in path.own)
    if kind.recheck and kind.recheck.by:
        yield kind.recheck.by, ("recheck", "by")
    if kind.sort:
        yield kind.sort, ("sort",)


def _mentions_of_section(section: Section) -> Iterator[Mention]:
    """Give every property that a section names."""
    yield from _in_columns(section.columns, "columns")
    for key, shown in (("by", section.by), ("sort", section.sort)):
        yield from ((name, (key,)) for name in (_properties(shown) if shown else ()))
    if section.most_first:
        yield section.most_first, ("most_first",)
    if section.counts:
        yield section.counts, ("counts",)


def _in_columns(columns: Iterable[ListColumn], key: str) -> Iterator[Mention]:
    for place, column in enumerate(columns):
        yield from ((name, (key, place)) for name in _properties(column.shown))


def _properties(shown: Shown) -> list[str]:
    return [name for path in shown.paths for name in path.properties]
