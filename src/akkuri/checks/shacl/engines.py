"""The SHACL engines: shacl-rust for the work, pySHACL as the reference it is compared with."""

import importlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal

from akkuri.checks.shacl.queries import Solution, ask, split
from akkuri.errors import UsageError

__all__ = [
    "ENGINES",
    "ValidationResult",
    "core_results",
    "in_fixed_order",
    "query_result",
    "validate",
]

SH: Final = "http://www.w3.org/ns/shacl#"
_SPARQL: Final = f"{SH}SPARQLConstraintComponent"
_TERM: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[A-Za-z0-9-]+)|\^\^<(?P<type>[^>]*)>)?')
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One sh:ValidationResult, the same from every engine."""

    shape: str
    focus: str
    path: str | None
    value: str | None
    """The IRI or the text of the value; None when the result has none."""
    lang: str | None
    """Language of the value, when it is a text with one."""
    component: str
    """IRI of the kind of constraint that failed."""
    messages: tuple[str, ...]
    """The messages in which the engine has put the variables of a query; their languages are lost."""


def validate(data: str, shapes: str, engine: str = "shacl-rust") -> list[ValidationResult]:
    """Validate N-Triples against shapes (N-Triples too); the results come in a fixed order.

    Raises UsageError for an engine that is not known or not installed.
    """
    try:
        run = ENGINES[engine]
    except KeyError:
        known = ", ".join(ENGINES)
        raise UsageError.worded("checks.no-engine", name=engine, known=known) from None
    try:
        results = run(data, shapes)
    except ImportError as error:
        raise UsageError.worded("checks.engine-lacking", name=engine, reason=error) from error
    return in_fixed_order(results)


def in_fixed_order(results: Iterable[ValidationResult]) -> list[ValidationResult]:
    """Return results in the order that does not depend on the engine."""
    return sorted(results, key=lambda r: (r.shape, r.focus, r.path or "", r.value or "", r.messages))


def _rust(data: str, shapes: str) -> list[ValidationResult]:
    """Run shacl-rust, and beside it the queries that can be asked for all nodes at once: about a second."""
    rest, queries = split(shapes)
    found = core_results(data, rest)
    return [*found, *map(query_result, ask(data, queries) if queries else ())]


def core_results(data: str, shapes: str) -> list[ValidationResult]:
    """Run shacl-rust over N-Triples."""
    engine: Any = importlib.import_module("shacl_rust")
    report = engine.validate(data, shapes, data_format="nt", shapes_format="nt", experimental_index=True)
    return [_rust_result(entry) for entry in report["results"]]


def query_result(found: Solution) -> ValidationResult:
    """Return the result that a solution of a SPARQL constraint is."""
    # SHACL 5.3.2: without ?value a node is its own value.
    own = found.focus if found.path is None and found.query.pathless else None
    return ValidationResult(
        found.query.shape,
        found.focus,
        found.path,
        own if found.value is None else found.value.value,
        found.value.language if isinstance(found.value, Literal) else None,
        _SPARQL,
        tuple(sorted(found.messages)),
    )


def _rust_result(entry: dict[str, Any]) -> ValidationResult:
    value, lang = _plain(entry.get("value"))
    path = entry.get("resultPath")
    if value is None and path is None and entry["sourceConstraintComponent"].strip("<>") == _SPARQL:
        value = _plain(entry["focusNode"])[0]  # SHACL 5.3.2: without ?value a node is its own value.
    return ValidationResult(
        entry["sourceShape"].strip("<>"),
        _plain(entry["focusNode"])[0] or "",
        path.strip("<>") if path and path.startswith("<") and path.endswith(">") else None,
        value,
        lang,
        entry["sourceConstraintComponent"].strip("<>"),
        tuple(sorted(_unquoted(message) for message in entry["messages"])),
    )


def _plain(term: str | None) -> tuple[str | None, str | None]:
    """Split a term in N-Triples form into its text and its language."""
    if term is None:
        return None, None
    match = _TERM.fullmatch(term)
    if match is None:
        return term.strip("<>"), None
    return _unescape(match["text"]), match["lang"]


def _unquoted(message: str) -> str:
    """Put the texts of literals where shacl-rust puts the literals themselves (`"B"@en`)."""
    return _TERM.sub(lambda match: _unescape(match["text"]), message)


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), text)


def _reference(data: str, shapes: str) -> list[ValidationResult]:
    """Run pySHACL on rdflib: right, and about two hundred times slower."""
    import pyshacl
    import rdflib

    _, report, _ = pyshacl.validate(
        rdflib.Graph().parse(data=data, format="nt"),
        shacl_graph=rdflib.Graph().parse(data=shapes, format="nt"),
    )
    if not isinstance(report, rdflib.Graph):
        raise UsageError.worded("checks.engine-failed", reason=report)
    names = rdflib.Namespace(SH)
    found = []
    for node in report.objects(None, names.result):
        value, path = report.value(node, names.value), report.value(node, names.resultPath)
        found.append(
            ValidationResult(
                str(report.value(node, names.sourceShape)),
                str(report.value(node, names.focusNode)),
                str(path) if isinstance(path, rdflib.URIRef) else None,
                None if value is None else str(value),
                value.language if isinstance(value, rdflib.Literal) else None,
                str(report.value(node, names.sourceConstraintComponent)),
                tuple(sorted(str(message) for message in report.objects(node, names.resultMessage))),
            )
        )
    return found


ENGINES: Final[dict[str, Callable[[str, str], list[ValidationResult]]]] = {
    "shacl-rust": _rust,
    "pyshacl": _reference,
}
"""Name → engine; the first is the one in use."""
