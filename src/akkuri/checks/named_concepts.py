"""Concepts that the program, a question, a rule or a shape names must be in a cluster's vocabularies."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from akkuri import resources
from akkuri.checks.report.finding import Finding, table_finding
from akkuri.graph.vocabularies import Vocabularies

__all__ = ["lacking_concepts"]

_ROOT: Final = r"https://w3id\.org/akkuri/concept/"
_IRI: Final = re.compile(rf"<{_ROOT}([a-z-]+)/([A-Za-z0-9_-]+)>")
_PREFIX: Final = re.compile(rf"(?i)^@?prefix\s+([a-z]+):\s*<{_ROOT}(?:([a-z-]+)/)?>")


class _Mention(NamedTuple):
    """A concept, and where it is named."""

    scheme: str
    concept: str
    place: str


def lacking_concepts(cluster: Path, vocabularies: Vocabularies) -> Iterator[Finding]:
    """Yield a finding for each concept that is named and that the cluster's vocabularies do not have.

    It stands at the vocabulary that lacks the concept and says who names it.
    """
    seen = set()
    for scheme, concept, place in _mentions(cluster):
        if concept not in vocabularies.concepts(scheme) and (scheme, concept) not in seen:
            seen.add((scheme, concept))
            file, line = _vocabulary(cluster, scheme)
            yield table_finding("concept-lacking", file, line, scheme=scheme, concept=concept, named_by=place)


def _mentions(cluster: Path) -> Iterator[_Mention]:
    """Yield every concept that is named."""
    text = files(__package__).joinpath("named_concepts.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        yield _Mention(row["scheme"], row["concept"], row["named_by"])
    yield from _in_files("queries", resources.questions(cluster), "**/*.rq")
    yield from _in_files("shapes", resources.shapes(cluster), "*.ttl")
    yield from _in_groups(resources.weights(cluster))


def _in_files(label: str, folders: Iterable[Path], pattern: str) -> Iterator[_Mention]:
    """Yield the concepts in files; one of a later folder takes the place of its namesake."""
    found = {file.relative_to(folder).as_posix(): file for folder in folders for file in folder.glob(pattern)}
    for name, file in sorted(found.items()):
        yield from _in_text(file, f"{label}/{name}")


def _in_groups(folders: Iterable[Path]) -> Iterator[_Mention]:
    """Yield the concepts that the analyses take together; a row of a later folder takes another's place."""
    groups: dict[str, list[_Mention]] = {}
    for folder in folders:
        file = folder / "groups.csv"
        if file.exists():
            with file.open(encoding="utf-8", newline="") as handle:
                for number, row in enumerate(csv.DictReader(handle), 2):
                    place, scheme = f"weights/groups.csv:{number}", row.get("scheme")
                    concepts = (row.get("concepts") or "").split(";") if scheme else ()
                    groups[row.get("group") or ""] = [
                        _Mention(scheme or "", concept, place) for concept in concepts if concept
                    ]
    for mentions in groups.values():
        yield from mentions


def _in_text(file: Path, name: str) -> Iterator[_Mention]:
    """Yield the concepts in a query or in Turtle, as IRIs or under a prefix."""
    lines = file.read_text(encoding="utf-8").splitlines()
    prefixes = {match[1]: match[2] for line in lines if (match := _PREFIX.match(line))}
    known = "|".join(prefixes) or "(?!)"
    prefixed = re.compile(rf"(?<![\w:<])({known}):(?:([a-z-]+)/)?([A-Za-z0-9_-]+)")
    for number, line in enumerate(lines, 1):
        if line.startswith("#") and not line.startswith("#@"):
            continue
        for scheme, concept in _IRI.findall(line):
            yield _Mention(scheme, concept, f"{name}:{number}")
        for prefix, inside, concept in prefixed.findall(line):
            scheme = prefixes[prefix] or inside
            if scheme:
                yield _Mention(scheme, concept, f"{name}:{number}")


def _vocabulary(cluster: Path, scheme: str) -> tuple[str, int]:
    """Return the file that holds a scheme, as the cluster's curator sees it, and the line of the scheme."""
    name = f"vocabularies/{scheme}.ttl"
    file = cluster / name
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return name, next((number for number, line in enumerate(lines, 1) if "skos:ConceptScheme" in line), 1)
