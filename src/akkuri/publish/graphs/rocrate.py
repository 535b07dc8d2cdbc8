"""RO-Crate 1.2: the graph and its tables in one folder, described by ro-crate-metadata.json."""

import json
import mimetypes
import shutil
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


def write(edition: Edition, package: Package) -> None:
    """Write the graph, the folder of tables that it was built from, and the description of both."""
    with package.file(_GRAPH) as file, edition.open() as graph:
        shutil.copyfileobj(graph, file)
    write_tables(edition, package)
    said = about(edition.metadata, edition.names, edition.version)
    files = [_file(name, package.size(name), said) for name in package.names]
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
        "identifier": said.names.base,
        "url": said.names.base,
        "publisher": {"@id": said.publisher_iri} if said.publisher else "",
        "keywords": [word for lang, word in said.keywords if lang == "en"],
        "inLanguage": sorted(said.title),
        "hasPart": [{"@id": file["@id"]} for file in files],
        "creditText": said.citation,
    }
    return {key: value for key, value in found.items() if value}


def _around(said: About) -> list[dict[str, Any]]:
    """Return what the data set names: its licence and its publisher."""
    licence = {
        "@id": said.licence,
        "@type": "CreativeWork",
        "name": said.licence.removeprefix("https://").rstrip("/"),
        "description": f"The licence of the data, {said.licence}.",
        "url": said.licence,
    }
    publisher = {"@id": said.publisher_iri, "@type": "Organization", "name": said.publisher}
    return [licence, publisher] if said.publisher else [licence]


def _file(name: str, size: int, said: About) -> dict[str, Any]:
    ending = name[name.rfind(".") :] if "." in name else ""
    media = _TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "encodingFormat": media,
        "contentSize": str(size),
        "license": {"@id": said.licence},
    }
