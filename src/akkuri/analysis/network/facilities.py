"""The network of facilities: what connects two of them, read with the tools made for actors."""

from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import Final

from akkuri.analysis.model.values import Model, Organisation
from akkuri.analysis.network.ties import Tie

__all__ = ["SAME_OPERATOR", "facility_model", "facility_ties"]

SAME_OPERATOR: Final = "same-operator"


def facility_model(model: Model) -> Model:
    """Return a model whose actors are the facilities, each operated by itself and of its kind as type."""
    return replace(
        model,
        organisations={
            f.iri: Organisation(f.iri, type=f.kind, country=f.country, region=f.region)
            for f in model.facilities.values()
        },
        facilities={f.iri: replace(f, operators=(f.iri,)) for f in model.facilities.values()},
        participations=[],
    )


def facility_ties(model: Model) -> list[Tie]:
    """Return the ties between facilities: collaborations of the two, and an operator in common.

    An operator of n facilities adds 1/(n-1) to each of its pairs, a collaboration adds 1.
    """
    found: dict[tuple[str, str, str], Tie] = {}

    def tie(one: str, other: str, kind: str, weight: float, proof: str) -> Tie:
        a, b = sorted((one, other))
        each = found.setdefault((kind, a, b), Tie(a, b, kind, open_ended=True))
        each.weight += weight
        each.evidence.append(proof)
        return each

    for link in model.collaborations:
        if link.source in model.facilities and link.target in model.facilities and link.source != link.target:
            each = tie(link.source, link.target, link.kind, 1.0, link.iri)
            each.first = min((y for y in (each.first, link.since) if y is not None), default=None)
    operated: defaultdict[str, list[str]] = defaultdict(list)
    for facility in model.facilities.values():
        for operator in facility.operators:
            operated[operator].append(facility.iri)
    for operator, facilities in sorted(operated.items()):
        for one, other in combinations(sorted(facilities), 2):
            tie(one, other, SAME_OPERATOR, 1 / (len(facilities) - 1), operator)
    return [found[key] for key in sorted(found)]
