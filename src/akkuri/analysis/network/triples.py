"""Ties, direct edges and measures as triples."""

from collections.abc import Collection
from typing import Final

from pyoxigraph import Store

from akkuri.analysis.derive.results import DerivedGraph, derived_iri, joined, slug
from akkuri.analysis.network.graph import Network
from akkuri.analysis.network.measures import Measures
from akkuri.analysis.network.ties import CO_PARTICIPATION, PARENT, SHARED_OPERATION, Tie
from akkuri.analysis.weights import Parameters
from akkuri.namespaces import Names

__all__ = ["MEASURES_RULE", "TIES_RULE", "kind_iri", "tie_iri", "write_measures", "write_ties"]

TIES_RULE: Final = "ties"
MEASURES_RULE: Final = "network-measures"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
MOST: Final = 20
"""Thresholds of shared projects are stated up to this number."""
RANKED: Final = 100
"""So many actors get a rank as bridges."""
OWN_KINDS: Final = frozenset({CO_PARTICIPATION, PARENT, SHARED_OPERATION})


def tie_iri(names: Names, tie: Tie) -> str:
    """Return the IRI of a tie: `{base}derived/tie/{kind}/{one}/{other}`."""
    return derived_iri(names, "tie", tie.kind, slug(tie.a), slug(tie.b))


def kind_iri(names: Names, kind: str) -> str:
    """Return the concept of a kind of tie."""
    return names.concept("tie-kind" if kind in OWN_KINDS else "collaboration-kind", kind)


def write_ties(
    store: Store, names: Names, found: list[Tie], network: Network | None, parameters: Parameters
) -> int:
    """Write the ties, and direct edges between the actors of the network; return the number of triples."""
    out = DerivedGraph(store, names, TIES_RULE)
    out.method(
        "One tie for each pair of actors and kind, at least one of the two belonging to the cluster. A "
        "project of n partners adds 1/(n-1) to the weight of each of its pairs, a facility of n operators "
        "likewise, a collaboration adds 1; links to a facility or a project tie to its operators or "
        "coordinators.",
        {
            "partner roles": joined(parameters.group("partner-role")),
            "no direct edge for": joined(parameters.group("not-collaboration")),
        },
    )
    for tie in found:
        iri = tie_iri(names, tie)
        out.link(iri, RDF_TYPE, "Tie")
        out.link(iri, "tieBetween", tie.a)
        out.link(iri, "tieBetween", tie.b)
        out.link(iri, "tieKind", kind_iri(names, tie.kind))
        out.number(iri, "weight", float(tie.weight))
        if tie.projects:
            out.number(iri, "sharedProjects", tie.projects)
            for threshold in range(1, min(tie.projects, MOST) + 1):
                out.number(iri, "sharedProjectsAtLeast", threshold)
        if tie.first is not None:
            out.number(iri, "firstYear", tie.first)
        if tie.last is not None:
            out.number(iri, "lastYear", tie.last)
        for proof in sorted(set(tie.evidence)):
            out.link(iri, "evidence", proof)
    for one, other, _ in network.edges() if network else ():
        out.link(one, "collaboratesWith", other)
        out.link(other, "collaboratesWith", one)
    return out.finish()


def write_measures(store: Store, names: Names, measures: Measures, own: Collection[str]) -> int:
    """Write the communities, and the measures of the actors in `own`; return the number of triples.

    Of others the network knows only the ties to the cluster, so their measures say nothing about them.
    """
    out = DerivedGraph(store, names, MEASURES_RULE)
    out.method(
        "Measures of the cluster's actors in the network of all actors that have a tie other than funding; "
        "ties between two actors outside the cluster are not in it.",
        measures.settings,
    )
    community = {
        group.number: derived_iri(names, "community", str(group.number)) for group in measures.communities
    }
    for group in measures.communities:
        iri = community[group.number]
        out.link(iri, RDF_TYPE, "Community")
        out.number(iri, "memberCount", len(group.members))
        out.link(iri, "leadMember", group.lead)
    for row in measures.rows:
        out.link(row.actor, "community", community[row.community])
        if row.actor not in own:
            continue
        out.number(row.actor, "degree", row.degree)
        out.number(row.actor, "strength", row.strength)
        out.number(row.actor, "betweenness", row.betweenness)
        out.number(row.actor, "closeness", row.closeness)
        out.number(row.actor, "eigenvectorCentrality", row.eigenvector)
        out.number(row.actor, "coreNumber", row.core)
        out.number(row.actor, "clusteringCoefficient", row.clustering)
        out.number(row.actor, "crossSectorPartners", row.cross_sector)
        out.number(row.actor, "crossBorderPartners", row.cross_border)
        if row.sector_index is not None:
            out.number(row.actor, "sectorIndex", row.sector_index)
        if row.border_index is not None:
            out.number(row.actor, "borderIndex", row.border_index)
        if row.cuts_off:
            out.number(row.actor, "cutsOff", row.cuts_off)
    ranked = [row for row in measures.ranked() if row.actor in own]
    for rank, row in enumerate(ranked[:RANKED], start=1):
        out.number(row.actor, "bridgeRank", rank)
    return out.finish()
