"""The concept schemes: which concepts there are, what they are called, what notation they carry."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from akkuri.errors import UsageError
from akkuri.namespaces import Names, rebase

__all__ = ["LABELS", "Concept", "Vocabularies", "load_vocabularies", "read_turtle"]

SKOS = "http://www.w3.org/2004/02/skos/core#"
LABELS: Final = "labels"
"""The folder, beside the schemes, with other names of their concepts."""


@dataclass(slots=True)
class Concept:
    """A concept: its id inside the scheme, labels by language, notation and broader concepts."""

    scheme: str
    id: str
    labels: dict[str, str] = field(default_factory=dict)
    notation: str | None = None
    broader: list[str] = field(default_factory=list)

    def label(self, lang: str) -> str:
        """Return the label in a language, in English where it is lacking, else the id."""
        return self.labels.get(lang) or self.labels.get("en") or self.id


@dataclass(slots=True)
class Vocabularies:
    """All schemes, and the statements they were read from."""

    schemes: dict[str, dict[str, Concept]]
    quads: list[Quad]

    def concepts(self, scheme: str) -> Mapping[str, Concept]:
        """Return the concepts of a scheme by id; empty for an unknown scheme."""
        return self.schemes.get(scheme, {})

    def by_notation(self, scheme: str) -> dict[str, Concept]:
        """Return the concepts of a scheme by notation."""
        return {c.notation: c for c in self.concepts(scheme).values() if c.notation is not None}


def read_turtle(file: Path, graph: str, base: str) -> list[Quad]:
    """Parse a Turtle file, moved to `base`, into the named graph `graph`.

    Raises UsageError naming the file, the line and what the parser expected.
    """
    try:
        text = rebase(file.read_text(encoding="utf-8"), base)
        name = NamedNode(graph)
        return [
            Quad(triple.subject, triple.predicate, triple.object, name)
            for triple in parse(text, format=RdfFormat.TURTLE, base_iri=base)
        ]
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UsageError.worded("cluster.not-turtle", file=file, reason=error) from error
    except OSError as error:
        raise UsageError.worded("files.unreadable", place=file, reason=error.strerror) from error


def load_vocabularies(folders: Iterable[Path], names: Names) -> Vocabularies:
    """Read `*.ttl` of the folders, one scheme a file, and what is in `labels/`, into the vocabulary graph.

    A file of a later folder takes the place of a file with the same name in an earlier one: so a
    cluster brings its own value chain and shares the TRL scale. Other names of a scheme's concepts stand
    in `labels/` under the same file name; names of a scheme that has been replaced go with it. Raises
    UsageError for a file that cannot be read, and for other names of a concept that no scheme has.
    """
    files: dict[str, list[Path]] = {}
    for folder in folders:
        files |= {file.name: [file] for file in sorted(folder.glob("*.ttl"))}
        for file in sorted((folder / LABELS).glob("*.ttl")):
            if file.name not in files:
                raise UsageError.worded("cluster.no-vocabulary", file=file, name=file.stem)
            files[file.name][1:] = [file]
    graph = names.graph("vocabulary")
    schemes = {name: read_turtle(found[0], graph, names.base) for name, found in sorted(files.items())}
    known = {quad.subject for quads in schemes.values() for quad in quads}
    quads = []
    for name, stated in schemes.items():
        quads += stated
        for file in files[name][1:]:
            quads += _of_known(read_turtle(file, graph, names.base), known, file)
    return Vocabularies(_schemes(quads, names.concept("")), quads)


def _of_known(quads: list[Quad], known: Container[object], file: Path) -> list[Quad]:
    """Return the other names in a file; raise UsageError where one is of a concept that no scheme has."""
    for quad in quads:
        if quad.subject not in known:
            raise UsageError.worded("cluster.other-names", file=file, name=quad.subject)
    return quads


def _schemes(quads: Iterable[Quad], root: str) -> dict[str, dict[str, Concept]]:
    """Gather the concepts whose IRI is `{root}{scheme}/{id}`."""
    found: dict[str, dict[str, Concept]] = {}

    @cache
    def concept(iri: str) -> Concept | None:
        scheme, slash, name = iri.removeprefix(root).partition("/")
        if not iri.startswith(root) or not slash:
            return None
        return found.setdefault(scheme, {}).setdefault(name, Concept(scheme, name))

    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode) or not predicate.startswith(SKOS):
            continue
        entry = concept(subject.value)
        if entry is None:
            continue
        match predicate.removeprefix(SKOS), value:
            case "prefLabel", Literal() if value.language:
                entry.labels[value.language] = value.value
            case "notation", Literal():
                entry.notation = value.value
            case "broader", NamedNode():
                entry.broader.append(value.value.rpartition("/")[2])
    return found
