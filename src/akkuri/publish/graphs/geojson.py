"""GeoJSON (RFC 7946): every record that has a point, with what it states as flat properties."""

import re
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.namespaces import PREFIXES
from akkuri.naming.numbers import finite
from akkuri.publish.about.dataset import about
from akkuri.publish.edition import Edition, iri
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink
from akkuri.publish.graphs.called import Names, class_names, names_in
from akkuri.publish.graphs.jsonld import dumps

__all__ = ["FORMAT", "write"]

_LAT: Final = f"{PREFIXES['wgs84']}lat"
_LONG: Final = f"{PREFIXES['wgs84']}long"
_TYPE: Final = f"{PREFIXES['rdf']}type"
_NAME: Final = f"{PREFIXES['skos']}prefLabel"
_XSD: Final = PREFIXES["xsd"]
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def write(edition: Edition, sink: Sink) -> None:
    """Write a FeatureCollection; a feature's id is the record's IRI.

    Programs for maps show columns, so that every property is a text, a number or a truth value. `kind` is
    the kind of record, `kind_name` what it is called, `name` the record's name in English; a text in Finnish
    or Swedish stands under the same key with `_fi` or `_sv`, the name of a linked thing under the key with
    `_name`. Several values are one text with semicolons. `geo_precision` says what the point is that of:
    many stand for a whole municipality.
    Raises UsageError.
    """
    names = names_in(edition) | class_names(edition)
    start = f"{edition.names.base}id/"
    said = about(edition.metadata, edition.names, edition.version)
    told = dumps({"citation": said.citation, "license": said.licence})
    sink.write(b'{"type": "FeatureCollection", %b, "features": [' % told[1:-1])
    comma = b"\n"
    for subject, quads in groupby(edition.quads("asserted", start), key=lambda quad: iri(quad.subject)):
        feature = _feature(subject, list(quads), edition, names)
        if feature is not None:
            sink.write(comma + dumps(feature))
            comma = b",\n"
    sink.write(b"\n]}\n")


FORMAT: Final = ExportFormat(
    "geojson",
    write,
    order=90,
    extension="geojson",
    media_type="application/geo+json",
    file_type="GEOJSON",
)


def _feature(subject: str, quads: list[Quad], edition: Edition, names: Names) -> dict[str, Any] | None:
    places = {
        quad.predicate.value: number
        for quad in quads
        if quad.predicate.value in (_LAT, _LONG)
        and isinstance(quad.object, Literal)
        and (number := finite(quad.object.value)) is not None
    }
    if len(places) < 2:
        return None
    found: dict[str, list[Any]] = {
        "name": [],
        "kind": [subject.removeprefix(f"{edition.names.base}id/").partition("/")[0]],
        "kind_name": [names[c]["en"] for c in _classes(quads, edition) if "en" in names.get(c, ())][:1],
    }
    for quad in quads:
        if quad.predicate.value not in (*places, _TYPE):
            _state(found, quad, edition, names)
    found = {key: values for key, values in found.items() if values}
    properties = {key: values[0] if len(values) == 1 else _several(values) for key, values in found.items()}
    return {
        "type": "Feature",
        "id": subject,
        "geometry": {"type": "Point", "coordinates": [places[_LONG], places[_LAT]]},
        "properties": properties,
    }


def _classes(quads: list[Quad], edition: Edition) -> list[str]:
    """Return the classes of the ontology that a record is stated to be in."""
    objects = [quad.object for quad in quads if quad.predicate.value == _TYPE]
    return [iri(each) for each in objects if iri(each).startswith(edition.names.ak)]


def _state(found: dict[str, list[Any]], quad: Quad, edition: Edition, names: Names) -> None:
    """Add a statement to the properties, under a key in small letters."""
    predicate, value = quad.predicate.value, quad.object
    key = "name" if predicate == _NAME else _HUMP.sub("_", re.split("[#/]", predicate)[-1]).lower()
    if isinstance(value, Literal):
        if value.language and value.language != "en":
            key = f"{key}_{value.language}"
        found.setdefault(key, []).append(_scalar(value))
    elif isinstance(value, NamedNode):
        concepts = edition.names.concept("")
        short = value.value.rpartition("/")[2] if value.value.startswith(concepts) else value.value
        found.setdefault(key, []).append(short)
        if value.value in names:
            said = names[value.value]
            found.setdefault(f"{key}_name", []).append(said.get("en") or next(iter(said.values())))


def _scalar(value: Literal) -> str | float | int | bool:
    """Return a literal as JSON has it; what is no number that JSON knows stays a text."""
    datatype, text = value.datatype.value.removeprefix(_XSD), value.value
    if datatype == "boolean":
        return text in ("true", "1")
    if datatype in ("integer", "nonNegativeInteger", "decimal", "double") and finite(text) is not None:
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else float(text)
    return text


def _several(values: list[Any]) -> str:
    return "; ".join(str(value) for value in values)
