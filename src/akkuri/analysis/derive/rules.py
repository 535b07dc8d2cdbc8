"""Running the derivation rules: each CONSTRUCT in queries/derive fills one derived graph."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from akkuri.errors import UsageError
from akkuri.namespaces import Names, rebase

__all__ = ["RuleResult", "derive"]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule added."""

    rule: str
    triples: int


def derive(
    store: Store, rules: Path, names: Names, progress: Callable[[str], None] | None = None
) -> list[RuleResult]:
    """Run the rules in the order of their file names, each seeing what the ones before it added.

    A rule's triples go to `graph/derived/{rule}`, the rule being the file name without its number;
    a triple that stands in some graph already is not repeated (CONTRIBUTING.md, Identifiers).
    Raises UsageError naming the file and what the parser expected.
    """
    results = []
    for file in sorted(rules.glob("*.rq")):
        rule = file.stem.partition("-")[2]
        if progress:
            progress(rule)
        results.append(
            RuleResult(rule, _run(store, file, NamedNode(names.graph(f"derived/{rule}")), names.base))
        )
    return results


def _run(store: Store, file: Path, graph: NamedNode, base: str) -> int:
    try:
        found = store.query(rebase(file.read_text(encoding="utf-8"), base), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise UsageError.worded("header.not-sparql", place=file, reason=error) from error
    if not isinstance(found, QueryTriples):
        raise UsageError.worded("header.no-construct", place=file)
    quads = {
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in found
        if next(store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None), None) is None
    }
    store.extend(quads)
    return len(quads)
