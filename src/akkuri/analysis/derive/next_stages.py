"""Which stage follows which in the chain, as triples: the order of a scheme tells no stage outside it."""

from typing import Final

from pyoxigraph import Store

from akkuri.analysis.derive.results import DerivedGraph, joined
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters
from akkuri.namespaces import Names

__all__ = ["NEXT_RULE", "write_next_stages"]

NEXT_RULE: Final = "next-stages"
_SCHEME: Final = "value-chain-stage"


def write_next_stages(store: Store, names: Names, model: Model, parameters: Parameters) -> int:
    """Link each stage of the chain to the next one; return the number of triples."""
    out = DerivedGraph(store, names, NEXT_RULE)
    out.method(
        "Each stage of the chain with the one after it; stages that serve several have no neighbours.",
        {"outside the chain": joined(parameters.group("outside-chain"))},
    )
    for stage, following in parameters.along(model.stages):
        out.concept(names.concept(_SCHEME, stage), "nextStage", _SCHEME, following)
    return out.finish()
