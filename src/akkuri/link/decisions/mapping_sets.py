"""Mapping sets in SSSOM: reading and checking, merging candidates into decisions, writing whole or not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Final

import curies
from curies import NamableReference, Reference
from sssom_pydantic import MappingSet, SemanticMapping
from sssom_pydantic import read as read_sssom
from sssom_pydantic import write as write_sssom
from sssom_pydantic.constants import DEFAULT_PREFIX_MAP
from yaml import YAMLError

from akkuri.errors import UsageError
from akkuri.files import whole_file
from akkuri.texts import Wording

__all__ = [
    "ACCEPT", "BY_HAND", "LEXICAL", "NONE_FOUND", "Mappings", "accepted", "bare", "decided", "merge",
    "pending", "read", "write",
]  # fmt: skip

BY_HAND: Final = Reference.from_curie("semapv:ManualMappingCuration")
LEXICAL: Final = Reference.from_curie("semapv:LexicalMatching")
NONE_FOUND: Final = NamableReference.from_curie("sssom:NoTermFound")
"""The object of a mapping that says: looked for in this snapshot, and not there."""
ACCEPT: Final = 0.95
"""A candidate at least so likely becomes a link without a person."""
_PREDICATES: Final = frozenset(
    {
        "skos:exactMatch",
        "skos:closeMatch",
        "skos:broadMatch",
        "skos:narrowMatch",
        "skos:relatedMatch",
        "owl:sameAs",
    }
)
_BASIC: Final = frozenset({"owl", "semapv", "skos", "sssom"})
_EXPECTED: Final = Wording("registries.expected-sssom")
_COLUMNS: Final = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "confidence", "similarity_score", "mapping_cardinality", "mapping_date",
    "object_source_version", "mapping_tool", "mapping_tool_version", "comment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mappings:
    """A mapping set: what it says about itself, its prefixes, and its mappings in order."""

    about: MappingSet
    converter: curies.Converter
    mappings: tuple[SemanticMapping, ...]

    def with_mappings(self, mappings: Iterable[SemanticMapping]) -> "Mappings":
        """Return the same set with other mappings."""
        return replace(self, mappings=tuple(mappings))


def decided(mapping: SemanticMapping) -> bool:
    """Whether a person decided about this very pair."""
    return mapping.object != NONE_FOUND and (mapping.justification == BY_HAND or mapping.negated)


def accepted(mapping: SemanticMapping) -> bool:
    """Whether the mapping is a link: not refused, and decided by a person or likely enough."""
    if mapping.negated or mapping.object == NONE_FOUND:
        return False
    return mapping.justification == BY_HAND or (mapping.confidence or 0.0) >= ACCEPT


def pending(mapping: SemanticMapping) -> bool:
    """Whether a person still has to look."""
    return not decided(mapping) and not accepted(mapping) and mapping.object != NONE_FOUND


def read(path: Path) -> Mappings:
    """Read and check a mapping set.

    Raises UsageError naming the file, and the line where there is one, for a file that is missing, cut off or
    no SSSOM, an unknown prefix or predicate, a confidence outside 0 to 1, and a pair that is there twice.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:  # spreadsheets put a byte order mark before the text
            rows, converter, about, errors = read_sssom(file, return_errors=True)
    except OSError as error:
        reason = Wording("registries.unreadable", {"reason": error.strerror})
        raise _broken(path, reason) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UsageError.worded("link.head-broken", file=path, line=mark.line + 1 if mark else 1) from error
    except Exception as error:  # yaml, pydantic, csv and curies each raise their own
        raise _broken(path, _first_line(error)) from error
    if errors:
        first = errors[0]
        at: dict[str, object] = {"line": first.line_number + 1, "reason": _first_line(first.exception)}
        raise _broken(path, Wording("registries.line-broken", at))
    seen: set[tuple[Reference, Reference]] = set()
    for mapping in rows:
        where = f"{path}: {mapping.subject.curie} → {mapping.object.curie}"
        if mapping.predicate.curie not in _PREDICATES:
            known = ", ".join(sorted(_PREDICATES))
            found = mapping.predicate.curie
            raise UsageError.worded("registries.predicate", place=where, found=found, known=known)
        pair = (bare(mapping.subject), bare(mapping.object))
        if pair in seen:
            raise UsageError.worded("registries.twice", place=where)
        seen.add(pair)
    return Mappings(about, converter, tuple(rows))


def _broken(path: Path, reason: Wording | str) -> UsageError:
    return UsageError.worded("registries.broken", path=path, reason=reason, expected=_EXPECTED)


def write(path: Path, content: Mappings) -> None:
    """Write a mapping set, sorted; the file gets its name only when it is whole.

    Raises UsageError when the target cannot be written; what stood there before stays.
    """
    with whole_file(path) as file:
        file.write(_serialized(content))


def _serialized(content: Mappings) -> str:
    text = StringIO()
    write_sssom(
        sorted(content.mappings),
        text,
        metadata=content.about,
        converter=curies.Converter.from_prefix_map(_prefixes(content.converter)),
        columns=_COLUMNS,
        condense=False,
        reduce_prefix_map=False,
    )
    return text.getvalue().replace("\r\n", "\n")


def _prefixes(converter: curies.Converter) -> dict[str, str]:
    """Return the prefixes of a set in order, of those that SSSOM itself declares only what is used here."""
    own = {
        key: space for key, space in converter.bimap.items() if key not in DEFAULT_PREFIX_MAP or key in _BASIC
    }
    return dict(sorted(own.items()))


def merge(known: Iterable[SemanticMapping], found: Iterable[SemanticMapping]) -> list[SemanticMapping]:
    """Put new findings beside what was decided before.

    A decision is never changed and a refused pair never offered again; a record with a decided link gets no
    further candidates; older findings of the machine give way to the new ones.
    """
    kept = [mapping for mapping in known if decided(mapping)]
    pairs = {(bare(mapping.subject), bare(mapping.object)) for mapping in kept}
    settled = {bare(mapping.subject) for mapping in kept if not mapping.negated}
    fresh = [
        mapping
        for mapping in found
        if bare(mapping.subject) not in settled and (bare(mapping.subject), bare(mapping.object)) not in pairs
    ]
    offered = {bare(mapping.subject) for mapping in fresh if mapping.object != NONE_FOUND}
    return kept + [
        mapping for mapping in fresh if mapping.object != NONE_FOUND or bare(mapping.subject) not in offered
    ]


def bare(reference: Reference) -> Reference:
    """Return a reference without its name, to compare it."""
    return Reference(prefix=reference.prefix, identifier=reference.identifier)


def _first_line(error: Exception) -> str:
    """Return the heart of an error of a library in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:3])[:200].rstrip(".") or type(error).__name__
