"""RO-Crate 1.2: the graph and its tables in one folder, described by ro-crate-metadata.json."""

import json
import mimetypes
import shutil
from collections.abc import Mapping
from typing import Any, Final

from akkuri.publish.about.dataset import About, about
from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.tables.csvw import write as write_tables

__all__ = ["FORMAT", "METADATA", "write"]

METADATA: Final = "ro-crate-metadata.json"
_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.2"
_GRAPH: Final = "graph.nq"
_TYPES: Final = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".csv": "text/csv",
    ".rq": "application/sparql-query",
    ".yaml": "application/yaml",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
}
"""Ending → media type, where the standard library differs between machines."""
_HELD: Final = {
    _GRAPH: "All statements in their graphs, as sorted N-Quads.",
    "csv-metadata.json": "What each column of the tables means: CSV on the Web metadata.",
    "tables.json": "The tables and their columns as the program reads them.",
    "csvw/": "A table with the addresses of what its rows name, for programs that read CSV on the Web.",
    "kinds/": "How a kind of record is shown, listed and searched.",
    "links/": "Decisions on links between records and a registry, with the reason of each.",
    "ontology/": "Terms that only this data set has.",
    "queries/": "A named question as SPARQL, with its title and parameters.",
    "shapes/": "Rules that the records fit, as SHACL shapes.",
    "vocabularies/": "Concepts that the tables name, with labels and definitions in three languages.",
    "weights/": "Numbers and groups that the analyses compute with.",
}
"""File or folder → what it holds; a table says it by its title."""


def write(edition: Edition, package: Package) -> None:
    """Write the graph, the folder of tables that it was built from, and the description of both."""
    with package.file(_GRAPH) as file, edition.open() as graph:
        shutil.copyfileobj(graph, file)
    write_tables(edition, package)
    said = about(edition.metadata, edition.names, edition.version)
    titles = {table.file_name: table.titles.get("en", table.name) for table in edition.schema}
    files = [_file(name, package.size(name), titles) for name in package.names]
    document = {
        "@context": f"{_SPECIFICATION}/context",
        "@graph": [
            {
                "@id": METADATA,
                "@type": "CreativeWork",
                "conformsTo": {"@id": _SPECIFICATION},
                "about": {"@id": "./"},
            },
            _root(said, edition, files),
            *_around(said),
            *files,
        ],
    }
    package.text(METADATA, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


FORMAT: Final = ExportFormat(
    "rocrate",
    write,
    order=105,
    extension="zip",
    media_type="application/zip",
    file_type="JSON_LD",
    packaged=True,
    aliases=("ro-crate",),
)


def _root(said: About, edition: Edition, files: list[dict[str, Any]]) -> dict[str, Any]:
    title = said.title.get("en") or next(iter(said.title.values()), edition.version)
    found = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": said.description.get("en") or title,
        "datePublished": said.issued or edition.issued,
        "license": {"@id": said.licence},
        "version": edition.version,
        "identifier": {"@id": "#identifier"},
        "url": said.names.base,
        "publisher": {"@id": said.publisher_iri} if said.publisher else "",
        "keywords": [word for lang, word in said.keywords if lang == "en"],
        "inLanguage": sorted(said.title),
        "hasPart": [{"@id": file["@id"]} for file in files],
        "creditText": said.citation,
    }
    return {key: value for key, value in found.items() if value}


def _around(said: About) -> list[dict[str, Any]]:
    """Return what the data set names: its licence, its identifier, its publisher and where to ask."""
    base, contact = said.names.base, said.contact or said.names.base
    licence: dict[str, Any] = {
        "@id": said.licence,
        "@type": "CreativeWork",
        "name": said.licence.removeprefix("https://").rstrip("/"),
        "description": f"The licence of the data, {said.licence}.",
        "url": said.licence,
    }
    identifier: dict[str, Any] = {
        "@id": "#identifier",
        "@type": "PropertyValue",
        "name": "URL",
        "value": base,
        "url": base,
    }
    publisher: dict[str, Any] = {
        "@id": said.publisher_iri,
        "@type": "Organization",
        "name": said.publisher,
        "url": base,
        "contactPoint": {"@id": "#contact"},
    }
    point: dict[str, Any] = {
        "@id": "#contact",
        "@type": "ContactPoint",
        "name": "Questions about the data",
        "contactType": "Questions about the data",
    }
    if contact.startswith("mailto:"):
        point["email"] = contact.removeprefix("mailto:")
    else:
        point["url"] = contact
    return [licence, identifier, *([publisher, point] if said.publisher else [])]


def _file(name: str, size: int, titles: Mapping[str, str]) -> dict[str, Any]:
    ending = name[name.rfind(".") :] if "." in name else ""
    media = _TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": _held(name, titles),
        "encodingFormat": media,
        "contentSize": str(size),
    }


def _held(name: str, titles: Mapping[str, str]) -> str:
    """Say what a file holds."""
    if name in titles:
        return f"The table “{titles[name]}” as it is curated."
    folder = f"{name.partition('/')[0]}/" if "/" in name else name
    return _HELD.get(folder, "Part of the folder that the release was built from.")
