"""When each record should be looked at again, by its kind and status, and how much rests on it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from akkuri.analysis.derive.results import XSD, DerivedGraph
from akkuri.kinds import Kind
from akkuri.namespaces import PREFIXES, Names
from akkuri.naming.dates import months_after

__all__ = ["RECHECK_RULE", "write_recheck"]

RECHECK_RULE: Final = "recheck"
_TOPIC: Final = NamedNode(PREFIXES["foaf"] + "primaryTopic")
_ISSUED: Final = PREFIXES["dct"] + "issued"
_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
_DATE: Final = NamedNode(f"{XSD}date")


def write_recheck(store: Store, names: Names, issued: str) -> int:
    """State the day by which each record is to be looked at again, and what rests on it; count the triples.

    It is counted from the last verification or the newest source, whichever is later; a record without
    either is due on `issued`, the date of the release. Records that were withdrawn or replaced need no look.
    """
    out = DerivedGraph(store, names, RECHECK_RULE)
    declared = {kind.name: kind.recheck for kind in names.kinds if kind.recheck}
    settings = {name: f"{found.months} months" for name, found in declared.items()} | {
        f"{name} {concept}": f"{months} months"
        for name, found in declared.items()
        for concept, months in found.when.items()
    }
    out.method(
        "Months of its kind and status after a record was last verified or its newest source is dated, "
        "whichever is later; a record without either is due on the date of the release.",
        settings,
    )
    out.add(f"{names.base}catalog#rule-{RECHECK_RULE}", _ISSUED, Literal(issued, datatype=_DATE))
    cells = _cells_by_record(store, names)
    for kind in names.kinds:
        if kind.recheck:
            _write_kind(out, store, kind, issued, cells)
    return out.finish()


def _cells_by_record(store: Store, names: Names) -> Counter[str]:
    """Record → the number of gap cells that it or a part of it is evidence for (of cells already there)."""
    cells = _subjects(store, NamedNode(f"{names.ak}cellState"), None)
    evidence = NamedNode(f"{names.ak}evidence")
    return Counter(
        record
        for cell in set(cells)
        for record in {each.partition("#")[0] for each in _values(store, cell, evidence)}
    )


def _naming(store: Store, record: NamedNode, document: NamedNode, gone: Sequence[NamedNode]) -> int:
    """Return how many documents of other records, none of them gone, state something of the record."""
    graphs = {quad.graph_name for quad in store.quads_for_pattern(None, None, record, None)}
    named = (graph for graph in graphs if isinstance(graph, NamedNode) and graph != document)
    topics = (_topics(store, graph) for graph in named)
    return sum(any(not _is_gone(store, NamedNode(each), gone) for each in of_one) for of_one in topics)


def _is_gone(store: Store, record: NamedNode, gone: Sequence[NamedNode]) -> bool:
    return any(_values(store, record, each) for each in gone)


def _topics(store: Store, document: NamedNode) -> list[str]:
    return _values(store, document, _TOPIC)


def _write_kind(out: DerivedGraph, store: Store, kind: Kind, issued: str, cells: Counter[str]) -> None:
    names, recheck = out.names, kind.recheck
    if recheck is None:
        return
    by = NamedNode(names.expand(recheck.by)) if recheck.by else None
    looked = [NamedNode(f"{names.ak}{name}") for name in ("verified", "sourceDate")]
    gone = [NamedNode(f"{names.ak}withdrawn"), NamedNode(f"{PREFIXES['dct']}isReplacedBy")]
    for record in _subjects(store, _TYPE, NamedNode(names.expand(kind.cls))):
        documents = _subjects(store, _TOPIC, record)
        if len(documents) != 1 or _is_gone(store, record, gone):
            continue
        concepts = _values(store, record, by) if by else []
        months = min((recheck.after(each.rpartition("/")[2]) for each in concepts), default=recheck.months)
        days = [day for each in looked for day in _values(store, documents[0], each)]
        due = months_after(date.fromisoformat(max(days)), months).isoformat() if days else issued
        out.add(documents[0].value, "recheckBy", Literal(due, datatype=_DATE))
        resting = {
            "restingRecords": _naming(store, record, documents[0], gone),
            "restingCells": cells[record.value],
        }
        for name, count in resting.items():
            if count:
                out.number(documents[0].value, name, count)


def _subjects(store: Store, predicate: NamedNode, value: NamedNode | None) -> list[NamedNode]:
    found = (quad.subject for quad in store.quads_for_pattern(None, predicate, value, None))
    return [subject for subject in found if isinstance(subject, NamedNode)]


def _values(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    found = store.quads_for_pattern(subject, predicate, None, None)
    return [str(getattr(quad.object, "value", "")) for quad in found]
