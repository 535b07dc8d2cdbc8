"""GeoJSON (RFC 7946): every record that has a point, with what it states as properties."""

from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, Quad

from akkuri.naming.numbers import finite
from akkuri.publish.edition import Edition, iri
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink
from akkuri.publish.graphs.jsonld import Compactor, dumps
from akkuri.publish.graphs.jsonld_context import build_context

__all__ = ["FORMAT", "write"]

_WGS84: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_LAT: Final = f"{_WGS84}lat"
_LONG: Final = f"{_WGS84}long"


def write(edition: Edition, sink: Sink) -> None:
    """Write a FeatureCollection; a feature's id is the record's IRI, its keys those of the context.

    The file is JSON-LD as well only in its keys: it carries no context. Raises UsageError.
    """
    compactor = Compactor(build_context(edition.quads("asserted", edition.names.ak), edition.names))
    start = f"{edition.names.base}id/"
    sink.write(b'{"type": "FeatureCollection", "features": [')
    comma = b"\n"
    for subject, quads in groupby(edition.quads("asserted", start), key=lambda quad: iri(quad.subject)):
        feature = _feature(subject, list(quads), compactor)
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


def _feature(subject: str, quads: list[Quad], compactor: Compactor) -> dict[str, Any] | None:
    places = {
        quad.predicate.value: number
        for quad in quads
        if quad.predicate.value in (_LAT, _LONG)
        and isinstance(quad.object, Literal)
        and (number := finite(quad.object.value)) is not None
    }
    if len(places) < 2:
        return None
    rest = [quad for quad in quads if quad.predicate.value not in places]
    node = compactor.node(subject, rest)
    return {
        "type": "Feature",
        "id": node.pop("id"),
        "geometry": {"type": "Point", "coordinates": [places[_LONG], places[_LAT]]},
        "properties": node,
    }
