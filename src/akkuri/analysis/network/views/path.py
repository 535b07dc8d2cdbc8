"""The shortest chain of introductions between two actors, with what connects each step."""

from collections.abc import Sequence
from typing import Final

from akkuri.analysis.evidence import proof
from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import FROM, SCOPE, TO
from akkuri.analysis.network.paths import introductions
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.view import Front, View, ViewPage, ViewRow, ViewRows
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    one, other = asked[FROM] or "", asked[TO] or ""
    if one == other:
        raise UsageError(text(asked.lang, "analysis.path_to_itself", name=asked.name(one)))
    network = asked.network()
    for actor in (one, other):
        if actor not in network.index:
            raise UsageError(text(asked.lang, "analysis.not_in_network", name=asked.name(actor)))
    rows = []
    for number, step in enumerate(introductions(network, one, other), start=1):
        evidence = sorted({iri for tie in step.edge.ties for iri in tie.evidence})
        rows.append(
            {
                "step": number,
                "one": step.one,
                "one_name": asked.name(step.one),
                "other": step.other,
                "other_name": asked.name(step.other),
                "kinds": list(step.edge.kinds),
                "kind_names": [asked.kind_name(kind) for kind in step.edge.kinds],
                "weight": round(step.edge.weight, 6),
                "evidence": evidence,
                "evidence_names": asked.names([iri.partition("#")[0] for iri in evidence]),
                "proof": [proof(asked.basis.model, iri, asked.lang) for iri in evidence],
            }
        )
    summary = _summary(asked, rows)
    return ViewRows(rows, asked.notes, {"steps": len(rows)}, summary=summary)


def _summary(asked: NetworkAsked, rows: Sequence[ViewRow]) -> str:
    if not rows:
        return text(asked.lang, "views.none_path")
    ends = {"one": rows[0]["one_name"], "other": rows[-1]["other_name"]}
    if len(rows) == 1:
        return text(asked.lang, "views.chain_direct", **ends)
    way = " → ".join([ends["one"], *(row["other_name"] for row in rows)])
    return text(asked.lang, "views.chain_steps", way=way, count=len(rows))


VIEW: Final = View(
    name="path",
    order=20,
    rows=_rows,
    columns=(
        ViewColumn("step", Holds.NUMERAL),
        *plain("one"),
        ViewColumn("one_name", Holds.RECORD, "one"),
        *plain("other"),
        ViewColumn("other_name", Holds.RECORD, "other"),
        *plain("kinds", "kind_names", "weight", "evidence"),
        ViewColumn("evidence_names", Holds.RECORDS, "evidence"),
    ),
    shown=("step", "one_name", "other_name", "kind_names", "evidence_names"),
    more=("proof",),
    filters=(FROM, TO, *SCOPE),
    needs=(FROM, TO),
    page=ViewPage("ties", Front(ask=(FROM, TO))),
)
