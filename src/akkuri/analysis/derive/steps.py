"""Everything a build derives: the SPARQL rules first, then what needs counting and graph algorithms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from akkuri.analysis.derive.next_stages import NEXT_RULE, write_next_stages
from akkuri.analysis.derive.recheck import RECHECK_RULE, write_recheck
from akkuri.analysis.derive.rules import RuleResult, derive
from akkuri.analysis.gaps.cells import cells
from akkuri.analysis.gaps.triples import RULE as CELLS_RULE
from akkuri.analysis.gaps.triples import write_cells
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.facilities import facility_model, facility_ties
from akkuri.analysis.network.graph import Network, build_network
from akkuri.analysis.network.measures import Measures, measure
from akkuri.analysis.network.own import OWN_RULE, own_actors, write_own
from akkuri.analysis.network.ties import Tie, ties
from akkuri.analysis.network.triples import MEASURES_RULE, TIES_RULE, write_measures, write_ties
from akkuri.analysis.weights import Parameters, load_parameters
from akkuri.errors import UsageError
from akkuri.namespaces import Names

__all__ = ["Derived", "derive_all"]

ORGANISATIONS: Final = "organisation"
FACILITIES: Final = "facility"
"""What the nodes of a network are, as its filter names it."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What was derived: how much by which rule, and the measures of the whole networks by their nodes."""

    rules: list[RuleResult]
    measured: dict[str, Measures]


def derive_all(
    store: Store,
    rules: Path,
    data: Path,
    names: Names,
    issued: str,
    progress: Callable[[str], None] | None = None,
) -> Derived:
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
    network = _network(model, parameters, found)
    results.append(RuleResult(TIES_RULE, write_ties(store, names, found, network, parameters)))
    measured: dict[str, Measures] = {}
    if network is not None:
        tell(MEASURES_RULE)
        measured[ORGANISATIONS] = measures = measure(network, model, parameters)
        count = write_measures(store, names, measures, own_actors(model, parameters))
        results.append(RuleResult(MEASURES_RULE, count))
    places = facility_model(model)
    between = _network(places, parameters, facility_ties(model))
    if between is not None:
        measured[FACILITIES] = measure(between, places, parameters)
    return Derived(results, measured)


def _network(model: Model, parameters: Parameters, found: Sequence[Tie]) -> Network | None:
    """Build a whole network; a cluster whose actors have no ties has none."""
    try:
        return build_network(model, parameters, found)
    except UsageError:
        return None
