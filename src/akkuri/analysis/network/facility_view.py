"""The network of one facility: who operates, uses, supplies, owns and funds it, and what it is part of."""

from typing import Any

from akkuri.analysis.lookup import find_facility
from akkuri.analysis.network.asking import Analysis
from akkuri.analysis.view import View
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["facility_rows"]


def facility_rows(analysis: Analysis) -> View:
    """Return one row for each record linked to the facility of the request. Raises UsageError for none."""
    lang = analysis.request.lang
    if not analysis.request.facility:
        raise UsageError(text(lang, "analysis.facility_needed"))
    model = analysis.model
    iri = find_facility(model, analysis.request.facility, lang)
    rows: list[dict[str, Any]] = [
        _row(analysis, "operator", text(lang, "analysis.relation_operator"), operator, [iri])
        for operator in model.facilities[iri].operators
    ]
    for link in model.collaborations:
        if iri in (link.source, link.target):
            other = link.target if link.source == iri else link.source
            direction = "from" if link.source == iri else "to"
            name = analysis.concept("collaboration-kind", link.kind)
            rows.append(
                _row(
                    analysis,
                    link.kind,
                    text(lang, f"analysis.relation_{direction}", kind=name),
                    other,
                    [link.iri],
                )
            )
    columns = ("relation", "relation_name", "record", "name", "evidence")
    totals = {"facility": iri, "records": len({row["record"] for row in rows})}
    return View("facility", columns, ("relation_name", "name"), rows, totals=totals)


def _row(analysis: Analysis, relation: str, name: str, record: str, evidence: list[str]) -> dict[str, Any]:
    return {
        "relation": relation,
        "relation_name": name,
        "record": record,
        "name": analysis.name(record),
        "evidence": evidence,
    }
