"""The chain of introductions as a table."""

from akkuri.analysis.evidence import proof
from akkuri.analysis.lookup import find_actor
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.asking import Analysis, NetworkRequest
from akkuri.analysis.network.paths import introductions
from akkuri.analysis.network.ties import Tie
from akkuri.analysis.view import View
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["path_view"]


def path_view(
    model: Model,
    parameters: Parameters,
    start: str,
    end: str,
    request: NetworkRequest,
    found: list[Tie] | None = None,
) -> View:
    """Return the shortest chain of introductions between two actors, with the evidence of each step.

    Raises UsageError for an unknown actor, or one without a tie within the filters.
    """
    analysis = Analysis.of(model, parameters, request, found)
    lang = request.lang
    one, other = find_actor(analysis.model, start, lang), find_actor(analysis.model, end, lang)
    network = analysis.network()
    for actor in (one, other):
        if actor not in network.index:
            raise UsageError(text(lang, "analysis.not_in_network", name=analysis.name(actor)))
    rows = []
    for number, step in enumerate(introductions(network, one, other), start=1):
        evidence = sorted({iri for tie in step.edge.ties for iri in tie.evidence})
        rows.append(
            {
                "step": number,
                "one": step.one,
                "one_name": analysis.name(step.one),
                "other": step.other,
                "other_name": analysis.name(step.other),
                "kinds": list(step.edge.kinds),
                "kind_names": [analysis.kind_name(kind) for kind in step.edge.kinds],
                "weight": round(step.edge.weight, 6),
                "evidence": evidence,
                "evidence_names": analysis.names([iri.partition("#")[0] for iri in evidence]),
                "proof": [proof(model, iri, lang) for iri in evidence],
            }
        )
    columns = (
        "step",
        "one",
        "one_name",
        "other",
        "other_name",
        "kinds",
        "kind_names",
        "weight",
        "evidence",
        "evidence_names",
    )
    notes = () if rows or one == other else (text(lang, "analysis.note_no_path"),)
    shown = ("step", "one_name", "other_name", "kind_names", "evidence_names")
    return View("path", columns, shown, rows, notes, {"steps": len(rows)})
