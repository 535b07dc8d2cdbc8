"""Small networks are measured without numpy, and are measured as large ones."""

import sys

import pytest

from akkuri.analysis.model.values import Model
from akkuri.analysis.network import centrality
from akkuri.analysis.network.filters import COUNTRY, TYPE
from akkuri.analysis.network.measures import EXACT_LIMIT
from akkuri.analysis.network.nodes import NODES
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.weights import Parameters

PARTS = ({"country": "FI"}, {"country": "DE"}, {"type": "company"}, {"nodes": "facility"})


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_small_networks_are_measured_as_large_ones_without_numpy(
    part: dict[str, str], national: Model, parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = NETWORK.asked(Basis(national, parameters), ViewRequest(None, part), (COUNTRY, TYPE, NODES))
    network = asked.network()
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "akkuri.analysis.network.pivots", None)
        small = centrality.centrality(network, EXACT_LIMIT)
    monkeypatch.setattr(centrality, "QUICK", 0)
    large = centrality.centrality(network, EXACT_LIMIT)
    assert small.pivots is None is large.pivots
    assert small.betweenness == pytest.approx(large.betweenness, abs=1e-12)
    assert small.closeness == pytest.approx(large.closeness, abs=1e-12)
    assert max(small.betweenness) > 0 < min(small.closeness)
