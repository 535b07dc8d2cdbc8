"""What a release says of each record, as one digest: by it two releases tell which records changed."""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from akkuri.errors import UsageError
from akkuri.namespaces import Names
from akkuri.release.opening import Release

__all__ = ["RecordState", "read_states", "states_of", "write_states"]

_MODIFIED: Final = "<http://purl.org/dc/terms/modified>"
_LABELS: Final = (
    "<http://www.w3.org/2004/02/skos/core#prefLabel>",
    "<http://purl.org/dc/terms/title>",
)
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class RecordState:
    """One record as a release has it."""

    kind: str
    slug: str
    digest: str
    """Of all statements in the record's graph."""
    modified: str = ""
    """The date that its curator gives, as far as it is known."""
    labels: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Kind and slug."""
        return f"{self.kind}/{self.slug}"


def states_of(release: Release) -> list[RecordState]:
    """Return the states of all records, sorted by kind and slug; takes a second for 200,000 triples.

    A record without a region of its own has that of its facility. Raises UsageError where the graph cannot
    be read.
    """
    names = Names(str(release.manifest.get("base", "")), release.kinds)
    try:
        with release.graph_path.open(encoding="utf-8") as lines:
            found = _graphs(lines, names)
    except (OSError, ValueError) as error:
        raise UsageError.worded("release.unreadable", file=release.graph_path, detail=error) from error
    regions = {key: graph.regions for key, graph in found.items()}
    return [_state(key, graph, regions) for key, graph in sorted(found.items())]


def _state(key: str, graph: "_Graph", regions: Mapping[str, set[str]]) -> RecordState:
    kind, _, slug = key.partition("/")
    places = graph.regions or {each for facility in graph.facilities for each in regions.get(facility, ())}
    digest = graph.digest.hexdigest()[:_DIGITS]
    return RecordState(
        kind, slug, digest, graph.modified, dict(sorted(graph.labels.items())), tuple(sorted(places))
    )


def write_states(file: Path, states: Iterable[RecordState]) -> None:
    """Keep states in a file."""
    text = json.dumps([asdict(state) for state in states], ensure_ascii=False, separators=(",", ":"))
    part = file.with_suffix(".part")
    part.write_bytes(gzip.compress(text.encode(), mtime=0))
    part.replace(file)


def read_states(file: Path) -> list[RecordState] | None:
    """Return the states that a file keeps; None where it is not there or damaged."""
    try:
        rows: Any = json.loads(gzip.decompress(file.read_bytes()))
        return [RecordState(**{**row, "regions": tuple(row["regions"])}) for row in rows]
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        return None


@dataclass(slots=True)
class _Graph:
    digest: Any = field(default_factory=hashlib.sha256)
    modified: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    regions: set[str] = field(default_factory=set)
    facilities: set[str] = field(default_factory=set)


def _graphs(lines: Iterable[str], names: Names) -> dict[str, _Graph]:
    """Read sorted N-Quads line by line, those of records only."""
    documents, records = f"<{names.base}doc/", f"<{names.base}id/"
    region, place = f"<{names.base}concept/region/", f"<{names.base}ontology#facility>"
    found: defaultdict[str, _Graph] = defaultdict(_Graph)
    for line in lines:
        graph = line[line.rfind(" <") + 1 : -3]
        if not graph.startswith(documents):
            continue
        key = graph[len(documents) : -1]
        of = found[key]
        of.digest.update(line.encode())
        subject, predicate, rest = line.split(" ", 2)
        value = rest[: rest.rfind(" <")]
        if subject == graph and predicate == _MODIFIED:
            of.modified = value.partition('"')[2].partition('"')[0]
        elif subject == f"{records}{key}>":
            if predicate in _LABELS and not value.startswith("<"):
                text, _, lang = value.rpartition("@")
                of.labels[lang if text else ""] = _text(text or value)
            elif value.startswith(region):
                of.regions.add(value[len(region) : -1])
            elif predicate == place and value.startswith(records):
                of.facilities.add(value[len(records) : -1])
    return dict(found)


def _text(written: str) -> str:
    """Return the text of a literal of N-Quads, whose escapes are those of JSON."""
    try:
        return str(json.loads(written[: written.rfind('"') + 1]))
    except ValueError:
        return written.strip('"')
