"""When each record should be looked at again, by its kind and status, and how much rests on it."""

from collections import Counter
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
    states = store.quads_for_pattern(None, NamedNode(f"{names.ak}cellState"), None, None)
    evidence = NamedNode(f"{names.ak}evidence")
    return Counter(
        record
        for cell in {quad.subject for quad in states}
        for record in {each.partition("#")[0] for each in _values(store, cell, evidence)}
    )


def _naming(store: Store, record: object, document: object) -> int:
    """Return how many documents of other records state something of the record."""
    found = store.quads_for_pattern(None, None, record, None)  # type: ignore[arg-type]
    graphs = {quad.graph_name for quad in found} - {document}
    return sum(1 for graph in graphs if _topics(store, graph))


def _topics(store: Store, document: object) -> list[str]:
    return _values(store, document, _TOPIC)


def _write_kind(out: DerivedGraph, store: Store, kind: Kind, issued: str, cells: Counter[str]) -> None:
    names, recheck = out.names, kind.recheck
    if recheck is None:
        return
    by = NamedNode(names.expand(recheck.by)) if recheck.by else None
    looked = [NamedNode(f"{names.ak}{name}") for name in ("verified", "sourceDate")]
    gone = [NamedNode(f"{names.ak}withdrawn"), NamedNode(f"{PREFIXES['dct']}isReplacedBy")]
    for quad in store.quads_for_pattern(None, _TYPE, NamedNode(names.expand(kind.cls)), None):
        record = quad.subject
        documents = [found.subject for found in store.quads_for_pattern(None, _TOPIC, record, None)]
        if len(documents) != 1 or any(_values(store, record, each) for each in gone):
            continue
        concepts = _values(store, record, by) if by else []
        months = min((recheck.after(each.rpartition("/")[2]) for each in concepts), default=recheck.months)
        days = [day for each in looked for day in _values(store, documents[0], each)]
        due = months_after(date.fromisoformat(max(days)), months).isoformat() if days else issued
        subject = str(getattr(documents[0], "value", ""))
        out.add(subject, "recheckBy", Literal(due, datatype=_DATE))
        resting = {
            "restingRecords": _naming(store, record, documents[0]),
            "restingCells": cells[str(getattr(record, "value", ""))],
        }
        for name, count in resting.items():
            if count:
                out.number(subject, name, count)


def _values(store: Store, subject: object, predicate: NamedNode) -> list[str]:
    found = store.quads_for_pattern(subject, predicate, None, None)  # type: ignore[arg-type]
    return [str(getattr(quad.object, "value", "")) for quad in found]
