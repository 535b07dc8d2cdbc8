"""Everything a build derives: the SPARQL rules first, then what needs counting and graph algorithms."""

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Store

from akkuri.analysis.derive.next_stages import NEXT_RULE, write_next_stages
from akkuri.analysis.derive.recheck import RECHECK_RULE, write_recheck
from akkuri.analysis.derive.rules import RuleResult, derive
from akkuri.analysis.gaps.cells import cells
from akkuri.analysis.gaps.triples import RULE as CELLS_RULE
from akkuri.analysis.gaps.triples import write_cells
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource
from akkuri.analysis.network.graph import build_network
from akkuri.analysis.network.measures import measure
from akkuri.analysis.network.own import OWN_RULE, own_actors, write_own
from akkuri.analysis.network.ties import ties
from akkuri.analysis.network.triples import MEASURES_RULE, TIES_RULE, write_measures, write_ties
from akkuri.analysis.weights import load_parameters
from akkuri.errors import UsageError
from akkuri.namespaces import Names

__all__ = ["derive_all"]


def derive_all(
    store: Store,
    rules: Path,
    data: Path,
    names: Names,
    issued: str,
    progress: Callable[[str], None] | None = None,
) -> list[RuleResult]:
    """Fill the derived graphs of a store and say how many triples each got.

    `rules` is the folder of CONSTRUCT queries, `data` the folder whose `weights/` count (the national
    ones where it has none), `issued` the date of the data. The same store gives the same triples.
    Raises UsageError for a wrong rule or table of weights.
    """
    tell = progress or (lambda _: None)
    parameters = load_parameters(data)
    results = derive(store, rules, names, progress)
    model = load_model(EngineSource(store), names)
    tell(CELLS_RULE)
    count = write_cells(store, names, cells(model, parameters), issued, parameters)
    results.append(RuleResult(CELLS_RULE, count))
    tell(NEXT_RULE)
    results.append(RuleResult(NEXT_RULE, write_next_stages(store, names, model, parameters)))
    tell(RECHECK_RULE)
    results.append(RuleResult(RECHECK_RULE, write_recheck(store, names, issued)))
    tell(OWN_RULE)
    results.append(RuleResult(OWN_RULE, write_own(store, names, model, parameters)))
    tell(TIES_RULE)
    found = ties(model, parameters)
    try:
        network = build_network(model, parameters, found)
    except UsageError:  # a cluster whose actors have no ties has no network
        network = None
    results.append(RuleResult(TIES_RULE, write_ties(store, names, found, network, parameters)))
    if network is not None:
        tell(MEASURES_RULE)
        measures = measure(network, model, parameters)
        count = write_measures(store, names, measures, own_actors(model, parameters))
        results.append(RuleResult(MEASURES_RULE, count))
    return results
