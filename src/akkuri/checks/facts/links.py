"""Decisions on links against the tables: subjects, prefixes, check digits, identifiers, several the same."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.graph.vocabularies import Vocabularies
from akkuri.link.decisions.identifiers import ROR_PREFIX, is_ror
from akkuri.link.decisions.link_graphs import SUFFIX
from akkuri.link.decisions.mapping_sets import ACCEPT, BY_HAND, NONE_FOUND
from akkuri.link.registries import profiles
from akkuri.namespaces import PREFIXES, Names, rebase
from akkuri.yaml import broken_line

__all__ = ["check_links"]

_PREFIX: Final = re.compile(r"#\s+([A-Za-z][\w.-]*):\s*(\S+)\s*")
_ENDS: Final = ("subject_id", "object_id", "predicate_id", "mapping_justification")
_BUILT_IN: Final = {key: PREFIXES[key] for key in ("owl", "skos")} | {
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
_EXACT: Final = frozenset({"skos:exactMatch", "owl:sameAs"})


@dataclass(frozen=True, slots=True)
class _Decision:
    """One line of a mapping set; `number` counts lines of the file."""

    file: str
    number: int
    cells: Mapping[str, str]
    prefixes: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    def expand(self, column: str) -> str:
        """Return the IRI of a cell, under the default base; empty where its prefix is unknown."""
        prefix, _, local = self[column].partition(":")
        return self.prefixes[prefix] + local if prefix in self.prefixes else ""

    @property
    def undeclared(self) -> tuple[str, str] | None:
        """The first end whose prefix the file does not declare, and the prefix; None where there is none."""
        for column in _ENDS:
            prefix = self[column].partition(":")[0]
            if self[column] and prefix not in self.prefixes:
                return column, prefix
        return None

    @property
    def links(self) -> bool:
        """Whether it is taken for a link, as the build takes it."""
        if self["predicate_modifier"] or self["object_id"] == NONE_FOUND.curie:
            return False
        try:
            certain = float(self["confidence"] or 0) >= ACCEPT
        except ValueError:
            certain = False
        return certain or self["mapping_justification"] == BY_HAND.curie


def check_links(
    folder: Path, quads: Iterable[Quad], vocabularies: Vocabularies, names: Names
) -> Iterator[Finding]:
    """Yield what is wrong with the mapping sets in `folder`, and where they and the records disagree.

    `quads` are the statements of the records. What the build could not read is a violation.
    """
    files = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    if not files:
        return
    stated = {profile.states: profile.namespace for profile in profiles().values() if profile.states}
    properties = {f"{names.ak}{name}" for name in stated}
    subjects: set[str] = set()
    identifiers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in quads:
        subject = getattr(quad.subject, "value", "")
        subjects.add(subject)
        if quad.predicate.value in properties:
            identifiers[subject, quad.predicate.value].add(getattr(quad.object, "value", ""))
    known = _Known(subjects, identifiers, vocabularies, names)
    for file in files:
        yield from _file(file, known, stated)


@dataclass(frozen=True, slots=True)
class _Known:
    subjects: set[str]
    identifiers: Mapping[tuple[str, str], set[str]]
    vocabularies: Vocabularies
    names: Names

    def has(self, subject: str) -> bool:
        """Whether there is such a record or concept."""
        scheme, _, concept = subject.removeprefix(self.names.concept("")).partition("/")
        return subject in self.subjects or concept in self.vocabularies.concepts(scheme)


def _file(file: Path, known: _Known, stated: Mapping[str, str]) -> Iterator[Finding]:
    place = f"links/{file.name}"
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        yield table_finding("not-utf8", place)
        return
    head = [line for line in lines if line.startswith("#")]
    rows = [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if wrong := broken_line(line.removeprefix("#") for line in head):
        yield table_finding("links-head", place, wrong)
        return
    header = rows[0][1].split("\t") if rows else []
    if not {"subject_id", "object_id"} <= set(header):
        yield table_finding("links-columns", place, rows[0][0] if rows else None)
        return
    prefixes = _BUILT_IN | {m[1]: m[2] for line in head if (m := _PREFIX.fullmatch(line))}
    cells = csv.DictReader((line for _, line in rows), delimiter="\t")
    decisions = [
        _Decision(place, number, each, prefixes) for (number, _), each in zip(rows[1:], cells, strict=False)
    ]
    exact: defaultdict[str, list[_Decision]] = defaultdict(list)
    undeclared: set[str] = set()
    for decision in decisions:
        if foreign := decision.undeclared:
            column, prefix = foreign
            if prefix not in undeclared:  # one line at the top of the file mends all its rows
                where = (place, decision.number, column, decision[column])
                yield table_finding("links-prefix", *where, prefix=prefix)
            undeclared.add(prefix)
            continue
        yield from _decision(decision, known, stated)
        if decision.links and decision.expand("object_id") and decision["predicate_id"] in _EXACT:
            exact[decision["subject_id"]].append(decision)
    for several in exact.values():
        for decision in several[1:]:
            first = several[0]
            where = (place, decision.number, "object_id", decision["object_id"])
            yield table_finding(
                "links-several", *where, Severity.WARNING, other=first["object_id"], line=first.number
            )


def _decision(decision: _Decision, known: _Known, stated: Mapping[str, str]) -> Iterator[Finding]:
    """Check one decision: what it names exists and has the right form, and the record says the same."""
    subject = rebase(decision.expand("subject_id"), known.names.base)
    target = decision.expand("object_id")
    if not known.has(subject):
        where = (decision.file, decision.number, "subject_id", decision["subject_id"])
        yield table_finding("links-subject", *where, Severity.WARNING)
        return
    where = (decision.file, decision.number, "object_id", decision["object_id"])
    if target.startswith(ROR_PREFIX) and not is_ror(target):
        yield table_finding("links-check-digit", *where)
    if not decision.links or decision["predicate_id"] not in _EXACT:
        return
    for name, namespace in stated.items():
        said = known.identifiers.get((subject, known.names.ak + name), set())
        if said and target.startswith(namespace) and target not in said:
            value = ", ".join(sorted(said))
            yield table_finding("links-disagree", *where, Severity.WARNING, stated=value)
