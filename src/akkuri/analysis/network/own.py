"""Who belongs to the cluster itself, and who is recorded only because of it."""

from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from akkuri.analysis.derive.results import XSD, DerivedGraph, joined
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters
from akkuri.namespaces import Names

__all__ = ["OWN_RULE", "own_actors", "write_own"]

OWN_RULE: Final = "own"
TRUE: Final = Literal("true", datatype=NamedNode(f"{XSD}boolean"))


def own_actors(model: Model, parameters: Parameters) -> frozenset[str]:
    """Return the actors of the cluster: of its country, or of a facility, a need or a network in the tables.

    Partners elsewhere that stand in projects only are not among them; nor who runs a facility elsewhere that
    is recorded for its cost alone, with no capability that it offers or uses; nor the foreign members of a
    network of another country, which would make all of Europe the cluster's own. Without a home country
    there is no line to draw: all are.
    """
    if model.home is None:
        return frozenset(model.organisations)
    found = {a.iri for a in model.organisations.values() if a.network or a.country == model.home}
    able = {use.facility for use in model.uses}
    for facility in model.facilities.values():
        if facility.iri in able or facility.country == model.home:
            found.update(facility.operators)
    for gap in model.gaps.values():
        found.update(gap.responsible)
    members = parameters.group("member-kind")
    for link in model.collaborations:
        if link.kind in members and _at_home(model, link.target):
            found.update((link.source, link.target))
    return frozenset(found & model.organisations.keys())


def _at_home(model: Model, network: str) -> bool:
    """Tell whether a network is of the home country, or of none that is told."""
    actor = model.organisations.get(network)
    return actor is None or actor.country in (None, model.home)


def write_own(store: Store, names: Names, model: Model, parameters: Parameters) -> int:
    """Mark the actors of the cluster and the facilities of its country; return the number of triples."""
    out = DerivedGraph(store, names, OWN_RULE)
    out.method(
        "The cluster's own: actors of its country, and all that operate a facility with a recorded "
        "capability, answer for a need, are a network, or a member of one that is not of another country; "
        "facilities of its country.",
        {"home country": model.home or "", "membership": joined(parameters.group("member-kind"))},
    )
    if model.home is not None:
        facilities = [f.iri for f in model.facilities.values() if f.country == model.home]
        for iri in sorted(own_actors(model, parameters)) + facilities:
            out.add(iri, "ofCluster", TRUE)
    return out.finish()
