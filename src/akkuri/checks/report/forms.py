"""The findings as text, JSON and an RDF validation report."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from akkuri.checks.report.finding import Finding, Severity
from akkuri.namespaces import Names
from akkuri.texts import LANGUAGES, text

__all__ = ["as_json", "as_text", "as_turtle", "counts", "kinds", "total"]

MANY: Final = 4
"""So many findings that differ by their row only are told as one."""
SHOWN: Final = 10
"""Rows that such a sentence names."""
_MISSING: Final = "reference-unknown"
_PAGE: Final = "page-new"
_EXTRA: Final = "column-extra"
SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many violations, warnings and infos there are."""
    found = Counter(finding.severity for finding in findings)
    return {severity.key: found[severity] for severity in Severity}


def kinds(findings: Iterable[Finding], lang: str) -> list[tuple[Severity, str, str, int]]:
    """Return (severity, code, title, number) of each kind of fault, the gravest and most frequent first."""
    found = Counter((f.severity, f.code, f.title(lang)) for f in findings)
    return sorted(((*kind, n) for kind, n in found.items()), key=lambda k: (k[0], -k[3], k[1]))


def total(findings: Sequence[Finding], lang: str) -> str:
    """Return one sentence with the numbers."""
    found = counts(findings)
    return text(
        lang,
        "checks.total",
        violations=found["violation"],
        warnings=found["warning"],
        infos=found["info"],
    )


def as_text(findings: Sequence[Finding], lang: str, least: Severity = Severity.WARNING) -> str:
    """Return `file:row:column: sentence` for each finding as grave as `least`, then a summary by kind.

    What many rows share is one line; what the tables said before a file corrected them is only counted.
    """
    told = [finding for finding in findings if finding.severity <= least and not finding.known]
    lines = list(_lines(told, lang))
    if known := sum(finding.known for finding in findings):
        lines += ["", text(lang, "checks.known", count=known)]
    if findings:
        table = [
            (str(number), text(lang, f"checks.severity-{severity.key}"), title, code)
            for severity, code, title, number in kinds(findings, lang)
        ]
        widths = [max(len(row[i]) for row in table) for i in range(3)]
        lines += ["", text(lang, "checks.summary")]
        lines += [
            f"{n:>{widths[0]}}  {severity:<{widths[1]}}  {title:<{widths[2]}}  {code}"
            for n, severity, title, code in table
        ]
        lines.append(total(findings, lang))
        if any(finding.severity > least for finding in findings):
            lines.append(text(lang, "checks.hidden"))
    else:
        lines.append(text(lang, "checks.fine"))
    return "\n".join(lines) + "\n"


def _lines(findings: Sequence[Finding], lang: str) -> Iterator[str]:
    """Give a sentence for each finding, and one for many that differ by their row only."""
    lost = _missing(findings)
    groups: defaultdict[tuple[str, str | None, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[_group(finding, lang)].append(finding)
    for finding in findings:
        if finding.code.startswith(_MISSING) and finding.value in lost:
            if places := lost[finding.value]:
                yield _missed(finding.value, places, lang)
                lost[finding.value] = []
            continue
        same = groups.pop(_group(finding, lang), [])
        if finding.code == _EXTRA and len(same) >= MANY:
            columns = [str(other.column) for other in same]
            listed = ", ".join(columns[:SHOWN]) + (" …" if len(columns) > SHOWN else "")
            place = f"{finding.file}:{finding.row}"
            yield text(lang, "checks.many-columns", place=place, count=len(same), columns=listed)
            continue
        if len(same) >= (MANY if finding.code != _PAGE else 2):
            spread = len({other.file for other in same}) > 1
            rows = [f"{other.file}:{other.row}" if spread else str(other.row) for other in same if other.row]
            listed = ", ".join(rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
            yield text(lang, "checks.many", sentence=finding.sentence(lang), count=len(same), rows=listed)
        else:
            yield from (each.sentence(lang) for each in same)


def _group(finding: Finding, lang: str) -> tuple[str, str | None, str]:
    """Return what findings have in common that one line tells; a page that is new is so in all files."""
    if finding.code == _EXTRA:
        return finding.file, None, _EXTRA
    place = ("", None) if finding.code == _PAGE else (finding.file, finding.column)
    return (*place, finding.message(lang))


def _missing(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Return the ids that many rows of several columns name and no table has, with what was found."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code.startswith(_MISSING):
            found[finding.value].append(finding)
    return {value: places for value, places in found.items() if _is_spread(places)}


def _is_spread(places: Sequence[Finding]) -> bool:
    return len(places) >= MANY and len({(finding.file, finding.column) for finding in places}) > 1


def _missed(value: str, places: Sequence[Finding], lang: str) -> str:
    """Say once of an id that many rows name it, with the rows of each file."""
    rows = [f"{finding.file}:{finding.row}:{finding.column}" for finding in places]
    listed = ", ".join(rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
    return text(lang, "checks.missing", value=value, count=len(rows), rows=listed)


def as_json(findings: Sequence[Finding], lang: str) -> str:
    """Return everything as JSON: the numbers, the kinds, and each finding with its place and sentence."""
    document: dict[str, Any] = {
        "conforms": not any(finding.severity is Severity.VIOLATION for finding in findings),
        "counts": counts(findings),
        "kinds": [
            {"code": code, "severity": severity.key, "title": title, "count": number}
            for severity, code, title, number in kinds(findings, lang)
        ],
        "findings": [_entry(finding, lang) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _entry(finding: Finding, lang: str) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.key,
        "file": finding.file,
        "row": finding.row,
        "column": finding.column,
        "cell": finding.cell,
        "heading": finding.heading,
        "value": finding.value,
        "proposal": finding.proposal,
        "known": finding.known,
        "record": finding.record,
        "shape": finding.shape,
        "message": finding.message(lang),
    }


def as_turtle(findings: Sequence[Finding], names: Names) -> str:
    """Return a sh:ValidationReport; a finding of the table checks has its row as focus (RFC 7111)."""
    root = f"{names.base}report#"
    report = NamedNode(f"{root}report")
    conforms = not any(finding.severity is Severity.VIOLATION for finding in findings)
    triples = [
        Triple(report, NamedNode(f"{RDF}type"), NamedNode(f"{SH}ValidationReport")),
        Triple(
            report,
            NamedNode(f"{SH}conforms"),
            Literal(str(conforms).lower(), datatype=NamedNode(f"{XSD}boolean")),
        ),
    ]
    for number, finding in enumerate(findings, 1):
        node = NamedNode(f"{root}finding-{number}")
        triples.append(Triple(report, NamedNode(f"{SH}result"), node))
        triples += _result(node, finding, names)
    prefixes = {"sh": SH, "dct": names.prefixes["dct"], "aks": f"{names.base}shapes/"}
    return (serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def _result(node: NamedNode, finding: Finding, names: Names) -> list[Triple]:
    """One sh:ValidationResult with its messages in every language and the place it is at."""
    shapes = f"{names.base}shapes/"
    place = NamedNode(_place(finding, names))
    found: list[tuple[str, NamedNode | Literal]] = [
        (f"{RDF}type", NamedNode(f"{SH}ValidationResult")),
        (f"{SH}focusNode", NamedNode(finding.record) if finding.record else place),
        (f"{SH}resultSeverity", NamedNode(f"{SH}{finding.severity.key.capitalize()}")),
        (f"{SH}sourceShape", NamedNode(finding.shape or f"{shapes}table-{finding.code}")),
        (f"{SH}sourceConstraintComponent", NamedNode(finding.component or f"{shapes}TableCheck")),
        *(
            (f"{SH}resultMessage", Literal(finding.messages[lang], language=lang))
            for lang in LANGUAGES
            if lang in finding.messages
        ),
        (names.prefixes["dct"] + "source", place),
    ]
    if finding.path:
        found.append((f"{SH}resultPath", NamedNode(finding.path)))
    if finding.value:
        found.append((f"{SH}value", Literal(finding.value)))
    return [Triple(node, NamedNode(predicate), value) for predicate, value in found]


def _place(finding: Finding, names: Names) -> str:
    """The IRI of a row: the file under data/, with the fragment that RFC 7111 gives rows of CSV."""
    row = f"#row={finding.row}" if finding.row else ""
    return f"{names.base}data/{quote(finding.file, safe='!/')}{row}"
