"""The network of one facility: who operates, uses, supplies, owns and funds it, and what it is part of."""

from typing import Any, Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import FACILITY
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    lang = asked.lang
    model = asked.model
    iri = asked[FACILITY] or ""
    rows: list[dict[str, Any]] = [
        _row(asked, "operator", text(lang, "analysis.relation_operator"), operator, [iri])
        for operator in model.facilities[iri].operators
    ]
    for link in model.collaborations:
        if iri in (link.source, link.target):
            other = link.target if link.source == iri else link.source
            direction = "from" if link.source == iri else "to"
            name = asked.concept("collaboration-kind", link.kind)
            rows.append(
                _row(
                    asked,
                    link.kind,
                    text(lang, f"analysis.relation_{direction}", kind=name),
                    other,
                    [link.iri],
                )
            )
    return ViewRows(rows, totals={"facility": iri, "records": len({row["record"] for row in rows})})


def _row(asked: NetworkAsked, relation: str, name: str, record: str, evidence: list[str]) -> dict[str, Any]:
    return {
        "relation": relation,
        "relation_name": name,
        "record": record,
        "name": asked.name(record),
        "evidence": evidence,
    }


VIEW: Final = View(
    name="facility",
    order=100,
    rows=_rows,
    columns=(
        *plain("relation", "relation_name", "record"),
        ViewColumn("name", Holds.RECORD, "record"),
        *plain("evidence"),
    ),
    shown=("relation_name", "name"),
    filters=(FACILITY,),
    needs=(FACILITY,),
    page=ViewPage("ties"),
)
