"""What sources state of records in all, as a file of a release: the graph would be asked many queries for it.

One line says who mentions which facility, one where each statement comes from, and one for each kind which of
its records have which field.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["STATED", "Sources", "kept_filled", "kept_mentions", "kept_sources", "write_stated"]

STATED: Final = "stated.jsonl"
"""The file of a release that holds them."""
_FORM: Final = 1
"""Raised whenever a line is written in another way."""
_MENTIONS: Final = "mentions"
_SOURCES: Final = "sources"

Having = Mapping[str, frozenset[str]]
"""Field of a kind, as it is declared → the records that have it."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where statements come from."""

    behind: Mapping[str, Sequence[str]]
    """Document or part of a record → its sources, sorted."""
    told: Mapping[str, Sequence[str]]
    """Source → its title and its address; empty where it has none."""


def write_stated(
    mentions: Mapping[str, Iterable[str]], sources: Sources, filled: Mapping[str, Having], file: Path
) -> None:
    """Write facility → publishers that mention it, the sources, and the fields of each kind."""
    lines: list[Any] = [{"form": _FORM}]
    told, behind = (dict(sorted(part.items())) for part in (sources.told, sources.behind))
    place = {iri: number for number, iri in enumerate(told)}
    numbered = {iri: [place[source] for source in found] for iri, found in behind.items()}
    lines.append({"of": _SOURCES, "told": told, "behind": numbered})
    lines.append({"of": _MENTIONS, "by": {iri: sorted(named) for iri, named in sorted(mentions.items())}})
    for kind, fields in sorted(filled.items()):
        records = sorted({iri for having in fields.values() for iri in having})
        place = {iri: number for number, iri in enumerate(records)}
        having = {field: sorted(map(place.__getitem__, found)) for field, found in fields.items()}
        lines.append({"of": f"kind/{kind}", "records": records, "having": having})
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        for line in lines:
            handle.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def kept_mentions(folder: Path | None) -> dict[str, frozenset[str]] | None:
    """Return facility → publishers that mention it; None where a release does not keep it."""
    line = _line(folder, _MENTIONS)
    return None if line is None else {iri: frozenset(named) for iri, named in line["by"].items()}


def kept_sources(folder: Path | None) -> Sources | None:
    """Return where statements come from; None where a release does not keep it."""
    line = _line(folder, _SOURCES)
    if line is None:
        return None
    sources = list(line["told"])
    behind = {iri: [sources[number] for number in found] for iri, found in line["behind"].items()}
    return Sources(behind, line["told"])


def kept_filled(folder: Path | None, kind: str) -> Having | None:
    """Return which records of a kind have which field; None where a release does not keep it."""
    line = _line(folder, f"kind/{kind}")
    if line is None:
        return None
    records = line["records"]
    return {field: frozenset(map(records.__getitem__, found)) for field, found in line["having"].items()}


def _line(folder: Path | None, of: str) -> Any:
    file = folder / STATED if folder else None
    if file is None or not file.is_file():
        return None
    start = f'{{"of":{json.dumps(of)},'.encode()
    with file.open("rb") as lines:
        if json.loads(next(lines)) != {"form": _FORM}:
            return None
        return next((json.loads(line) for line in lines if line.startswith(start)), None)
