"""Regions and municipalities as people write them: by a name in any language, or one told by the other."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.spelling import same
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["COUNTRY", "Localities"]

COUNTRY: Final = "ak:countryCode"
"""The property of a column with a country."""
_MUNICIPALITY: Final = "schema:addressLocality"
_POINT: Final = ("wgs84:lat", "wgs84:long", "ak:geoPrecision")
_WGS84: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_OF_MUNICIPALITY: Final = "municipality"
"""The precision of a point that is the centre of its municipality."""
_FINLAND: Final = "FI"
_OURS: Final = frozenset({"", _FINLAND})
"""Countries whose municipalities the vocabulary has; where none is told it is meant."""


class Localities:
    """Knows the municipalities of Finland, and in which region each is."""

    def __init__(self, vocabularies: Vocabularies, names: Names) -> None:
        self._vocabularies, self._names = vocabularies, names

    def understood(
        self, row: Row, schema: TableSchema, cells: dict[str, str], meant: Callable[[Row, Column, str], str]
    ) -> Iterator[Finding]:
        """Put the code of a region that is only named, and the Finnish name of a municipality, into cells.

        `meant` gives the code that a name stands for. Yields advice about a municipality called otherwise.
        """
        for column, code in _coded(schema):
            name = cells.get(column.name, "").strip()
            if name and not cells.get(code.name):
                cells[code.name] = meant(row, code, name)
                if region := self._vocabularies.concepts(code.scheme or "").get(cells[code.name]):
                    cells[column.name] = region.label("fi")
        for column in _municipal(schema, cells):
            name = cells[column.name].strip()
            found = self._finnish.get(same(name), set())
            if len(found) == 1 and name not in found:
                (official,) = found
                place = (row.file, row.number, column.name, name)
                yield table_finding("name-taken", *place, Severity.INFO, proposal=official, meant=official)
                cells[column.name] = official

    def coded(self, row: Row, schema: TableSchema, cells: dict[str, str]) -> Iterator[Finding]:
        """Yield a code that is none where the name or the municipality beside it tells the region."""
        for label, coded in _coded(schema):
            written = cells.get(coded.name, "").strip()
            known = self._vocabularies.concepts(coded.scheme or "")
            if not written or written in known:
                continue
            named = same(cells.get(label.name, ""))
            told = {key for key, each in known.items() if named in map(same, each.labels.values())}
            for column in _municipal(schema, cells):
                told |= {self._region_of.get(cells[column.name].strip(), "")} - {""}
            if len(told) == 1:
                region = known[told.pop()]
                said = Phrase({lang: f"{region.id} ({region.label(lang)})" for lang in LANGUAGES})
                place = (row.file, row.number, coded.name, written)
                right = region.id
                if cells.get(label.name, "").strip() == written:  # it is the name that was written
                    right = cells[label.name] = region.label("fi")
                    place = (row.file, row.number, label.name, written)
                cells[coded.name] = region.id
                yield table_finding("region-code", *place, proposal=right, region=said)

    def completed(self, row: Row, schema: TableSchema, cells: dict[str, str]) -> Iterator[Finding]:
        """Put the region of a municipality, and the country of a region, into cells that name none.

        A place that has no point gets the centre of its municipality. Yields the advice about it.
        """
        for column in _municipal(schema, cells):
            yield from self._pointed(row, schema, cells, column)
            code = self._region_of.get(cells[column.name].strip())
            for label, coded in _coded(schema) if code else ():
                if cells.get(label.name, "").strip() or cells.get(coded.name, "").strip():
                    continue
                region = self._vocabularies.concepts(coded.scheme or "")[str(code)]
                cells[coded.name], cells[label.name] = region.id, region.label("fi")
                said = Phrase({lang: f"{region.label(lang)} ({region.id})" for lang in LANGUAGES})
                place = (row.file, row.number, column.name, cells[column.name])
                yield table_finding("region-taken", *place, Severity.INFO, region=said)
        regions = [coded for _, coded in _coded(schema) if cells.get(coded.name)]
        for column in (each for each in schema.columns if each.property == COUNTRY and regions):
            known = self._vocabularies.concepts(regions[0].scheme or "")
            if not cells.get(column.name, "").strip() and cells[regions[0].name] in known:
                cells[column.name] = _FINLAND
                place = (row.file, row.number, regions[0].name, cells[regions[0].name])
                yield table_finding("country-taken", *place, Severity.INFO, country=_FINLAND)

    def _pointed(
        self, row: Row, schema: TableSchema, cells: dict[str, str], column: Column
    ) -> Iterator[Finding]:
        """Put the centre of a municipality where a place has no point, and say so."""
        by_property = {each.property: each.name for each in schema.columns}
        where = [by_property.get(each) for each in _POINT]
        centre = self._centre_of.get(cells[column.name].strip())
        if centre is None or any(name is None or cells.get(name, "").strip() for name in where):
            return
        cells |= {str(name): value for name, value in zip(where, (*centre, _OF_MUNICIPALITY), strict=True)}
        place = (row.file, row.number, column.name, cells[column.name])
        yield table_finding("point-taken", *place, Severity.INFO, point=", ".join(centre))

    @cached_property
    def _finnish(self) -> dict[str, set[str]]:
        """A name in any language → the Finnish names of the municipalities that are called so."""
        found: dict[str, set[str]] = {}
        for concept in self._vocabularies.concepts("municipality").values():
            for lang in LANGUAGES:
                found.setdefault(same(concept.label(lang)), set()).add(concept.label("fi"))
        return found

    @cached_property
    def _region_of(self) -> dict[str, str]:
        """Finnish name of a municipality → the code of its region."""
        return {
            name: value.value.rpartition("/")[2]
            for name, value in self._said_of(f"{self._names.ak}region").items()
            if isinstance(value, NamedNode)
        }

    @cached_property
    def _centre_of(self) -> dict[str, tuple[str, str]]:
        """Finnish name of a municipality → latitude and longitude of its centre."""
        lat, long = (self._said_of(f"{_WGS84}{each}") for each in ("lat", "long"))
        return {name: (lat[name].value, long[name].value) for name in lat.keys() & long.keys()}

    def _said_of(self, property_: str) -> dict[str, NamedNode | Literal]:
        """Finnish name of a municipality → what the vocabulary says of it by a property."""
        start, known = self._names.concept("municipality/"), self._vocabularies.concepts("municipality")
        found = {
            quad.subject.value.removeprefix(start): quad.object
            for quad in self._vocabularies.quads
            if quad.predicate.value == property_
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode | Literal)
            and quad.subject.value.startswith(start)
        }
        return {known[key].label("fi"): value for key, value in found.items() if key in known}


def _coded(schema: TableSchema) -> Iterator[tuple[Column, Column]]:
    """Yield each column that repeats a name for the reader, with the column of the code."""
    for column in schema.columns:
        code = next((each for each in schema.columns if each.name == column.label_of), None)
        if code is not None:
            yield column, code


def _municipal(schema: TableSchema, cells: dict[str, str]) -> list[Column]:
    """Return the columns in which a municipality of Finland stands."""
    told = {cells.get(column.name, "") for column in schema.columns if column.property == COUNTRY}
    if not told & _OURS:
        return []
    columns = [column for column in schema.columns if column.property == _MUNICIPALITY]
    return [column for column in columns if cells.get(column.name, "").strip()]
