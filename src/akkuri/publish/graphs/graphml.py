"""GraphML: records and their dependants as nodes, statements between them as edges."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.publish.about.dataset import about
from akkuri.publish.edition import Edition, iri
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink
from akkuri.publish.graphs.called import Names, names_in

__all__ = ["FORMAT", "write"]

_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
_WGS84: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"

_KEYS: Final = (
    ("class", "node", "string"),
    ("label", "node", "string"),
    ("label_fi", "node", "string"),
    ("label_sv", "node", "string"),
    ("lat", "node", "double"),
    ("long", "node", "double"),
    ("property", "edge", "string"),
)

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write the records of the graph and, as edges, the statements of a part that join two of them.

    A node's id is its IRI; one without a name is labelled by what it joins. An edge's property is the
    prefixed name of the predicate. Sources, which nearly every record would point to, are left out. Ties
    between actors alone are the network's export. Raises UsageError.
    """
    said = about(edition.metadata, edition.names, edition.version)
    sink.write(f"{_HEAD}<desc>{escape(f'{said.citation} {said.licence}')}</desc>\n".encode())
    for name, owner, kind in _KEYS:
        sink.write(f'<key id="{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'.encode())
    sink.write(b'<graph id="akkuri" edgedefault="directed">\n')
    known = set[str]()
    for subject, node in edition.each_once(_nodes, lambda: _nodes(edition)):
        known.add(subject)
        sink.write(node)
    shorten = _Shorten(edition.names.prefixes)
    number = 0
    for subject, quads in _records(edition, part):
        for quad in quads:
            target = quad.object
            if subject in known and isinstance(target, NamedNode) and target.value in known:
                number += 1
                sink.write(
                    f'<edge id="e{number}" source={quoteattr(subject)} target={quoteattr(target.value)}>'
                    f'<data key="property">{escape(shorten(quad.predicate.value))}</data></edge>\n'.encode()
                )
    sink.write(b"</graph>\n</graphml>\n")


FORMAT: Final = ExportFormat(
    "graphml",
    write,
    order=100,
    extension="graphml",
    media_type="application/graphml+xml",
    file_type="XML",
    parts=True,
)


def _records(edition: Edition, part: str) -> Iterator[tuple[str, Iterable[Quad]]]:
    start, sources = f"{edition.names.base}id/", f"{edition.names.base}id/source/"
    grouped = groupby(edition.quads(part, start), key=lambda quad: iri(quad.subject))
    return ((subject, quads) for subject, quads in grouped if not subject.startswith(sources))


def _nodes(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Give the records and their elements, which are the same whatever part joins them."""
    names = names_in(edition)
    for subject, quads in _records(edition, "asserted"):
        yield subject, _node(subject, quads, edition, names).encode()


def _node(subject: str, quads: Iterable[Quad], edition: Edition, names: Names) -> str:
    data: dict[str, str] = {}
    linked: list[str] = []
    for quad in quads:
        predicate, value = quad.predicate.value, quad.object
        if predicate == _RDF_TYPE and isinstance(value, NamedNode):
            data.setdefault("class", value.value.removeprefix(edition.names.ak))
        elif predicate == _LABEL and isinstance(value, Literal):
            data["label" if value.language == "en" else f"label_{value.language}"] = value.value
        elif predicate.startswith(_WGS84) and isinstance(value, Literal):
            data[predicate.removeprefix(_WGS84)] = value.value
        elif isinstance(value, NamedNode) and value.value in names:
            linked.append(value.value)
    if "label" not in data:
        data["label"] = _label(subject, linked, names, edition)
    inside = "".join(
        f'<data key="{name}">{escape(data[name])}</data>'
        for name, owner, _ in _KEYS
        if owner == "node" and name in data
    )
    return f"<node id={quoteattr(subject)}>{inside}</node>\n"


def _label(subject: str, linked: list[str], names: Names, edition: Edition) -> str:
    """Call a node without a name of its own by what it joins, the record that it stands under first."""
    parent = subject.partition("#")[0]
    joined = dict.fromkeys([parent, *sorted(linked)] if parent in names else sorted(linked))
    said = [names[iri].get("en") or next(iter(names[iri].values())) for iri in joined if iri in names]
    return " – ".join(said) or subject.removeprefix(f"{edition.names.base}id/")


class _Shorten:
    """Gives the prefixed name of a predicate."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
        self._known: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        if iri not in self._known:
            found = (f"{p}:{iri.removeprefix(space)}" for p, space in self._prefixes if iri.startswith(space))
            self._known[iri] = next(found, iri)
        return self._known[iri]
