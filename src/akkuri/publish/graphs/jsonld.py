"""JSON-LD: one object per subject under its graph, keys from the published context, streamed."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from akkuri.graph.jsonld_context import build_context
from akkuri.publish.edition import Edition, iri
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink

__all__ = ["FORMAT", "Compactor", "document", "dumps", "write"]

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as JSON-LD.

    The context stands in the file itself as well as at its own address, so that the file can be read
    without the network. Raises UsageError when the graph cannot be read.
    """
    context = build_context(edition.quads("asserted", edition.names.ak), edition.names)
    compactor = Compactor(context)
    sink.write(b'{\n"@context": ' + dumps(context) + b',\n"@graph": [')
    comma = b"\n"
    for graph, nodes in _by_graph(edition.quads(part), compactor):
        body = b",\n".join(dumps(node) for node in nodes)
        sink.write(comma + b'{"id": ' + dumps(graph) + b', "@graph": [\n' + body + b"\n]}")
        comma = b",\n"
    sink.write(b"\n]\n}\n")


FORMAT: Final = ExportFormat(
    "jsonld",
    write,
    order=50,
    extension="jsonld",
    media_type="application/ld+json",
    file_type="JSON_LD",
    parts=True,
    aliases=("json-ld",),
)


def document(triples: Iterable[Triple], compactor: "Compactor") -> bytes:
    """Return triples, grouped by subject, as one compact document.

    It carries the part of the context that it uses, so that it can be read without the network. Raises
    DataError for a blank node.
    """
    groups = groupby(triples, key=lambda triple: iri(triple.subject))
    nodes = [compactor.node(subject, found) for subject, found in groups]
    lines = b",\n".join(dumps(node) for node in nodes)
    return b'{"@context": ' + dumps(_used(nodes, compactor.context)) + b',\n"@graph": [\n' + lines + b"\n]}\n"


def _used(nodes: list[dict[str, Any]], context: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a context that the keys and types of some nodes need."""
    keys = {key for node in nodes for key in node}
    for node in nodes:
        types = node.get("type", [])
        keys.update(types if isinstance(types, list) else [types])
    terms = [context[key] for key in keys if key in context]
    keys.update(term if isinstance(term, str) else term["@id"] for term in terms)
    keys.update([key.partition(":")[0] for key in keys if ":" in key])
    return {key: entry for key, entry in context.items() if key in keys or key in ("@version", "id", "type")}


def dumps(value: object) -> bytes:
    """Return compact JSON in UTF-8, keys in the order given."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def _by_graph(quads: Iterable[Quad], compactor: "Compactor") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Gather the subjects one after another that stand in the same graph."""
    current, nodes = "", list[dict[str, Any]]()
    for subject, statements in groupby(quads, key=lambda quad: quad.subject):
        graphs: dict[str, list[Quad]] = {}
        for quad in statements:
            graphs.setdefault(iri(quad.graph_name), []).append(quad)
        for graph, found in graphs.items():
            if graph != current or len(nodes) >= 256:
                if nodes:
                    yield current, nodes
                current, nodes = graph, []
            nodes.append(compactor.node(iri(subject), found))
    if nodes:
        yield current, nodes


class Compactor:
    """Turns statements about one subject into a JSON object with the keys of a context."""

    def __init__(self, context: dict[str, Any]) -> None:
        self.context = context
        self._prefixes = sorted(
            (
                (iri, prefix)
                for prefix, iri in context.items()
                if isinstance(iri, str) and iri.endswith(("/", "#"))
            ),
            key=lambda pair: -len(pair[0]),
        )
        namespaces = {prefix: iri for iri, prefix in self._prefixes}
        self._terms: dict[str, tuple[str, str]] = {}
        for key, entry in context.items():
            if key in ("id", "type", "@version") or key in namespaces:
                continue
            name = entry if isinstance(entry, str) else entry["@id"]
            prefix, _, local = name.partition(":")
            coercion = "" if isinstance(entry, str) else entry.get("@type") or entry["@container"]
            self._terms[namespaces[prefix] + local] = (key, coercion)
        self._short: dict[str, str] = {}

    def node(self, subject: str, quads: Iterable[Quad | Triple]) -> dict[str, Any]:
        """Return the object of a subject; its types first, its properties in their order."""
        found: dict[str, Any] = {"id": subject}
        for quad in quads:
            predicate, value = quad.predicate.value, quad.object
            if predicate == _TYPE:
                _add(found, "type", self._type(iri(value)))
                continue
            key, coercion = self._terms.get(predicate, ("", ""))
            if isinstance(value, NamedNode):
                if coercion == "@id":
                    _add(found, key, value.value)
                else:
                    _add(found, self.short(predicate), {"id": value.value})
            elif isinstance(value, Literal):
                self._literal(found, predicate, key, coercion, value)
        return found

    def _literal(
        self, found: dict[str, Any], predicate: str, key: str, coercion: str, value: Literal
    ) -> None:
        if value.language:
            if coercion == "@language":
                _add(found.setdefault(key, {}), value.language, value.value)
            else:
                _add(found, self.short(predicate), {"@value": value.value, "@language": value.language})
            return
        datatype = value.datatype.value
        if datatype == coercion or (datatype == _STRING and key and not coercion):
            _add(found, key, value.value)
        elif datatype == _STRING:
            _add(found, self.short(predicate), {"@value": value.value})
        else:
            _add(found, self.short(predicate), {"@value": value.value, "@type": datatype})

    def _type(self, iri: str) -> str:
        key, _ = self._terms.get(iri, ("", ""))
        return key or self.short(iri)

    def short(self, iri: str) -> str:
        """Return the prefixed name of a property or class, or its IRI where no prefix fits."""
        if iri not in self._short:
            self._short[iri] = next(
                (
                    f"{prefix}:{iri[len(space) :]}"
                    for space, prefix in self._prefixes
                    if iri.startswith(space)
                ),
                iri,
            )
        return self._short[iri]


def _add(found: dict[str, Any], key: str, value: object) -> None:
    """Set a key, or make it a list once it has several values."""
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]
