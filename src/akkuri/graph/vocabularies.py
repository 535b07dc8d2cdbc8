"""The concept schemes: which concepts there are, what they are called, what notation they carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from akkuri.errors import UsageError
from akkuri.namespaces import Names, rebase

__all__ = ["Concept", "Vocabularies", "load_vocabularies", "read_turtle"]

SKOS = "http://www.w3.org/2004/02/skos/core#"


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
        raise UsageError(f"{file}: is not Turtle ({error}).") from error
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}).") from error


def load_vocabularies(folders: Iterable[Path], names: Names) -> Vocabularies:
    """Read `*.ttl` of the folders, one scheme a file, into the vocabulary graph.

    A file of a later folder takes the place of a file with the same name in an earlier one: so a
    cluster brings its own value chain and shares the TRL scale.
    """
    files = {file.name: file for folder in folders for file in sorted(folder.glob("*.ttl"))}
    quads: list[Quad] = []
    for _, file in sorted(files.items()):
        quads.extend(read_turtle(file, names.graph("vocabulary"), names.base))
    return Vocabularies(_schemes(quads, names.concept("")), quads)


def _schemes(quads: Iterable[Quad], root: str) -> dict[str, dict[str, Concept]]:
    """Gather the concepts whose IRI is `{root}{scheme}/{id}`."""
    found: dict[str, dict[str, Concept]] = {}

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
